#include "understand/guests.h"

#include "understand/clause.h"
#include "understand/numbers.h"
#include "understand/phrases.h"
#include "understand/saying.h"

#define GUESTS_LIMIT 30 /* more are a misreading, or somebody staff should talk to */

enum guests_meaning { ALL, EXTRA, BROUGHT, NOBODY };

static const struct phrase_section sections[] = {{"gaester-ingen", NOBODY},
                                                 {"gaester-i-alt", ALL},
                                                 {"gaester-ekstra", EXTRA},
                                                 {"gaester-med", BROUGHT},
                                                 {NULL, 0}};

static bool is_in(const struct search *search, const char *name, unsigned at)
{
    return language_has_word(search->language, name, search->own->matched, at);
}

/* The first number of the words; `none` when there is none. */
static int number_in(const struct search *search, unsigned from, unsigned to, int none)
{
    for (unsigned at = from; at < to; at++) {
        int number = number_of(search->language, &search->own->matched->list[at]);
        if (number >= 0) {
            return number;
        }
    }
    return none;
}

/* "min kone og to kolleger": every companion of the sentence counts. */
static int companions(const struct search *search, unsigned from, unsigned to)
{
    int sum = 0;
    for (unsigned at = from; at < to; at++) {
        if (is_in(search, "ledsager", at)) {
            sum += number_in(search, at > from + 1 ? at - 2 : from, at, 1);
        }
    }
    return sum;
}

static bool has_plus(const struct textwords *words, unsigned at)
{
    size_t start = words->list[at].start;
    while (start > 0 && words->text[start - 1] == ' ') {
        start--;
    }
    return start > 0 && words->text[start - 1] == '+';
}

/* A plus sign before the number is the word "plus". */
static int plus_signs(const struct search *search, unsigned from, unsigned to)
{
    const struct textwords *words = search->own->matched;
    int sum = 0;
    for (unsigned at = from; at < to; at++) {
        if (has_plus(words, at)) {
            int number = number_of(search->language, &words->list[at]);
            sum += number >= 0 ? number : is_in(search, "ledsager", at) ? 1 : 0;
        }
    }
    return sum;
}

/* In a mail that shouts every word looks like a name: "JEG HAR SAGT JA". */
static bool is_shouted(const struct search *search, const struct word *word)
{
    const char *text = search->own->matched->text + word->start;
    for (size_t i = 0; i < word->length; i++) {
        if (g_ascii_islower(text[i])) {
            return false;
        }
    }
    return true;
}

/* Whether the word is somebody's name: "Hanne og jeg", "sammen med Ole". */
static bool is_name(const struct search *search, unsigned at)
{
    const struct word *word = &search->own->matched->list[at];
    return word->title && !is_shouted(search, word) && word->length > 2 && !word->number &&
           !is_in(search, "ja", at) && !is_in(search, "ledsager", at) &&
           !is_in(search, "ugedag", at);
}

/* Whether a name stands before "og jeg" or behind "sammen med". */
static bool names_somebody(const struct search *search)
{
    const struct textwords *words = search->own->matched;
    for (unsigned at = 0; at < words->count; at++) {
        bool before = at > 0 && words->list[at].before == BREAK_NONE && is_name(search, at - 1) &&
                      phrase_end(search, "gaester-navn-foran", at) > 0;
        unsigned end = phrase_end(search, "gaester-navn-bag", at);
        bool behind = end > 0 && end < words->count && words->list[end].before == BREAK_NONE &&
                      is_name(search, end);
        if ((before || behind) && !words->list[at].asked) {
            return true;
        }
    }
    return false;
}

int guests_count(struct search *search)
{
    const struct textwords *words = search->own->matched;
    g_autoptr(GArray) phrases = phrases_find(search, sections);
    int all = 0, extra = 0, brought = 0;
    unsigned counted = 0; /* end of the sentence whose companions are counted */
    for (guint i = 0; i < phrases->len; i++) {
        const struct phrase *phrase = &g_array_index(phrases, struct phrase, i);
        if (phrase->negated || saying_asks(search, phrase->from, phrase->to)) {
            continue;
        }
        if (phrase->meaning == NOBODY) {
            return 0;
        }
        unsigned end = sentence_end(words, phrase->to);
        if (phrase->meaning == ALL) {
            all = MAX(all, number_in(search, phrase->from, phrase->to, 1) - 1);
        } else if (phrase->meaning == EXTRA) {
            extra += number_in(search, phrase->from, phrase->to, 0);
        } else if (end > counted) {
            brought += companions(search, sentence_start(words, phrase->from), end);
            counted = end;
            finding_is_order(search, words, phrase->from, phrase->to); /* "... med, ok?" */
        }
    }
    int plus = plus_signs(search, 0, words->count);
    brought = brought == 0 && names_somebody(search) ? 1 : brought;
    int guests = all > 0 ? all : MAX(plus, MAX(extra, brought));
    return guests <= GUESTS_LIMIT ? guests : 0;
}

/* How many small numbers stand in the words and are part of no phrase. */
static unsigned bare_numbers(const struct search *search, const GArray *phrases, unsigned from,
                             unsigned to)
{
    const struct textwords *words = search->own->matched;
    unsigned bare = 0;
    for (unsigned at = from; at < to; at++) {
        bool said = has_plus(words, at);
        for (guint i = 0; i < phrases->len; i++) {
            const struct phrase *phrase = &g_array_index(phrases, struct phrase, i);
            said |= at >= phrase->from && at < phrase->to;
        }
        bare += words->list[at].number && !said ? 1 : 0;
    }
    return bare;
}

int guests_between(const struct search *search, unsigned from, unsigned to)
{
    g_autoptr(GArray) phrases = phrases_between(search, sections, from, to);
    int all = 0, extra = plus_signs(search, from, to);
    for (guint i = 0; i < phrases->len; i++) {
        const struct phrase *phrase = &g_array_index(phrases, struct phrase, i);
        unsigned end = MIN(phrase->to, to);
        if (phrase->meaning == ALL) {
            all = MAX(all, number_in(search, phrase->from, end, 1) - 1);
        } else if (phrase->meaning == EXTRA) {
            extra = MAX(extra, number_in(search, phrase->from, end, 0));
        } else if (phrase->meaning == BROUGHT) {
            extra = MAX(extra, companions(search, phrase->from, end));
        }
    }
    int guests = all > 0 ? all : extra;
    bool unclear = bare_numbers(search, phrases, from, to) == 1 || guests > GUESTS_LIMIT;
    return unclear ? -1 : guests;
}
