/* When the meetings are: the rule, closed days, and what staff wrote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "calendar/meeting_dates.h"
#include "site.h"

/* ---- an independent computation: every day of the years through GDateTime ----------------------
 */

/* Easter by Gauss with the later corrections, as a day of March (32 is 1 April). */
static int gauss_easter(int year)
{
    int k = year / 100, m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25, s = 2 - (3 * k + 3) / 4;
    int a = year % 19, d = (19 * a + m) % 30, r = (d + a / 11) / 29;
    int og = 21 + d - r, sz = 7 - (year + year / 4 + s) % 7, oe = 7 - (og - sz) % 7;
    return og + oe;
}

static bool is_free(GDateTime *day)
{
    static const int after_easter[] = {-3, -2, 0, 1, 39, 49, 50};
    int year, month, of_month;
    g_date_time_get_ymd(day, &year, &month, &of_month);
    g_autoptr(GDateTime) march = g_date_time_new_utc(year, 3, 1, 0, 0, 0);
    g_autoptr(GDateTime) easter = g_date_time_add_days(march, gauss_easter(year) - 1);
    int after = (int)(g_date_time_difference(day, easter) / G_TIME_SPAN_DAY);
    for (size_t at = 0; at < G_N_ELEMENTS(after_easter); at++) {
        if (after == after_easter[at]) {
            return true;
        }
    }
    int date = month * 100 + of_month;
    return (after == 26 && year <= 2023) || date == 101 || date == 605 || date == 1224 ||
           date == 1225 || date == 1226 || date == 1231;
}

/* "2026-08-04": walks through the month and takes the first Tuesday on which nobody is free. */
static char *brute_force(int year, int month, unsigned *moved)
{
    g_autoptr(GDateTime) day = g_date_time_new_utc(year, month, 1, 0, 0, 0);
    unsigned tuesdays = 0;
    for (;;) {
        if (g_date_time_get_day_of_week(day) == 2) {
            tuesdays++;
            if (!is_free(day)) {
                *moved += tuesdays > 1 ? 1 : 0;
                return g_date_time_format(day, "%Y-%m-%d");
            }
        }
        GDateTime *next = g_date_time_add_days(day, 1);
        g_date_time_unref(day);
        day = next;
    }
}

static void agrees_with_brute_force_2013_to_2060(void **state)
{
    (void)state;
    SCOPED(site) struct site *site = site_new("", NULL);
    unsigned months = 0, moved = 0, moved_here = 0;
    for (int year = 2013; year <= 2060; year++) {
        for (int month = 1; month <= 12; month++, months++) {
            g_autofree char *wanted = brute_force(year, month, &moved);
            g_autofree char *start = g_strconcat(wanted, "T10:00", NULL);
            g_autofree char *end = g_strconcat(wanted, "T12:00", NULL);
            SCOPED(meeting_plan)
            struct meeting_plan *plan = meeting_dates_of_month(site->dates, year, month);
            assert_string_equal(plan->start, start);
            assert_string_equal(plan->end, end);
            assert_false(plan->cancelled);
            moved_here += plan->day != plan->regular ? 1 : 0;
        }
    }
    assert_int_equal(months, 576);
    assert_int_equal(moved, 13);
    assert_int_equal(moved_here, 13);
}

/* ---- what is known of single months ------------------------------------------------------------
 */

static void assert_day(int day, const char *iso)
{
    char text[DAYS_ISO_ROOM];
    days_to_iso(day, text);
    assert_string_equal(text, iso);
}

static void knows_the_vectors(void **state)
{
    (void)state;
    static const struct {
        const char *key, *day, *why, *warning;
    } rows[] = {
        {"2013-01", "2013-01-08", "Nytårsdag", NULL},
        {"2013-04", "2013-04-02", NULL, "Dagen efter påske"},
        {"2018-06", "2018-06-12", "Grundlovsdag", NULL},
        {"2019-01", "2019-01-08", "Nytårsdag", NULL},
        {"2026-04", "2026-04-07", NULL, "Dagen efter påske"},
        {"2029-06", "2029-06-12", "Grundlovsdag", NULL},
        {"2030-01", "2030-01-08", "Nytårsdag", NULL},
        {"2018-05", "2018-05-01", NULL, "1. maj, hvor mange har fri"},
        {"2057-05", "2057-05-01", NULL, "1. maj, hvor mange har fri"},
        {"2020-04", "2020-04-07", NULL, "Tirsdag i påskeugen"},
        {"2042-04", "2042-04-01", NULL, "Tirsdag i påskeugen"},
        {"2022-06", "2022-06-07", NULL, "Dagen efter pinse"},
        {"2058-06", "2058-06-04", NULL, "Dagen efter pinse"},
        {"2024-01", "2024-01-02", NULL, "Lige efter nytår"},
        {"2026-08", "2026-08-04", NULL, NULL},
    };
    SCOPED(site) struct site *site = site_new("", NULL);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        SCOPED(meeting_plan)
        struct meeting_plan *plan = meeting_dates_of_key(site->dates, rows[at].key);
        assert_string_equal(plan->key, rows[at].key);
        assert_day(plan->day, rows[at].day);
        assert_int_equal(g_strcmp0(plan->why, rows[at].why), 0);
        assert_int_equal(g_strcmp0(plan->warning, rows[at].warning), 0);
        assert_int_equal(plan->day - plan->regular, rows[at].why != NULL ? 7 : 0);
    }
}

/* The years of each row of the table of hits. */
static void knows_which_years_are_hit(void **state)
{
    (void)state;
    static const struct {
        const char *month_day;
        const char *years;
    } rows[] = {
        {"01-08", "2013 2019 2030 2036 2041 2047 2058 "},
        {"06-12", "2018 2029 2035 2040 2046 2057 "},
        {"05-01", "2018 2029 2035 2040 2046 2057 "},
    };
    SCOPED(site) struct site *site = site_new("", NULL);
    int first = days_from_civil(2013, 1, 1), last = days_from_civil(2060, 12, 31);
    g_autoptr(GPtrArray) plans = meeting_dates_between(site->dates, first, last);
    assert_int_equal(plans->len, 576);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autoptr(GString) years = g_string_new(NULL);
        for (guint i = 0; i < plans->len; i++) {
            const struct meeting_plan *plan = plans->pdata[i];
            if (strncmp(plan->start + 5, rows[at].month_day, 5) == 0) {
                g_string_append_printf(years, "%.4s ", plan->start);
            }
        }
        assert_string_equal(years->str, rows[at].years);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_brute_force_2013_to_2060),
        cmocka_unit_test(knows_the_vectors),
        cmocka_unit_test(knows_which_years_are_hit),
    };
    return cmocka_run_group_tests_name("calendar/meeting_dates", tests, NULL, NULL);
}
