/* What happens to meetings by itself: a year in which many things go wrong, a day at a time. */
#include "support/rounds.h"

#include "act/meeting_change.h"
#include "act/meeting_find.h"

static void moves(struct scene *scene, const char *starts, const char *ends, const char *place)
{
    g_autoptr(GError) error = NULL;
    struct cause cause = {.at = clock_now(scene->test->clock), .actor = "staff"};
    SCOPED(meeting) struct meeting *before = december(scene);
    SCOPED(meeting) struct meeting *after = meeting_copy(before);
    g_free(after->starts);
    g_free(after->ends);
    after->starts = g_strdup(starts);
    after->ends = g_strdup(ends);
    if (place != NULL) {
        g_free(after->place);
        after->place = g_strdup(place);
    }
    bool done = store_begin(scene->store, &error) &&
                meeting_change_apply(&scene->test->office, &cause, before, after, &error) &&
                store_commit(scene->store, &error);
    if (!done) {
        fail_msg("%s", error->message);
    }
}

static void rows_for_three_months(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    round_at(&scene, "2026-11-02T08:00");
    round_at(&scene, "2026-11-02T08:05");
    g_autoptr(GPtrArray) meetings = meeting_list(scene.store, "", NULL);
    static const char *const starts[] = {"2026-11-03T10:00", "2026-12-01T10:00", "2027-01-05T10:00",
                                         "2027-02-02T10:00"};
    assert_int_equal(meetings->len, G_N_ELEMENTS(starts));
    for (guint at = 0; at < meetings->len; at++) {
        const struct meeting *meeting = meetings->pdata[at];
        assert_string_equal(meeting->starts, starts[at]);
        assert_int_equal(meeting->state, MEETING_PLANNED);
    }
    close_scene(&scene);
}

static void invited_once_in_groups(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    for (int at = 0; at < 150; at++) {
        g_autofree char *address = g_strdup_printf("p%d@post.example", at);
        subscriber(&scene, at % 10 == 0 ? PERSON_EMPLOYER : PERSON_SEEKER, address);
    }
    test_office_person(scene.test, PERSON_SEEKER, "Ingen", "ingen@post.example", false);
    round_at(&scene, "2026-11-10T08:59");
    g_autoptr(GPtrArray) none = test_office_letters(scene.test);
    assert_int_equal(none->len, 0);
    round_at(&scene, "2026-11-10T09:00");
    round_at(&scene, "2026-11-10T09:01");
    g_autoptr(GPtrArray) letters = test_office_letters(scene.test);
    assert_int_equal(letters->len, 150);
    assert_string_equal(letters->pdata[0], "invitation-employer>p0@post.example");
    assert_string_equal(letters->pdata[149], "invitation>p149@post.example");
    close_scene(&scene);
}

/* What one person gets, when rounds are played at these times. */
static void story(enum guest_answer answer, const char *const *rounds, const char *wanted)
{
    struct scene scene;
    open_scene(&scene);
    int64_t karen = subscriber(&scene, PERSON_SEEKER, "k@x");
    round_at(&scene, "2026-11-10T09:00");
    if (answer != GUEST_SILENT) {
        test_office_at(scene.test, "2026-11-11T10:00");
        says(&scene, karen, answer);
    }
    for (; *rounds != NULL; rounds++) {
        round_at(&scene, *rounds);
    }
    test_office_expect(scene.test, wanted);
    close_scene(&scene);
}

static void reminders(void **state)
{
    (void)state;
    static const char *const all[] = {"2026-11-19T08:00", "2026-11-19T09:00", "2026-11-19T09:01",
                                      "2026-11-24T09:00", "2026-11-25T09:00", "2026-11-30T09:00",
                                      "2026-11-30T18:00", "2026-12-01T09:59", NULL};
    static const char *const late[] = {"2026-11-30T12:00", "2026-12-01T09:00", NULL};
    static const char *const too_late[] = {"2026-12-01T10:00", "2026-12-07T09:00", NULL};
    static const char *const night[] = {"2026-11-30T22:00", "2026-12-01T03:00", NULL};
#define ONE "invitation>k@x"
#define REMINDER " meeting-reminder>k@x"
    story(GUEST_YES, all, ONE REMINDER REMINDER);
    story(GUEST_MAYBE, all, ONE REMINDER REMINDER);
    story(GUEST_NO, all, ONE);
    story(GUEST_SILENT, all, ONE " meeting-missing>k@x");
    story(GUEST_YES, late, ONE REMINDER);
    story(GUEST_SILENT, late, ONE " meeting-missing>k@x");
    story(GUEST_YES, too_late, ONE);
    story(GUEST_SILENT, too_late, ONE);
    story(GUEST_YES, night, ONE);
}

/* Somebody who waits for a seat is not told to remember the meeting. */
static void no_seat_no_reminder(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t karen = subscriber(&scene, PERSON_SEEKER, "k@x");
    round_at(&scene, "2026-11-10T09:00");
    says(&scene, karen, GUEST_YES);
    struct cause cause = {.at = clock_now(scene.test->clock), .actor = "mail"};
    SCOPED(meeting) struct meeting *meeting = december(&scene);
    SCOPED(guest) struct guest *before = guest_of(scene.store, meeting->id, karen, NULL);
    SCOPED(guest) struct guest *after = guest_copy(before);
    after->seat = GUEST_WAITING;
    assert_true(store_begin(scene.store, NULL));
    assert_true(guest_update(scene.store, &cause, before, after, NULL));
    assert_true(store_commit(scene.store, NULL));
    round_at(&scene, "2026-11-30T09:00");
    test_office_expect(scene.test, ONE);
    close_scene(&scene);
}

static void moved_twice_before_anybody_is_told(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t karen = subscriber(&scene, PERSON_SEEKER, "k@x");
    round_at(&scene, "2026-11-10T09:00");
    leaves(&scene);
    test_office_at(scene.test, "2026-11-11T10:00");
    says(&scene, karen, GUEST_YES);
    moves(&scene, "2026-12-08T10:00", "2026-12-08T12:00", NULL);
    moves(&scene, "2026-12-08T13:00", "2026-12-08T15:00", "Korsgade 30");
    round_at(&scene, "2026-11-11T10:05");
    round_at(&scene, "2026-11-11T10:06");
    test_office_expect(scene.test, ONE " meeting-changed>k@x");
    SCOPED(meeting) struct meeting *meeting = december(&scene);
    assert_int_equal(meeting->sequence, 2);
    assert_int_equal(meeting->time_sequence, 2);
    SCOPED(guest) struct guest *guest = guest_of(scene.store, meeting->id, karen, NULL);
    assert_int_equal(guest->sequence, 2);
    /* Their yes was to another time: they are asked, not reminded. */
    round_at(&scene, "2026-11-26T09:00");
    round_at(&scene, "2026-12-01T09:00");
    test_office_expect(scene.test, ONE " meeting-changed>k@x meeting-missing>k@x");
    close_scene(&scene);
}

static void moved_there_and_back(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    subscriber(&scene, PERSON_SEEKER, "k@x");
    round_at(&scene, "2026-11-10T09:00");
    leaves(&scene);
    moves(&scene, "2026-12-08T10:00", "2026-12-08T12:00", NULL);
    moves(&scene, "2026-12-01T10:00", "2026-12-01T12:00", NULL);
    round_at(&scene, "2026-11-10T09:05");
    test_office_expect(scene.test, ONE);
    close_scene(&scene);
}

/* Who is invited after the day of the question is asked with a later reminder, once. */
static void invited_late_and_asked(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    round_at(&scene, "2026-11-10T09:00");
    test_office_at(scene.test, "2026-11-20T11:00");
    subscriber(&scene, PERSON_SEEKER, "late@x");
    round_at(&scene, "2026-11-20T11:00");
    round_at(&scene, "2026-11-23T09:00");
    test_office_expect(scene.test, "invitation>late@x");
    test_office_at(scene.test, "2026-11-23T15:00"); /* a day is too short to ask again */
    subscriber(&scene, PERSON_SEEKER, "later@x");
    round_at(&scene, "2026-11-23T15:00");
    round_at(&scene, "2026-11-24T08:00");
    test_office_expect(scene.test, "invitation>late@x invitation>later@x");
    round_at(&scene, "2026-11-24T09:00");
    round_at(&scene, "2026-11-25T09:00");
    round_at(&scene, "2026-11-30T09:00"); /* the day for answers has passed */
    test_office_expect(scene.test, "invitation>late@x invitation>later@x meeting-missing>late@x");
    close_scene(&scene);
}

static void a_meeting_that_began_stays(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    subscriber(&scene, PERSON_SEEKER, "k@x");
    round_at(&scene, "2026-11-10T09:00");
    test_office_at(scene.test, "2026-12-01T10:00");
    struct cause cause = {.at = clock_now(scene.test->clock), .actor = "staff"};
    SCOPED(meeting) struct meeting *before = december(&scene);
    SCOPED(meeting) struct meeting *after = meeting_copy(before);
    g_autoptr(GError) moved = NULL;
    g_autoptr(GError) cancelled = NULL;
    assert_true(store_begin(scene.store, NULL));
    assert_false(meeting_change_apply(&scene.test->office, &cause, before, after, &moved));
    assert_false(meeting_change_cancel(&scene.test->office, &cause, before, NULL, &cancelled));
    store_rollback(scene.store);
    assert_non_null(moved);
    assert_non_null(cancelled);
    close_scene(&scene);
}

static void wakes_for_the_hour_and_the_end(void **state)
{
    (void)state;
    static const struct {
        const char *round, *next;
    } rows[] = {{"2026-11-02T08:00", "2026-11-02T09:00:00+01:00"},
                {"2026-11-02T09:00", "2026-11-03T09:00:00+01:00"},
                {"2026-11-03T10:30", "2026-11-03T12:00:00+01:00"},
                {"2026-11-03T12:00", "2026-11-04T09:00:00+01:00"}};
    struct scene scene;
    open_scene(&scene);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        int64_t moment = 0;
        round_at(&scene, rows[at].round);
        assert_true(meeting_next(&scene.test->office, &moment, NULL));
        g_autofree char *text = clock_format(scene.test->clock, moment);
        assert_string_equal(text, rows[at].next);
    }
    close_scene(&scene);
}

static void found_by_what_staff_write(void **state)
{
    (void)state;
    static const struct {
        const char *word, *name; /* NULL: none */
    } rows[] = {{"2026-12", "2026-12"}, {"2026-12-01", "2026-12"},
                {"2027-07", "2027-07"}, {"2027-07-06", "2027-07"},
                {"2026-12-02", NULL},   {"2026-13", NULL},
                {"jul", NULL},          {"", NULL}};
    struct scene scene;
    open_scene(&scene);
    for (int stored = 0; stored < 2; stored++) {
        for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
            SCOPED(meeting)
            struct meeting *meeting = meeting_find(&scene.test->office, rows[at].word, NULL);
            assert_int_equal(meeting != NULL, rows[at].name != NULL);
            if (meeting != NULL) {
                assert_string_equal(meeting->name, rows[at].name);
            }
        }
        round_at(&scene, "2026-11-02T08:00");
    }
    close_scene(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_for_three_months),
        cmocka_unit_test(invited_once_in_groups),
        cmocka_unit_test(reminders),
        cmocka_unit_test(no_seat_no_reminder),
        cmocka_unit_test(moved_twice_before_anybody_is_told),
        cmocka_unit_test(moved_there_and_back),
        cmocka_unit_test(invited_late_and_asked),
        cmocka_unit_test(a_meeting_that_began_stays),
        cmocka_unit_test(wakes_for_the_hour_and_the_end),
        cmocka_unit_test(found_by_what_staff_write),
    };
    return cmocka_run_group_tests_name("act/meeting_timer", tests, NULL, NULL);
}
