#include "understand/progress.h"

#include <string.h>

#include "understand/pause.h"
#include "understand/phrases.h"
#include "understand/saying.h"

enum { NOTHING = -1, OTHER = 100 };

/* What stands in the mail for each meaning below OTHER; to = 0: nothing. */
struct standing {
    struct phrase of[8];
};

static bool stands(const struct standing *standing, int meaning)
{
    return standing->of[meaning].to > 0;
}

/* Notes what is said plainly: not asked, not supposed. A negated phrase counts as `negated` says
 * for its meaning. */
static struct standing collect(const struct search *search, const struct phrase_section *sections,
                               const int *negated)
{
    struct standing standing = {0};
    g_autoptr(GArray) phrases = phrases_find(search, sections);
    for (guint i = 0; i < phrases->len; i++) {
        const struct phrase *phrase = &g_array_index(phrases, struct phrase, i);
        bool request = phrase->rule->mode == RULE_REQUEST;
        if (phrase->meaning == OTHER ||
            (!request && saying_asks(search, phrase->from, phrase->to)) ||
            saying_supposes(search, phrase->from, phrase->to)) {
            continue;
        }
        int meaning = phrase->negated ? negated[phrase->meaning] : phrase->meaning;
        if (meaning != NOTHING && !stands(&standing, meaning)) {
            standing.of[meaning] = *phrase;
        }
    }
    return standing;
}

static struct verdict_intent *add(struct search *search, const char *name,
                                  const struct phrase *phrase)
{
    const struct textwords *words = search->own->matched;
    struct verdict_intent *intent = verdict_intent_new(
        name, phrase->rule->place, textwords_between(words, phrase->from, phrase->to));
    finding_add(search, intent, words, phrase->from, phrase->to)->scope_said = true;
    finding_is_order(search, words, phrase->from, phrase->to);
    return intent;
}

/* The state of the job that was found, or NULL. Borrowed. */
static const char *found_state(const struct search *search)
{
    for (guint i = 0; i < search->findings->len; i++) {
        const struct verdict_intent *intent =
            g_array_index(search->findings, struct finding, i).intent;
        if (strcmp(intent->name, "job-state") == 0) {
            return verdict_slot(intent, "state");
        }
    }
    return NULL;
}

static bool has_found(const struct search *search, const char *name)
{
    for (guint i = 0; i < search->findings->len; i++) {
        if (strcmp(g_array_index(search->findings, struct finding, i).intent->name, name) == 0) {
            return true;
        }
    }
    return false;
}

enum stage { WITHDRAWN, DECLINED, HIRED, TRIAL, INTERVIEW, CONTACT, STAGES };

void outcome_find(struct search *search)
{
    static const struct phrase_section sections[] = {
        {"udfald-andet", OTHER},     {"udfald-trukket", WITHDRAWN},
        {"udfald-afslag", DECLINED}, {"udfald-praktik", TRIAL},
        {"udfald-ansat", HIRED},     {"udfald-samtale", INTERVIEW},
        {"udfald-kontakt", CONTACT}, {NULL, 0}};
    static const int negated[STAGES] = {NOTHING, NOTHING, DECLINED, NOTHING, NOTHING, NOTHING};
    static const char *const names[STAGES] = {"withdrawn", "declined",  "hired",
                                              "trial",     "interview", "contact"};
    static const char *const kinds[] = {"followup", "relay", "candidate-digest", "job-digest",
                                        NULL};
    bool followup = strcmp(search->replying_to, "followup") == 0;
    if (!g_strv_contains(kinds, search->replying_to) || has_found(search, "choose")) {
        return;
    }
    struct standing standing = collect(search, sections, negated);
    bool over = stands(&standing, WITHDRAWN) || stands(&standing, DECLINED);
    if (over && stands(&standing, HIRED)) {
        return;
    }
    const char *state = found_state(search);
    if (state != NULL && (strcmp(state, "filled") != 0 || over)) {
        return; /* it speaks of the job: "vi søger igen, hun sagde op" */
    }
    /* Elsewhere than in an answer to "how did it go?" only what ends the matter. */
    int last = followup ? CONTACT : HIRED;
    for (int stage = WITHDRAWN; stage <= last; stage++) {
        if (stands(&standing, stage)) {
            verdict_set_slot(add(search, "outcome", &standing.of[stage]), "stage", names[stage]);
            return;
        }
    }
}

enum state { FILLED, CLOSED, PAUSED, OPEN, STATES };

void job_state_find(struct search *search)
{
    static const struct phrase_section sections[] = {
        {"job-besat", FILLED},     {"job-besat-kort", FILLED},
        {"job-lukket", CLOSED},    {"job-lukket-kort", CLOSED},
        {"job-pause", PAUSED},     {"job-aabent", OPEN},
        {"job-aabent-kort", OPEN}, {"profil-lukket", CLOSED},
        {"profil-aaben", OPEN},    {NULL, 0}};
    static const struct phrase_section of_profile[] = {
        {"profil-lukket", CLOSED}, {"profil-aaben", OPEN}, {NULL, 0}};
    static const int negated[STATES] = {OPEN, OPEN, NOTHING, NOTHING};
    static const char *const names[STATES] = {"filled", "closed", "paused", "open"};
    static const char *const never[] = {"invitation", "survey", "proof", "guest-list", NULL};
    if (g_strv_contains(never, search->replying_to)) {
        return;
    }
    bool jobs = strcmp(search->replying_to, "job-digest") == 0; /* a word on one of theirs */
    struct standing standing = collect(search, jobs ? of_profile : sections, negated);
    for (int state = FILLED; state < STATES; state++) {
        if (stands(&standing, state)) {
            struct verdict_intent *intent = add(search, "job-state", &standing.of[state]);
            verdict_set_slot(intent, "state", names[state]);
            char until[DAYS_ISO_ROOM];
            if (state == PAUSED && pause_over(search, "job-state", until)) {
                verdict_set_slot(intent, "until", until);
            }
            return;
        }
    }
}

void reveal_find(struct search *search)
{
    enum { AGREES };
    static const struct phrase_section sections[] = {{"navn-ja", AGREES}, {NULL, 0}};
    static const struct phrase_section short_sections[] = {
        {"navn-ja", AGREES}, {"navn-kort-ja", AGREES}, {NULL, 0}};
    static const char *const kinds[] = {"followup", "relay", "candidate-digest", "job-digest",
                                        NULL};
    static const int negated[] = {NOTHING};
    if (!g_strv_contains(kinds, search->replying_to)) {
        return;
    }
    bool relay = strcmp(search->replying_to, "relay") == 0;
    struct standing standing = collect(search, relay ? short_sections : sections, negated);
    if (stands(&standing, AGREES)) {
        add(search, "reveal", &standing.of[AGREES]);
    }
}
