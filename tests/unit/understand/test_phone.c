/* Telephone numbers, and what looks like one. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>

#include "understand/phone.h"

static const struct row {
    const char *text, *number; /* NULL: none */
} rows[] = {
    {"Ring på 20112233", "20 11 22 33"},
    {"tlf. 20 11 22 33.", "20 11 22 33"},
    {"Mit nummer er 2011 2233 (mobil)", "20 11 22 33"},
    {"201 12 233", "20 11 22 33"},
    {"20-11-22-33", "20 11 22 33"},
    {"20.11.22.33", "20 11 22 33"},
    {"+45 20112233", "20 11 22 33"},
    {"+4520112233", "20 11 22 33"},
    {"0045 20 11 22 33", "20 11 22 33"},
    {"ring:33171001!", "33 17 10 01"},
    {"+46 70 123 45 67", "+46 70 123 45 67"},
    {"den 24. eller på 20 11 22 33", "20 11 22 33"},
    {"Fastnet 33 17 10 01, mobil 20 11 22 33", "33 17 10 01"},
    {"cpr 010160-1234", NULL},
    {"0101601234", NULL},
    {"den 24-12-2013", NULL},
    {"24.12.2013", NULL},
    {"24/12/2013", NULL},
    {"2013-12-24", NULL},
    {"konto 1234 0012345678", NULL},
    {"10 00 00 00 kr.", NULL},
    {"sag nr. A20112233", NULL},
    {"20112233@post.example", NULL},
    {"kl. 15, uge 34, 25 timer", NULL},
    {"20 11 22", NULL},
    {"", NULL},
    {"+", NULL},
    {"+45", NULL},
    {"00", NULL},
};

static void finds(void **state)
{
    const struct row *row = *state;
    g_autofree char *number = phone_find(row->text);
    if (row->number == NULL) {
        assert_null(number);
    } else {
        assert_non_null(number);
        assert_string_equal(number, row->number);
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].text,
                                        .test_func = finds,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("understand/phone", tests, NULL, NULL);
}
