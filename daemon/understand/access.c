#include "understand/access.h"

#include <string.h>

#include "understand/clause.h"

/* Whether the mail answers the invitation, says who comes or names our meeting. */
static bool is_of_guest(const struct search *search)
{
    const struct textwords *words = search->own->matched;
    bool guest = strcmp(search->replying_to, "invitation") == 0 ||
                 clause_has(search->language, "infomoede", words, 0, words->count) ||
                 clause_has(search->language, "moedet", words, 0, words->count);
    for (guint i = 0; i < search->findings->len && !guest; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        guest = one->intent != NULL && strcmp(one->intent->name, "attend") == 0;
    }
    return guest;
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

bool access_is_needed(const struct search *search, unsigned from, unsigned to)
{
    return is_of_guest(search) && first_need(search, &from, to) > 0;
}

/* Whether a need would be of interest: of somebody who may come, or says nothing else. */
static bool is_asked_for(const struct search *search, const struct verdict *verdict)
{
    const struct verdict_intent *attend = verdict_intent(verdict, "attend");
    if (attend != NULL) {
        return g_strcmp0(verdict_slot(attend, "answer"), "no") != 0;
    }
    return verdict->intents->len == 0 && verdict->guesses->len == 0 && is_of_guest(search);
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
    if (to > 0) {
        g_ptr_array_add(
            verdict->intents,
            verdict_intent_new("question", rule, textwords_between(own->all, from, to)));
    }
}
