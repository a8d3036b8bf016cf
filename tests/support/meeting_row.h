/* A meeting as a row, for tests: from 10 to 12 on a day, for seekers and employers. Not in the
 * store.
 */
#pragma once

#include <glib.h>

#include "store/meeting.h"

static inline struct meeting *meeting_row(const char *name, const char *day, int capacity)
{
    struct meeting *meeting = g_new0(struct meeting, 1);
    meeting->name = g_strdup(name);
    meeting->title = g_strdup("");
    meeting->state = MEETING_ANNOUNCED;
    meeting->starts = g_strdup_printf("%sT10:00", day);
    meeting->ends = g_strdup_printf("%sT12:00", day);
    meeting->zone = g_strdup("Europe/Copenhagen");
    meeting->place = g_strdup("Musvågevej 15");
    meeting->access = g_strdup("");
    meeting->capacity = capacity;
    meeting->seekers = meeting->employers = true;
    return meeting;
}
