#include "understand/casework.h"

#include <string.h>

#include "understand/clause.h"

#define CALLED_WORDS 4u /* "Tak for det, Mette" is as long as a call gets */

/* The words of what staff answer a case. */
struct casework {
    const struct search *search;
    const struct textwords *all;
    unsigned greeted; /* behind "Hej" */
    unsigned from;    /* behind "Hej Ove", too */
    bool named;       /* greets somebody by name: that may be who wrote */
    bool spoken;      /* says "du" */
    bool formal;      /* says "De", which may be others, too */
    bool signed_off;  /* ends in "Venlig hilsen", as letters do */
    const char *rule; /* out: what says that the case is done */
    unsigned begins, ends;
};

static void read_address(struct casework *text)
{
    const struct language *language = text->search->language;
    const struct own *own = text->search->own;
    for (unsigned at = text->greeted; at < text->from; at++) {
        text->named |= !language_has_word(language, "tiltale", text->all, at);
    }
    unsigned to = MAX(text->from, own->to);
    text->spoken = clause_has(language, "sag-tiltale", text->all, text->from, to);
    for (unsigned at = text->from; at < to; at++) {
        text->formal |= text->all->list[at].title &&
                        language_has_word(language, "sag-hoeflig-tiltale", text->all, at);
    }
    text->signed_off = own->to < text->all->count &&
                       language_longest(language, "afslutning", text->all, own->to, false) > 0;
}

/* Whether a clause, or the text, ends before word `at`. */
static bool stops(const struct casework *text, unsigned at)
{
    return at >= text->all->count || text->all->list[at].before >= BREAK_COMMA;
}

static bool found(struct casework *text, const char *rule, unsigned begins, unsigned ends)
{
    text->rule = rule;
    text->begins = begins;
    text->ends = ends;
    return true;
}

/* Whether the rule matches where the text begins: before, or behind, the greeting. */
static bool begins_with(struct casework *text, const char *rule, const char *place)
{
    const unsigned starts[] = {0, text->greeted, text->from};
    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
        unsigned end = starts[i] < text->all->count ? language_longest(text->search->language, rule,
                                                                       text->all, starts[i], true)
                                                    : 0;
        if (end > 0) {
            return found(text, place, starts[i], end);
        }
    }
    return false;
}

static bool asks(const struct casework *text)
{
    return text->all->list[text->ends - 1].asked ||
           language_longest(text->search->language, "sag-spoergsmaal", text->all, text->begins,
                            true) > 0;
}

/* The word of our letters at the beginning counts whatever follows, unless it may be a part of an
 * answer: "Hej Ove, klaret er godt sagt". */
static bool settles_by_word(const struct casework *text)
{
    unsigned next = text->ends;
    if (asks(text)) {
        return false;
    }
    if (text->all->list[next - 1].capitals) {
        return !text->named || stops(text, next);
    }
    bool goes_on = !stops(text, next) &&
                   language_has_word(text->search->language, "sag-udsagn", text->all, next);
    return !text->named && !text->spoken && !text->formal && !goes_on;
}

static bool settles_by_sentence(const struct casework *text)
{
    return !asks(text) && !text->named && !text->spoken && !text->formal && !text->signed_off;
}

/* Whether KLARET stands at word `at` as a sign, and not as a part of what is told. */
static bool is_sign(const struct casework *text, unsigned at)
{
    const struct word *word = &text->all->list[at];
    return language_has_word(text->search->language, "sag-former", text->all, at) &&
           (at == 0 || word->capitals || word->before >= BREAK_LINE ||
            (word->before >= BREAK_COMMA && stops(text, at + 1)));
}

static bool may_settle(struct casework *text)
{
    const struct language *language = text->search->language;
    for (unsigned at = 0; at < text->all->count; at++) {
        bool starts = at == 0 || text->all->list[at].before >= BREAK_LINE;
        unsigned end =
            starts ? language_longest(language, "sag-er-klaret", text->all, at, true) : 0;
        if (end > 0) {
            return found(text, "[mønstre sag-er-klaret]", at, end);
        }
        if (is_sign(text, at)) {
            return found(text, "[ord sag-former]", at, at + 1);
        }
        end =
            text->spoken ? 0 : language_longest(language, "sag-maaske-klaret", text->all, at, true);
        if (end > 0) {
            return found(text, "[mønstre sag-måske-klaret]", at, end);
        }
    }
    return false;
}

/* "Til Lone Berg:" */
static unsigned addressed_end(const struct casework *text)
{
    unsigned at = 1;
    if (!language_has_word(text->search->language, "sag-til", text->all, 0)) {
        return 0;
    }
    while (at < MIN(CALLED_WORDS, text->all->count) && text->all->list[at].title &&
           (at == 1 || !stops(text, at))) {
        at++;
    }
    const struct word *last = &text->all->list[at - 1];
    char behind = text->all->text[last->start + last->length];
    return at > 1 && (behind == ':' || behind == '\n') ? at : 0;
}

static bool is_for_colleagues(struct casework *text)
{
    const struct language *language = text->search->language;
    const struct textwords *all = text->all;
    unsigned end = addressed_end(text);
    if (end > 0) {
        return found(text, "[ord sag-til]", 0, end);
    }
    unsigned at = text->greeted;
    if (at > 0 && at < all->count && !stops(text, at) &&
        language_has_word(language, "sag-kolleger", all, at)) {
        return found(text, "[ord sag-kolleger]", at, at + 1);
    }
    return begins_with(text, "sag-kollega", "[mønstre sag-kollega]");
}

static bool says_yes(const struct verdict_intent *intent)
{
    return strcmp(intent->name, "confirm") == 0 &&
           g_strcmp0(verdict_slot(intent, "answer"), "yes") == 0;
}

/* Takes a yes of the tables back: "Hej Ove, sagen er klaret" says nothing else and is for Ove. */
static bool drop_yes(GPtrArray *intents)
{
    bool dropped = false;
    for (guint at = intents->len; at > 0; at--) {
        if (says_yes(intents->pdata[at - 1])) {
            g_ptr_array_remove_index(intents, at - 1);
            dropped = true;
        }
    }
    return dropped;
}

static bool has_yes(const GPtrArray *intents)
{
    for (guint at = 0; at < intents->len; at++) {
        if (says_yes(intents->pdata[at])) {
            return true;
        }
    }
    return false;
}

static void settle(struct casework *text, struct verdict *verdict)
{
    bool by_word = begins_with(text, "sag-klaret", "[mønstre sag-klaret]");
    bool said = by_word || begins_with(text, "sag-er-klaret", "[mønstre sag-er-klaret]");
    bool sure = said && (by_word ? settles_by_word(text) : settles_by_sentence(text));
    bool told = has_yes(verdict->intents);
    if (told &&
        (sure || (!said && !text->named && !text->signed_off &&
                  !text->all->list[text->from < text->all->count ? text->from : 0].asked))) {
        return;
    }
    if (!said && !may_settle(text) && !is_for_colleagues(text)) {
        if (!told) {
            return;
        }
        found(text, "[ønske confirm]", text->from, MAX(text->from + 1, text->search->own->to));
    }
    drop_yes(verdict->intents);
    struct verdict_intent *settled = verdict_intent_new(
        "confirm", text->rule, textwords_between(text->all, text->begins, text->ends));
    verdict_set_slot(settled, "answer", "yes");
    g_ptr_array_add(sure ? verdict->intents : verdict->guesses, settled);
}

/* "TIL AFSENDEREN": the end of the words that make an answer of all that follows, or 0. */
static unsigned onward_end(const struct casework *text)
{
    unsigned end = language_longest(text->search->language, "sag-videre", text->all, 0, true);
    return end > 0 && (text->all->list[0].capitals || stops(text, end)) ? end : 0;
}

static bool is_polite(const struct casework *text)
{
    const struct own *own = text->search->own;
    bool thanks = own->from < own->to;
    for (unsigned at = own->from; at < own->to; at++) {
        thanks = thanks && language_has_word(text->search->language, "sag-tak", text->all, at);
    }
    return thanks || own_is_polite(text->search->language, own);
}

static void put_words(const struct casework *text, struct verdict *verdict, const char *name,
                      unsigned from, unsigned to)
{
    g_autofree char *words = textwords_between(text->all, from, to);
    json_object_set_new(verdict->open, name, json_string(words));
}

/* Whom the first words call. */
static void tell_called(const struct casework *text, struct verdict *verdict)
{
    unsigned end = 1;
    while (!stops(text, end)) {
        end++;
    }
    if (end <= CALLED_WORDS) {
        put_words(text, verdict, "calls", 0, end);
    }
    if (text->greeted > 0 && !stops(text, text->greeted)) {
        put_words(text, verdict, "greets", text->greeted, MIN(end, text->greeted + CALLED_WORDS));
    }
}

void casework_read(const struct search *search, struct verdict *verdict)
{
    const struct textwords *all = search->own->all;
    if (strcmp(search->replying_to, "inbox") != 0 || all->count == 0) {
        return;
    }
    struct casework text = {.search = search, .all = all, .from = search->own->from};
    text.greeted = language_longest(search->language, "hilsen", all, 0, false);
    unsigned end = onward_end(&text);
    if (end > 0) {
        drop_yes(verdict->intents);
        drop_yes(verdict->guesses);
        put_words(&text, verdict, "onward", 0, end);
        return;
    }
    read_address(&text);
    tell_called(&text, verdict);
    if (is_polite(&text)) {
        json_object_set_new(verdict->open, "polite", json_true());
    }
    settle(&text, verdict);
}
