#include "understand/absence.h"

#include <string.h>

#include "understand/dates.h"
#include "understand/tables.h"

#define WORD_LIMIT 400
#define FAR_DAYS 200   /* without a year, a day so far away was meant to be past */
#define LIMIT_DAYS 800 /* nobody is away so long */
#define CUE_DISTANCE 12

enum cue { CUE_NONE, CUE_BACK, CUE_AWAY };

struct reader {
    const struct language *language;
    const struct textwords *words;
    enum cue *cues; /* by word: what begins there */
};

/* A cue has the words of its whole match: "tilbage efter ferien" speaks of coming back. */
static void read_cues(struct reader *reader)
{
    static const struct {
        const char *patterns;
        enum cue cue;
    } kinds[] = {{"fravaer-tilbage", CUE_BACK}, {"fravaer-vaek", CUE_AWAY}};
    for (unsigned at = 0; at < reader->words->count; at++) {
        for (size_t i = 0; i < G_N_ELEMENTS(kinds) && reader->cues[at] == CUE_NONE; i++) {
            unsigned end =
                language_longest(reader->language, kinds[i].patterns, reader->words, at, false);
            for (unsigned word = at; word < end; word++) {
                reader->cues[word] = kinds[i].cue;
            }
        }
    }
}

/* Whether a sentence begins at the word; behind a colon it goes on: "Tilbage: 28. juli". */
static bool begins(const struct reader *reader, unsigned at)
{
    const struct word *word = &reader->words->list[at];
    if (at == 0 || word->before < BREAK_SENTENCE) {
        return at == 0;
    }
    const char *mark = reader->words->text + word[-1].start + word[-1].length;
    return *mark != ':';
}

static enum cue cue_before(const struct reader *reader, unsigned from)
{
    for (unsigned at = from; at > 0 && from - at < CUE_DISTANCE; at--) {
        if (begins(reader, at)) {
            return CUE_NONE;
        }
        if (reader->cues[at - 1] != CUE_NONE) {
            return reader->cues[at - 1];
        }
    }
    return CUE_NONE;
}

/* The cue behind the date; one that the next date follows at once is that one's. */
static enum cue cue_behind(const struct reader *reader, unsigned to, unsigned next)
{
    for (unsigned at = to; at < reader->words->count && at - to < CUE_DISTANCE; at++) {
        if (begins(reader, at)) {
            return CUE_NONE;
        }
        if (reader->cues[at] != CUE_NONE) {
            return next < at + CUE_DISTANCE && next > at ? CUE_NONE : reader->cues[at];
        }
    }
    return CUE_NONE;
}

static int working_day(int day)
{
    while (days_weekday(day) > 5) {
        day++;
    }
    return day;
}

/* The first day there when one is away on these; 0 when they do not say. */
static int day_after(const struct dates_found *found)
{
    int last = days_from_iso(found->last);
    switch (found->relation) {
    case DATES_UNTIL:
        return found->range || found->precision != DATES_DAY ? working_day(last + 1)
                                                             : working_day(last);
    case DATES_FROM:
        return found->range ? working_day(last + 1) : 0;
    case DATES_ON:
    case DATES_THROUGH:
    case DATES_LASTING:
        return working_day(last + 1);
    case DATES_BY:
    case DATES_AFTER:
        break;
    }
    return 0;
}

/* "ikke tilbage før den 4." */
static bool is_denied(const struct reader *reader, unsigned from)
{
    const struct pattern_words *no = language_words(reader->language, "fravaer-ikke");
    for (unsigned at = from; at > 1 && from - at < CUE_DISTANCE && !begins(reader, at); at--) {
        if (reader->cues[at - 1] == CUE_BACK) {
            return textwords_in(reader->words, at - 2, no);
        }
    }
    return false;
}

/* The day on which one is back; 0 when it is only the latest that it may be. */
static int day_back(const struct reader *reader, const struct dates_found *found)
{
    char iso[DAYS_ISO_ROOM];
    if (found->relation == DATES_BY && is_denied(reader, found->from)) {
        return days_from_iso(found->first);
    }
    if (found->relation == DATES_BY || found->relation == DATES_LASTING) {
        return 0;
    }
    dates_first_day(found, iso);
    return days_from_iso(iso);
}

static bool has_year(const struct reader *reader, const struct dates_found *found)
{
    for (unsigned at = found->from; at < found->to; at++) {
        const char *digits = strstr(reader->words->list[at].folded, "20");
        if (digits != NULL && strspn(digits, "0123456789") == 4) {
            return true;
        }
    }
    return false;
}

static bool is_likely(const struct reader *reader, const struct dates_found *found, int day,
                      int today)
{
    return day >= today && day <= today + LIMIT_DAYS &&
           (day <= today + FAR_DAYS || has_year(reader, found));
}

char *absence_until(const struct language *language, const char *text, const char *today)
{
    int now = today == NULL ? 0 : days_from_iso(today);
    if (now == 0) {
        return NULL;
    }
    SCOPED(textwords) struct textwords *words = textwords_read(text, WORD_LIMIT);
    language_mark(language, words);
    g_autofree enum cue *cues = g_new0(enum cue, words->count + 1);
    struct reader reader = {.language = language, .words = words, .cues = cues};
    read_cues(&reader);
    g_autoptr(GArray) dates = dates_find(language, words, 0, words->count, today);
    int back = 0, after = 0;
    for (guint i = 0; i < dates->len; i++) {
        const struct dates_found *found = &g_array_index(dates, struct dates_found, i);
        unsigned next = i + 1 < dates->len ? g_array_index(dates, struct dates_found, i + 1).from
                                           : words->count + CUE_DISTANCE;
        enum cue before = cue_before(&reader, found->from);
        enum cue behind = cue_behind(&reader, found->to, next);
        bool returns = before == CUE_BACK || (behind == CUE_BACK && before != CUE_AWAY);
        bool away = before == CUE_AWAY || behind == CUE_AWAY;
        int day = returns ? day_back(&reader, found) : away ? day_after(found) : 0;
        if (day == 0 || !is_likely(&reader, found, day, now)) {
            continue;
        }
        back = returns && back == 0 ? day : back;
        after = returns ? after : MAX(after, day);
    }
    int day = back != 0 ? back : after;
    char iso[DAYS_ISO_ROOM];
    if (day == 0) {
        return NULL;
    }
    days_to_iso(day, iso);
    return g_strdup(iso);
}
