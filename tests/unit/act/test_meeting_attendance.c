/* Staff answer the list of guests with who came. */
#include "support/meeting_day.h"

#include "act/meeting_list.h"

#define CAME(numbers) "{\"intent\":\"attendance\",\"came\":[" numbers "]}"
#define ABSENT(numbers) "{\"intent\":\"attendance\",\"absent\":[" numbers "]}"
#define BOTH(came, gone) "{\"intent\":\"attendance\",\"came\":[" came "],\"absent\":[" gone "]}"

#define LIST "staff-guests"
#define NOBODY_YET "1:unknown 2:unknown 3:unknown 4:unknown"

static void open_day(struct meeting_day *day)
{
    meeting_day_open(day);
    const struct guest comes = {.answer = GUEST_YES};
    meeting_day_guest(day, PERSON_SEEKER, "Anna Dam", "anna@post.example", comes);
    meeting_day_guest(day, PERSON_SEEKER, "Bo Friis", "bo@post.example", comes);
    meeting_day_guest(day, PERSON_EMPLOYER, "Ole Bruun", "ole@kk.example", comes);
    meeting_day_guest(day, PERSON_SEEKER, "Ida Lund", "ida@post.example",
                      (struct guest){.answer = GUEST_MAYBE});
    MEETING_DAY_DO(day, meeting_list_send(&day->test->office, &cause, day->meeting, false, &error));
    test_office_at(day->test, "2026-12-01T12:30");
}

struct row {
    const char *name, *from, *intents, *outcome, *presences;
};

static const struct row rows[] = {
    {"those who came", mettes_address, CAME("1,3"), "marked", "1:came 2:absent 3:came 4:unknown"},
    {"those who did not", mettes_address, ABSENT("2"), "marked",
     "1:came 2:absent 3:came 4:unknown"},
    {"all", mettes_address, ABSENT(""), "marked", "1:came 2:came 3:came 4:unknown"},
    {"nobody", mettes_address, CAME(""), "marked", "1:absent 2:absent 3:absent 4:unknown"},
    {"a maybe", mettes_address, CAME("1,4"), "marked", "1:came 2:absent 3:absent 4:came"},
    {"both: the rest is not known", mettes_address, BOTH("1", "2"), "marked",
     "1:came 2:absent 3:unknown 4:unknown"},
    {"a number that nobody has", mettes_address, CAME("1,9"), "not-marked", NOBODY_YET},
    {"nought", mettes_address, CAME("0"), "not-marked", NOBODY_YET},
    {"somebody else, with the token", karens_address, CAME("1,3"), "asked!guess", NULL},
};

static void row(void **state)
{
    const struct row *row = *state;
    struct meeting_day day;
    open_day(&day);
    g_autofree char *outcome = dialogue_say(&day.dialogue, row->from, LIST, row->intents);
    if (row->presences != NULL) {
        assert_string_equal(outcome, row->outcome);
    }
    meeting_day_presences(&day, row->presences != NULL ? row->presences : NOBODY_YET);
    meeting_day_close(&day);
}

static void everybody_of_staff_is_told(void **state)
{
    (void)state;
    struct meeting_day day;
    open_day(&day);
    test_office_person(day.test, PERSON_STAFF, "Hanne", "hanne@kk.example", false);
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, LIST, CAME("1"), "marked");
    dialogue_letters(&day.dialogue,
                     "staff-guests>mette@kk.example staff-attendance>mette@kk.example "
                     "staff-attendance>hanne@kk.example");
    DIALOGUE_READS(&day.dialogue, "staff-attendance", "1. Anna Dam");
    DIALOGUE_READS(&day.dialogue, "staff-attendance", "Mette har skrevet");
    meeting_day_close(&day);
}

/* The answer may be answered, and so may the list once more: the last word counts. */
static void can_be_corrected(void **state)
{
    (void)state;
    struct meeting_day day;
    open_day(&day);
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, LIST, CAME("1,4"), "marked");
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, "staff-attendance", CAME("2"), "marked");
    meeting_day_presences(&day, "1:absent 2:came 3:absent 4:unknown");
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, LIST, ABSENT(""), "marked");
    meeting_day_presences(&day, "1:came 2:came 3:came 4:unknown");
    meeting_day_close(&day);
}

static void wrong_numbers_are_named(void **state)
{
    (void)state;
    struct meeting_day day;
    open_day(&day);
    test_office_person(day.test, PERSON_STAFF, "Hanne", "hanne@kk.example", false);
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, LIST, BOTH("1,9", "12"), "not-marked");
    dialogue_letters(&day.dialogue,
                     "staff-guests>mette@kk.example staff-attendance>mette@kk.example");
    DIALOGUE_READS(&day.dialogue, "staff-attendance", "nummer 9, 12.");
    meeting_day_close(&day);
}

static void not_before_it_begins(void **state)
{
    (void)state;
    struct meeting_day day;
    open_day(&day);
    test_office_at(day.test, "2026-12-01T09:59");
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, LIST, CAME("1"), "not-marked");
    meeting_day_presences(&day, NOBODY_YET);
    DIALOGUE_READS(&day.dialogue, "staff-attendance", "Svar igen bagefter");
    test_office_at(day.test, "2026-12-01T10:00");
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, LIST, CAME("1"), "marked");
    meeting_day_close(&day);
}

/* Another letter of ours to staff is no list. */
static void only_for_a_list(void **state)
{
    (void)state;
    struct meeting_day day;
    open_day(&day);
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, NULL, CAME("1"), "asked");
    DIALOGUE_EXPECT(&day.dialogue, mettes_address, "confirm-wish", YES, "to-human");
    meeting_day_presences(&day, NOBODY_YET);
    meeting_day_close(&day);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 5] = {
        cmocka_unit_test(everybody_of_staff_is_told),
        cmocka_unit_test(can_be_corrected),
        cmocka_unit_test(wrong_numbers_are_named),
        cmocka_unit_test(not_before_it_begins),
        cmocka_unit_test(only_for_a_list),
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[5 + at] = (struct CMUnitTest){
            .name = rows[at].name, .test_func = row, .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/meeting_attendance", tests, NULL, NULL);
}
