/* Who is shown how often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>
#include <math.h>

#include <cmocka.h>

#include "match/exposure.h"

static GArray *numbers(unsigned count)
{
    GArray *ranked = g_array_new(FALSE, FALSE, sizeof(unsigned));
    for (unsigned i = 0; i < count; i++) {
        g_array_append_val(ranked, i);
    }
    return ranked;
}

static void those_shown_least_come_up(void **state)
{
    (void)state;
    SCOPED(exposure) struct exposure *exposure = exposure_new(6);
    g_autoptr(GArray) ranked = numbers(6);
    unsigned picked[2];
    assert_int_equal(exposure_pick(exposure, ranked, 0, picked, 2), 2);
    assert_int_equal(picked[0], 0);
    assert_int_equal(picked[1], 1);
    for (unsigned round = 0; round < 20; round++) {
        exposure_pick(exposure, ranked, 0, picked, 2);
    }
    assert_true(exposure_coverage(exposure) > 0.99);
    assert_true(exposure->shown[0] > exposure->shown[5]); /* rank still counts */
}

static void who_fits_well_stays(void **state)
{
    (void)state;
    SCOPED(exposure) struct exposure *exposure = exposure_new(6);
    g_autoptr(GArray) ranked = numbers(6);
    unsigned picked[2];
    for (unsigned round = 0; round < 50; round++) {
        exposure_pick(exposure, ranked, 1, picked, 2);
        assert_true(picked[0] == 0 || picked[1] == 0);
    }
    assert_int_equal(exposure->shown[0], 50);
}

static void measures(void **state)
{
    (void)state;
    SCOPED(exposure) struct exposure *exposure = exposure_new(4);
    assert_true(exposure_coverage(exposure) < 1e-9);
    assert_true(exposure_gini(exposure) < 1e-9);
    exposure->shown[2] = 8;
    assert_true(fabs(exposure_coverage(exposure) - 0.25) < 1e-9);
    assert_true(fabs(exposure_gini(exposure) - 0.75) < 1e-9);
    for (unsigned i = 0; i < 4; i++) {
        exposure->shown[i] = 3;
    }
    assert_true(exposure_gini(exposure) < 1e-9);
}

static void few_are_all_shown(void **state)
{
    (void)state;
    SCOPED(exposure) struct exposure *exposure = exposure_new(3);
    g_autoptr(GArray) ranked = numbers(2);
    unsigned picked[5];
    assert_int_equal(exposure_pick(exposure, ranked, 5, picked, 5), 2);
    g_array_set_size(ranked, 0);
    assert_int_equal(exposure_pick(exposure, ranked, 0, picked, 5), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_shown_least_come_up), cmocka_unit_test(who_fits_well_stays),
        cmocka_unit_test(measures), cmocka_unit_test(few_are_all_shown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
