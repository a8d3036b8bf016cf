/* What staff decided about one meeting: a line of the table `overrides` of [meeting].
 *
 *     2026-08 = 2026-08-11 13:00, Korsgade
 *     2026-09 = 2026-09-01, Korsgade 4; capacity 20
 *     2026-07 = cancelled; why sommerferie
 *     aabent-hus = 2026-11-18 14:00-16:00, Rådhuset; employers; capacity 40; title Åbent hus
 *
 * Before the = a month, or the name of an extra meeting. Behind it a date, a time, a comma and the
 * place; without an end it is as long as ever, without a time or place it has those of the
 * configuration. Then, each behind a semicolon: seekers, employers or both; capacity N (or none);
 * title TEXT; why TEXT; cancelled.
 */
#pragma once

#include <stdbool.h>

#include "base/scope.h"

#define OVERRIDE_KEY_LIMIT 40

enum meeting_audience { MEETING_BOTH, MEETING_SEEKERS, MEETING_EMPLOYERS };

struct override {
    char *key;      /* "2026-08", or the name of an extra meeting */
    bool cancelled; /* with its day, or (a month) without */
    int day;        /* 0: as the rule says */
    int start, end; /* minutes since midnight; -1: as the rule says */
    char *place;    /* NULL: as the rule says */
    char *title;    /* NULL: none */
    char *why;      /* NULL: not said */
    int capacity;   /* 0: no limit; -1: as the rule says */
    enum meeting_audience audience;
};

/* Reads the two sides of the = . NULL: `wrong` says what is wrong and what to do (owned by the
 * caller). The caller owns the result. */
struct override *override_read(const char *key, const char *value, char **wrong);

/* The same of what was decided elsewhere: the meeting of a month may be in another one. */
struct override *override_read_any(const char *key, const char *value, char **wrong);

/* Whether the meeting of a month is on a day of another one. */
bool override_is_elsewhere(const struct override *override);

void override_free(struct override *override);
SCOPE_DEFINE(override, override_free)

/* The year and month of "2026-08"; false: another text. */
bool override_month(const char *key, int *year, int *month);
