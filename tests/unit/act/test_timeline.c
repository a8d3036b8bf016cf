/* The story of what happened, with every mail as its reader sees it. */
#include "support/meetings.h"

#include "act/incoming.h"
#include "act/letter.h"
#include "act/newsletter.h"
#include "act/timeline.h"
#include "store/inbound.h"

static void send_all(struct test_office *test)
{
    g_autoptr(GPtrArray) mails =
        ledger_claim(test->office.store, clock_now(test->clock), LEDGER_OPEN, 64, NULL);
    for (guint at = 0; at < mails->len; at++) {
        const struct ledger_mail *mail = mails->pdata[at];
        bool go = false;
        assert_true(ledger_hand_over(test->office.store, mail->id, mail->queued, &go, NULL));
        assert_true(ledger_settle(test->office.store, mail->id, mail->queued, LEDGER_ACCEPTED,
                                  "250", "ok", NULL));
    }
}

static void one_month(struct test_office *test)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = NULL;
    int64_t karen =
        test_office_person(test, PERSON_SEEKER, "Karen Østergaard", "karen@post.example", true);
    assert_true(newsletter_approve(&test->office, "2013-03", "mette", &findings, &error));
    assert_true(newsletter_timer(&test->office, &error));
    send_all(test);
    test_office_at(test, "2013-03-21T10:00");
    static const char raw[] = "Message-ID: <1@x>\n\nAFMELD 010160-1234\n";
    int64_t id = 0;
    bool fresh = false;
    assert_true(inbound_keep(test->office.store, clock_now(test->clock), "one", NULL, raw,
                             strlen(raw), &id, &fresh, &error));
    SCOPED(verdict) struct verdict *verdict = verdict_new();
    verdict->from_address = g_strdup("karen@post.example");
    verdict->subject = g_strdup("SV: cpr 010160-1234");
    g_free(verdict->text);
    verdict->text = g_strdup("AFMELD. Mit cpr er 010160-1234");
    g_ptr_array_add(verdict->intents, verdict_intent_new("unsubscribe", NULL, NULL));
    struct ledger_proof proof = {.person = karen,
                                 .purpose = TOKEN_REPLY,
                                 .replies = (char[]){"newsletter"},
                                 .kind = (char[]){"newsletter"}};
    assert_true(incoming_act(&test->office, id, &proof, verdict, &error));
    send_all(test);
}

static char *told(struct test_office *test, bool with_mails)
{
    g_autoptr(GError) error = NULL;
    json_auto_t *story = timeline_tell(&test->office, 0, INT64_MAX, with_mails, &error);
    if (story == NULL) {
        fail_msg("%s", error->message);
    }
    return json_dumps(story, JSON_SORT_KEYS);
}

static void tells_days_in_order(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    one_month(test);
    g_autofree char *story = told(test, false);
    static const char *const wanted[] = {"onsdag den 20. marts 2013", "2013-03 er godkendt",
                                         "2013-03 er sendt: 1 breve", "torsdag den 21. marts 2013",
                                         "Karen Østergaard",          "afmeldt"};
    for (size_t at = 0; at < G_N_ELEMENTS(wanted); at++) {
        if (strstr(story, wanted[at]) == NULL) {
            fail_msg("%s is missing in %s", wanted[at], story);
        }
    }
    assert_true(strstr(story, wanted[0]) < strstr(story, wanted[3]));
    test_office_close(test);
}

static void shows_mails_and_masks_numbers(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    one_month(test);
    g_autofree char *story = told(test, true);
    assert_non_null(strstr(story, "<!DOCTYPE html"));
    assert_non_null(strstr(story, "010160-xxxx"));
    assert_null(strstr(story, "010160-1234"));
    test_office_close(test);
}

/* Many invitations to a meeting are one line; what waits has not gone out (nor has
 * the welcome before). */
static void sums_up_and_counts_what_was_sent(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    struct test_office *office = test.dialogue.test;
    g_autofree char *before = told(office, false);
    static const char one[] = "Sendt til Karen: invitation til mødet tirsdag den 2. april "
                              "2013 (i kø)",
                      all[] = "3 breve: invitation til mødet tirsdag den 2. april 2013 (sendt)";
    if (strstr(before, one) == NULL) {
        fail_msg("no %s in %s", one, before);
    }
    assert_non_null(strstr(before, "\"0 mails ud, "));
    meeting_test_invite(&test,
                        test_office_person(office, PERSON_SEEKER, "A", "a@post.example", true));
    meeting_test_invite(&test,
                        test_office_person(office, PERSON_SEEKER, "B", "b@post.example", true));
    send_all(office);
    g_autofree char *story = told(office, false);
    const char *found = strstr(story, all);
    if (found == NULL) {
        fail_msg("no %s in %s", all, story);
    }
    assert_null(strstr(found + strlen(all), "invitation"));
    assert_non_null(strstr(story, "\"4 mails ud, "));
    meeting_test_close(&test);
}

/* What leaves the house: the thread's subject comes back to the sender without the number. */
static void letters_hold_no_cpr(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    one_month(test);
    g_autoptr(GPtrArray) letters = test_office_letters(test);
    for (int64_t id = 1; id <= (int64_t)letters->len; id++) {
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(test->office.store, id, NULL);
        if (mail != NULL && mail->composed != NULL) {
            size_t length = 0;
            const char *octets = g_bytes_get_data(mail->composed, &length);
            assert_null(g_strstr_len(octets, (gssize)length, "1234"));
        }
    }
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_days_in_order),
        cmocka_unit_test(shows_mails_and_masks_numbers),
        cmocka_unit_test(sums_up_and_counts_what_was_sent),
        cmocka_unit_test(letters_hold_no_cpr),
    };
    return cmocka_run_group_tests_name("act/timeline", tests, NULL, NULL);
}
