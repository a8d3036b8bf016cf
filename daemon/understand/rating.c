#include "understand/rating.h"

#include <string.h>

#define MARKS 5

/* The mark that a word is, 0 for none. */
static int mark_of(const struct language *language, const struct word *word)
{
    static const char *const lists[MARKS] = {"karakter-1", "karakter-2", "karakter-3", "karakter-4",
                                             "karakter-5"};
    for (int mark = 1; mark <= MARKS; mark++) {
        if (language_has(language, lists[mark - 1], word->folded)) {
            return mark;
        }
    }
    return 0;
}

/* "4 af 5", "5/5": a word of digits that holds both. */
static bool read_fraction(const char *folded, int *mark, int *scale)
{
    char *end = NULL;
    guint64 over = g_ascii_strtoull(folded, &end, 10);
    if (end == folded || *end != '/') {
        return false;
    }
    const char *under = end + 1;
    guint64 of = g_ascii_strtoull(under, &end, 10);
    if (end == under || *end != '\0' || over > 100 || of > 100) {
        return false;
    }
    *mark = (int)over;
    *scale = (int)of;
    return true;
}

bool rating_fill(const struct search *search, const struct pattern_hit *hit,
                 struct verdict_intent *intent)
{
    const struct textwords *words = search->own->matched;
    int mark = 0, scale = MARKS;
    for (unsigned at = hit->from; at < hit->to; at++) {
        const struct word *word = &words->list[at];
        if (word->number && read_fraction(word->folded, &mark, &scale)) {
            break;
        }
        int found = mark_of(search->language, word);
        bool behind_scale =
            at > hit->from && language_has_word(search->language, "skala", words, at - 1);
        if (word->number && found == 0) {
            return false;
        }
        if (mark > 0 && behind_scale && (found > 0 || word->number)) {
            scale = found;
            break;
        }
        bool named = hit->named->data[at - hit->from] != 0;
        mark = found > 0 && named ? found : mark;
    }
    if (hit->to + 1 < words->count && words->list[hit->to + 1].number &&
        language_has_word(search->language, "skala", words, hit->to)) {
        scale = mark_of(search->language, &words->list[hit->to + 1]);
    }
    if (mark < 1 || mark > MARKS || scale != MARKS) {
        return false;
    }
    json_object_set_new(intent->slots, "value", json_integer(mark));
    return true;
}
