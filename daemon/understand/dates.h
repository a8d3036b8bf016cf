/* Days, weeks and months that a Danish text names (English and German in passing), counted from
 * today where they are relative: "1. maj", "14/2", "uge 34", "fra næste mandag", "om to uger",
 * "efter påske", "1.-14. juli". Without a year the next such day on or after today is meant. Names
 * and prepositions stand in config/language/tid.tabel.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/days.h"
#include "understand/language.h"
#include "understand/textwords.h"

/* What the preposition says. */
enum dates_relation {
    DATES_ON,      /* den, på, i, or none */
    DATES_FROM,    /* fra, pr., tidligst, from; also of a range */
    DATES_UNTIL,   /* til, indtil, frem til: whether that day is within only the sender knows */
    DATES_THROUGH, /* til og med */
    DATES_BY,      /* senest, inden, før */
    DATES_AFTER,   /* efter */
    DATES_LASTING  /* "i to uger", "de næste 14 dage": from today */
};

enum dates_precision { DATES_DAY, DATES_WEEK, DATES_MONTH, DATES_FEAST };

struct dates_found {
    unsigned from, to; /* words, preposition and weekday among them */
    enum dates_relation relation;
    enum dates_precision precision;
    bool range; /* two days are named: 1.-14. juli */
    bool vague; /* ca. 1. maj, sidst i august */
    bool bare;  /* a weekday, month or feast without preposition: may be something else */
    char first[DAYS_ISO_ROOM], last[DAYS_ISO_ROOM]; /* YYYY-MM-DD */
};

/* The date that begins at word `at` and ends before word `to`, the longest. `today` is YYYY-MM-DD
 * (when it is none, nothing is found). */
bool dates_at(const struct language *language, const struct textwords *words, unsigned at,
              unsigned to, const char *today, struct dates_found *found);

/* All of words [from, to), in their order: struct dates_found. Owned. */
GArray *dates_find(const struct language *language, const struct textwords *words, unsigned from,
                   unsigned to, const char *today);

/* The first day of which the relation speaks: that day itself, or what follows it ("efter påske":
 * the next day that is neither in it nor in a weekend). */
void dates_first_day(const struct dates_found *found, char iso[DAYS_ISO_ROOM]);
