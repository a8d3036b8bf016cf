#include "understand/approve.h"

#include <string.h>

#define NAME_WORDS 20u

static bool says_yes(const struct finding *finding, const char *name)
{
    return strcmp(finding->intent->name, name) == 0 &&
           g_strcmp0(verdict_slot(finding->intent, "answer"), "yes") == 0;
}

static bool approves(const struct finding *finding)
{
    return says_yes(finding, "approve");
}

/* Whether the word is part of an OK. */
static bool is_approval(const struct search *search, const struct word *word)
{
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (approves(one) && word->start >= one->from && word->start + word->length <= one->to) {
            return true;
        }
    }
    return false;
}

static bool is_name(const struct textwords *names, const char *folded)
{
    for (unsigned i = 0; names != NULL && i < names->count; i++) {
        if (strcmp(names->list[i].folded, folded) == 0) {
            return true;
        }
    }
    return false;
}

/* The end of the courtesy that begins at word `at`, or 0. */
static unsigned courtesy_end(const struct search *search, unsigned at)
{
    static const char *const harmless[] = {"neutral", "hoeflig", "proeve-hoeflig", "afslutning"};
    const struct own *own = search->own;
    unsigned end = own_thanks_end(search->language, own, at, own->to);
    for (size_t i = 0; i < G_N_ELEMENTS(harmless); i++) {
        end = MAX(end, language_longest(search->language, harmless[i], own->all, at, true));
    }
    return end;
}

static bool says_more(const struct search *search)
{
    const struct own *own = search->own;
    const char *name = search->verdict->from_name;
    SCOPED(textwords)
    struct textwords *names = name == NULL ? NULL : textwords_read(name, NAME_WORDS);
    for (unsigned at = own->from; at < own->to;) {
        const struct word *word = &own->all->list[at];
        unsigned end = courtesy_end(search, at);
        if (end == 0 && (is_approval(search, word) || is_name(names, word->folded))) {
            end = at + 1;
        }
        if (end == 0) {
            return true;
        }
        at = end;
    }
    return false;
}

/* Whether a "but" and a number or a word of correcting stand behind octet `from`. */
static bool corrects(const struct search *search, size_t from)
{
    const struct own *own = search->own;
    bool but = false, other = false;
    for (unsigned at = own->from; at < own->to; at++) {
        const struct word *word = &own->all->list[at];
        if (word->start >= from) {
            but |= language_has(search->language, "ja-forbehold", word->folded) ||
                   language_has(search->language, "rettelse-foran", word->folded);
            other |= word->number || language_has(search->language, "rettelse-ord", word->folded);
        }
    }
    return but && other;
}

/* "Ja, det er rigtigt, men jeg har ombestemt mig": a yes that is taken back behind octet `from`. */
static bool withdraws(const struct search *search, size_t from)
{
    const struct own *own = search->own;
    for (unsigned at = own->from; at < own->to; at++) {
        if (own->all->list[at].start >= from &&
            language_longest(search->language, "ja-fortrudt", own->all, at, true) > 0) {
            return true;
        }
    }
    return false;
}

void approve_confirmations(struct search *search)
{
    for (guint i = 0; i < search->findings->len; i++) {
        struct finding *one = &g_array_index(search->findings, struct finding, i);
        one->guess |=
            says_yes(one, "confirm") && (corrects(search, one->to) || withdraws(search, one->to));
    }
}

void approve_settle(struct search *search)
{
    bool more = false, asked = false;
    for (guint i = 0; i < search->findings->len; i++) {
        struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (approves(one)) {
            more = asked ? more : says_more(search);
            asked = true;
            one->guess |= more;
        }
    }
}
