#include "base/clock.h"

#include <string.h>
#include <time.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/failure.h"

static void test_parse(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t moment;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2013-04-02T09:00", 1364886000},
        {"2013-04-02T09:00:30", 1364886030},
        {"2013-04-02 09:00", 1364886000},
        {"2013-04-02", 1364853600},
        {"2013-04-02T09:00Z", 1364893200},
        {"2013-04-02T09:00+02:00", 1364886000},
        {"2013-04-02T09:00:00-0130", 1364898600},
        {"2013-01-02T09:00", 1357113600},
        {"2012-02-29T00:00Z", 1330473600},
        /* Summer time begins: 02:00 becomes 03:00. */
        {"2013-03-31T01:59:59", 1364691599},
        {"2013-03-31T03:00", 1364691600},
        {"2013-03-31T02:30+01:00", 1364693400},
        /* It ends: 02:00 to 03:00 comes twice, and we mean the first. */
        {"2013-10-27T01:59", 1382831940},
        {"2013-10-27T02:00", 1382832000},
        {"2013-10-27T02:30", 1382833800},
        {"2013-10-27T02:30+01:00", 1382837400},
        {"2013-10-27T03:00", 1382839200},
    };
    SCOPED(clock) struct clock *clock = clock_new("Europe/Copenhagen");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        int64_t moment = -1;
        g_autoptr(GError) error = NULL;
        if (!clock_parse(clock, rows[i].text, &moment, &error) || moment != rows[i].moment) {
            fail_msg("%s: %jd %s", rows[i].text, (intmax_t)moment,
                     error != NULL ? error->message : "");
        }
    }
}

static void test_parse_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"", "is not a time"},
        {"now", "is not a time"},
        {"2013", "is not a time"},
        {"2013-4-2", "is not a time"},
        {"02-04-2013", "is not a time"},
        {"2013-02-29", "is not a time"},
        {"2013-13-01", "is not a time"},
        {"2013-00-01", "is not a time"},
        {"2013-04-31T00:00", "is not a time"},
        {"2013-04-02T24:00", "is not a time"},
        {"2013-04-02T09:60", "is not a time"},
        {"2013-04-02T09:00:60", "is not a time"},
        {"2013-04-02T09", "is not a time"},
        {"2013-04-02T9:00", "is not a time"},
        {"2013-04-02T09:00:", "is not a time"},
        {"2013-04-02T09:00 ", "is not a time"},
        {"2013-04-02T09:00+", "is not a time"},
        {"2013-04-02T09:00+99:00", "is not a time"},
        {"2013-04-02T09:00Zulu", "is not a time"},
        {" 2013-04-02", "is not a time"},
        {"0000-01-01", "is not a time"},
        {"9999-12-31", "is not a time"},
        {"-013-01-01", "is not a time"},
        {"2013-03-31T02:30", "does not exist"},
        {"2013-03-31T02:00", "does not exist"},
        {"2013-03-31T02:59:59", "does not exist"},
    };
    SCOPED(clock) struct clock *clock = clock_new("Europe/Copenhagen");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        int64_t moment = 42;
        g_autoptr(GError) error = NULL;
        if (clock_parse(clock, rows[i].text, &moment, &error)) {
            fail_msg("\"%s\" is taken for a time", rows[i].text);
        }
        assert_int_equal(moment, 42);
        assert_int_equal(error->code, FAILURE_INPUT);
        assert_non_null(strstr(error->message, rows[i].words));
    }
}

static void test_format(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int64_t moment;
        const char *text;
    } rows[] = {
        {"Europe/Copenhagen", 1364886000, "2013-04-02T09:00:00+02:00"},
        {"Europe/Copenhagen", 1357113600, "2013-01-02T09:00:00+01:00"},
        {"UTC", 0, "1970-01-01T00:00:00+00:00"},
        {"America/Godthab", 1364886000, "2013-04-02T05:00:00-02:00"},
        {"Asia/Kolkata", 0, "1970-01-01T05:30:00+05:30"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(clock) struct clock *clock = clock_new(rows[i].zone);
        g_autofree char *text = clock_format(clock, rows[i].moment);
        assert_string_equal(text, rows[i].text);
        int64_t moment = -1;
        assert_true(clock_parse(clock, text, &moment, NULL));
        assert_true(moment == rows[i].moment);
    }
}

/* Every half hour of a year, there and back, in zones that change at odd times. */
static void test_round_trip(void **state)
{
    (void)state;
    static const char *const zones[] = {"Europe/Copenhagen", "Australia/Lord_Howe", "Pacific/Apia"};
    for (size_t i = 0; i < G_N_ELEMENTS(zones); i++) {
        SCOPED(clock) struct clock *clock = clock_new(zones[i]);
        unsigned repeated = 0;
        for (int64_t at = 1293840000; at < 1293840000 + 366 * 86400; at += 1800) {
            g_autoptr(GDateTime) civil = clock_civil(clock, at);
            g_autofree char *text = g_date_time_format(civil, "%Y-%m-%dT%H:%M:%S");
            int64_t moment = -1;
            assert_true(clock_parse(clock, text, &moment, NULL));
            assert_true(moment == at || (moment < at && at - moment <= 7200));
            repeated += moment != at;
        }
        assert_in_range(repeated, 1, 2);
    }
}

static void test_extremes(void **state)
{
    (void)state;
    SCOPED(clock) struct clock *clock = clock_new("Europe/Copenhagen");
    static const int64_t moments[] = {INT64_MIN, INT64_MAX, -1};
    for (size_t i = 0; i < G_N_ELEMENTS(moments); i++) {
        g_autofree char *text = clock_format(clock, moments[i]);
        assert_true(strlen(text) >= 20);
    }
}

static void test_now(void **state)
{
    (void)state;
    SCOPED(clock) struct clock *clock = clock_new("UTC");
    int64_t before = (int64_t)time(NULL);
    int64_t now = clock_now(clock);
    assert_in_range(now, before, before + 10);

    clock_set(clock, 1364886000, false);
    assert_true(clock_now(clock) == 1364886000);
    clock_set(clock, 1364886000, true);
    now = clock_now(clock);
    assert_in_range(now, 1364886000, 1364886010);
    assert_string_equal(g_time_zone_get_identifier(clock_zone(clock)), "UTC");
}

static void test_stopwatch(void **state)
{
    (void)state;
    int64_t last = clock_stopwatch();
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_stopwatch();
        assert_true(now >= last);
        last = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),     cmocka_unit_test(test_parse_refuses),
        cmocka_unit_test(test_format),    cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_extremes),  cmocka_unit_test(test_now),
        cmocka_unit_test(test_stopwatch),
    };
    return cmocka_run_group_tests_name("base/clock", tests, NULL, NULL);
}
