#include "act/masked.h"

#include "understand/redact.h"

char *masked_words(const struct templates *templates, const char *language, const char *text)
{
    g_autoptr(GString) words = g_string_new(text);
    for (enum redact_kind kind = REDACT_CPR; kind <= REDACT_LINK; kind++) {
        g_string_replace(words, redact_mark(kind),
                         templates_word(templates, language, "masked", redact_kind_name(kind)), 0);
    }
    return g_string_free(g_steal_pointer(&words), FALSE);
}
