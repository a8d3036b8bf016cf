/* Whether an answer to the invitation says nothing but whether somebody comes. */
#include "support/language.h"

#include <string.h>

#include "understand/understand.h"

struct row {
    const char *text;
    bool bare;
};

static const struct row rows[] = {
    {"Ja tak", true},
    {"Ja", true},
    {"👍", true},
    {"Ja tak, vi kommer to", true},
    {"Jeg kommer. Mvh Karen", true},
    {"Jeg kommer.\n\nMvh\nkaren holm", true},
    {"Hej Hanne\n\nTak for invitationen. Jeg kommer gerne.\n\nMed venlig hilsen\nKaren", true},
    {"Jeg deltager gerne i mødet den 7. maj", true},
    {"Ja tak, jeg kommer på tirsdag. Vi ses", true},
    {"Ja, det gør jeg", true},
    {"Nej tak", true},
    {"Jeg kan desværre ikke komme", true},
    {"Nej, jeg er desværre syg", true},
    {"Måske", true},
    {"Ja, jeg sidder i kørestol", false},
    {"Ja, men jeg bruger teleslynge", false},
    {"Ja tak. Jeg er blind", false},
    {"Ja, jeg kommer med min hjælper", false},
    {"Jeg kommer, men kan ikke gå på trapper", false},
    {"Ja tak, vegetar", false},
    {"Ja - kørestol", false},
    {"Ja tak, tåler ikke nødder", false},
    {"Jeg kommer, men jeg er syg og må gå tidligt", false},
    {"Jeg kommer. Mvh Karen, jeg sidder i kørestol", false},
    {"Jeg kommer\n\nMvh Karen\n\nPS: jeg skal bruge tolk", false},
    {"Jeg kommer lidt for sent", false},
    {"Ja tak. Er der elevator?", false},
};

static void is_bare(void **state)
{
    const struct row *row = *state;
    g_autofree char *raw =
        g_strdup_printf("From: Karen Holm <karen@example.org>\nSubject: SV: Seniorjob\n"
                        "Content-Type: text/plain; charset=utf-8\n\n%s\n",
                        row->text);
    struct understand_context context = {.replying_to = "invitation", .today = "2013-03-21"};
    SCOPED(verdict)
    struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    assert_true(verdict_intent(verdict, "attend") != NULL || verdict->guesses->len > 0);
    assert_int_equal(json_is_true(json_object_get(verdict->open, "bare")), row->bare);
    json_auto_t *full = verdict_to_json(verdict, true);
    SCOPED(verdict) struct verdict *again = verdict_from_json(full, NULL);
    assert_int_equal(json_is_true(json_object_get(again->open, "bare")), row->bare);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].text,
                                        .test_func = is_bare,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("understand/bare", tests, load, unload);
}
