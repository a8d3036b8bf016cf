/* Lines of the table of changed meetings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <glib.h>

#include "base/days.h"
#include "calendar/override.h"

/* A line as we understood it, for comparing. The caller owns it. */
static char *described(const struct override *override)
{
    static const char *const audiences[] = {"both", "seekers", "employers"};
    char day[DAYS_ISO_ROOM] = "-";
    if (override->day != 0) {
        days_to_iso(override->day, day);
    }
    return g_strdup_printf("%s %d %d|%s|%s|%s|%d|%s%s", day, override->start, override->end,
                           override->place != NULL ? override->place : "-",
                           override->title != NULL ? override->title : "-",
                           override->why != NULL ? override->why : "-", override->capacity,
                           audiences[override->audience], override->cancelled ? " cancelled" : "");
}

static void reads_lines(void **state)
{
    (void)state;
    static const struct {
        const char *key, *value, *described;
    } rows[] = {
        {"2026-08", "2026-08-11 13:00, Korsgade", "2026-08-11 780 -1|Korsgade|-|-|-1|both"},
        {"2026-08", "2026-08-11 13:00-15:00, Korsgade", "2026-08-11 780 900|Korsgade|-|-|-1|both"},
        {"2026-08", "2026-08-11 9:05", "2026-08-11 545 -1|-|-|-|-1|both"},
        {"2026-08", "2026-08-11", "2026-08-11 -1 -1|-|-|-|-1|both"},
        {"2026-08", "2026-08-04 , Korsgade 4, 1. sal,  2200 København N ",
         "2026-08-04 -1 -1|Korsgade 4, 1. sal,  2200 København N|-|-|-1|both"},
        {"2026-08", "2026-08-11   13:00 ,", "2026-08-11 780 -1|-|-|-|-1|both"},
        {"2026-07", "cancelled", "- -1 -1|-|-|-|-1|both cancelled"},
        {"2026-07", "cancelled; why sommerferie", "- -1 -1|-|-|sommerferie|-1|both cancelled"},
        {"2026-08", "2026-08-11; cancelled", "2026-08-11 -1 -1|-|-|-|-1|both cancelled"},
        {"2026-08", "2026-08-04;capacity none; why ombygning i sal 2",
         "2026-08-04 -1 -1|-|-|ombygning i sal 2|0|both"},
        {"aabent-hus", "2026-11-18 14:00-16:00, Rådhuset; employers; capacity 40; title Åbent hus",
         "2026-11-18 840 960|Rådhuset|Åbent hus|-|40|employers"},
        {"aabent-hus-2026-11-18", "2026-11-18 14:00-16:00; seekers",
         "2026-11-18 840 960|-|-|-|-1|seekers"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autofree char *wrong = NULL;
        SCOPED(override)
        struct override *override = override_read(rows[at].key, rows[at].value, &wrong);
        assert_non_null(override);
        g_autofree char *found = described(override);
        assert_string_equal(found, rows[at].described);
        assert_string_equal(override->key, rows[at].key);
    }
}

static void says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *key, *value, *says;
    } rows[] = {
        {"2026-8", "cancelled", "\"2026-8\" is neither a month such as 2026-08 nor a name"},
        {"2026-13", "cancelled", "neither a month"},
        {"Åbent hus", "2026-11-18", "nor a name of a-z"},
        {"a@b", "2026-11-18", "nor a name of a-z"},
        {"a23456789-123456789-123456789-123456789-1", "2026-11-18", "nor a name of a-z"},
        {"2026-08", "", "does not begin with a date such as 2026-08-11"},
        {"2026-08", "canceled", "is not \"cancelled\""},
        {"2026-08", "11/8 13:00", "does not begin with a date"},
        {"2026-08", "2026-08-32", "does not begin with a date"},
        {"2026-08", "2026-08-11 kl. 13", "\"kl. 13\" is no time; write 13:00"},
        {"2026-08", "2026-08-11 13.00", "is no time"},
        {"2026-08", "2026-08-11 24:00", "is no time"},
        {"2026-08", "2026-08-11 13:00-13:00", "is no time"},
        {"2026-08", "2026-08-11 13:00-12:00", "is no time"},
        {"2026-08", "2026-08-11 13:00 Korsgade", "is no time; write 13:00 or 13:00-15:00, a comma"},
        {"2026-08", "2026-09-11 13:00", "the date is not in 2026-08"},
        {"2026-08", "2026-08-11; capacity many", "\"capacity many\" is not understood"},
        {"2026-08", "2026-08-11; capacity 10001", "is not understood"},
        {"2026-08", "2026-08-11; everybody", "\"everybody\" is not understood"},
        {"2026-08", "2026-08-11; title", "\"title\" is not understood"},
        {"2026-08", "2026-08-11; employers 40", "is not understood"},
        {"2026-08", "2026-08-11;", "\"\" is not understood"},
        {"aabent-hus", "cancelled", "an extra meeting needs its date"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autofree char *wrong = NULL;
        SCOPED(override)
        struct override *override = override_read(rows[at].key, rows[at].value, &wrong);
        assert_null(override);
        if (strstr(wrong, rows[at].says) == NULL) {
            print_message("%s\n  lacks: %s\n", wrong, rows[at].says);
        }
        assert_non_null(strstr(wrong, rows[at].says));
    }
}

static void knows_a_month(void **state)
{
    (void)state;
    int year = 0, month = 0;
    assert_true(override_month("2026-08", &year, &month));
    assert_int_equal(year, 2026);
    assert_int_equal(month, 8);
    assert_false(override_month("2026-00", &year, &month));
    assert_false(override_month("2026-8a", &year, &month));
    assert_false(override_month("aabent-hus", &year, &month));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(knows_a_month),
    };
    return cmocka_run_group_tests_name("calendar/override", tests, NULL, NULL);
}
