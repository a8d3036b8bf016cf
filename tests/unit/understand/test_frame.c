/* Pieces of a row in every order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "understand/frame.h"

static void test_orders(void **state)
{
    (void)state;
    static const char *const wanted[] = {"jeg vil & stoppe & brevet", "jeg vil & brevet & stoppe",
                                         "stoppe & jeg vil & brevet", "stoppe & brevet & jeg vil",
                                         "brevet & stoppe & jeg vil", "brevet & jeg vil & stoppe"};
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    assert_true(frame_orders("jeg vil & stoppe & brevet", rows));
    assert_int_equal(rows->len, G_N_ELEMENTS(wanted));
    for (guint i = 0; i < rows->len; i++) {
        assert_string_equal(g_ptr_array_index(rows, i), wanted[i]);
    }
}

static void test_one_piece(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    assert_true(frame_orders("afmeld mig", rows));
    assert_int_equal(rows->len, 1);
    assert_string_equal(g_ptr_array_index(rows, 0), "afmeld mig");
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {"", "a &", "& a", "a & & b", "a & b & c & d & e"};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) orders = g_ptr_array_new_with_free_func(g_free);
        assert_false(frame_orders(rows[i], orders));
        assert_int_equal(orders->len, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_orders),
                                       cmocka_unit_test(test_one_piece),
                                       cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests_name("understand/frame", tests, NULL, NULL);
}
