/* People who rang up, and people who walked in. */
#include "support/meeting_day.h"

#include "act/meeting_attendance.h"
#include "act/meeting_list.h"
#include "act/meeting_staff.h"
#include "base/failure.h"

static struct person *person_called(struct meeting_day *day, const char *address)
{
    g_autoptr(GPtrArray) found = person_by_address(day->test->office.store, address, NULL);
    assert_int_equal(found->len, 1);
    return g_ptr_array_steal_index(found, 0);
}

/* "yes seated", or the message that says why not. The caller owns it. */
static char *outcome_of(struct guest *guest, GError *failure)
{
    SCOPED(guest) struct guest *owned = guest;
    g_autoptr(GError) error = failure;
    if (owned == NULL) {
        assert_true(g_error_matches(error, ACT_ERROR, FAILURE_INPUT));
        return g_strdup(error->message);
    }
    return g_strdup_printf("%s+%d %s", guest_answer_name(owned->answer), owned->companions,
                           guest_seat_name(owned->seat));
}

static char *answer(struct meeting_day *day, const char *address, enum guest_answer said,
                    int companions)
{
    GError *error = NULL;
    const struct cause cause = meeting_day_cause(day);
    SCOPED(person) struct person *person = person_called(day, address);
    STORE_ROLLS_BACK(day->test->office.store);
    assert_true(store_begin(day->test->office.store, NULL));
    struct guest *guest = meeting_staff_answer(&day->test->office, &cause, day->meeting, person,
                                               said, companions, &error);
    assert_true(guest == NULL || store_commit(day->test->office.store, NULL));
    return outcome_of(guest, error);
}

static void walk_in(struct meeting_day *day, const char *address, const char *expected)
{
    GError *error = NULL;
    const struct cause cause = meeting_day_cause(day);
    SCOPED(person) struct person *person = person_called(day, address);
    STORE_ROLLS_BACK(day->test->office.store);
    assert_true(store_begin(day->test->office.store, NULL));
    struct guest *guest =
        meeting_staff_walk_in(&day->test->office, &cause, day->meeting, person, &error);
    assert_true(guest == NULL || store_commit(day->test->office.store, NULL));
    g_autofree char *outcome = outcome_of(guest, error);
    assert_string_equal(outcome, expected);
}

static void expect(struct meeting_day *day, const char *address, enum guest_answer said,
                   int companions, const char *expected)
{
    g_autofree char *outcome = answer(day, address, said, companions);
    assert_string_equal(outcome, expected);
}

static void who_rang_up(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    SCOPED(meeting) struct meeting *small = meeting_copy(day.meeting);
    small->capacity = 3;
    MEETING_DAY_DO(&day,
                   meeting_update(day.test->office.store, &cause, day.meeting, small, &error));
    day.meeting->capacity = 3;
    test_office_person(day.test, PERSON_SEEKER, "Bo", "bo@post.example", false);
    expect(&day, "karen@post.example", GUEST_YES, 4, "yes+4 waiting");
    expect(&day, "karen@post.example", GUEST_NO, 0, "no+0 none");
    expect(&day, "karen@post.example", GUEST_YES, 1, "yes+1 seated");
    expect(&day, "bo@post.example", GUEST_YES, 1, "yes+1 waiting");
    dialogue_letters(&day.dialogue,
                     "meeting-waiting>karen@post.example meeting-no>karen@post.example "
                     "meeting-yes>karen@post.example meeting-waiting>bo@post.example");
    SCOPED(guest) struct guest *guest = meeting_day_find(&day, day.dialogue.karen);
    assert_true(guest->by_staff);
    assert_int_equal(guest->invited, 0);
    meeting_day_close(&day);
}

static void in_their_time(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    walk_in(&day, "karen@post.example",
            "the meeting 2026-12 has not begun: say --add of somebody who will come");
    test_office_at(day.test, "2026-12-01T10:00");
    expect(&day, "karen@post.example", GUEST_YES, 0,
           "the meeting 2026-12 has begun: say --walk-in of somebody who is there");
    walk_in(&day, "karen@post.example", "none+0 none");
    day.meeting->state = MEETING_CANCELLED;
    walk_in(&day, "karen@post.example", "the meeting 2026-12 is cancelled");
    expect(&day, "karen@post.example", GUEST_NO, 0, "the meeting 2026-12 is cancelled");
    meeting_day_close(&day);
}

/* Who walked in stays marked when staff answer a list that did not have them. */
static void walked_in(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    meeting_day_guest(&day, PERSON_SEEKER, "Anna", "anna@post.example",
                      (struct guest){.answer = GUEST_YES});
    int64_t waiting =
        meeting_day_guest(&day, PERSON_SEEKER, "Ida", "ida@post.example",
                          (struct guest){.answer = GUEST_YES, .seat = GUEST_WAITING, .queue = 1});
    MEETING_DAY_DO(&day, meeting_list_send(&day.test->office, &cause, day.meeting, false, &error));
    test_office_at(day.test, "2026-12-01T11:00");
    walk_in(&day, "karen@post.example", "none+0 none");
    walk_in(&day, "ida@post.example", "yes+0 none");
    meeting_day_presences(&day, "1:unknown 2:came 3:came");
    json_auto_t *numbers = json_loads("[1]", 0, NULL);
    const struct attendance said = {.came = numbers};
    g_autofree char *wrong = NULL;
    MEETING_DAY_DO(&day,
                   attendance_mark(&day.test->office, &cause, day.meeting, &said, &wrong, &error));
    meeting_day_presences(&day, "1:came 2:came 3:came");
    SCOPED(guest) struct guest *guest = meeting_day_find(&day, waiting);
    assert_int_equal(guest->number, 2);
    meeting_day_close(&day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_rang_up),
        cmocka_unit_test(in_their_time),
        cmocka_unit_test(walked_in),
    };
    return cmocka_run_group_tests_name("act/meeting_staff", tests, NULL, NULL);
}
