/* What staff are told of somebody who wants to be called, and of wishes under the GDPR. */
#include "support/dialogue.h"

static struct inbound *call(struct dialogue *dialogue, const char *text, const char *words,
                            const char *from, const char *kind)
{
    SCOPED(verdict) struct verdict *verdict = meaning(from, "x", HUMAN);
    g_free(verdict->text);
    verdict->text = g_strdup(text);
    struct verdict_intent *intent = verdict->intents->pdata[0];
    g_free(intent->words);
    intent->words = g_strdup(words);
    return dialogue_hear(dialogue, kind, verdict);
}

static void a_number_in_the_mail_goes_before_the_known_one(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    inbound_free(call(&dialogue, "Hej. Ring til mig efter kl. 15 på 40506070. Hilsen Karen",
                      "Ring til mig", karens_address, "welcome"));
    DIALOGUE_READS(&dialogue, "call-back", "40 50 60 70");
    DIALOGUE_READS(&dialogue, "staff-call", "40 50 60 70");
    DIALOGUE_READS(&dialogue, "staff-call", karens_phone);
    DIALOGUE_READS(&dialogue, "staff-call", "Ring til mig efter kl. 15 p");
    dialogue_close(&dialogue);
}

static void the_known_number_else(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    inbound_free(call(&dialogue, "RING", "RING", karens_address, "welcome"));
    DIALOGUE_READS(&dialogue, "call-back", karens_phone);
    dialogue_close(&dialogue);
}

/* Her number is not told to whoever writes from elsewhere. */
static void nobody_else_learns_a_number(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    inbound_free(call(&dialogue, "RING", "RING", "who@x.example", "welcome"));
    g_autofree char *text = dialogue_text(&dialogue, "call-back");
    assert_null(strstr(text, karens_phone));
    dialogue_close(&dialogue);
}

static void a_cpr_number_is_no_phone_number(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    inbound_free(
        call(&dialogue, "Ring. Mit cpr er 010160-1234", "Ring", karens_address, "welcome"));
    g_autofree char *text = dialogue_text(&dialogue, "staff-call");
    assert_null(strstr(text, "1234"));
    dialogue_close(&dialogue);
}

static void gdpr_names_the_last_day(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", "{\"intent\":\"erase\"}",
                    "to-human!erase");
    DIALOGUE_READS(&dialogue, "staff-inbox", "GDPR");
    DIALOGUE_READS(&dialogue, "staff-inbox", "20. april 2013");
    dialogue_close(&dialogue);
}

/* The next mail came today and is read in six days: we were closed. */
static void comes_early(struct dialogue *dialogue)
{
    struct clock *clock = dialogue->test->clock;
    g_autofree char *raw =
        g_strdup_printf("Message-ID: <mail-%u@x>\n\nmail-%u\n", dialogue->mails + 1,
                        dialogue->mails + 1); /* the octets of support/incoming */
    int64_t id = 0;
    bool fresh = false;
    assert_true(inbound_keep(dialogue->test->office.store, clock_now(clock), "early", NULL, raw,
                             strlen(raw), &id, &fresh, NULL));
    clock_set(clock, clock_now(clock) + INT64_C(6) * 86400, false);
}

static void a_month_counts_from_when_the_mail_came(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    comes_early(&dialogue);
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", "{\"intent\":\"erase\"}",
                    "to-human!erase");
    DIALOGUE_READS(&dialogue, "staff-inbox", "senest l\303\270rdag den 20. april 2013");
    DIALOGUE_READS(&dialogue, "staff-inbox", "onsdag den 20. marts 2013");
    DIALOGUE_READS(&dialogue, "gdpr", "Vi modtog din mail onsdag den 20. marts 2013");
    dialogue_close(&dialogue);
}

static void a_receipt_says_when_the_mail_came(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    comes_early(&dialogue);
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", QUESTION, "to-human!question");
    DIALOGUE_READS(&dialogue, "received", "Vi modtog din mail onsdag den 20. marts 2013");
    dialogue_close(&dialogue);
}

static void a_question_says_when_the_mail_came(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    comes_early(&dialogue);
    g_autofree char *outcome = dialogue_say(&dialogue, karens_address, NULL, UNSUBSCRIBE);
    assert_string_equal(outcome, "asked");
    DIALOGUE_READS(&dialogue, "confirm-unsubscribe", "onsdag den 20. marts 2013");
    dialogue_close(&dialogue);
}

/* Nothing of it could be read: staff look it up by its day. */
static void a_quarantined_mail_has_its_day(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    comes_early(&dialogue);
    SCOPED(inbound) struct inbound *settled = dialogue_hear(&dialogue, NULL, NULL);
    assert_int_equal(settled->state, INBOUND_QUARANTINED);
    DIALOGUE_READS(&dialogue, "staff-quarantine", "onsdag den 20. marts 2013");
    dialogue_close(&dialogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_in_the_mail_goes_before_the_known_one),
        cmocka_unit_test(the_known_number_else),
        cmocka_unit_test(nobody_else_learns_a_number),
        cmocka_unit_test(a_cpr_number_is_no_phone_number),
        cmocka_unit_test(gdpr_names_the_last_day),
        cmocka_unit_test(a_month_counts_from_when_the_mail_came),
        cmocka_unit_test(a_receipt_says_when_the_mail_came),
        cmocka_unit_test(a_question_says_when_the_mail_came),
        cmocka_unit_test(a_quarantined_mail_has_its_day),
    };
    return cmocka_run_group_tests_name("act/human", tests, NULL, NULL);
}
