#include "understand/access.h"

#include <string.h>

#include "understand/clause.h"

static bool is_invited(const struct search *search)
{
    return strcmp(search->replying_to, "invitation") == 0;
}

/* Whether a rule has found who comes. */
static bool says_who_comes(const struct search *search)
{
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (one->intent != NULL && strcmp(one->intent->name, "attend") == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the mail may speak of our meeting: "Tak for mødet" does, and says nothing of who comes.
 */
static bool is_of_guest(const struct search *search)
{
    const struct textwords *words = search->own->matched;
    return is_invited(search) || says_who_comes(search) ||
           clause_has(search->language, "infomoede", words, 0, words->count) ||
           clause_has(search->language, "moedet", words, 0, words->count);
}

/* Whether the sentence that has reached word `at` is one person's: an employer says "vi". */
static bool speaks_of_himself(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->all;
    unsigned from = sentence_start(words, at), to = sentence_end(words, at + 1);
    return clause_has(search->language, "jeg-selv", words, from, at) &&
           !clause_has(search->language, "vi-ord", words, from, to);
}

/* The end of the first need that is named in the words [from, to), and where it begins; 0: none. */
static unsigned first_need(const struct search *search, unsigned *from, unsigned to)
{
    unsigned end = 0;
    for (; *from < to; ++*from) {
        end = language_longest(search->language, "adgangsbehov", search->own->all, *from, false);
        if (end > 0) {
            return end;
        }
    }
    return 0;
}

bool access_is_named(const struct search *search)
{
    unsigned from = search->own->from;
    return first_need(search, &from, search->own->to) > 0;
}

static bool stands(const struct search *search, const char *patterns, unsigned at)
{
    return language_longest(search->language, patterns, search->own->all, at, false) > at;
}

bool access_is_needed(const struct search *search, unsigned from, unsigned to)
{
    bool invited = is_invited(search), comes = says_who_comes(search);
    for (unsigned at = from; at < to; at++) {
        bool one = speaks_of_himself(search, at);
        if ((one && (invited || comes) && stands(search, "moedebehov", at)) ||
            (comes && stands(search, "moedebehov-flere", at)) ||
            ((one || invited) && stands(search, "moedebehov-moedet", at))) {
            return true;
        }
    }
    return false;
}

/* Whether a need would be of interest: of somebody who may come, or says nothing else. */
static bool is_asked_for(const struct search *search, const struct verdict *verdict)
{
    const struct verdict_intent *attend = verdict_intent(verdict, "attend");
    if (attend != NULL) {
        return g_strcmp0(verdict_slot(attend, "answer"), "no") != 0;
    }
    return verdict->guesses->len == 0 && is_of_guest(search) &&
           (verdict->intents->len == 0 || verdict_intent(verdict, "none") != NULL);
}

void access_find(const struct search *search, struct verdict *verdict)
{
    const struct own *own = search->own;
    const char *rule = "[mønstre fremmøde-betingelse]";
    unsigned from = own->from, to = own->to;
    if (verdict_intent(verdict, "question") != NULL) {
        return;
    }
    if (!search->conditional) {
        rule = "[mønstre adgangsbehov]";
        to = is_asked_for(search, verdict) ? first_need(search, &from, own->to) : 0;
    }
    if (to > 0 && verdict_intent(verdict, "none") != NULL) {
        g_ptr_array_set_size(verdict->intents, 0); /* "Tak. Jeg sidder i kørestol" */
    }
    if (to > 0) {
        g_ptr_array_add(
            verdict->intents,
            verdict_intent_new("question", rule, textwords_between(own->all, from, to)));
    }
}
