#include "understand/attend.h"

#include <string.h>

#include "understand/access.h"
#include "understand/attend_inner.h"
#include "understand/bare.h"
#include "understand/clause.h"
#include "understand/condition.h"
#include "understand/guests.h"
#include "understand/saying.h"

/* An answer to the newsletter, which announces the meeting, is about it when it says no more. */
#define SHORT_ANSWER 15u
#define SHORT_REGRET 6u

/* Phrases that speak of coming. */
static const struct phrase_section sections[] = {{"fremmoede-andet", OTHER},
                                                 {"fremmoede-maaske", PERHAPS},
                                                 {"fremmoede-nej", COMES_NOT},
                                                 {"fremmoede-paa-gensyn", FAREWELL},
                                                 {"fremmoede-ja", COMES},
                                                 {"fremmoede-undskyldning", EXCUSE},
                                                 {NULL, 0}};

/* In answers to the invitation itself also what is too short to say elsewhere what it is about. */
static const struct phrase_section short_sections[] = {{"fremmoede-andet", OTHER},
                                                       {"fremmoede-maaske", PERHAPS},
                                                       {"fremmoede-kort-maaske", PERHAPS},
                                                       {"fremmoede-nej", COMES_NOT},
                                                       {"fremmoede-kort-nej", COMES_NOT},
                                                       {"fremmoede-paa-gensyn", FAREWELL},
                                                       {"fremmoede-ja", COMES},
                                                       {"fremmoede-kort-ja", COMES},
                                                       {"gaester-i-alt", COMES},
                                                       {"gaester-ekstra", COMES},
                                                       {"fremmoede-undskyldning", EXCUSE},
                                                       {"fremmoede-naesten", ALMOST},
                                                       {NULL, 0}};

static void count_no(const struct search *search, const struct phrase *phrase, struct tally *tally)
{
    enum condition condition = condition_of(search, phrase->from, phrase->to);
    tally->unclear |= condition == CONDITION_UNCLEAR;
    tally->conditional |= condition != CONDITION_NONE;
    *(condition == CONDITION_NAMED ? &tally->condition : &tally->no) = *phrase;
}

static void count_yes(const struct search *search, const struct phrase *phrase, struct tally *tally)
{
    const struct textwords *words = search->own->matched;
    if (phrase->negated) {
        count_no(search, phrase, tally);
    } else if (saying_supposes(search, phrase->from, phrase->to)) {
        tally->maybe = *phrase;
    } else {
        tally->yes = *phrase;
        tally->after_all = clause_has(search->language, "alligevel", words,
                                      clause_start(search->language, words, phrase->from),
                                      clause_end(search->language, words, phrase->to));
    }
}

static void count_others(const struct phrase *phrase, struct tally *tally)
{
    enum attend_meaning meaning = (enum attend_meaning)phrase->meaning;
    if (meaning == (phrase->negated ? COMES : COMES_NOT)) {
        tally->absent = *phrase;
    }
}

/* "Jeg vil heller ikke inviteres mere": what is part of another wish answers nothing by itself. */
static bool is_of_wish(const struct search *search, const struct phrase *phrase)
{
    const struct word *words = search->own->matched->list;
    size_t from = words[phrase->from].start;
    size_t to = words[phrase->to - 1].start + words[phrase->to - 1].length;
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (from >= one->from && to <= one->to && to - from < one->to - one->from) {
            return true;
        }
    }
    return false;
}

static void count(const struct search *search, const struct phrase *phrase, struct tally *tally)
{
    bool request = phrase->rule->mode == RULE_REQUEST;
    if (phrase->meaning == OTHER || is_of_wish(search, phrase) ||
        (!request && saying_asks(search, phrase->from, phrase->to))) {
        return;
    }
    if (saying_of_others(search, phrase->from, phrase->to)) {
        count_others(phrase, tally);
        return;
    }
    if (saying_of_later(search, phrase->from, phrase->to)) {
        tally->other_time = true;
        return;
    }
    if (saying_of_habit(search, phrase->from, phrase->to)) {
        tally->usual = *phrase;
        return;
    }
    switch ((enum attend_meaning)phrase->meaning) {
    case COMES:
        count_yes(search, phrase, tally);
        break;
    case COMES_NOT:
        if (phrase->negated) {
            tally->almost = *phrase;
        } else {
            count_no(search, phrase, tally);
        }
        break;
    case PERHAPS:
        tally->maybe = phrase->negated ? tally->maybe : *phrase;
        break;
    case EXCUSE:
        tally->excuse = phrase->negated ? tally->excuse : *phrase;
        break;
    case ALMOST:
        tally->almost = phrase->negated ? tally->almost : *phrase;
        break;
    case FAREWELL:
        tally->farewell = phrase->negated ? tally->farewell : *phrase;
        break;
    case OTHER:
    default:
        break;
    }
}

static bool subject_names_meeting(const struct search *search)
{
    if (search->verdict->subject == NULL) {
        return false;
    }
    SCOPED(textwords) struct textwords *subject = textwords_read(search->verdict->subject, 30);
    return clause_has(search->language, "infomoede", subject, 0, subject->count);
}

/* Whether the mail may be about our meeting at all; spares most mails the long tables. */
static bool may_be_meant(const struct search *search)
{
    const struct language *language = search->language;
    const struct textwords *words = search->own->matched;
    return attend_invited(search) || strcmp(search->replying_to, "newsletter") == 0 ||
           clause_has(language, "infomoede", words, 0, words->count) ||
           clause_has(language, "moedet", words, 0, words->count) || subject_names_meeting(search);
}

/* Elsewhere the mail must name our meeting, in its subject or in the sentence of the answer. */
static bool names_meeting(const struct search *search, const struct phrase *phrase)
{
    static const char *const likely[] = {"newsletter", "none", "confirmation", NULL};
    const struct language *language = search->language;
    const struct textwords *words = search->own->matched;
    if (clause_has(language, "infomoede", words, 0, words->count) ||
        subject_names_meeting(search)) {
        return true;
    }
    if (!g_strv_contains(likely, search->replying_to)) {
        return false;
    }
    bool spoken = clause_has(language, "fremmoede", words, phrase->from, phrase->to) ||
                  clause_has(language, "ja", words, 0, 1);
    if (strcmp(search->replying_to, "newsletter") == 0 && spoken && words->count <= SHORT_ANSWER &&
        search->findings->len == 0) {
        return true;
    }
    return clause_has(language, "moedet", words, sentence_start(words, phrase->from),
                      sentence_end(words, phrase->to));
}

/* "TILMELD" in an answer to the invitation is the meeting, not the mails. */
static void drop_subscription(struct search *search)
{
    for (guint i = search->findings->len; i > 0; i--) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i - 1);
        if (strcmp(one->intent->name, "subscribe") == 0 && !one->scope_said) {
            g_array_remove_index(search->findings, i - 1);
        }
    }
}

static bool has_sign(const struct search *search, const char *list)
{
    const struct pattern_words *signs = language_words(search->language, list);
    for (unsigned i = 0; i < signs->count; i++) {
        const struct pattern_word *sign = &signs->list[i];
        if (strstr(search->own->all->text, sign->folded) != NULL) {
            return true;
        }
    }
    return false;
}

/* What was understood; `by` NULL: from a sign like a thumb. */
static void add(struct search *search, const struct decision *decision)
{
    const struct textwords *words = search->own->matched;
    const struct phrase *by = decision->by;
    struct verdict_intent *intent = verdict_intent_new(
        "attend", by == NULL ? "[ord tommel-op], [ord beklager]" : by->rule->place,
        by == NULL ? g_strdup(decision->answer) : textwords_between(words, by->from, by->to));
    verdict_set_slot(intent, "answer", decision->answer);
    int guests = strcmp(decision->answer, "no") == 0 ? 0 : guests_count(search);
    json_object_set_new(intent->slots, "guests", json_integer(guests));
    if (bare_answer(search, strcmp(decision->answer, "no") == 0)) {
        json_object_set_new(search->verdict->open, "bare", json_true());
    }
    struct finding sign = {.intent = intent, .scope_said = true};
    if (by == NULL) {
        g_array_append_val(search->findings, sign);
        return;
    }
    struct finding *finding = finding_add(search, intent, words, by->from, by->to);
    finding->scope_said = true;
    finding->guess = decision->guess;
    bool unsure = strcmp(decision->answer, "maybe") == 0 && !words->list[by->from].asked;
    if (by->rule->mode == RULE_REQUEST || unsure) { /* "jeg ved ikke, om jeg kan" asks nothing */
        finding_is_order(search, words, by->from, by->to);
    }
}

/* A thumb says yes where the words alone would not be enough. */
static void heed_signs(const struct search *search, struct decision *decision)
{
    bool silent = search->own->matched->count == 0;
    if (has_sign(search, "tommel-op") &&
        (silent || (decision->guess && g_strcmp0(decision->answer, "yes") == 0))) {
        decision->answer = "yes";
        decision->guess = false;
    } else if (silent && has_sign(search, "tommel-ned")) {
        decision->answer = "no";
    }
    if (silent) {
        decision->by = NULL;
    }
}

/* "Desværre. Vi ses en anden gang": little more than a regret is a no; "Jeg kan desværre ikke klare
 * trapper" is none. */
static void heed_regret(const struct search *search, struct decision *decision)
{
    const struct own *own = search->own;
    if ((decision->answer == NULL || decision->farewell) && own->to - own->from <= SHORT_REGRET &&
        clause_has(search->language, "beklager", own->all, own->from, own->to) &&
        !access_is_named(search)) {
        *decision = (struct decision){.answer = "no"};
    }
}

/* Whether the mail asks to be left alone for good; with a day it is a pause, and no no. Who comes
 * and wants no newsletter comes. */
static bool leaves(const struct search *search)
{
    bool newsletter = search->unsubscribes->len > 0;
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (strcmp(one->intent->name, "pause") == 0) {
            return false;
        }
        if (strcmp(one->intent->name, "unsubscribe") == 0) {
            newsletter &=
                one->scope_said && g_strcmp0(verdict_slot(one->intent, "scope"), "newsletter") == 0;
        }
    }
    return search->unsubscribes->len > 0 && !newsletter;
}

void attend_find(struct search *search)
{
    bool invitation = attend_invited(search);
    if (!may_be_meant(search)) {
        return;
    }
    g_autoptr(GArray) phrases = phrases_find(search, invitation ? short_sections : sections);
    struct tally tally = {0};
    for (guint i = 0; i < phrases->len; i++) {
        count(search, &g_array_index(phrases, struct phrase, i), &tally);
    }
    struct decision decision = attend_decide(search, &tally);
    if (invitation) {
        heed_signs(search, &decision);
        heed_regret(search, &decision);
    }
    bool excuse = decision.by == &tally.excuse; /* elsewhere no answer: "Jeg er på ferie" */
    if (decision.answer == NULL ||
        (!invitation && (excuse || !names_meeting(search, decision.by)))) {
        return;
    }
    decision.guess |= strcmp(decision.answer, "yes") == 0 && leaves(search);
    search->conditional = tally.conditional;
    add(search, &decision);
    if (invitation) {
        drop_subscription(search);
    }
}
