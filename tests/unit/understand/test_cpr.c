#include "understand/cpr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#include <cmocka.h>

/* Numbers are made up; 0707614285 and 2110625629 fulfil the control sum. */
struct row {
    const char *text, *masked; /* NULL: there is none */
};

static const struct row rows[] = {
    {"mit cpr er 010150-1234.", "mit cpr er 010150-xxxx."},
    {"150355-1234", "150355-xxxx"},
    {"0707614285", "070761-xxxx"},
    {"070761 4285", "070761-xxxx"},
    {"1503551234", NULL},
    {"cpr-nr. 1503551234", "cpr-nr. 150355-xxxx"},
    {"Personnummer: 150355 1234", "Personnummer: 150355-xxxx"},
    {"150355–1234", "150355-xxxx"},
    {"750355-1234", "750355-xxxx"},
    {"321350-1234", NULL},
    {"150055-1234", NULL},
    {"ring 12345678", NULL},
    {"+4515035512", NULL},
    {"konto 12340707614285", NULL},
    {"150355-12345", NULL},
    {"2013-04-02", NULL},
    {"", NULL},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    assert_int_equal(cpr_found(row->text), row->masked != NULL);
    g_autofree char *masked = cpr_mask(row->text);
    assert_string_equal(masked, row->masked == NULL ? row->text : row->masked);
}

static void test_nothing(void **state)
{
    (void)state;
    assert_false(cpr_found(NULL));
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {cmocka_unit_test(test_nothing)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 1] = (struct CMUnitTest){.name = rows[i].text,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/cpr", tests, NULL, NULL);
}
