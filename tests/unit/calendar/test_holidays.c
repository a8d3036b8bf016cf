/* The table of holidays: the one that is installed, and what staff may write wrongly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "../base/scratch.h"
#include "base/data.h"
#include "base/failure.h"
#include "calendar/holidays.h"

static struct holidays *installed(void)
{
    g_autofree char *path = data_path("config/holidays.conf");
    return holidays_load(path, NULL);
}

static struct holidays *read_text(const char *text, char **wrong)
{
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *path = scratch_file(scratch, "holidays.conf", text, strlen(text));
    g_autoptr(GError) error = NULL;
    struct holidays *holidays = holidays_load(path, &error);
    if (holidays == NULL) {
        assert_true(g_error_matches(error, CALENDAR_ERROR, FAILURE_CONFIGURATION));
        *wrong = g_strdup(error->message);
    }
    return holidays;
}

static void knows_the_danish_holidays(void **state)
{
    (void)state;
    static const struct {
        const char *day, *name;
    } rows[] = {
        {"2013-01-01", "Nytårsdag"},
        {"2013-03-28", "Skærtorsdag"},
        {"2013-03-29", "Langfredag"},
        {"2013-03-31", "Påskedag"},
        {"2013-04-01", "2. påskedag"},
        {"2013-04-26", "Store bededag"},
        {"2023-05-05", "Store bededag"},
        {"2024-04-26", NULL},
        {"2013-05-09", "Kristi himmelfartsdag"},
        {"2013-05-19", "Pinsedag"},
        {"2013-05-20", "2. pinsedag"},
        {"2013-06-05", "Grundlovsdag"},
        {"2013-12-24", "Juleaftensdag"},
        {"2013-12-25", "Juledag"},
        {"2013-12-26", "2. juledag"},
        {"2013-12-27", NULL},
        {"2013-12-31", "Nytårsaftensdag"},
        {"2026-05-01", NULL},
        {"2026-05-02", NULL}, /* a Saturday */
        {"2038-04-25", "Påskedag"},
    };
    SCOPED(holidays) struct holidays *holidays = installed();
    assert_non_null(holidays);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        const char *name = "unset";
        bool closed = holidays_is_closed(holidays, days_from_iso(rows[at].day), &name);
        assert_int_equal(closed, rows[at].name != NULL);
        assert_int_equal(g_strcmp0(name, rows[at].name), 0);
    }
}

static void counts_those_of_a_year(void **state)
{
    (void)state;
    SCOPED(holidays) struct holidays *holidays = installed();
    for (int year = 2013; year <= 2060; year++) {
        int closed = 0, last = days_from_civil(year, 12, 31);
        for (int day = days_from_civil(year, 1, 1); day <= last; day++) {
            closed += holidays_is_closed(holidays, day, NULL) ? 1 : 0;
        }
        /* 11 holidays until 2023, then 10; 3 closed days. Constitution Day meets Whitsun in 2017,
         * 2022 (5 June), 2028, 2033, 2044, 2052 ... */
        int whit = days_easter_sunday(year) + 49, june = days_from_civil(year, 6, 5);
        int twice = june == whit || june == whit + 1 ? 1 : 0;
        assert_int_equal(closed, (year <= 2023 ? 14 : 13) - twice);
    }
}

static void takes_single_days_and_years(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        bool closed;
    } rows[] = {
        {"2026-12-27", false}, {"2026-12-28", true},  {"2026-12-30", true},  {"2026-12-31", false},
        {"2027-12-28", false}, {"2019-07-01", false}, {"2020-07-01", true},  {"2022-07-01", true},
        {"2023-07-01", false}, {"2024-02-29", true},  {"2023-03-01", false}, {"2026-03-31", true},
    };
    char *wrong = NULL;
    SCOPED(holidays)
    struct holidays *holidays = read_text("# Vore lukkedage\n[closed]\n"
                                          "2026-12-28  to 2026-12-30 = Juleferie # tre dage\n"
                                          "1/7 from 2020 until 2022 = Sommer\r\n"
                                          "29/2 = Skuddag\neaster-5 = Påske\n",
                                          &wrong);
    assert_null(wrong);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        assert_int_equal(holidays_is_closed(holidays, days_from_iso(rows[at].day), NULL),
                         rows[at].closed);
    }
}

static void warns(void **state)
{
    (void)state;
    SCOPED(holidays) struct holidays *holidays = installed();
    assert_string_equal(holidays_warning(holidays, days_from_iso("2026-04-07")),
                        "Dagen efter påske");
    assert_non_null(holidays_warning(holidays, days_from_iso("2018-05-01")));
    assert_null(holidays_warning(holidays, days_from_iso("2026-08-04")));
    assert_false(holidays_is_closed(holidays, days_from_iso("2018-05-01"), NULL));
}

static void says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"1/1 = Nytårsdag\n", ":1: a day stands below [holidays], [closed] or [warnings]"},
        {"[close]\n1/1 = Nytårsdag\n", "did you mean [closed]?"},
        {"[closed]\n\n30/2 = Nej\n", ":3: \"30/2\" is no day; write day/month as 24/12"},
        {"[closed]\n32/1 = Nej\n", "is no day"},
        {"[closed]\n12/24 = Amerika\n", "is no day"},
        {"[closed]\neaster+ = Nej\n", "is no day"},
        {"[closed]\neaster39 = Nej\n", "is no day"},
        {"[closed]\neaster-81 = Nej\n", "is no day"},
        {"[closed]\neasterly = Nej\n", "is no day"},
        {"[closed]\n2026-02-29 = Nej\n", "is no day"},
        {"[closed]\n1.1. = Nej\n", "is no day"},
        {"[closed]\n1/1 =\n", ":2: behind the = stands what the day is called"},
        {"[closed]\n1/1 since 2020 = Nej\n", "\"since\" is not understood"},
        {"[closed]\n1/1 from = Nej\n", "\"from\" is not understood"},
        {"[closed]\n1/1 from 20x = Nej\n", "\"from\" is not understood"},
        {"[closed]\n1/1 from 2024 until 2023 = Nej\n", "exchange them"},
        {"[closed]\n2026-12-28 until 2026 = Nej\n", "\"until\" is not understood"},
        {"[closed]\n2026-12-28 to 2026-12-27 = Nej\n", "lies before the first"},
        {"[closed]\n1/1 to 2026-12-27 = Nej\n", "\"to\" is not understood"},
        {"[closed]\n1/1 = A\n1/1 = B\n", ":3: \"1/1\" stands already in line 2"},
        {"[closed]\nJul\n", ":2: this is neither [section] nor key = value"},
        {"[closed\n", ":1: a section is written as [name]"},
        {"[closed]\n1/1 = A\x01\n", "control character"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autofree char *wrong = NULL;
        SCOPED(holidays) struct holidays *holidays = read_text(rows[at].text, &wrong);
        assert_null(holidays);
        if (strstr(wrong, rows[at].says) == NULL) {
            print_message("%s\n  lacks: %s\n", wrong, rows[at].says);
        }
        assert_non_null(strstr(wrong, rows[at].says));
    }
}

static void tells_all_findings_at_once(void **state)
{
    (void)state;
    g_autofree char *wrong = NULL;
    SCOPED(holidays)
    struct holidays *holidays = read_text("[closed]\n30/2 = A\n2/1 = B\n31/6 = C\n", &wrong);
    assert_null(holidays);
    assert_non_null(strstr(wrong, "holidays.conf:2: "));
    assert_non_null(strstr(wrong, "\n"));
    assert_non_null(strstr(wrong, "holidays.conf:4: "));
    g_autoptr(GString) many = g_string_new("[closed]\n");
    for (int at = 0; at < 60; at++) {
        g_string_append(many, "nonsense\n");
    }
    g_autofree char *long_one = NULL;
    assert_null(read_text(many->str, &long_one));
    assert_non_null(strstr(long_one, "10 more; is this the right file?"));
    g_autoptr(GError) error = NULL;
    assert_null(holidays_load("/nonexistent/holidays.conf", &error));
    assert_non_null(strstr(error->message, "/nonexistent/holidays.conf"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_danish_holidays),   cmocka_unit_test(counts_those_of_a_year),
        cmocka_unit_test(takes_single_days_and_years), cmocka_unit_test(warns),
        cmocka_unit_test(says_what_is_wrong),          cmocka_unit_test(tells_all_findings_at_once),
    };
    return cmocka_run_group_tests_name("calendar/holidays", tests, NULL, NULL);
}
