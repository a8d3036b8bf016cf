/* Meetings: kept as they were agreed on, found again, changed with a trace. */
#include "fixture.h"

static void is_kept_as_agreed(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_meeting(store, "2026-12", "2026-12-01");
    SCOPED(meeting) struct meeting *kept = meeting_get(store, id, NULL);
    assert_non_null(kept);
    assert_string_equal(kept->name, "2026-12");
    assert_string_equal(kept->starts, "2026-12-01T10:00");
    assert_string_equal(kept->ends, "2026-12-01T12:00");
    assert_string_equal(kept->zone, "Europe/Copenhagen");
    assert_string_equal(kept->place, "Musvågevej 15");
    assert_string_equal(kept->access, "elevator");
    assert_int_equal(kept->state, MEETING_PLANNED);
    assert_int_equal(kept->capacity, 30);
    assert_true(kept->seekers);
    assert_false(kept->employers);
    assert_int_equal(kept->sequence, 0);
    SCOPED(meeting) struct meeting *named = meeting_by_name(store, "2026-12", NULL);
    assert_int_equal(named->id, id);
}

static void is_not_there(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    g_autoptr(GError) error = NULL;
    assert_null(meeting_get(store, 7, &error));
    assert_failure(error, FAILURE_NOT_FOUND, "meeting 7");
    g_autoptr(GError) none = NULL;
    assert_null(meeting_by_name(store, "2026-12", &none));
    assert_null(none);
}

static void one_name_one_meeting(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_meeting(store, "2026-12", "2026-12-01");
    SCOPED(meeting) struct meeting *again = meeting_get(store, id, NULL);
    fixture_begin(store);
    g_autoptr(GError) error = NULL;
    assert_false(meeting_add(store, &fixture_cause, again, &error));
    assert_failure(error, FAILURE_INPUT, "UNIQUE");
    store_rollback(store);
}

static void is_changed_with_a_trace(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_meeting(store, "2026-12", "2026-12-01");
    SCOPED(meeting) struct meeting *before = meeting_get(store, id, NULL);
    SCOPED(meeting) struct meeting *after = meeting_copy(before);
    g_free(after->starts);
    after->starts = g_strdup("2026-12-08T13:00");
    after->state = MEETING_ANNOUNCED;
    after->sequence = after->time_sequence = 1;
    fixture_begin(store);
    assert_ok(meeting_update(store, &fixture_cause, before, after, OK_ERROR));
    fixture_commit(store);
    SCOPED(meeting) struct meeting *kept = meeting_get(store, id, NULL);
    assert_string_equal(kept->starts, "2026-12-08T13:00");
    assert_int_equal(kept->state, MEETING_ANNOUNCED);
    assert_int_equal(kept->time_sequence, 1);
    g_autoptr(GPtrArray) events = event_list(store, 0, 0, INT64_MAX, NULL);
    const struct event *last = events->pdata[events->len - 1];
    assert_string_equal(last->what, "meeting");
    assert_non_null(strstr(last->before, "2026-12-01T10:00"));
    assert_non_null(strstr(last->after, "2026-12-08T13:00"));
    assert_non_null(strstr(last->after, "announced"));
}

static void are_listed_by_time(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_meeting(store, "2027-01", "2027-01-05");
    fixture_meeting(store, "2026-11", "2026-11-03");
    fixture_meeting(store, "2026-12", "2026-12-01");
    g_autoptr(GPtrArray) all = meeting_list(store, "", NULL);
    assert_int_equal(all->len, 3);
    g_autoptr(GPtrArray) coming = meeting_list(store, "2026-12-01", NULL);
    assert_int_equal(coming->len, 2);
    assert_string_equal(((struct meeting *)coming->pdata[0])->name, "2026-12");
    assert_string_equal(((struct meeting *)coming->pdata[1])->name, "2027-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_kept_as_agreed),    cmocka_unit_test(is_not_there),
        cmocka_unit_test(one_name_one_meeting), cmocka_unit_test(is_changed_with_a_trace),
        cmocka_unit_test(are_listed_by_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
