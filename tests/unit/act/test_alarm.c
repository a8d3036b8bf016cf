/* What staff learn of faults, and how often. */
#include "support/office.h"

#include "act/alarm.h"

#define MET ">mette@kk.example"

static struct test_office *with_staff(void)
{
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    return test;
}

static void fault(struct test_office *test, const char *when, int64_t delay)
{
    g_autoptr(GError) error = NULL;
    test_office_at(test, when);
    if (!alarm_raise(&test->office, ALARM_RELAY_DOWN, delay, "connection refused", &error)) {
        fail_msg("%s", error->message);
    }
}

static void clear(struct test_office *test, const char *when)
{
    g_autoptr(GError) error = NULL;
    test_office_at(test, when);
    if (!alarm_clear(&test->office, ALARM_RELAY_DOWN, &error)) {
        fail_msg("%s", error->message);
    }
}

static void is_told_once_a_day_while_it_lasts(void **state)
{
    (void)state;
    struct test_office *test = with_staff();
    fault(test, "2013-03-20T09:00", 0);
    test_office_expect(test, "staff-alarm" MET);
    fault(test, "2013-03-20T09:01", 0);
    fault(test, "2013-03-21T08:59", 0);
    test_office_expect(test, "staff-alarm" MET);
    fault(test, "2013-03-21T09:00", 0);
    test_office_expect(test, "staff-alarm" MET " staff-alarm" MET);
    bool lasts = false;
    assert_true(alarm_lasts(&test->office, ALARM_RELAY_DOWN, &lasts, NULL));
    assert_true(lasts);
    clear(test, "2013-03-21T09:10");
    clear(test, "2013-03-21T09:11");
    test_office_expect(test, "staff-alarm" MET " staff-alarm" MET " staff-alarm-over" MET);
    assert_true(alarm_lasts(&test->office, ALARM_RELAY_DOWN, &lasts, NULL));
    assert_false(lasts);
    test_office_close(test);
}

/* Off and on all the time: one letter and its end a day, and never the end alone while it lasts. */
static void what_comes_and_goes_is_told_once_a_day(void **state)
{
    (void)state;
    struct test_office *test = with_staff();
    for (int hour = 9; hour < 21; hour += 2) {
        g_autofree char *on = g_strdup_printf("2013-03-20T%02d:00", hour);
        g_autofree char *off = g_strdup_printf("2013-03-20T%02d:00", hour + 1);
        fault(test, on, 0);
        clear(test, off);
    }
    test_office_expect(test, "staff-alarm" MET " staff-alarm-over" MET);
    fault(test, "2013-03-20T21:00", 0);
    bool lasts = false;
    assert_true(alarm_lasts(&test->office, ALARM_RELAY_DOWN, &lasts, NULL));
    assert_true(lasts);
    fault(test, "2013-03-21T08:59", 0);
    test_office_expect(test, "staff-alarm" MET " staff-alarm-over" MET);
    fault(test, "2013-03-21T09:00", 0);
    clear(test, "2013-03-21T10:00");
    test_office_expect(test, "staff-alarm" MET " staff-alarm-over" MET " staff-alarm" MET
                             " staff-alarm-over" MET);
    test_office_close(test);
}

/* A relay that is restarted is nobody's business. */
static void what_passes_is_not_told(void **state)
{
    (void)state;
    struct test_office *test = with_staff();
    fault(test, "2013-03-20T09:00", ALARM_HOUR);
    fault(test, "2013-03-20T09:59", ALARM_HOUR);
    clear(test, "2013-03-20T09:59");
    test_office_expect(test, "");
    fault(test, "2013-03-20T10:10", ALARM_HOUR);
    fault(test, "2013-03-20T11:10", ALARM_HOUR);
    test_office_expect(test, "staff-alarm" MET);
    test_office_close(test);
}

/* An alarm of a year to come would keep its fault in silence until then. */
static void a_clock_that_was_ahead_silences_nothing(void **state)
{
    (void)state;
    struct test_office *test = with_staff();
    fault(test, "2036-03-20T09:00", 0);
    test_office_expect(test, "staff-alarm" MET);
    fault(test, "2013-03-20T09:00", ALARM_HOUR);
    test_office_expect(test, "staff-alarm" MET);
    fault(test, "2013-03-20T10:00", ALARM_HOUR);
    test_office_expect(test, "staff-alarm" MET " staff-alarm" MET);
    test_office_close(test);
}

static void goes_the_confidential_way(void **state)
{
    (void)state;
    struct test_office *test = with_staff();
    fault(test, "2013-03-20T09:00", 0);
    g_autoptr(GPtrArray) open =
        ledger_claim(test->office.store, clock_now(test->clock), LEDGER_OPEN, 9, NULL);
    assert_int_equal(open->len, 0);
    g_autoptr(GPtrArray) mails =
        ledger_claim(test->office.store, clock_now(test->clock), LEDGER_CONFIDENTIAL, 9, NULL);
    assert_int_equal(mails->len, 1);
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_told_once_a_day_while_it_lasts),
        cmocka_unit_test(what_comes_and_goes_is_told_once_a_day),
        cmocka_unit_test(what_passes_is_not_told),
        cmocka_unit_test(a_clock_that_was_ahead_silences_nothing),
        cmocka_unit_test(goes_the_confidential_way),
    };
    return cmocka_run_group_tests_name("act/alarm", tests, NULL, NULL);
}
