#include "understand/bare.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/phrases.h"

/* What an answer is made of; the first only when it is a no. */
static const struct phrase_section sections[] = {
    {"fremmoede-undskyldning", 0}, {"fremmoede-ja", 0},          {"fremmoede-kort-ja", 0},
    {"fremmoede-paa-gensyn", 0},   {"fremmoede-nej", 0},         {"fremmoede-kort-nej", 0},
    {"fremmoede-maaske", 0},       {"fremmoede-kort-maaske", 0}, {"fremmoede-naesten", 0},
    {"gaester-i-alt", 0},          {"gaester-ekstra", 0},        {NULL, 0}};

/* Where the phrase that word `at` is part of ends; 0: it is part of none. */
static unsigned end_of(const GArray *phrases, unsigned at)
{
    for (guint i = 0; i < phrases->len; i++) {
        const struct phrase *phrase = &g_array_index(phrases, struct phrase, i);
        if (at >= phrase->from && at < phrase->to) {
            return phrase->to;
        }
    }
    return 0;
}

static bool is_answer(const struct search *search, bool no)
{
    const struct textwords *words = search->own->matched;
    g_autoptr(GArray) phrases = phrases_find(search, no ? sections : sections + 1);
    unsigned at = 0, end = 1;
    for (; at < words->count && end > 0; at = MAX(at, end)) {
        end = MAX(end_of(phrases, at), phrase_end(search, "hoeflig", at));
        end = MAX(end, phrase_end(search, "fremmoede-fyld", at));
    }
    return at >= words->count && end > 0;
}

/* Whether nothing but a name stands behind "Mvh": a sign-off is seen in any short last line. */
static bool is_signed_only(const struct search *search)
{
    const struct textwords *all = search->own->all;
    unsigned at = search->own->to;
    unsigned end =
        at < all->count ? language_longest(search->language, "afslutning", all, at, false) : at;
    const char *name = search->verdict->from_name;
    g_autofree char *folded = g_utf8_strdown(name != NULL ? name : "", -1);
    for (at = MAX(at, end); at < all->count; at++) {
        const struct word *word = &all->list[at];
        if (!word->title && !word->number && strstr(folded, word->folded) == NULL) {
            return false;
        }
    }
    return true;
}

bool bare_answer(const struct search *search, bool no)
{
    const struct textwords *words = search->own->matched;
    bool company = clause_has(search->language, "ledsager", words, 0, words->count);
    return !company && is_answer(search, no) && is_signed_only(search);
}
