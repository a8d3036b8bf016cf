/* How long the way between two postcodes takes. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <string.h>

#include "base/failure.h"
#include "match/travel.h"
#include "unit/base/scratch.h"

static void test_table(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        int minutes;
    } rows[] = {{"2200", "2200", 10}, {"2200", "2100", 15},  {"2100", "2200", 15},
                {"2200", "1123", 20}, {"2300", "2700", 35},  {"2300", "2800", 55},
                {"2720", "4000", 85}, {"2200", "8000", -1},  {"2200", "220", -1},
                {"2200", NULL, -1},   {"2200", "22000", -1}, {"2200", "-200", -1}};
    SCOPED(travel) struct travel *travel = travel_read("config/language/rejsetid.tsv", NULL);
    assert_non_null(travel);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        int minutes = travel_minutes(travel, rows[i].from, rows[i].to);
        if (minutes != rows[i].minutes) {
            fail_msg("%s to %s: %d", rows[i].from, rows[i].to, minutes);
        }
    }
}

static void test_bad_rows(void **state)
{
    (void)state;
    static const char *const rows[] = {"2200\t55.6\n",          "220\t55.6\t12.5\n",
                                       "2200\t55,6\t12,5\n",    "2200-2100\t55.6\t12.5\n",
                                       "2200\t55.6\t12.5\tx\n", "2200\t\t12.5\n",
                                       "+200\t55.6\t12.5\n"};
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *path = scratch_path(scratch, "travel.tsv");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strconcat("# remark\n", rows[i], NULL);
        assert_true(g_file_set_contents(path, text, -1, NULL));
        g_autoptr(GError) error = NULL;
        SCOPED(travel) struct travel *travel = travel_read(path, &error);
        assert_null(travel);
        assert_int_equal(error->code, FAILURE_CONFIGURATION);
        assert_non_null(strstr(error->message, "travel.tsv:2: "));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table),
                                       cmocka_unit_test(test_bad_rows)};
    return cmocka_run_group_tests_name("match/travel", tests, NULL, NULL);
}
