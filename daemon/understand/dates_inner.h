/* One date without its preposition. Between the files dates*.c only.
 */
#pragma once

#include "understand/dates.h"
#include "understand/lexicon.h"

struct dates_reader {
    const struct language *language;
    const struct textwords *words;
    unsigned to; /* no word from here on */
    int today;   /* days.h */
};

/* Either day and month as far as they are said, or `first` and `last` when these are known. */
struct dates_point {
    unsigned end; /* the word behind it */
    int day, month, year;
    int first, last;
    enum dates_precision precision;
    bool bare, lasting;
    struct { /* of "1/7-14/7", which is one word */
        int day, month, year;
    } second;
};

static inline const struct lexicon *dates_names(const struct dates_reader *reader, const char *name)
{
    return language_names(reader->language, name);
}

/* Numbers and months: 1. maj, 14/2, 2013-05-01, den femte juni; `context`: stands behind a
 * preposition, an article or a weekday, so that 14.2 is no number. */
bool dates_read_numeric(const struct dates_reader *reader, unsigned at, bool context,
                        struct dates_point *point);

/* "den 15.": a day of the month alone. */
bool dates_read_day(const struct dates_reader *reader, unsigned at, struct dates_point *point);

/* A month alone: maj, august 2013. */
bool dates_read_month(const struct dates_reader *reader, unsigned at, struct dates_point *point);

/* Words: i morgen, om to uger, uge 34, mandag i næste uge, påske. */
bool dates_read_words(const struct dates_reader *reader, unsigned at, struct dates_point *point);

/* A weekday: mandag, næste mandag, mandag i uge 34. */
bool dates_read_weekday(const struct dates_reader *reader, unsigned at, struct dates_point *point);

/* "2013", "'13", "i år", "næste år" behind a date: the year, 0 for none. */
int dates_read_year(const struct dates_reader *reader, unsigned *at);

/* 1 to 1000 in digits or words at `at`, 0 for none. */
int dates_read_count(const struct dates_reader *reader, unsigned at, unsigned *end);

/* Whether only a dash (and blanks, a full stop) stands before this word. */
bool dates_dash_before(const struct textwords *words, unsigned at);
