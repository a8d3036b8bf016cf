/* What staff learn of a fault of the machinery: once when it has lasted, again each day while it
 * lasts, and once when it is over. When it comes back within a day of what they heard last, they
 * hear of it when that day is over and it lasts still; the status file says it at once. What was
 * told is kept in the store, so that neither a restart nor `tick` from cron repeats it.
 *
 * The letters are confidential: they go by the second relay when there is one.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"

/* Words of [da.alarms]. */
#define ALARM_RELAY_REFUSES "relay-refuses"     /* wrong password, TLS, 5.7.x: a fault of ours */
#define ALARM_RELAY_DOWN "relay-down"           /* nobody answers */
#define ALARM_STUCK "relay-stuck"               /* it has put off all that it got for an hour */
#define ALARM_SECRET_STUCK "confidential-stuck" /* the second relay has */
#define ALARM_INBOX "inbox"                     /* cannot be read */
#define ALARM_ARCHIVE "archive"                 /* cannot be read, and nobody knows what has gone */

#define ALARM_HOUR 3600

/* The fault is there now. Told when it has been for `delay` seconds. `words`: what a technician
 * needs, one line, without addresses. In transactions of its own. */
bool alarm_raise(const struct office *office, const char *kind, int64_t delay, const char *words,
                 GError **error);

/* It is over; told when it had been told since it began. */
bool alarm_clear(const struct office *office, const char *kind, GError **error);

/* Whether the fault lasts, told or not. */
bool alarm_lasts(const struct office *office, const char *kind, bool *lasts, GError **error);
