#include "understand/traits.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/dates.h"
#include "understand/lexicon.h"
#include "understand/licence.h"
#include "understand/occupation.h"
#include "understand/place.h"
#include "understand/speech.h"

#define TITLE_LIMIT 12u
#define LOOK_BACK 8u

static bool is_in(const struct search *search, const char *list, unsigned at)
{
    return language_has_word(search->language, list, search->own->all, at);
}

static bool matches_request(const struct search *search, const char *name, unsigned at)
{
    const GPtrArray *rules = language_patterns(search->language, name);
    struct pattern_scope scope = {.words = search->own->all,
                                  .dividers = language_words(search->language, "ordskel")};
    for (guint i = language_next(rules, 0, scope.words); i < rules->len;
         i = language_next(rules, i + 1, scope.words)) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        if (rule->mode == RULE_REQUEST && pattern_match(rule->pattern, &scope, at, NULL)) {
            return true;
        }
    }
    return false;
}

/* "Kan I hjælpe os med at finde en kok?" asks and describes. */
static bool is_request(const struct search *search, unsigned at)
{
    unsigned end = sentence_end(search->own->all, at + 1);
    for (unsigned i = at; i < end; i++) {
        if (matches_request(search, "opslag", i) || matches_request(search, "soeger", i)) {
            return true;
        }
    }
    return false;
}

/* Whether the sentence from `at` on is left out: a question, or about somebody else. */
static bool is_left_out(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->all;
    return (words->list[at].asked && !is_request(search, at)) ||
           (language_longest(search->language, "ikke-jeg", words, at, false) > at &&
            !clause_has(search->language, "jeg-selv", words, at, sentence_end(words, at + 1)));
}

/* The next run of words that counts, from *at on; false at the end. */
static bool next_run(const struct search *search, unsigned *at, unsigned *end)
{
    const struct own *own = search->own;
    *at = MAX(*at, own->from);
    while (*at < own->to && is_left_out(search, *at)) {
        *at = sentence_end(own->all, *at + 1);
    }
    *end = *at;
    while (*end < own->to && !is_left_out(search, *end)) {
        *end = MIN(sentence_end(own->all, *end + 1), own->to);
    }
    return *at < own->to;
}

const struct rule *traits_cue(const struct search *search, const char *name, unsigned *from,
                              unsigned *to)
{
    const GPtrArray *rules = language_patterns(search->language, name);
    struct pattern_scope scope = {.words = search->own->all,
                                  .dividers = language_words(search->language, "ordskel")};
    const struct rule *first = NULL;
    unsigned end = search->own->to;
    for (guint i = language_next(rules, 0, scope.words); i < rules->len;
         i = language_next(rules, i + 1, scope.words)) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        for (unsigned at = search->own->from; at < end; at++) {
            struct pattern_hit hit = {0};
            bool asked = search->own->all->list[at].asked;
            if ((!asked || rule->mode == RULE_REQUEST) &&
                pattern_match(rule->pattern, &scope, at, &hit) && hit.to > hit.from) {
                *from = hit.from;
                *to = hit.to;
                first = rule;
                end = at; /* only an earlier one is better */
            }
        }
    }
    return first;
}

static bool colon_behind(const struct textwords *words, unsigned at)
{
    const struct word *word = &words->list[at];
    const char *behind = words->text + word->start + word->length;
    return behind[strspn(behind, " *")] == ':';
}

/* The label that begins the line at `at`: its field, or NULL. Borrowed. */
static const char *field_at(const struct search *search, unsigned at, unsigned *end)
{
    const struct textwords *words = search->own->all;
    if (at > 0 && words->list[at].before < BREAK_LINE) {
        return NULL;
    }
    const char *field =
        lexicon_find(language_names(search->language, "felt"), words, at, search->own->to, end);
    return field != NULL && colon_behind(words, *end - 1) ? field : NULL;
}

bool traits_field(const struct search *search, const char *field, unsigned *from, unsigned *to)
{
    const struct own *own = search->own;
    for (unsigned at = own->from; at < own->to; at++) {
        unsigned end;
        const char *found = field_at(search, at, &end);
        if (found == NULL || strcmp(found, field) != 0) {
            continue;
        }
        *from = end;
        for (*to = end + 1; *to < own->to && own->all->list[*to].before < BREAK_LINE; (*to)++) {
        }
        return end < own->to;
    }
    return false;
}

unsigned traits_fields(const struct search *search)
{
    unsigned count = 0, end;
    for (unsigned at = search->own->from; at < search->own->to; at++) {
        count += field_at(search, at, &end) != NULL;
    }
    return count;
}

/* Whether one of the list stands shortly before `at` in the same sentence, or is the label of it.
 */
static bool stands_before(const struct search *search, const char *list, unsigned at)
{
    const struct textwords *words = search->own->all;
    for (unsigned back = 1; back <= LOOK_BACK && back <= at; back++) {
        if (words->list[at - back + 1].before >= BREAK_SENTENCE &&
            !colon_behind(words, at - back)) {
            return false;
        }
        if (is_in(search, list, at - back)) {
            return true;
        }
    }
    return false;
}

static bool stands_behind(const struct search *search, const char *list, unsigned at)
{
    const struct textwords *words = search->own->all;
    for (unsigned i = at; i < at + LOOK_BACK && i < search->own->to; i++) {
        if (words->list[i].before >= BREAK_COMMA) {
            return false;
        }
        if (is_in(search, list, i)) {
            return true;
        }
    }
    return false;
}

/* The words of a date are among those looked at: "fra" is one of [ord start-ord]. */
static bool is_start(const struct search *search, const struct dates_found *found)
{
    if (found->bare || (found->vague && found->precision != DATES_DAY) ||
        found->relation == DATES_LASTING || found->relation == DATES_BY) {
        return false;
    }
    unsigned clause = clause_start(search->language, search->own->all, found->from);
    unsigned end = clause_end(search->language, search->own->all, found->to);
    if (clause_has(search->language, "ikke-start", search->own->all, clause, end)) {
        return false;
    }
    /* "klar til februar" begins then, "til den 3." ends */
    bool ends = (found->relation == DATES_UNTIL && found->precision != DATES_MONTH) ||
                found->relation == DATES_THROUGH;
    bool list =
        search->own->all->list[found->from].before >= BREAK_LINE && found->relation == DATES_FROM;
    /* "37 timer. 1. april. 2400" */
    bool alone = found->precision == DATES_DAY &&
                 sentence_start(search->own->all, found->from) == found->from &&
                 sentence_end(search->own->all, found->to) == found->to;
    return (found->relation == DATES_FROM && !found->range) || list || (alone && !ends) ||
           (!ends && (stands_before(search, "start-ord", found->from) ||
                      stands_behind(search, "start-ord", found->to)));
}

static bool is_deadline(const struct search *search, const struct dates_found *found)
{
    if (found->bare || found->vague) {
        return false;
    }
    const struct textwords *words = search->own->all;
    bool ends = found->relation == DATES_BY || found->relation == DATES_UNTIL ||
                found->relation == DATES_THROUGH;
    bool begins = stands_before(search, "start-ord", found->from);
    unsigned from = sentence_start(words, found->from), to = sentence_end(words, found->to);
    return stands_before(search, "frist-ord", found->from) ||
           (found->relation == DATES_BY && !begins) || is_in(search, "frist-ord", found->from) ||
           (ends && (clause_has(search->language, "frist-ord", words, from, to) ||
                     clause_has(search->language, "frist-handling", words, from, to)));
}

static void read_dates(const struct search *search, unsigned from, unsigned to,
                       struct traits *traits)
{
    g_autoptr(GArray) dates =
        dates_find(search->language, search->own->all, from, to, search->today);
    for (guint i = 0; i < dates->len; i++) {
        const struct dates_found *found = &g_array_index(dates, struct dates_found, i);
        char day[DAYS_ISO_ROOM];
        dates_first_day(found, day);
        if (*traits->deadline == '\0' && is_deadline(search, found)) {
            memcpy(traits->deadline, found->last, DAYS_ISO_ROOM);
        } else if (*traits->start == '\0' && is_start(search, found) &&
                   (found->range || strcmp(found->last, search->today) >= 0)) {
            memcpy(traits->start, day, DAYS_ISO_ROOM);
        }
    }
}

/* "Jeg er kok", "jeg har altid været kok". */
static bool is_claimed(const struct search *search, unsigned at)
{
    unsigned clause = clause_start(search->language, search->own->all, at);
    bool is = false;
    for (unsigned back = 1; back <= LOOK_BACK / 2 && at >= clause + back; back++) {
        is = is || is_in(search, "er-ord", at - back);
        if (is_in(search, "jeg-selv", at - back)) {
            return is;
        }
    }
    return false;
}

/* "Uddannet urmager": an occupation that stands in no list. */
static bool is_trained(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->all;
    const struct word *word = &words->list[at];
    return at > search->own->from && word->before == BREAK_NONE && !word->number &&
           word->length > 3 && is_in(search, "uddannet", at - 1) &&
           !is_in(search, "ikke-uddannet", at);
}

static void read_titles(const struct search *search, unsigned from, unsigned to,
                        struct traits *traits)
{
    for (unsigned at = from; at < to && traits->titles->len < TITLE_LIMIT;) {
        struct occupation found;
        if (!occupation_at(search->language, search->own->all, at, to, &found)) {
            if (!is_trained(search, at)) {
                at++;
                continue;
            }
            found = (struct occupation){.from = at, .to = at + 1};
        }
        g_autofree char *title = textwords_between(search->own->all, found.from, found.to);
        bool known = false;
        for (guint i = 0; i < traits->titles->len; i++) {
            known = known || g_ascii_strcasecmp(g_ptr_array_index(traits->titles, i), title) == 0;
        }
        traits->claimed = traits->claimed || is_claimed(search, at);
        if (!known) {
            traits->first = MIN(traits->first, at);
            g_ptr_array_add(traits->titles, g_steal_pointer(&title));
        }
        at = found.to;
    }
}

static unsigned count_lists(const struct traits *traits)
{
    return (traits->postcodes->len > 0 ? 1u : 0u) + (traits->licences->len > 0 ? 1u : 0u) +
           (traits->languages->len > 0 ? 1u : 0u) + (traits->titles->len > 0 ? 1u : 0u);
}

struct traits *traits_read(const struct search *search, bool described)
{
    struct traits *traits = g_new0(struct traits, 1);
    traits->postcodes = g_ptr_array_new_with_free_func(g_free);
    traits->licences = g_ptr_array_new_with_free_func(g_free);
    traits->languages = g_ptr_array_new_with_free_func(g_free);
    traits->titles = g_ptr_array_new_with_free_func(g_free);
    const struct textwords *words = search->own->all;
    traits->first = search->own->to;
    bool timed = false;
    for (unsigned at = 0, end; next_run(search, &at, &end); at = end) {
        timed = timed || hours_find(search->language, words, at, end, &traits->hours);
        places_find(search->language, words, at, end, false, traits->postcodes);
        licences_find(search->language, words, at, end, traits->licences);
        speech_find(search->language, words, at, end, traits->languages);
    }
    described = described || timed || count_lists(traits) > 0;
    for (unsigned at = 0, end; described && next_run(search, &at, &end); at = end) {
        read_dates(search, at, end, traits);
        read_titles(search, at, end, traits);
    }
    if (timed) {
        traits->first = MIN(traits->first, traits->hours.from);
    }
    traits->count = (timed ? 1u : 0u) + count_lists(traits) + (*traits->start == '\0' ? 0u : 1u);
    return traits;
}

void traits_free(struct traits *traits)
{
    g_ptr_array_unref(traits->postcodes);
    g_ptr_array_unref(traits->licences);
    g_ptr_array_unref(traits->languages);
    g_ptr_array_unref(traits->titles);
    g_free(traits);
}

static json_t *hours_number(double number)
{
    double tenths = (double)(long)(number * 10 + 0.5) / 10;
    return (double)(long)tenths >= tenths ? json_integer((json_int_t)tenths) : json_real(tenths);
}

json_t *traits_hours(const struct traits *traits)
{
    if (traits->hours.least <= 0 && traits->hours.most <= 0) {
        return NULL;
    }
    json_t *hours = json_object();
    if (traits->hours.least > 0) {
        json_object_set_new(hours, "min", hours_number(traits->hours.least));
    }
    if (traits->hours.most > 0) {
        json_object_set_new(hours, "max", hours_number(traits->hours.most));
    }
    return hours;
}

json_t *traits_list(const GPtrArray *texts)
{
    json_t *list = json_array();
    for (guint i = 0; i < texts->len; i++) {
        json_array_append_new(list, json_string(g_ptr_array_index(texts, i)));
    }
    return list;
}

void traits_set(json_t *object, const char *slot, const char *value)
{
    if (value != NULL && *value != '\0') {
        json_object_set_new(object, slot, json_string(value));
    }
}
