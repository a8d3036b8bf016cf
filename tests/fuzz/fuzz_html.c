/* Any text as HTML, and what is visible of it. */
#include "fuzz/fuzz.h"

#include "mail/html_text.h"
#include "understand/visible.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *html = fuzz_text(data, size);
    g_autofree char *marked = html_text(html);
    g_assert(g_utf8_validate(marked, -1, NULL));
    g_autofree char *plain = html_text_plain(marked);
    g_assert(strpbrk(plain, "\x01\x02\x03\x04") == NULL);
    bool mixed = false;
    g_autofree char *own = visible_text(fuzz_language(), marked, &mixed);
    g_assert(strpbrk(own, "\x01\x02\x03\x04") == NULL);
    return 0;
}
