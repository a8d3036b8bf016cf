/* Any text as the text of a mail: what of it is the sender's. */
#include "fuzz/fuzz.h"

#include "understand/visible.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    bool mixed = false;
    g_autofree char *own = visible_text(fuzz_language(), text, &mixed);
    g_assert(g_utf8_validate(own, -1, NULL));
    /* Nothing is invented. */
    g_assert(strlen(own) <= strlen(text) + 1);
    return 0;
}
