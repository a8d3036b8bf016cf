#include "understand/pause.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/dates.h"

/* What speaks for a date being the end of the pause. */
enum weight {
    WEIGHT_ON = 1,
    WEIGHT_FROM = 2,
    WEIGHT_AGAIN = 5, /* [ord tilbage] in its sentence: "skriv igen den 1. maj" */
    WEIGHT_UNTIL = 3,
    WEIGHT_SENTENCE = 4 /* the pause stands in its sentence */
};

static bool is(const struct finding *finding, const char *name)
{
    return finding->intent != NULL && strcmp(finding->intent->name, name) == 0;
}

/* Whether an intent of this name was found among the words [from, to). */
static bool has_found(const struct search *search, const char *name, unsigned from, unsigned to)
{
    const struct textwords *words = search->own->matched;
    size_t start = words->list[from].start;
    size_t end = words->list[to - 1].start + words->list[to - 1].length;
    for (guint i = 0; i < search->findings->len; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (is(one, name) && one->from < end && one->to > start) {
            return true;
        }
    }
    return false;
}

static int weight_of(const struct search *search, const char *name, const struct dates_found *date)
{
    static const int relations[] = {
        [DATES_ON] = WEIGHT_ON,         [DATES_FROM] = WEIGHT_FROM, [DATES_UNTIL] = WEIGHT_UNTIL,
        [DATES_THROUGH] = WEIGHT_UNTIL, [DATES_BY] = WEIGHT_UNTIL,  [DATES_AFTER] = WEIGHT_UNTIL,
        [DATES_LASTING] = WEIGHT_UNTIL};
    const struct textwords *words = search->own->matched;
    unsigned from = sentence_start(words, date->from);
    unsigned to = sentence_end(words, date->from + 1);
    bool here = has_found(search, name, from, to);
    bool again = clause_has(search->language, "tilbage", words, from, to);
    int weight = relations[date->relation];
    if (!here && !again && weight < WEIGHT_UNTIL && !date->range) {
        return 0;
    }
    return weight + (here ? WEIGHT_SENTENCE : 0) + (again ? WEIGHT_AGAIN : 0);
}

/* "Skriv igen i marts": what is said of the date is that the mails begin again. */
static bool begins_again(const struct search *search, const struct dates_found *date)
{
    const struct textwords *words = search->own->matched;
    unsigned from = clause_start(search->language, words, date->from);
    unsigned to = clause_end(search->language, words, date->from + 1);
    return clause_has(search->language, "tilbage", words, from, to);
}

/* The first day that is none of the pause. */
static void end_of(const struct search *search, const struct dates_found *date,
                   char iso[DAYS_ISO_ROOM])
{
    bool whole = date->range || date->precision != DATES_DAY;
    bool on = date->relation == DATES_ON && whole && !begins_again(search, date);
    bool behind = date->relation == DATES_THROUGH || on;
    if (behind) {
        days_to_iso(days_from_iso(date->last) + 1, iso);
    } else if (date->relation == DATES_LASTING || date->range) {
        memcpy(iso, date->last, DAYS_ISO_ROOM);
    } else {
        dates_first_day(date, iso);
    }
}

/* "I to uger fra den 15. december": days from today until a span begins, in its own sentence. */
static int delay_of(const struct search *search, const GArray *dates,
                    const struct dates_found *span)
{
    const struct textwords *words = search->own->matched;
    int delay = 0;
    for (guint i = 0; i < dates->len && span->relation == DATES_LASTING; i++) {
        const struct dates_found *date = &g_array_index(dates, struct dates_found, i);
        if (date->relation == DATES_FROM && !date->range &&
            sentence_start(words, date->from) == sentence_start(words, span->from)) {
            delay = MAX(delay, days_from_iso(date->first) - days_from_iso(search->today));
        }
    }
    return delay;
}

bool pause_over(const struct search *search, const char *name, char iso[DAYS_ISO_ROOM])
{
    const struct textwords *words = search->own->matched;
    g_autoptr(GArray) dates = dates_find(search->language, words, 0, words->count, search->today);
    int best = 0;
    for (guint i = 0; i < dates->len; i++) {
        const struct dates_found *date = &g_array_index(dates, struct dates_found, i);
        char end[DAYS_ISO_ROOM];
        end_of(search, date, end);
        days_to_iso(days_from_iso(end) + delay_of(search, dates, date), end);
        int weight = strcmp(end, search->today) > 0 ? weight_of(search, name, date) : 0;
        if (weight > 0 && weight >= best) {
            best = weight;
            memcpy(iso, end, DAYS_ISO_ROOM);
        }
    }
    return best > 0;
}

void pause_settle(struct search *search)
{
    struct finding *first = NULL;
    char until[DAYS_ISO_ROOM];
    bool ends = false;
    for (guint i = 0; i < search->findings->len; i++) {
        struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (is(one, "pause")) {
            ends = first == NULL ? pause_over(search, "pause", until) : ends;
            first = first == NULL || one->from < first->from ? one : first;
        }
    }
    if (first != NULL && ends) {
        verdict_set_slot(first->intent, "until", until);
        first->scope_said = true;
    }
}
