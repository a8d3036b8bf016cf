/* What stands above a body. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "mail/head.h"

static const struct row {
    const char *name, *raw, *head;
} rows[] = {
    {"without a body", "From: a@b.dk\r\nSubject: x\r\n\r\ntext",
     "From: a@b.dk\r\nSubject: x\r\n\r\n"},
    {"bare line ends", "From: a@b.dk\n\ntext", "From: a@b.dk\n\r\n"},
    {"what describes the body goes",
     "mime-version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\nTo: c@d.dk\r\n\r\n",
     "To: c@d.dk\r\n\r\n"},
    {"other lines keep what continues them", "Subject: x\r\n\ty\r\n\r\n",
     "Subject: x\r\n\ty\r\n\r\n"},
    {"a line that does not end", "From: a@b.dk\r\nSubject: x", "From: a@b.dk\r\n\r\n"},
    {"nothing", "", "\r\n"},
    {"no header", "\r\ntext\r\n", "\r\n"},
};

static void head_of(void **state)
{
    const struct row *row = *state;
    size_t size = 0;
    g_autofree char *head = head_alone(row->raw, strlen(row->raw), &size);
    assert_string_equal(head, row->head);
    assert_int_equal(size, strlen(row->head));
}

static void it_has_a_limit(void **state)
{
    (void)state;
    g_autoptr(GString) raw = g_string_new("From: a@b.dk\r\n");
    while (raw->len < 3 * HEAD_LIMIT) {
        g_string_append(raw, "X-Long: 123456789012345678901234567890\r\n");
    }
    size_t size = 0;
    g_autofree char *head = head_alone(raw->str, raw->len, &size);
    assert_true(size <= HEAD_LIMIT + 2 && size > HEAD_LIMIT - 100);
    assert_true(g_str_has_prefix(head, "From: a@b.dk\r\nX-Long"));
    assert_true(g_str_has_suffix(head, "7890\r\n\r\n"));
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {cmocka_unit_test(it_has_a_limit)};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at + 1] = (struct CMUnitTest){.name = rows[at].name,
                                            .test_func = head_of,
                                            .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("mail/head", tests, NULL, NULL);
}
