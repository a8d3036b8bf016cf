#include "understand/gate.h"

#include <string.h>

#include "understand/dates.h"
#include "understand/intents.h"
#include "understand/tables.h"

#define WORD_LIMIT 2000u
#define LONGEST_DAYS 400 /* no trial lasts longer */

/* The days of an answer, as numbers; 0: not named. `length`: "i fire uger". */
struct days {
    int first, last, length;
};

static bool is_end(const struct dates_found *date)
{
    return date->relation == DATES_UNTIL || date->relation == DATES_THROUGH ||
           date->relation == DATES_BY;
}

static void take(struct days *days, const struct dates_found *date)
{
    int first = days_from_iso(date->first), last = days_from_iso(date->last);
    if (date->vague || date->precision == DATES_MONTH) {
        return;
    }
    if (date->relation == DATES_LASTING) {
        days->length = last - first; /* in days, both ends among them */
    } else if (date->range && days->first == 0) {
        days->first = first;
        days->last = last;
    } else if (days->first == 0 && !is_end(date)) {
        days->first = first;
    } else if (days->last == 0) {
        days->last = last;
    }
}

static struct days find_days(const struct language *language, const struct textwords *words,
                             const char *today)
{
    struct days days = {0};
    g_autoptr(GArray) found = dates_find(language, words, 0, words->count, today);
    for (guint at = 0; at < found->len; at++) {
        take(&days, &g_array_index(found, struct dates_found, at));
    }
    if (days.first != 0 && days.last == 0 && days.length > 0) {
        days.last = days.first + days.length - 1;
    }
    if (days.first == 0 || days.last < days.first || days.last > days.first + LONGEST_DAYS) {
        days.last = days.first == 0 ? days.last : 0; /* an end before its beginning is none */
    }
    return days;
}

static void put_days(json_t *open, const struct days *days)
{
    const int both[] = {days->first, days->last};
    json_t *list = json_array();
    for (size_t at = 0; at < (days->last != 0 ? 2 : 1); at++) {
        char iso[DAYS_ISO_ROOM] = "";
        if (both[at] != 0) {
            days_to_iso(both[at], iso);
        }
        json_array_append_new(list, json_string(iso));
    }
    if (days->first != 0 || days->last != 0) {
        json_object_set(open, "days", list);
    }
    json_decref(list);
}

/* "Ja, men nej" is neither. */
static void put_answer(json_t *open, const struct language *language, const struct textwords *words)
{
    bool yes = language_says(language, "forloeb-ja", words);
    bool no = language_says(language, "forloeb-nej", words);
    if (yes != no) {
        json_object_set_new(open, "says", json_string(yes ? "yes" : "no"));
    }
}

/* What somebody writes whom nobody asked how it went: only to be asked about. */
static void put_heard(struct verdict *verdict, const struct language *language, const char *today)
{
    SCOPED(verdict) struct verdict *as_if = verdict_new();
    g_free(as_if->text);
    as_if->text = g_strdup(verdict->text);
    as_if->from_address = g_strdup(verdict->from_address);
    as_if->from_name = g_strdup(verdict->from_name);
    const struct intents_context asked = {.replying_to = "followup", .today = today};
    intents_find(as_if, language, &asked);
    const struct verdict_intent *outcome = verdict_intent(as_if, "outcome");
    const char *stage = outcome != NULL ? verdict_slot(outcome, "stage") : NULL;
    if (stage != NULL) {
        json_object_set_new(verdict->open, "heard", json_string(stage));
    }
}

/* A seeker's words on a job ("jobbet er besat") do not turn what they themselves have here. */
static void put_profile(struct verdict *verdict, const struct language *language)
{
    if (verdict_intent(verdict, "job-state") == NULL) {
        return;
    }
    SCOPED(textwords) struct textwords *words = textwords_read(verdict->text, WORD_LIMIT);
    language_mark(language, words);
    if (language_says(language, "profil-lukket", words) ||
        language_says(language, "profil-aaben", words)) {
        json_object_set_new(verdict->open, "of_profile", json_true());
    }
}

void gate_read(struct verdict *verdict, const struct language *language, const char *replying_to,
               const char *today)
{
    static const char *const unasked[] = {"none", "newsletter", NULL};
    put_profile(verdict, language);
    bool asked = g_strcmp0(replying_to, "followup") == 0;
    if (verdict->intents->len == 0 && verdict->guesses->len == 0 &&
        g_strv_contains(unasked, replying_to)) {
        put_heard(verdict, language, today);
    }
    bool heard = json_object_get(verdict->open, "heard") != NULL;
    if (!asked && !heard && verdict_intent(verdict, "outcome") == NULL) {
        return;
    }
    SCOPED(textwords) struct textwords *words = textwords_read(verdict->text, WORD_LIMIT);
    language_mark(language, words);
    struct days days = find_days(language, words, today != NULL ? today : "");
    put_days(verdict->open, &days);
    if (asked) {
        put_answer(verdict->open, language, words);
    }
}
