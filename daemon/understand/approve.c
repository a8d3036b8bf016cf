#include "understand/approve.h"

#include <string.h>

#include "understand/clause.h"

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

/* The words of what staff answer a case, without their sign-off. */
struct case_text {
    const struct search *search;
    unsigned greeted; /* behind "Hej" */
    unsigned from;    /* behind "Hej Ove", too */
    const char *rule; /* out: what says that the case is done */
    unsigned begins, ends;
};

/* Whether the rule matches where the text begins: before, or behind, the greeting. */
static bool begins_with(struct case_text *text, const char *rule, const char *place)
{
    const unsigned starts[] = {0, text->greeted, text->from};
    const struct textwords *all = text->search->own->all;
    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
        unsigned end = starts[i] < all->count
                           ? language_longest(text->search->language, rule, all, starts[i], true)
                           : 0;
        if (end > 0) {
            text->rule = place;
            text->begins = starts[i];
            text->ends = end;
            return true;
        }
    }
    return false;
}

/* Whether somebody is greeted by name, or called "du": that may be who wrote. */
static bool speaks_to_one(const struct case_text *text)
{
    const struct search *search = text->search;
    const struct textwords *all = search->own->all;
    for (unsigned at = text->greeted; at < text->from; at++) {
        if (!language_has_word(search->language, "tiltale", all, at)) {
            return true;
        }
    }
    return clause_has(search->language, "sag-tiltale", all, text->from,
                      MAX(text->from, search->own->to));
}

/* Whether the first sentence may say that the case is done. */
static bool may_settle(struct case_text *text)
{
    const struct textwords *all = text->search->own->all;
    unsigned end = text->from < all->count ? sentence_end(all, text->from + 1) : text->from;
    for (unsigned at = text->from; at < end; at++) {
        text->ends = language_longest(text->search->language, "sag-maaske-klaret", all, at, true);
        if (text->ends > 0) {
            text->rule = "[mønstre sag-måske-klaret]";
            text->begins = at;
            return true;
        }
    }
    return false;
}

void approve_case(const struct search *search, struct verdict *verdict)
{
    const struct textwords *all = search->own->all;
    const struct verdict_intent *found = verdict_intent(verdict, "confirm");
    if (strcmp(search->replying_to, "inbox") != 0 || all->count == 0 ||
        (found != NULL && g_strcmp0(verdict_slot(found, "answer"), "yes") == 0)) {
        return;
    }
    struct case_text text = {.search = search, .from = search->own->from};
    text.greeted = language_longest(search->language, "hilsen", all, 0, false);
    bool sure = begins_with(&text, "sag-klaret", "[mønstre sag-klaret]");
    bool said = sure || begins_with(&text, "sag-er-klaret", "[mønstre sag-er-klaret]");
    bool to_one = speaks_to_one(&text);
    if (!said && (to_one || !may_settle(&text))) {
        return;
    }
    struct verdict_intent *settled =
        verdict_intent_new("confirm", text.rule, textwords_between(all, text.begins, text.ends));
    verdict_set_slot(settled, "answer", "yes");
    g_ptr_array_add(sure || (said && !to_one) ? verdict->intents : verdict->guesses, settled);
}
