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

/* The rows of days that stay: nothing is moved, and the organiser is told of the Holy Week. */
static void stays_near_the_holidays(void **state)
{
    (void)state;
    static const struct {
        const char *days;
        bool warned;
    } rows[] = {
        {"2020-04-07 2023-04-04 2034-04-04 2039-04-05 2042-04-01 2045-04-04 2050-04-05 2053-04-01",
         true},
        {"2013-04-02 2015-04-07 2018-04-03 2021-04-06 2024-04-02 2026-04-07 2029-04-03 2037-04-07 "
         "2040-04-03 2048-04-07 2051-04-04 2056-04-04 2059-04-01",
         false},
        {"2017-06-06 2020-06-02 2022-06-07 2028-06-06 2031-06-03 2033-06-07 2036-06-03 2044-06-07 "
         "2047-06-04 2058-06-04",
         false}};
    SCOPED(site) struct site *site = site_new("", NULL);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_auto(GStrv) all = g_strsplit(rows[at].days, " ", -1);
        for (char **day = all; *day != NULL; day++) {
            int number = days_from_iso(*day);
            g_autoptr(GPtrArray) plans = meeting_dates_between(site->dates, number, number);
            assert_int_equal(plans->len, 1);
            const struct meeting_plan *plan = plans->pdata[0];
            assert_true(g_str_has_prefix(plan->start, *day));
            assert_true(!rows[at].warned || plan->warning != NULL);
        }
    }
    int first = days_from_civil(2013, 1, 1), last = days_from_civil(2060, 12, 31), early = 0;
    g_autoptr(GPtrArray) plans = meeting_dates_between(site->dates, first, last);
    for (guint i = 0; i < plans->len; i++) {
        const char *day = ((const struct meeting_plan *)plans->pdata[i])->start + 5;
        early += g_str_has_prefix(day, "01-02") || g_str_has_prefix(day, "01-03");
    }
    assert_int_equal(early, 13);
}

/* ---- what staff wrote, and other rules ---------------------------------------------------------
 */

/* A plan in one line. The caller owns it. */
static char *described(const struct meeting_plan *plan)
{
    char regular[DAYS_ISO_ROOM] = "extra";
    if (plan->regular != 0) {
        days_to_iso(plan->regular, regular);
    }
    return g_strdup_printf(
        "%s %s %s|%s|%s|%d|%d|%s%s%s%s%s", plan->key, plan->start, plan->end + 11, plan->place,
        plan->title != NULL ? plan->title : "-", plan->audience, plan->capacity, regular,
        plan->cancelled ? " cancelled" : "", plan->by_staff ? " staff" : "",
        plan->why != NULL ? " because " : "", plan->why != NULL ? plan->why : "");
}

static void staff_win(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "2026-06 2026-06-02T10:00 12:00|Sal 1|-|0|30|2026-06-02",
        "2026-07 2026-07-07T10:00 12:00|Sal 1|-|0|30|2026-07-07 cancelled staff because ferie",
        "2026-08 2026-08-11T13:00 15:00|Korsgade|-|0|30|2026-08-04 staff",
        "2026-09 2026-09-01T10:00 12:00|Sal 2|-|0|12|2026-09-01 staff",
        "2026-10 2026-10-06T09:00 10:30|Sal 1|Karriere|0|0|2026-10-06 staff because bytte",
        "2026-11 2026-11-03T10:00 12:00|Sal 1|-|1|30|2026-11-03 staff",
        "aabent-hus 2026-11-18T14:00 16:00|Rådhuset|Åbent hus|2|40|extra staff",
        "messe 2026-11-18T18:00 20:00|Sal 1|-|0|30|extra cancelled staff because for få",
        "2026-12 2026-12-01T10:00 12:00|Sal 1|-|0|30|2026-12-01",
        "2029-06 2029-06-05T10:00 12:00|Sal 1|-|0|30|2029-06-05 staff",
        "2030-01 2030-01-03T10:00 12:00|Sal 1|-|0|30|2030-01-01 staff because Nytårsdag",
    };
    SCOPED(site)
    struct site *site = site_new("place = Sal 1\ncapacity = 30\n",
                                 "# ændringer\n2026-07 = cancelled; why ferie\n"
                                 "2026-08 = 2026-08-11 13:00, Korsgade\n"
                                 "2026-09 = 2026-09-01, Sal 2; capacity 12\n"
                                 "2026-10 = 2026-10-06 9:00-10:30; title Karriere; capacity none; "
                                 "why bytte\n"
                                 "2026-11 = 2026-11-03; seekers\n"
                                 "messe = 2026-11-18 18:00; why for få; cancelled\n"
                                 "aabent-hus = 2026-11-18 14:00-16:00, Rådhuset; employers; "
                                 "capacity 40; title Åbent hus\n"
                                 "2029-06 = 2029-06-05\n2030-01 = 2030-01-03\n");
    assert_null(site->error);
    g_autoptr(GPtrArray) plans = meeting_dates_between(site->dates, days_from_iso("2026-06-02"),
                                                       days_from_iso("2026-12-01"));
    assert_int_equal(plans->len, 9);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autofree char *key = g_strndup(rows[at], strcspn(rows[at], " "));
        SCOPED(meeting_plan) struct meeting_plan *plan = meeting_dates_of_key(site->dates, key);
        g_autofree char *found = described(plan);
        assert_string_equal(found, rows[at]);
        if (at < plans->len) {
            g_autofree char *listed = described(plans->pdata[at]);
            assert_string_equal(listed, rows[at]);
        }
    }
    /* It is on a closed day because staff wanted so: they are told. */
    SCOPED(meeting_plan) struct meeting_plan *june = meeting_dates_of_month(site->dates, 2029, 6);
    assert_string_equal(june->warning, "Grundlovsdag");
    assert_null(meeting_dates_of_key(site->dates, "sommerfest"));
}

static void follows_the_configuration(void **state)
{
    (void)state;
    static const struct {
        const char *meeting, *key, *start, *end;
    } rows[] = {
        {"weekday = thursday\nweek = 2\nstart = 13:30\nend = 14:15\n", "2026-08",
         "2026-08-13T13:30", "2026-08-13T14:15"},
        {"weekday = monday\n", "2026-04", "2026-04-13T10:00", "2026-04-13T12:00"},
        {"weekday = sunday\nweek = 4\n", "2026-02", "2026-02-22T10:00", "2026-02-22T12:00"},
        /* The second one is Ascension Day. */
        {"weekday = thursday\nweek = 2\n", "2026-05", "2026-05-21T10:00", "2026-05-21T12:00"},
        {"weekday = wednesday\n", "2030-05", "2030-05-01T10:00", "2030-05-01T12:00"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        SCOPED(site) struct site *site = site_new(rows[at].meeting, NULL);
        assert_null(site->error);
        SCOPED(meeting_plan)
        struct meeting_plan *plan = meeting_dates_of_key(site->dates, rows[at].key);
        assert_string_equal(plan->start, rows[at].start);
        assert_string_equal(plan->end, rows[at].end);
    }
}

/* Nothing is left of the month: no meeting, and never one in the next. */
static void a_month_may_have_none(void **state)
{
    (void)state;
    static const char closed[] = "[closed]\n2026-07-01 to 2026-07-31 = Ferielukket\n";
    SCOPED(site) struct site *site = site_new("", NULL);
    g_free(scratch_file(site->scratch, "holidays", closed, strlen(closed)));
    static const char text[] = "[site]\nholidays = holidays\n";
    g_autofree char *file = scratch_file(site->scratch, "other.conf", text, strlen(text));
    SCOPED(config) struct config *config = config_load(file, NULL);
    SCOPED(meeting_dates) struct meeting_dates *dates = meeting_dates_load(config, NULL);
    SCOPED(meeting_plan) struct meeting_plan *july = meeting_dates_of_month(dates, 2026, 7);
    assert_true(july->cancelled);
    assert_int_equal(july->day, july->regular);
    assert_string_equal(july->why, "Ferielukket");
    char *wrong = NULL;
    assert_true(meeting_dates_override(dates, "2026-07", "2026-07-14 9:00; why vikar", &wrong));
    SCOPED(meeting_plan) struct meeting_plan *held = meeting_dates_of_month(dates, 2026, 7);
    assert_false(held->cancelled);
    assert_string_equal(held->start, "2026-07-14T09:00");
    assert_string_equal(held->why, "vikar");
    assert_string_equal(held->warning, "Ferielukket");
    /* The newest word counts. */
    assert_true(meeting_dates_override(dates, "2026-07", "cancelled", &wrong));
    SCOPED(meeting_plan) struct meeting_plan *again = meeting_dates_of_month(dates, 2026, 7);
    assert_true(again->cancelled);
}

static void says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *meeting, *overrides, *says;
    } rows[] = {
        {"", "2026-08 = cancelled\n2026-08 = 2026-08-11\n",
         "changed:2: \"2026-08\" stands already"},
        {"", "[closed]\n2026-08 = cancelled\n", "changed:2: this table has no sections"},
        {"", "2026-08 = 2026-08-11 23:00\n", "changed:1: it would end after midnight"},
        {"", "2026-08 = 2026-08-11 kl 9\n", "changed:1: \"kl 9\" is no time"},
        {"", "2026-02 = cancelled\n2026-03 = 2026-03-29 02:30-04:00\n",
         "changed:2: 2026-03-29T02:30 does not exist: the clocks skip that hour"},
        {"", "nat = 2026-03-29 01:00-02:30\n", "changed:1: 2026-03-29T02:30 does not exist"},
        {"start = 02:15\nend = 06:00\nweekday = sunday\nweek = 4\n", NULL,
         "[meeting] start: 2017-03-26T02:15 does not exist"},
        {"overrides = nowhere\n", NULL, "[meeting] overrides: "},
        {"reminders = 5 5\n", NULL, "[meeting] reminders: \"5\" does not fit"},
        {"reminders = 5 0\n", NULL, "[meeting] reminders: \"0\" does not fit"},
        {"reminders = five\n", NULL, "[meeting] reminders: \"five\" does not fit"},
        {"reminders = 1 2 3 4 5 6 7 8 9\n", NULL, "[meeting] reminders: \"9\" does not fit"},
        {"start = 12:00\n", NULL, "[meeting] end: a meeting ends on its day, and after it begins"},
        {"missing = 15\n", NULL, "[meeting] missing: ask again later than `invite`"},
        {"deadline = 9\n", NULL, "[meeting] deadline: the deadline is not before"},
        {"week = 5\n", NULL, "week = 5: it must be a number from 1 to 4"},
        {"weekday = tirsdag\n", NULL, "weekday = tirsdag: it must be"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        SCOPED(site) struct site *site = site_new(rows[at].meeting, rows[at].overrides);
        assert_null(site->dates);
        if (strstr(site->error->message, rows[at].says) == NULL) {
            print_message("%s\n  lacks: %s\n", site->error->message, rows[at].says);
        }
        assert_non_null(strstr(site->error->message, rows[at].says));
    }
}

static void reads_the_steps(void **state)
{
    (void)state;
    SCOPED(site) struct site *site = site_new("reminders = 1, 5 3\n", NULL);
    const struct meeting_rule *rule = meeting_dates_rule(site->dates);
    static const unsigned reminders[] = {5, 3, 1};
    assert_int_equal(rule->reminder_count, 3);
    assert_memory_equal(rule->reminders, reminders, sizeof reminders);
    assert_int_equal(rule->invite, 15);
    assert_int_equal(rule->missing, 8);
    assert_int_equal(rule->deadline, 2);
    assert_int_equal(rule->offer, 48 * 3600);
    assert_int_equal(rule->capacity, 0);
    SCOPED(site) struct site *never = site_new("reminders =\n", NULL);
    assert_int_equal(meeting_dates_rule(never->dates)->reminder_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_brute_force_2013_to_2060),
        cmocka_unit_test(knows_the_vectors),
        cmocka_unit_test(knows_which_years_are_hit),
        cmocka_unit_test(stays_near_the_holidays),
        cmocka_unit_test(staff_win),
        cmocka_unit_test(follows_the_configuration),
        cmocka_unit_test(a_month_may_have_none),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(reads_the_steps),
    };
    return cmocka_run_group_tests_name("calendar/meeting_dates", tests, NULL, NULL);
}
