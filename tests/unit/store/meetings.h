/* A meeting for the tests of the store.
 */
#pragma once

#include "fixture.h"

#include "store/meeting.h"

/* 2026-12, first Tuesday, 30 seats, unless `name` is another one's. The number. */
static inline int64_t fixture_meeting(struct store *store, const char *name, const char *day)
{
    SCOPED(meeting) struct meeting *meeting = g_new0(struct meeting, 1);
    meeting->name = g_strdup(name);
    meeting->title = g_strdup("");
    meeting->state = MEETING_PLANNED;
    meeting->starts = g_strdup_printf("%sT10:00", day);
    meeting->ends = g_strdup_printf("%sT12:00", day);
    meeting->zone = g_strdup("Europe/Copenhagen");
    meeting->place = g_strdup("Musvågevej 15");
    meeting->access = g_strdup("elevator");
    meeting->capacity = 30;
    meeting->seekers = true;
    fixture_begin(store);
    assert_ok(meeting_add(store, &fixture_cause, meeting, OK_ERROR));
    fixture_commit(store);
    return meeting->id;
}
