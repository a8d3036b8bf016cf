#include "understand/numbers.h"

#include <string.h>

#define WRITTEN_LIMIT 12
#define DIGITS_LIMIT 3u

int number_of(const struct language *language, const struct word *word)
{
    size_t length = strlen(word->folded);
    if (strspn(word->folded, "0123456789") == length) {
        return length > 0 && length <= DIGITS_LIMIT ? (int)g_ascii_strtoull(word->folded, NULL, 10)
                                                    : -1;
    }
    for (int number = 1; number <= WRITTEN_LIMIT; number++) {
        char name[sizeof "tal-12"];
        g_snprintf(name, sizeof name, "tal-%d", number);
        if (pattern_word_in(language_words(language, name), word->folded)) {
            return number;
        }
    }
    return -1;
}
