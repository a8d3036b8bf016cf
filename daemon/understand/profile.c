#include "understand/profile.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/job.h"
#include "understand/traits.h"

#define LIST_TRAITS 3u /* so many make a profile without a sentence that says so */

/* What says that it is one, and where. */
struct cue {
    const struct rule *rule;
    unsigned from, to;
};

static bool is_answer_to(const struct search *search, const char *kind)
{
    return strcmp(search->replying_to, kind) == 0;
}

static bool says(const struct search *search, const char *patterns)
{
    unsigned from, to;
    return traits_cue(search, patterns, &from, &to) != NULL;
}

static bool is_first_person_plural(const struct search *search, const struct cue *cue)
{
    for (unsigned at = cue->from; at < cue->to; at++) {
        if (strcmp(search->own->all->list[at].folded, "vi") == 0) {
            return true;
        }
    }
    return false;
}

/* "Jeg søger ..." says it by itself. */
static bool is_search(const struct search *search, const struct cue *cue)
{
    return cue->rule != NULL &&
           clause_has(search->language, "soeger-ord", search->own->all, cue->from, cue->to);
}

/* "Frisør søger en stilling" posts none. */
static bool wants_a_job(const struct search *search, const struct cue *cue)
{
    const struct textwords *words = search->own->all;
    unsigned end = cue->to;
    while (end < search->own->to && end < cue->to + 4 && words->list[end].before == BREAK_NONE) {
        end++;
    }
    return !is_first_person_plural(search, cue) && is_search(search, cue) &&
           clause_has(search->language, "job-ord", words, MAX(cue->to, 1u) - 1, end);
}

static void add(struct search *search, const char *name, json_t *slot, const struct cue *cue,
                bool guess)
{
    struct verdict_intent *intent =
        verdict_intent_new(name, cue->rule == NULL ? "traits" : cue->rule->place,
                           textwords_between(search->own->all, cue->from, cue->to));
    json_object_set_new(intent->slots, name, slot);
    struct finding *finding = finding_add(search, intent, search->own->all, cue->from, cue->to);
    finding->guess = guess;
    finding->scope_said = true;
    if (cue->rule != NULL && cue->rule->mode == RULE_REQUEST) {
        finding_is_order(search, search->own->all, cue->from, cue->to);
    }
}

static json_t *profile_slot(const struct traits *traits)
{
    const struct {
        const char *name;
        const GPtrArray *list;
    } lists[] = {{"titles", traits->titles},
                 {"postcodes", traits->postcodes},
                 {"licences", traits->licences},
                 {"languages", traits->languages}};
    json_t *profile = json_object();
    json_t *hours = traits_hours(traits);
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        if (lists[i].list->len > 0) {
            json_object_set_new(profile, lists[i].name, traits_list(lists[i].list));
        }
    }
    if (hours != NULL) {
        json_object_set_new(profile, "hours", hours);
    }
    traits_set(profile, "start", traits->start);
    return profile;
}

static bool is_form(const struct search *search)
{
    unsigned fields = traits_fields(search);
    return fields >= 2 || (fields == 1 && is_answer_to(search, "confirmation"));
}

static bool has_posting_field(const struct search *search)
{
    static const char *const fields[] = {"arbejdssted", "frist", "antal"};
    unsigned from, to;
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (traits_field(search, fields[i], &from, &to)) {
            return true;
        }
    }
    return false;
}

static bool says_word(const struct search *search, const char *list)
{
    return clause_has(search->language, list, search->own->all, search->own->from, search->own->to);
}

/* Those who answer these mails are no seekers. */
static bool is_answer_to_staff_or_employer(const struct search *search)
{
    static const char *const kinds[] = {
        "candidate-digest", "proof", "guest-list", "inbox", "relay", NULL};
    return g_strv_contains(kinds, search->replying_to);
}

/* Whether somebody is likely to write of himself here. */
static bool welcome(const struct search *search)
{
    static const char *const kinds[] = {"none", "confirmation", NULL};
    return g_strv_contains(kinds, search->replying_to);
}

/* Facts of a job from somebody who says "vi" or names a place where people work, and never "jeg".
 */
static bool is_posted_by_many(const struct search *search, const struct traits *traits)
{
    bool core = traits->titles->len > 0 || traits->hours.most > 0 || traits->hours.least > 0;
    return core && traits->count >= 2 && is_answer_to(search, "none") &&
           !says_word(search, "jeg") && !says(search, "ikke-opslag") &&
           (says_word(search, "vi") ||
            (traits->titles->len > 0 && says_word(search, "arbejdssted")));
}

static bool find_job(struct search *search, const struct traits *traits, bool seeks)
{
    if (is_answer_to(search, "relay")) {
        return false;
    }
    struct cue cue = {0};
    cue.rule = traits_cue(search, "opslag", &cue.from, &cue.to);
    bool form = is_form(search) && has_posting_field(search);
    /* "Fristen er 1. marts": a posting is put right. */
    form = form || (is_answer_to(search, "confirmation") && !seeks &&
                    (*traits->deadline != '\0' ||
                     (traits->count > 0 && says_word(search, "vi") && !says_word(search, "jeg"))));
    form = form || (cue.rule == NULL && !seeks && is_posted_by_many(search, traits));
    if (cue.rule == NULL && !form) {
        return false;
    }
    if (cue.rule == NULL) {
        cue.from = search->own->from;
        cue.to = cue.from + 1;
    }
    if (!form &&
        (is_answer_to(search, "job-digest") || wants_a_job(search, &cue) ||
         (seeks && !is_first_person_plural(search, &cue)) || says(search, "ikke-opslag"))) {
        return false;
    }
    json_t *job = job_slot(search, traits, cue.from, cue.to);
    size_t said = json_object_size(job);
    bool titled = json_object_get(job, "title") != NULL;
    if (said == 0) {
        json_decref(job);
        return false;
    }
    add(search, "job", job, &cue, !form && !titled && said < 2);
    return true;
}

static void find_profile(struct search *search, const struct traits *traits, const struct cue *cue)
{
    bool form = is_form(search), in_own_name = says_word(search, "jeg");
    bool core = traits->titles->len > 0 || traits->hours.least > 0 || traits->hours.most > 0;
    bool answer = is_answer_to(search, "confirmation");
    bool new_mail = is_answer_to(search, "none") || answer;
    if (traits->count == 0 || is_answer_to_staff_or_employer(search) ||
        says(search, "ikke-profil") ||
        (!welcome(search) && traits->count < 2 && !is_search(search, cue))) {
        return;
    }
    struct cue at = *cue;
    if (at.rule == NULL) {
        at.from = traits->first < search->own->to ? traits->first : search->own->from;
        at.to = at.from + 1;
        bool likely = answer || (traits->claimed && traits->count >= 2) ||
                      (core && traits->count >= (in_own_name ? LIST_TRAITS - 1 : LIST_TRAITS));
        if (!form && (!new_mail || !likely)) {
            return;
        }
    }
    bool listed = cue->rule != NULL || traits->claimed || traits->count >= LIST_TRAITS;
    bool sure =
        form || answer || (core && listed) || (cue->rule != NULL && new_mail && traits->count >= 2);
    if (!sure && traits->count < 2) {
        return;
    }
    add(search, "profile", profile_slot(traits), &at, !sure);
}

void profile_find(struct search *search)
{
    if (search->own->from >= search->own->to) {
        return;
    }
    struct cue seeks = {0};
    seeks.rule = traits_cue(search, "soeger", &seeks.from, &seeks.to);
    SCOPED(traits) struct traits *traits = traits_read(search);
    if (!find_job(search, traits, seeks.rule != NULL)) {
        find_profile(search, traits, &seeks);
    }
}
