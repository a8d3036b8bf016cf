/* Counting days: easter, weeks, months. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/days.h"

static void assert_day(int day, const char *iso)
{
    char text[DAYS_ISO_ROOM];
    days_to_iso(day, text);
    assert_string_equal(text, iso);
}

static void reads_and_writes(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",           "2013-3-1",   "2013-02-29", "2013-13-01",
                                        "20130-3-01", "2013-03-1x", "1899-01-01", "2013/03/01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(days_from_iso(wrong[i]), 0);
    }
    assert_day(days_from_iso("2012-02-29"), "2012-02-29");
    assert_int_equal(days_weekday(days_from_iso("2013-03-20")), 3);
    assert_int_equal(days_weekday(days_from_iso("2013-03-24")), 7);
}

static void knows_easter(void **state)
{
    (void)state;
    static const struct {
        int year;
        const char *day;
    } easters[] = {{2013, "2013-03-31"}, {2014, "2014-04-20"}, {2019, "2019-04-21"},
                   {2024, "2024-03-31"}, {2026, "2026-04-05"}, {2038, "2038-04-25"}};
    for (size_t i = 0; i < sizeof easters / sizeof *easters; i++) {
        assert_day(days_easter_sunday(easters[i].year), easters[i].day);
    }
}

static void knows_weeks(void **state)
{
    (void)state;
    assert_day(days_of_week(2013, 1), "2012-12-31");
    assert_day(days_of_week(2013, 34), "2013-08-19");
    assert_day(days_of_week(2020, 53), "2020-12-28");
    assert_day(days_of_week(2026, 53), "2026-12-28");
    assert_int_equal(days_of_week(2013, 53), 0);
    assert_int_equal(days_of_week(2013, 0), 0);
    assert_int_equal(days_of_week(2013, 54), 0);
}

static void adds_months(void **state)
{
    (void)state;
    assert_day(days_add_months(days_from_iso("2013-01-31"), 1), "2013-02-28");
    assert_day(days_add_months(days_from_iso("2013-12-15"), 2), "2014-02-15");
    assert_day(days_add_months(days_from_iso("2013-12-31"), 0), "2013-12-31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes), cmocka_unit_test(knows_easter),
        cmocka_unit_test(knows_weeks), cmocka_unit_test(adds_months)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
