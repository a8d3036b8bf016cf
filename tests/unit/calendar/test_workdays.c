/* Counting working days over Easter, Christmas and weekends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "../base/scratch.h"
#include "base/data.h"
#include "calendar/workdays.h"

static struct holidays *installed(void)
{
    g_autofree char *path = data_path("config/holidays.conf");
    return holidays_load(path, NULL);
}

static void assert_day(int day, const char *iso)
{
    char text[DAYS_ISO_ROOM];
    days_to_iso(day, text);
    assert_string_equal(text, iso);
}

static void counts_back_and_forth(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        unsigned n;
        const char *before, *after;
    } rows[] = {
        {"2026-08-04", 0, "2026-08-04", "2026-08-04"},
        {"2026-08-04", 1, "2026-08-03", "2026-08-05"},
        {"2026-08-04", 2, "2026-07-31", "2026-08-06"},
        {"2026-08-04", 15, "2026-07-14", "2026-08-25"},
        /* 7 April 2026 is the Tuesday after Easter: the days from Thursday are closed. */
        {"2026-04-07", 1, "2026-04-01", "2026-04-08"},
        {"2026-04-07", 5, "2026-03-26", "2026-04-14"},
        {"2026-04-03", 0, "2026-04-01", "2026-04-07"}, /* Good Friday */
        {"2026-08-01", 0, "2026-07-31", "2026-08-03"}, /* a Saturday */
        {"2026-08-01", 1, "2026-07-31", "2026-08-03"},
        /* Tuesday 2 January 2029, with New Year's Eve and Christmas before it. */
        {"2029-01-02", 1, "2028-12-29", "2029-01-03"},
        {"2029-01-02", 5, "2028-12-21", "2029-01-09"},
        {"2024-03-01", 1, "2024-02-29", "2024-03-04"},
    };
    SCOPED(holidays) struct holidays *holidays = installed();
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        int day = days_from_iso(rows[at].day);
        assert_day(workdays_before(holidays, day, rows[at].n), rows[at].before);
        assert_day(workdays_after(holidays, day, rows[at].n), rows[at].after);
    }
}

/* From every day there and back again, through 48 years. */
static void before_undoes_after(void **state)
{
    (void)state;
    SCOPED(holidays) struct holidays *holidays = installed();
    int last = days_from_civil(2060, 12, 31);
    for (int day = days_from_civil(2013, 1, 1); day <= last; day += 3) {
        for (unsigned n = 0; n <= 16; n += 4) {
            int before = workdays_before(holidays, day, n);
            assert_true(workdays_is(holidays, before));
            if (workdays_is(holidays, day)) {
                assert_int_equal(workdays_after(holidays, before, n), day);
            }
        }
    }
}

static void ends_when_everything_is_closed(void **state)
{
    (void)state;
    static const char text[] = "[closed]\n1900-01-01 to 2200-12-31 = Altid\n";
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *path = scratch_file(scratch, "holidays.conf", text, strlen(text));
    SCOPED(holidays) struct holidays *holidays = holidays_load(path, NULL);
    int day = days_from_iso("2026-08-04");
    assert_true(workdays_before(holidays, day, 1) < day - 3000);
    assert_true(workdays_after(holidays, day, 0) > day + 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_back_and_forth),
        cmocka_unit_test(before_undoes_after),
        cmocka_unit_test(ends_when_everything_is_closed),
    };
    return cmocka_run_group_tests_name("calendar/workdays", tests, NULL, NULL);
}
