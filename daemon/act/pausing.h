/* "Hold pause indtil ...": nothing goes out to the person by itself until that day.
 */
#pragma once

#include "act/matter.h"

/* Carries it out. Without a day it is for as long as [answers] pause says; a day that has passed,
 * or is more than a year off, is for a human. */
bool pausing_begin(struct matter *matter, const struct verdict_intent *intent, GError **error);

/* Whether the person of the mail pauses now. */
bool pausing_is(const struct matter *matter, bool *pauses, GError **error);

/* "Tilmeld mig" of somebody who pauses ends the pause; without a proof they are asked first. */
bool pausing_stop(struct matter *matter, const struct verdict_intent *intent, GError **error);

/* FORTRYD: ends the pause that the mail `inbound` began. `undone`: there was one. */
bool pausing_undo(struct matter *matter, int64_t inbound, bool *undone, GError **error);

/* A civil day (2013-08-01) as a moment, its midnight. False: it is none, or not within the next 366
 * days. */
bool pausing_day(const struct matter *matter, const char *day, int64_t *moment);
