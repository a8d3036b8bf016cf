/* The meetings of the coming months as rows of the store: made from the calendar, and kept like it.
 *
 * One that nobody was invited to yet follows the configuration and the table of overrides. One that
 * is announced follows only what staff write about it in that table, and its guests are told. What
 * `meeting move` and `meeting cancel` decided stands until the table says something new. One that
 * the table cancelled and does not cancel any more takes place again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "act/office.h"
#include "calendar/meeting_dates.h"
#include "store/meeting.h"

#define MEETING_ROWS_AHEAD 100 /* days: the next three meetings, and extra ones */

/* Brings the rows up to date; opens a transaction of its own when there is something to write. */
bool meeting_rows_update(const struct office *office, const char *actor, GError **error);

/* Notes that staff decided about the meeting: the configuration alone does not change it any more.
 * Inside a transaction. */
bool meeting_rows_by_hand(const struct office *office, const struct meeting *meeting,
                          GError **error);

/* A meeting as it is planned, not in the store. The caller owns it. */
struct meeting *meeting_rows_planned(const struct office *office, const struct meeting_plan *plan);

/* Puts one of those in. Inside a transaction. */
bool meeting_rows_keep(const struct office *office, const char *actor, struct meeting *meeting,
                       GError **error);
