#include "understand/profile.h"

#include <string.h>

#include "understand/access.h"
#include "understand/clause.h"
#include "understand/job.h"
#include "understand/recruit.h"
#include "understand/traits.h"

#define LETTER_WORDS 400u
#define POSTING_SLOTS 2u /* so many are a posting and no word about an old one */
#define LIST_TRAITS 3u   /* so many make a profile without a sentence that says so */

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
    return clause_has(search->language, "vi-ord", search->own->all, cue->from, cue->to);
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
    return !is_first_person_plural(search, cue) &&
           clause_has(search->language, "soeger-verbum", words, cue->from, cue->to) &&
           clause_has(search->language, "arbejde-ord", words, MAX(cue->to, 1u) - 1, end);
}

/* Other themes may have read the same words in their way: "Vi har brug for" somebody to talk to. */
static void drop_misread(struct search *search, const struct cue *cue)
{
    static const char *const names[] = {"human", "job-state", "outcome", NULL};
    const struct textwords *words = search->own->all;
    size_t from = words->list[cue->from].start;
    size_t to = words->list[cue->to - 1].start + words->list[cue->to - 1].length;
    for (guint i = search->findings->len; i > 0; i--) {
        const struct finding *finding = &g_array_index(search->findings, struct finding, i - 1);
        if (finding->from < to && finding->to > from &&
            g_strv_contains(names, finding->intent->name)) {
            g_array_remove_index(search->findings, i - 1);
        }
    }
}

/* "Har I en, der kan hjælpe?" asks nothing when the rest of the mail posts the job. */
static void pass_over_questions(struct search *search, const char *patterns)
{
    const struct textwords *words = search->own->all;
    for (unsigned at = search->own->from; at < search->own->to; at++) {
        unsigned end = language_longest(search->language, patterns, words, at, false);
        if (end > at) {
            finding_is_order(search, words, at, end);
        }
    }
}

static void add(struct search *search, const char *name, json_t *slot, const struct cue *cue,
                bool guess)
{
    if (!guess) {
        drop_misread(search, cue);
        pass_over_questions(search,
                            strcmp(name, "job") == 0 ? "opslag-spoergsmaal" : "profil-spoergsmaal");
    }
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

static bool has_posting_field(const struct search *search)
{
    static const char *const fields[] = {"arbejdssted", "frist", "antal", "opgave", "stilling"};
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

/* Those who answer these mails describe nothing to us. */
static bool is_closed(const struct search *search)
{
    static const char *const kinds[] = {"proof", "guest-list", "inbox", "relay", NULL};
    return g_strv_contains(kinds, search->replying_to);
}

/* Whether somebody is likely to write of himself here. */
static bool is_welcome(const struct search *search)
{
    return is_answer_to(search, "none") || is_answer_to(search, "confirmation");
}

/* What is known of a mail when it is decided what it describes. */
struct description {
    struct search *search;
    struct cue seeks, posts;
    bool recruits; /* "jeg søger en pedel" */
    bool form;     /* lines with labels: "Timer: 20-37" */
    struct traits *traits;
};

static bool has_core(const struct traits *traits)
{
    return traits->titles->len > 0 || traits->hours.most > 0 || traits->hours.least > 0;
}

/* Facts of a job from somebody who says "vi" or names a place where people work, and never "jeg".
 */
static bool is_posted_by_many(const struct description *description)
{
    const struct search *search = description->search;
    const struct traits *traits = description->traits;
    return description->seeks.rule == NULL && has_core(traits) && traits->count >= 2 &&
           is_answer_to(search, "none") && !says_word(search, "jeg-selv") &&
           !says(search, "ikke-opslag") &&
           (says_word(search, "vi-ord") ||
            (traits->titles->len > 0 && says_word(search, "arbejdssted")));
}

/* "Fristen er 1. marts": a posting is put right. */
static bool is_corrected(const struct description *description)
{
    const struct search *search = description->search;
    const struct traits *traits = description->traits;
    if (search->confirms != NULL) {
        return strcmp(search->confirms, "job") == 0 &&
               (traits->count > 0 || *traits->deadline != '\0');
    }
    return is_answer_to(search, "confirmation") && description->seeks.rule == NULL &&
           (*traits->deadline != '\0' ||
            (traits->count > 0 && says_word(search, "opslag-rettelse")) ||
            (traits->count > 0 && says_word(search, "vi-ord") && !says_word(search, "jeg-selv")));
}

static bool is_posted(const struct description *description)
{
    const struct search *search = description->search;
    const struct cue *posts = &description->posts;
    return posts->rule != NULL && !is_answer_to(search, "job-digest") &&
           !wants_a_job(search, posts) && !says(search, "ikke-opslag") &&
           (description->seeks.rule == NULL || is_first_person_plural(search, posts));
}

/* "Vi mangler stadig en pedel": a job that we know of. */
static bool has_state(const struct search *search)
{
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *finding = &g_array_index(search->findings, struct finding, i);
        if (strcmp(finding->intent->name, "job-state") == 0) {
            return true;
        }
    }
    return false;
}

/* "En, der kan åbne huset": the posting says all that "open" could mean. */
static void drop_openings(struct search *search)
{
    for (guint i = search->findings->len; i > 0; i--) {
        const struct finding *finding = &g_array_index(search->findings, struct finding, i - 1);
        if (strcmp(finding->intent->name, "job-state") == 0 &&
            g_strcmp0(verdict_slot(finding->intent, "state"), "open") == 0) {
            g_array_remove_index(search->findings, i - 1);
        }
    }
}

static bool find_job(const struct description *description)
{
    struct search *search = description->search;
    bool certain = description->recruits || (description->form && has_posting_field(search)) ||
                   is_corrected(description) ||
                   (description->posts.rule == NULL && is_posted_by_many(description));
    if (!certain && !is_posted(description)) {
        return false;
    }
    struct cue cue = description->posts;
    if (cue.to == 0) {
        cue.from = search->own->from;
        cue.to = cue.from + 1;
    }
    json_t *job = job_slot(search, description->traits, cue.from, cue.to);
    size_t said = json_object_size(job);
    bool titled = json_object_get(job, "title") != NULL;
    if (said >= POSTING_SLOTS) {
        drop_openings(search);
    }
    bool little = said == 1 && titled; /* "Jeg har brug for en tolk" */
    bool need = little && access_is_needed(search, cue.from, cue.to);
    search->needs |= need;
    if (said == 0 || need || (little && has_state(search))) {
        json_decref(job);
        return false;
    }
    add(search, "job", job, &cue, !certain && !titled && said < 2);
    return true;
}

/* Who came to a meeting is asked for a mark and a profile in one letter; a comment on the meeting
 * may name an occupation, too. */
static bool goes_with_mark(const struct description *description)
{
    const struct traits *traits = description->traits;
    return is_answer_to(description->search, "survey") && traits->titles->len > 0 &&
           traits->count >= LIST_TRAITS && !says(description->search, "har-arbejde");
}

/* Facts without a sentence that says what they are for. */
static bool is_likely(const struct description *description)
{
    const struct traits *traits = description->traits;
    bool first_person = says_word(description->search, "jeg-selv");
    return description->form || is_answer_to(description->search, "confirmation") ||
           goes_with_mark(description) ||
           (is_answer_to(description->search, "none") &&
            ((traits->claimed && traits->count >= 2) ||
             (has_core(traits) && traits->count >= LIST_TRAITS - (first_person ? 1 : 0))));
}

static bool is_sure(const struct description *description)
{
    const struct traits *traits = description->traits;
    bool said = description->seeks.rule != NULL;
    return description->form || is_answer_to(description->search, "confirmation") ||
           (has_core(traits) && (said || traits->claimed || traits->count >= LIST_TRAITS)) ||
           (said && is_welcome(description->search) && traits->count >= 2);
}

/* "Jeg skal bruge en tolk" is no interpreter. Where a sentence says that he looks for work, what
 * he needs in another one takes nothing from it. */
static bool needs_help(const struct search *search, const struct cue *cue)
{
    const struct own *own = search->own;
    return cue->rule == NULL ? access_is_needed(search, own->from, own->to)
                             : access_is_needed(search, cue->from, cue->to);
}

static void find_profile(const struct description *description)
{
    struct search *search = description->search;
    const struct traits *traits = description->traits;
    struct cue cue = description->seeks;
    bool one = traits->count < 2;
    bool little = one && !is_welcome(search) && !is_search(search, &cue);
    bool need = one && needs_help(search, &cue);
    if (traits->count == 0 || little || need || is_answer_to(search, "candidate-digest") ||
        says(search, "ikke-profil") || (cue.rule == NULL && !is_likely(description))) {
        return;
    }
    if (cue.rule == NULL) {
        cue.from = traits->first < search->own->to ? traits->first : search->own->from;
        cue.to = cue.from + 1;
    }
    bool sure = is_sure(description);
    if (sure || traits->count >= 2) {
        add(search, "profile", profile_slot(traits), &cue, !sure);
    }
}

const char *profile_confirmed(const struct language *language, const char *text)
{
    SCOPED(textwords) struct textwords *words = textwords_read(text, LETTER_WORDS);
    for (unsigned at = 0; at < words->count; at++) {
        if (language_longest(language, "vores-opslag", words, at, false) > at) {
            return "job";
        }
        if (language_longest(language, "vores-profil", words, at, false) > at) {
            return "profile";
        }
    }
    return NULL;
}

static void add_files(const struct search *search, struct traits *traits)
{
    for (guint i = 0; search->verdict != NULL && i < search->verdict->attachments->len; i++) {
        const struct verdict_attachment *file = g_ptr_array_index(search->verdict->attachments, i);
        if (file->text != NULL) {
            traits_add_file(traits, search, file->text);
        }
    }
}

void profile_find(struct search *search)
{
    if (search->own->from >= search->own->to || is_closed(search)) {
        return;
    }
    struct description description = {.search = search};
    struct cue *seeks = &description.seeks, *posts = &description.posts;
    seeks->rule = traits_cue(search, "soeger", &seeks->from, &seeks->to);
    posts->rule = traits_cue(search, "opslag", &posts->from, &posts->to);
    struct cue recruits = {0};
    description.recruits = !is_answer_to(search, "job-digest") && !says(search, "ikke-opslag") &&
                           recruit_find(search, &recruits.from, &recruits.to);
    if (description.recruits) {
        posts->from = recruits.from;
        posts->to = recruits.to;
    }
    unsigned fields = traits_fields(search);
    description.form = fields >= (is_answer_to(search, "confirmation") ? 1 : 2);
    bool described =
        description.recruits || seeks->rule != NULL || posts->rule != NULL || description.form;
    if (!described && !is_welcome(search) && !is_answer_to(search, "survey")) {
        return;
    }
    SCOPED(traits)
    struct traits *traits = traits_read(search, described || is_answer_to(search, "confirmation"));
    description.traits = traits;
    if (!find_job(&description)) {
        add_files(search, traits);
        find_profile(&description);
    }
}
