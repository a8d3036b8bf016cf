#include "mail/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/failure.h"

struct row {
    const char *written, *address; /* NULL: refused */
};

static const struct row rows[] = {
    {"hans@example.dk", "hans@example.dk"},
    {"  hans@example.dk\t", "hans@example.dk"},
    {"Hans.Jensen+x@EXAMPLE.DK", "Hans.Jensen+x@example.dk"},
    {"o'neil_1@example.dk", "o'neil_1@example.dk"},
    {"hans@blåbærgrød.dk", "hans@xn--blbrgrd-fxak7p.dk"},
    {"hans@localhost", "hans@localhost"},
    {"", NULL},
    {"hans", NULL},
    {"@example.dk", NULL},
    {"hans@", NULL},
    {"hans@@example.dk", NULL},
    {"hans@example", NULL},
    {"hans@example..dk", NULL},
    {"hans@-example.dk", NULL},
    {"hans@1.2.3.4", NULL},
    {"hans@[1.2.3.4]", NULL},
    {"hans jensen@example.dk", NULL},
    {"søren@example.dk", NULL},
    {".hans@example.dk", NULL},
    {"hans.@example.dk", NULL},
    {"ha..ns@example.dk", NULL},
    {"\"hans\"@example.dk", NULL},
    {"Hans <hans@example.dk>", NULL},
    {"<hans@example.dk>", NULL},
    {"a@example.dk, b@example.dk", NULL},
    {"a@example.dk;b@example.dk", NULL},
    {"venner: a@example.dk;", NULL},
    {"@a.dk:hans@example.dk", NULL},
    {"hans@example.dk\r\nBcc: x@y.dk", NULL},
    {"hans\x01@example.dk", NULL},
    {"hans@ex\xe5mple.dk", NULL},
    {"hans@ex_ample.dk", NULL},
    {"1234567890123456789012345678901234567890123456789012345678901234x@example.dk", NULL},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autoptr(GError) error = NULL;
    g_autofree char *address = address_parse(row->written, &error);
    if (row->address != NULL) {
        assert_non_null(address);
        assert_string_equal(address, row->address);
        return;
    }
    assert_null(address);
    assert_int_equal(error->code, FAILURE_INPUT);
    assert_true(error->domain == MAIL_ERROR);
    assert_true(g_utf8_validate(error->message, -1, NULL));
    assert_null(strchr(error->message, '\n'));
}

static void test_too_long(void **state)
{
    (void)state;
    g_autofree char *label = g_strnfill(60, 'a');
    g_autofree char *domain = g_strjoin(".", label, label, label, label, "dk", NULL);
    g_autofree char *written = g_strconcat("hansjensen@", domain, NULL);
    assert_null(address_parse(written, NULL));
}

static void test_fold(void **state)
{
    (void)state;
    g_autofree char *folded = address_fold("Hans@Example.DK");
    assert_string_equal(folded, "hans@example.dk");
}

static void test_robots(void **state)
{
    (void)state;
    static const char *const robots[] = {"MAILER-DAEMON@example.dk", "postmaster@example.dk",
                                         "noreply@example.dk",       "no-reply@example.dk",
                                         "liste-request@example.dk", "noreply+abc@example.dk",
                                         "owner-list@example.dk",    "ikke-svar@example.dk"};
    static const char *const people[] = {"hans@example.dk", "request@example.dk",
                                         "dorothea@example.dk", "post@example.dk", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(robots); i++) {
        assert_true(address_is_robot(robots[i]));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
        assert_false(address_is_robot(people[i]));
    }
    assert_false(address_is_robot(NULL));
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 3] = {cmocka_unit_test(test_too_long),
                                                       cmocka_unit_test(test_fold),
                                                       cmocka_unit_test(test_robots)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 3] = (struct CMUnitTest){.name = rows[i].written,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("mail/address", tests, NULL, NULL);
}
