#include "mail/precheck.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Limits of mime.md 4: what is below passes, what is above is refused with its name. */
struct row {
    const char *name;
    const char *before, *repeated, *after;
    unsigned times;
    const char *refusal; /* part of the message, NULL: passes */
};

#define HEAD "From: a@example.dk\r\nSubject: x\r\n"

static const struct row rows[] = {
    {"an ordinary mail", HEAD "\r\nhej\r\n", "", "", 0, NULL},
    {"empty", "", "", "", 0, NULL},
    {"20 groups in From", "From: ", "a:", "\r\n\r\nx", 20, NULL},
    {"200 groups in From", "From: ", "a:", "\r\n\r\nx", 200, "colons"},
    {"200 groups in cc of an attached mail", HEAD "\r\n--x\r\n\r\nCC : ", "a:", "\r\n", 200,
     "colons"},
    {"200 groups over lines", "To: a\r\n", " a:\r\n", "\r\n", 200, "colons"},
    {"200 colons in the text", HEAD "\r\n", "a:", "\r\n", 200, NULL},
    {"9 KB of addresses", "To: a@b", ", a@b.dk", "\r\n\r\n", 1200, "8 KB"},
    {"7 KB of addresses", "To: a@b", ", a@b.dk", "\r\n\r\n", 900, NULL},
    {"90 KB of header", HEAD, "X-Y: 0123456789\r\n", "\r\n", 5300, NULL},
    {"110 KB of header", HEAD, "X-Y: 0123456789\r\n", "\r\n", 6500, "header block"},
    {"110 KB of header in a part", HEAD "\r\n--x\r\n", "X-Y: 0123456789\r\n", "\r\n", 6500,
     "header block"},
    {"110 KB of text behind dashes", HEAD "\r\n--x\r\n", "0123456789 0123456789\r\n", "\r\n", 6500,
     NULL},
    {"50 nested parts", HEAD "\r\n", "--x\r\nContent-Type: multipart/mixed\r\n\r\n", "", 50, NULL},
    {"51 nested parts", HEAD "\r\n", "--x\r\ncontent-type:\r\n multipart/mixed\r\n\r\n", "", 51,
     "nested"},
    {"1,000 parts", HEAD "\r\n", "Content-Type: text/plain\r\n\r\n", "", 1000, NULL},
    {"1,001 parts", HEAD "\r\n", "Content-Type: text/plain\r\n\r\n", "", 1001, "parts"},
    {"10,000 lines of dashes", HEAD "\r\n", "--y\r\n", "", 10000, NULL},
    {"10,001 lines of dashes", HEAD "\r\n", "--y\r\n", "", 10001, "--"},
    {"50 parentheses", HEAD "Content-Type: ", "(", "\r\n\r\n", 50, NULL},
    {"51 parentheses", HEAD "Content-Type: ", "(", "\r\n\r\n", 51, "parentheses"},
    {"a boundary that is a quote", HEAD "Content-Type: multipart/mixed; boundary=\"\\\"\"\r\n\r\n",
     "", "", 0, "boundary"},
    {"an empty boundary", HEAD "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n", "", "", 0,
     "boundary"},
    {"a usual boundary", HEAD "Content-Type: multipart/mixed; boundary=\"=_x\"\r\n\r\n", "", "", 0,
     NULL},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autoptr(GString) raw = g_string_new(row->before);
    for (unsigned i = 0; i < row->times; i++) {
        g_string_append(raw, row->repeated);
    }
    g_string_append(raw, row->after);
    g_autoptr(GError) error = NULL;
    bool passes = precheck(raw->str, raw->len, &error);
    assert_int_equal(passes, row->refusal == NULL);
    if (row->refusal != NULL) {
        assert_non_null(strstr(error->message, row->refusal));
    }
}

static void test_size(void **state)
{
    (void)state;
    g_autofree char *raw = g_malloc(PRECHECK_MESSAGE_LIMIT + 1);
    memset(raw, '\n', PRECHECK_MESSAGE_LIMIT + 1);
    assert_true(precheck(raw, PRECHECK_MESSAGE_LIMIT, NULL));
    g_autoptr(GError) error = NULL;
    assert_false(precheck(raw, PRECHECK_MESSAGE_LIMIT + 1, &error));
    assert_non_null(strstr(error->message, "25 MB"));
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {cmocka_unit_test(test_size)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 1] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("mail/precheck", tests, NULL, NULL);
}
