/* Automatic replies that name a day: noted for whom our mail went to, never answered. */
#include "support/dialogue.h"

#include "store/away.h"

struct row {
    const char *name, *day;
    bool token, noted;
};

static const struct row rows[] = {
    {"with our token", "2013-04-08", true, true},
    {"anybody can write a From line", "2013-04-08", false, false},
    {"a day that has passed", "2013-03-19", true, false},
    {"for ever", "2099-01-01", true, false},
    {"no day of the calendar", "2013-02-30", true, false},
    {"no day", NULL, true, false},
};

static void acts(void **state)
{
    const struct row *row = *state;
    struct dialogue dialogue = dialogue_open();
    SCOPED(verdict) struct verdict *verdict = meaning(karens_address, "Jeg er ikke her", "");
    verdict->kind = VERDICT_AUTOREPLY;
    verdict->automatic = true;
    verdict->away_until = g_strdup(row->day);
    SCOPED(inbound)
    struct inbound *settled = dialogue_hear(&dialogue, row->token ? "welcome" : NULL, verdict);
    assert_string_equal(settled->effect, "auto-reply");
    int64_t until = 0, wanted = 0;
    assert_true(away_until(dialogue.test->office.store, dialogue.karen,
                           clock_now(dialogue.test->clock), &until, NULL));
    if (row->noted) {
        assert_true(clock_parse(dialogue.test->clock, row->day, &wanted, NULL));
    }
    assert_int_equal(until, wanted);
    dialogue_letters(&dialogue, "");
    dialogue_close(&dialogue);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].name,
                                        .test_func = acts,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/absence", tests, NULL, NULL);
}
