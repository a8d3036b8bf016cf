#include "understand/numbers.h"

#include <string.h>

#define DIGITS_LIMIT 3u

static const char *const lists[] = {"tal-1", "tal-2", "tal-3", "tal-4",  "tal-5",  "tal-6",
                                    "tal-7", "tal-8", "tal-9", "tal-10", "tal-11", "tal-12"};

int number_of(const struct language *language, const struct word *word)
{
    size_t length = strlen(word->folded);
    if (strspn(word->folded, "0123456789") == length) {
        return length > 0 && length <= DIGITS_LIMIT ? (int)g_ascii_strtoull(word->folded, NULL, 10)
                                                    : -1;
    }
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        if (language_has(language, lists[at], word->folded)) {
            return (int)at + 1;
        }
    }
    return -1;
}
