/* Short answers about a match: yes or no, and the days. */
#include "support/language.h"

#include <string.h>

#include "understand/understand.h"

static const struct row {
    const char *replying_to, *words;
    const char *says; /* "": neither */
    const char *days; /* with commas */
} rows[] = {
    {"followup", "JA", "yes", ""},
    {"followup", "Ja tak\n\nMvh Anna", "yes", ""},
    {"followup", "Nej", "no", ""},
    {"followup", "nej, ikke endnu", "no", ""},
    {"followup", "Vi har ikke talt sammen endnu", "no", ""},
    {"followup", "AFTALT 3. april", "", "2013-04-03"},
    {"followup", "Ja, vi mødes den 3. april kl. 10", "yes", "2013-04-03"},
    {"followup", "PRAKTIK 3. til 14. april", "", "2013-04-03,2013-04-14"},
    {"followup", "Praktik fra 3. april til 14. april", "", "2013-04-03,2013-04-14"},
    {"followup", "3/4 til 14/4", "", "2013-04-03,2013-04-14"},
    {"followup", "praktik i fire uger fra 3. april", "", "2013-04-03,2013-04-30"},
    {"followup", "til den 26. april", "", ",2013-04-26"},
    {"followup", "ANSAT 1. maj", "", "2013-05-01"},
    {"followup", "engang i april", "", ""},
    {"followup", "Det går rigtig godt", "yes", ""},
    {"followup", "Det går ikke så godt", "no", ""},
    {"followup", "Nej, hun er stoppet", "no", ""},
    {"followup", "Ja. Nej. Jeg ved det ikke.", "", ""},
    {"followup", "Hej med jer", "", ""},
    {"relay", "Du er ansat fra 1. maj", "", "2013-05-01"},
    {"relay", "Ja, jeg kommer den 3. april", "", ""},
    {"none", "Nej, den 3. april", "", ""},
};

static char *days_of(const struct verdict *verdict)
{
    const json_t *days = json_object_get(verdict->open, "days");
    GString *all = g_string_new(NULL);
    for (size_t at = 0; at < json_array_size(days); at++) {
        g_string_append_printf(all, "%s%s", at > 0 ? "," : "",
                               json_string_value(json_array_get(days, at)));
    }
    return g_string_free(all, FALSE);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autofree char *mail = g_strdup_printf(
        "From: Anna <anna@example.dk>\nContent-Type: text/plain; charset=utf-8\n\n%s", row->words);
    struct understand_context context = {.replying_to = row->replying_to, .today = "2013-03-21"};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, mail, strlen(mail));
    /* As main gets it from the process that understands. */
    json_auto_t *json = verdict_to_json(verdict, true);
    SCOPED(verdict) struct verdict *handed = verdict_from_json(json, NULL);
    const char *says = json_string_value(json_object_get(handed->open, "says"));
    g_autofree char *days = days_of(handed);
    assert_string_equal(says != NULL ? says : "", row->says);
    assert_string_equal(days, row->days);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)];
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].words,
                                        .test_func = test_row,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("understand/gate", tests, load, unload);
}
