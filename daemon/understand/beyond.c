#include "understand/beyond.h"

#include <string.h>

#include "understand/beyond_doubt.h"
#include "understand/clause.h"
#include "understand/foreign.h"
#include "understand/moved.h"
#include "understand/pause.h"
#include "understand/saying.h"

#define LEAST_WORDS 3u /* of a sentence that is judged alone */
#define LEAST_TOLD 5u  /* words of a mail that says more than "fjern mig" */
#define SUPPORT 0.5    /* how certain all words must be of what a rule guesses */
#define ALONE 2.5      /* how certain a sentence must be that stands beside what is known */

static bool is_one_of(const char *name, const char *const *names)
{
    return g_strv_contains(names, name);
}

/* Whether a mail may mean this although no rule says so. Only an answer to our question is a
 * confirmation, only one to the invitation speaks of the meeting, only one about a match of what
 * became of it or of the job. */
static bool may_mean(const struct search *search, const char *intent)
{
    static const struct {
        const char *intent, *answers[4];
    } only[] = {{"confirm", {"confirmation"}},
                {"attend", {"invitation"}},
                {"job-state", {"candidate-digest", "followup"}},
                {"outcome", {"followup", "candidate-digest", "job-digest"}}};
    for (size_t i = 0; i < G_N_ELEMENTS(only); i++) {
        if (strcmp(intent, only[i].intent) == 0) {
            return g_strv_contains(only[i].answers, search->replying_to);
        }
    }
    return true;
}

/* The words of what is meant: "unsubscribe", "newsletter". Owned; empty: nothing. */
static GStrv judge(const struct search *search, unsigned from, unsigned to,
                   struct hunch_found *found)
{
    struct hunch_view view = {
        .words = search->own->all, .from = from, .to = to, .replying_to = search->replying_to};
    const char *label = hunch_of(search->language->hunch, &view, found);
    g_auto(GStrv) parts = g_strsplit(label == NULL ? "" : label, " ", 2);
    bool means = parts[0] != NULL && may_mean(search, parts[0]);
    return means ? g_steal_pointer(&parts) : g_new0(char *, 1);
}

/* "Tilføj: Anna Jensen, anna@example.dk": another person. */
static bool is_about_address(const struct search *search)
{
    for (unsigned at = search->own->from; at < search->own->to; at++) {
        if (search->own->all->list[at].address) {
            return true;
        }
    }
    return false;
}

/* The slot that the second part of a label fills. */
static const char *decided_slot(const char *intent)
{
    return g_str_has_suffix(intent, "subscribe") ? "scope"
           : strcmp(intent, "job-state") == 0    ? "state"
           : strcmp(intent, "outcome") == 0      ? "stage"
                                                 : "answer";
}

/* The intent, or NULL when a slot of it is missing. */
static struct verdict_intent *intent_of(const struct search *search, char **parts, unsigned from,
                                        unsigned to)
{
    struct verdict_intent *intent = verdict_intent_new(
        parts[0], VERDICT_WEIGHTS, textwords_between(search->own->all, from, to));
    if (parts[1] != NULL) {
        verdict_set_slot(intent, decided_slot(parts[0]), parts[1]);
    }
    if (strcmp(parts[0], "attend") == 0) {
        if (saying_of_others(search, 0, search->own->matched->count)) {
            verdict_intent_free(intent);
            return NULL;
        }
        json_object_set_new(intent->slots, "guests", json_integer(0));
    }
    char until[DAYS_ISO_ROOM];
    if (strcmp(parts[0], "pause") == 0 && pause_over(search, "pause", until)) {
        verdict_set_slot(intent, "until", until);
    }
    bool of_other = strcmp(parts[0], "subscribe") == 0 && is_about_address(search);
    if (of_other || (strcmp(parts[0], "address-change") == 0 && !moved_only(search, intent))) {
        verdict_intent_free(intent);
        return NULL;
    }
    return intent;
}

/* Whether no rule found anything but questions, if at all. */
static bool only_asks(const struct verdict *verdict)
{
    for (guint i = 0; i < verdict->intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(verdict->intents, i);
        if (strcmp(intent->name, "question") != 0) {
            return false;
        }
    }
    return true;
}

/* A question may be a wish: "Kan I slå det fra?" */
static void judge_mail(const struct search *search, struct verdict *verdict)
{
    static const char *const no_wish[] = {"question", "none", NULL};
    unsigned from = search->own->from, to = search->own->to;
    bool asks = verdict->intents->len > 0;
    struct hunch_found found;
    g_auto(GStrv) parts = judge(search, from, to, &found);
    if (parts[0] == NULL || beyond_is_nothing(search, parts[0], &found, from, to) ||
        (asks && (found.certainty < 1 || is_one_of(parts[0], no_wish)))) {
        return;
    }
    if (search->needs && strcmp(parts[0], "attend") == 0) {
        return; /* who only says what he needs has not said that he comes */
    }
    struct verdict_intent *intent = intent_of(search, parts, from, to);
    if (intent == NULL) {
        return;
    }
    /* The weights know Danish. */
    bool sure = found.certainty >= 1 && !beyond_is_doubtful(search, parts[0], &found, from, to) &&
                !beyond_is_unanswered(search, parts, from, to) && !foreign_text(search);
    if (asks && sure) {
        g_ptr_array_set_size(verdict->intents, 0);
    }
    g_ptr_array_add(sure ? verdict->intents : verdict->guesses, intent);
}

/* The sentence of own->all in which the finding begins. */
static void sentence_of(const struct search *search, const struct finding *finding, unsigned *from,
                        unsigned *to)
{
    const struct textwords *words = search->own->all;
    unsigned at = search->own->from;
    while (at + 1 < search->own->to && words->list[at].start < finding->from) {
        at++;
    }
    *from = MAX(search->own->from, sentence_start(words, at));
    *to = MIN(search->own->to, sentence_end(words, at + 1));
}

/* Of those that have not become an intent of the mail. */
static bool has_other(const struct search *search, const char *name)
{
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (one->intent != NULL && strcmp(one->intent->name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether all words of the mail speak for another finding, and its own sentence not for it. */
static bool is_weak(const struct search *search, const struct finding *finding)
{
    const char *name = finding->intent->name;
    bool attend = strcmp(name, "attend") == 0;
    struct hunch_found found;
    if (!attend && strcmp(name, "question") != 0) {
        return false;
    }
    unsigned from = 0, to = 0;
    sentence_of(search, finding, &from, &to);
    g_auto(GStrv) part = judge(search, from, to, &found);
    if (!attend) {
        return part[0] != NULL && strcmp(part[0], name) != 0 && has_other(search, part[0]);
    }
    if (g_strcmp0(part[0], name) == 0) {
        return false;
    }
    g_auto(GStrv) whole = judge(search, search->own->from, search->own->to, &found);
    return whole[0] != NULL && found.certainty >= 1 && strcmp(whole[0], name) != 0 &&
           has_other(search, whole[0]);
}

void beyond_weigh(struct search *search)
{
    const struct own *own = search->own;
    if (search->language->hunch == NULL || own->from >= own->to) {
        return;
    }
    for (guint i = search->findings->len; i > 0 && search->findings->len > 1; i--) {
        if (is_weak(search, &g_array_index(search->findings, struct finding, i - 1))) {
            g_array_remove_index(search->findings, i - 1);
        }
    }
}

static bool is_found(const struct search *search, unsigned from, unsigned to)
{
    const struct word *first = &search->own->all->list[from];
    const struct word *last = &search->own->all->list[to - 1];
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (one->from < last->start + last->length && one->to > first->start) {
            return true;
        }
    }
    return false;
}

/* Whether it says nothing about what the mail is known to mean. */
static bool goes_with(const struct verdict *verdict, const char *name)
{
    static const char *const about_mails[] = {"subscribe", "unsubscribe",    "pause",
                                              "erase",     "address-change", NULL};
    for (guint i = 0; i < verdict->intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(verdict->intents, i);
        if (strcmp(intent->name, name) == 0 ||
            (is_one_of(intent->name, about_mails) && is_one_of(name, about_mails))) {
            return false;
        }
    }
    return true;
}

/* "Tag mig af listen. Og ring til mig om min sag": a rule knew the one, none the other. */
static void judge_sentence(const struct search *search, struct verdict *verdict, unsigned from,
                           unsigned to)
{
    static const char *const beside[] = {"human", "unsubscribe", "subscribe",      "pause",
                                         "erase", "data-access", "address-change", NULL};
    struct hunch_found found;
    if (to - from < LEAST_WORDS || is_found(search, from, to)) {
        return;
    }
    g_auto(GStrv) parts = judge(search, from, to, &found);
    if (parts[0] == NULL || found.certainty < ALONE || !is_one_of(parts[0], beside) ||
        !goes_with(verdict, parts[0]) || beyond_is_doubtful(search, parts[0], &found, from, to) ||
        foreign_text(search)) {
        return;
    }
    struct verdict_intent *intent = intent_of(search, parts, from, to);
    if (intent != NULL) {
        g_ptr_array_add(verdict->intents, intent);
    }
}

/* What a rule only guesses, and all words of the mail say too, is meant. "Fjern mig" may mean all
 * that is stored; when the words beside it say that he only wants no more mails, that is meant. */
static void confirm_guess(const struct search *search, struct verdict *verdict)
{
    unsigned from = search->own->from, to = search->own->to;
    static const char *const about_mails[] = {"subscribe", "unsubscribe", "pause", NULL};
    struct hunch_found found;
    const struct verdict_intent *guess = g_ptr_array_index(verdict->guesses, 0);
    g_auto(GStrv) parts = judge(search, from, to, &found);
    if (parts[0] == NULL || !is_one_of(parts[0], about_mails) ||
        beyond_is_doubtful(search, parts[0], &found, from, to) ||
        clause_has(search->language, "anden-sag", search->own->all, from, to) ||
        foreign_text(search)) {
        return;
    }
    bool same = strcmp(parts[0], guess->name) == 0 && found.certainty >= SUPPORT;
    bool less = strcmp(guess->name, "erase") == 0 && to - from >= LEAST_TOLD &&
                found.certainty >= 1 && strcmp(parts[0], "unsubscribe") == 0;
    if (same || less) {
        g_ptr_array_set_size(verdict->intents, 0);
        g_ptr_array_add(verdict->intents, same ? g_ptr_array_steal_index(verdict->guesses, 0)
                                               : intent_of(search, parts, from, to));
        g_ptr_array_set_size(verdict->guesses, 0);
    }
}

/* "Tilmeld mig nyhedsbrevet. Afmeld mig nyhedsbrevet": the rules have understood that well enough.
 */
static bool contradicts_itself(const struct search *search)
{
    return has_other(search, "subscribe") && has_other(search, "unsubscribe");
}

void beyond_find(const struct search *search, struct verdict *verdict)
{
    static const char *const never[] = {"relay", "inbox", "proof", "guest-list", NULL};
    const struct own *own = search->own;
    if (search->language->hunch == NULL || own->from >= own->to ||
        is_one_of(search->replying_to, never) || contradicts_itself(search)) {
        return;
    }
    if (verdict->guesses->len > 0) {
        if (verdict->guesses->len == 1 && only_asks(verdict)) {
            confirm_guess(search, verdict);
        }
        return;
    }
    if (only_asks(verdict)) {
        judge_mail(search, verdict);
        return;
    }
    for (unsigned from = own->from; from < own->to;) {
        unsigned to = MIN(own->to, sentence_end(own->all, from + 1));
        judge_sentence(search, verdict, from, to);
        from = MAX(to, from + 1);
    }
}
