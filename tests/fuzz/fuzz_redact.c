/* Any text as what a person wrote to the other side of a match: after masking there is nothing left
 * to mask, neither in the text nor in the portrait that is made of it.
 */
#include "fuzz/fuzz.h"

#include "understand/cpr.h"
#include "understand/portrait.h"
#include "understand/redact.h"

#define NAME "Anna Holm anna.holm@post.example"

static void is_clean(const char *text)
{
    SCOPED(redacted) struct redacted *again = redact(fuzz_language(), text, NAME);
    for (enum redact_kind kind = REDACT_CPR; kind <= REDACT_LINK; kind++) {
        g_assert(again->counts[kind] == 0);
    }
    g_assert(!cpr_found(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    SCOPED(redacted) struct redacted *open = redact(fuzz_language(), text, NAME);
    g_assert(g_utf8_validate(open->text, -1, NULL));
    is_clean(open->text);
    SCOPED(portrait) struct portrait *portrait = portrait_make(fuzz_language(), open->text, NAME);
    g_assert(portrait->sentences->len <= PORTRAIT_MOST);
    for (guint i = 0; i < portrait->sentences->len; i++) {
        is_clean(portrait->sentences->pdata[i]);
    }
    return 0;
}
