#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>

#include "post/discreet.h"

struct row {
    const char *name, *text, *wanted;
};

static const struct row rows[] = {
    {"nothing", "", ""},
    {"no address", "cannot reach 127.0.0.1:25", "cannot reach 127.0.0.1:25"},
    {"in brackets", "530 5.7.0 <a@b.example>: must authenticate",
     "530 5.7.0 <...>: must authenticate"},
    {"bare", "no mailbox hans.jensen@b.example here", "no mailbox <...> here"},
    {"two", "<a@b.dk> to c@d.dk, refused", "<...> to <...>, refused"},
    {"at the ends", "a@b.dk", "<...>"},
    {"after a colon", "FROM:a@b.dk;", "FROM:<...>;"},
    {"quoted", "<\"one two\"@b.dk> no", "<...> no"},
    {"address literal", "a@[192.0.2.1] no", "<...> no"},
    {"not ASCII", "søren@blåbær.dk no", "<...> no"},
    {"only the sign", "at 10 @ home", "at 10 <...> home"},
    {"two signs", "a@b@c.dk no", "<...> no"},
};

static void is_discreet(void **state)
{
    const struct row *row = *state;
    g_autofree char *got = discreet(row->text);
    assert_string_equal(got, row->wanted);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = is_discreet,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("post/discreet", tests, NULL, NULL);
}
