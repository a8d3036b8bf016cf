/* What guests write beside a yes, from their mail to the list that staff have at the door. */
#include "support/language.h"
#include "support/meetings.h"

#include "act/meeting_list.h"
#include "understand/understand.h"

struct row {
    const char *says;
    bool told; /* staff read it */
};

static const struct row rows[] = {
    {"Ja, jeg sidder i kørestol", true},
    {"Ja, men jeg bruger teleslynge", true},
    {"Ja tak", false},
    {"Ja tak, vi kommer to", false},
    {"Jeg kommer. Mvh Karen", false},
    {"Ja, men jeg kan ikke komme uden tolk", true},
};

static void hear(struct meeting_test *test, const char *says)
{
    g_autofree char *raw =
        g_strdup_printf("From: Karen <%s>\nSubject: SV: Seniorjobberen\nMessage-ID: <m1@x>\n"
                        "Content-Type: text/plain; charset=utf-8\n\n%s\n",
                        karens_address, says);
    struct understand_context context = {.replying_to = "invitation", .today = "2013-03-21"};
    SCOPED(verdict)
    struct verdict *understood = understand(language, &context, raw, strlen(raw));
    json_auto_t *json = verdict_to_json(understood, true); /* as it reaches main */
    SCOPED(verdict) struct verdict *verdict = verdict_from_json(json, NULL);
    SCOPED(inbound)
    struct inbound *settled = dialogue_hear(&test->dialogue, "invitation", verdict);
    assert_string_equal(settled->effect, "meeting-yes");
}

static void reaches_the_list(void **state)
{
    const struct row *row = *state;
    struct meeting_test test = meeting_test_open(0);
    hear(&test, row->says);
    struct cause cause = meeting_test_cause(&test, "timer");
    MEETING_TEST_DO(&test, meeting_list_send(&test.dialogue.test->office, &cause, test.meeting,
                                             false, DO_ERROR));
    DIALOGUE_READS(&test.dialogue, "staff-guests", "1. Karen, jobs");
    g_autofree char *list = dialogue_text(&test.dialogue, "staff-guests");
    assert_int_equal(strstr(list, row->says) != NULL, row->told);
    SCOPED(guest)
    struct guest *guest =
        guest_of(meeting_test_store(&test), test.meeting->id, test.dialogue.karen, NULL);
    assert_int_equal(guest->words != NULL, row->told);
    meeting_test_close(&test);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].says,
                                        .test_func = reaches_the_list,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/meeting_needs", tests, load, unload);
}
