/* How things are: what waits and why, for the status file, for systemd, for the log, and, when it
 * lasts, for staff by mail.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "process/round.h"

struct watch;

/* The caller owns it. */
struct watch *watch_new(void);
void watch_free(struct watch *watch);
SCOPE_DEFINE(watch, watch_free)

/* Before a round. */
void watch_begin(struct watch *watch, const struct office *office);

/* In the middle of a round, after any of its steps: what has happened in it so far. Alarms and
 * status as below, as often as watch_status writes. */
bool watch_going(struct watch *watch, struct house *house, const struct deliver_tally *out,
                 GError **error);

/* After a round: raises and ends alarms, sums up what was given up. May queue letters to staff. */
bool watch_round(struct watch *watch, const struct house *house, const struct deliver_tally *out,
                 GError **error);

/* Writes the status file, and a log line when nothing has moved for 60 s although something is due.
 * `now` false: when a round was made since the last time, at most once a second, else once a
 * minute. A file that cannot be written is logged once. */
bool watch_status(struct watch *watch, struct house *house, bool now, GError **error);

/* The status in one line, for STATUS= of systemd. Borrowed. */
const char *watch_line(const struct watch *watch);

/* What the status said last, for who only looks at the end: issues that the program holds for
 * staff, and mails that the relay puts off; NULL: none. `stuck`: it has taken nothing for an hour.
 * Borrowed. */
const char *watch_held(const struct watch *watch);
const char *watch_later(const struct watch *watch, bool *stuck);
