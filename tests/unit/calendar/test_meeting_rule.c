/* The links of [meeting]: what is written, what is read, what is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "site.h"

struct row {
    const char *line, *read; /* NULL: refused */
};

static const struct row rows[] = {
    {"", ""},
    {"links = Regler https://a.example/r", "Regler=https://a.example/r "},
    {"links = Regler https://a.example | Job bank http://b.example",
     "Regler=https://a.example Job bank=http://b.example "},
    {"links = A https://a | B https://b | C https://c", "A=https://a B=https://b C=https://c "},
    {"links = A https://a | B https://b | C https://c | D https://d", NULL},
    {"links = https://a.example", NULL},
    {"links = Regler", NULL},
    {"links = Regler a.example", NULL},
    {"links = A https://a | ", NULL},
    {"links = A https://a)b", NULL},
};

static void links(void **state)
{
    const struct row *row = *state;
    SCOPED(site) struct site *site = site_new(row->line, NULL);
    if (row->read == NULL) {
        assert_null(site->dates);
        assert_non_null(strstr(site->error->message, "[meeting] links: "));
        return;
    }
    assert_non_null(site->dates);
    g_autoptr(GString) read = g_string_new(NULL);
    const struct meeting_rule *rule = meeting_dates_rule(site->dates);
    for (size_t at = 0; at < MEETING_LINKS_LIMIT && rule->links[at].text != NULL; at++) {
        g_string_append_printf(read, "%s=%s ", rule->links[at].text, rule->links[at].address);
    }
    assert_string_equal(read->str, row->read);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = *rows[at].line != '\0' ? rows[at].line : "none",
                                        .test_func = links,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("calendar/meeting_rule", tests, NULL, NULL);
}
