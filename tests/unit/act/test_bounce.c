/* What comes back, and what follows from it. Verdicts are written by hand: nothing is parsed. */
#include "support/dialogue.h"
#include "support/incoming.h"

#include "act/bounce.h"
#include "act/letter.h"
#include "act/unreachable.h"
#include "store/suppression.h"

#define KAREN "\"address\":\"karen@post.example\""

/* A letter to Karen that the relay has taken at this time; gives its row. */
static int64_t sent(struct test_office *test, int64_t person, enum ledger_result result,
                    const char *status)
{
    g_autoptr(GError) error = NULL;
    struct store *store = test->office.store;
    struct cause cause = {.at = clock_now(test->clock), .actor = "program"};
    SCOPED(person) struct person *karen = person_get(store, person, &error);
    struct letter letter = {
        .name = "welcome", .person = karen, .recipient = karens_address, .replies = "confirmation"};
    assert_true(store_begin(store, &error));
    assert_true(letter_send(&test->office, &cause, &letter, &error));
    assert_true(store_commit(store, &error));
    g_autoptr(GPtrArray) claimed = ledger_claim(store, cause.at, LEDGER_OPEN, 1, &error);
    assert_int_equal(claimed->len, 1);
    const struct ledger_mail *mail = claimed->pdata[0];
    bool go = false;
    assert_true(ledger_hand_over(store, mail->id, cause.at, &go, &error));
    assert_true(ledger_settle(store, mail->id, cause.at, result, status, "said", &error));
    return mail->id;
}

static struct verdict *report(const char *kind, const char *from, const char *bounces)
{
    g_autofree char *json = g_strdup_printf(
        "{\"format\":1,\"kind\":\"%s\",\"from\":{\"address\":\"%s\"},\"text\":\"x\",\"bulk\":false,"
        "\"cpr\":false,\"automatic\":true,\"bounces\":[%s],\"intents\":[]}",
        kind, from, bounces);
    json_auto_t *parsed = json_loads(json, 0, NULL);
    assert_non_null(parsed);
    return verdict_from_json(parsed, NULL);
}

/* A report about our mail `outgoing` arrives (0: without a token); gives what was done. */
static char *comes_back(struct test_office *test, int64_t person, int64_t outgoing,
                        const char *kind, const char *bounces)
{
    static unsigned number;
    g_autofree char *unique = g_strdup_printf("report-%u", number++);
    struct ledger_proof proof = newsletter_proof(person, TOKEN_BOUNCE);
    proof.outgoing = outgoing;
    SCOPED(verdict) struct verdict *verdict = report(kind, "mailer-daemon@mx.example", bounces);
    assert_non_null(verdict);
    SCOPED(inbound)
    struct inbound *settled = arrive(test, outgoing != 0 ? &proof : NULL, verdict, unique);
    return g_strdup(settled->state == INBOUND_HUMAN ? settled->reason : settled->effect);
}

static const char *why(struct test_office *test, const char *address)
{
    g_autoptr(GError) error = NULL;
    SCOPED(suppression)
    struct suppression *found = suppression_of(test->office.store, address, &error);
    return found != NULL ? suppression_reason_name(found->reason) : "none";
}

/* One report about one mail. */
struct row {
    const char *name, *kind, *bounces, *effect, *suppressed;
};

#define ROW(name, bounces, effect, suppressed)      \
    {                                               \
        name, "bounce", bounces, effect, suppressed \
    }
#define SAYS(action, status) "{" KAREN ",\"action\":\"" action "\",\"status\":\"" status "\"}"
#define OTHER(address, action, status) \
    "{\"address\":\"" address "\",\"action\":\"" action "\",\"status\":\"" status "\"}"

static const struct row rows[] = {
    ROW("5.1.1 at once", SAYS("failed", "5.1.1"), "bounced", "hard"),
    ROW("5.1.2 at once", SAYS("failed", "5.1.2"), "bounced", "hard"),
    ROW("5.1.3 at once", SAYS("failed", "5.1.3"), "bounced", "hard"),
    ROW("5.1.6 at once", SAYS("failed", "5.1.6"), "bounced", "hard"),
    ROW("5.1.10 at once", SAYS("failed", "5.1.10"), "bounced", "hard"),
    ROW("5.2.1 disabled at once", SAYS("failed", "5.2.1"), "bounced", "hard"),
    ROW("5.1.8 is about our sender", SAYS("failed", "5.1.8"), "bounce", "none"),
    ROW("5.2.2 full is soft", SAYS("failed", "5.2.2"), "bounce", "none"),
    ROW("5.4.4 is soft", SAYS("failed", "5.4.4"), "bounce", "none"),
    ROW("5.7.1 never blames", SAYS("failed", "5.7.1"), "bounce", "none"),
    ROW("5.0.0 alone is soft", SAYS("failed", "5.0.0"), "bounce", "none"),
    ROW("5.0.0 with words about the mailbox",
        "{" KAREN ",\"action\":\"failed\",\"status\":\"5.0.0\",\"hard\":true}", "bounced", "hard"),
    ROW("5.5.0 with words about the mailbox",
        "{" KAREN ",\"action\":\"failed\",\"status\":\"5.5.0\",\"hard\":true}", "bounced", "hard"),
    ROW("5.4.4 is soft, whatever the report is called",
        "{" KAREN ",\"action\":\"failed\",\"status\":\"5.4.4\",\"hard\":true}", "bounce", "none"),
    ROW("4.4.7 expired is soft", SAYS("failed", "4.4.7"), "bounce", "none"),
    ROW("delayed counts nothing", SAYS("delayed", "4.4.1"), "ignored", "none"),
    ROW("delayed with a hard code counts nothing", SAYS("delayed", "5.1.1"), "ignored", "none"),
    ROW("delivered is nothing", SAYS("delivered", "2.0.0"), "ignored", "none"),
    ROW("relayed is nothing", SAYS("relayed", "2.1.5"), "ignored", "none"),
    ROW("no action is not hard", "{" KAREN ",\"status\":\"5.1.1\"}", "bounce", "none"),
    ROW("no status is soft", "{" KAREN ",\"action\":\"failed\"}", "bounce", "none"),
    ROW("nothing legible is soft", "", "bounce", "none"),
    ROW("a forward that is gone", OTHER("k@new.example", "failed", "5.1.1"), "bounced", "hard"),
    ROW("two forwards, one reached",
        OTHER("a@x.example", "failed", "5.1.1") "," OTHER("b@x.example", "relayed", "2.0.0"),
        "ignored", "none"),
    ROW("two forwards, one only full",
        OTHER("a@x.example", "failed", "5.1.1") "," OTHER("b@x.example", "failed", "4.2.2"),
        "bounce", "none"),
    ROW("the own address counts among others",
        OTHER("a@x.example", "delivered", "2.0.0") "," SAYS("failed", "5.1.1"), "bounced", "hard"),
    {"garbage from a robot", "message", "", "bounce", "none"},
    {"garbage as an automatic reply", "autoreply", "", "bounce", "none"},
    {"garbage that is refused", "malformed", "", "bounce", "none"},
    {"a complaint", "complaint", "", "complaint", "complaint"},
};

static void one_report(void **state)
{
    const struct row *row = *state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    int64_t outgoing = sent(test, karen, LEDGER_ACCEPTED, "250");
    g_autofree char *effect = comes_back(test, karen, outgoing, row->kind, row->bounces);
    assert_string_equal(effect, row->effect);
    assert_string_equal(why(test, karens_address), row->suppressed);
    bool complains = strcmp(row->kind, "complaint") == 0;
    assert_int_equal(test_office_state(test, karen),
                     complains ? SUBSCRIPTION_ENDED : SUBSCRIPTION_ACTIVE);
    test_office_expect(test, "welcome>karen@post.example"); /* no answer to anybody */
    test_office_close(test);
}

static void three_soft_and_two_weeks(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        bool fails;
        const char *suppressed;
    } days[] = {{"2013-03-01T09:00", true, "none"},  {"2013-03-02T09:00", true, "none"},
                {"2013-03-03T09:00", true, "none"},  /* three, but two days */
                {"2013-03-04T09:00", false, "none"}, /* breaks the row */
                {"2013-03-20T09:00", true, "none"},  {"2013-03-25T09:00", true, "none"},
                {"2013-04-02T09:00", true, "none"}, /* 13 days */
                {"2013-04-03T10:00", true, "soft"}};
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    for (size_t at = 0; at < G_N_ELEMENTS(days); at++) {
        test_office_at(test, days[at].day);
        int64_t outgoing = sent(test, karen, LEDGER_ACCEPTED, "250");
        if (days[at].fails) {
            g_free(comes_back(test, karen, outgoing, "bounce", SAYS("failed", "5.2.2")));
        }
        assert_string_equal(why(test, karens_address), days[at].suppressed);
    }
    test_office_close(test);
}

static void the_same_report_twice(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    int64_t outgoing = sent(test, karen, LEDGER_ACCEPTED, "250");
    g_free(comes_back(test, karen, outgoing, "bounce", SAYS("failed", "5.1.1")));
    struct cause staff = {.at = clock_now(test->clock), .actor = "staff"};
    bool lifted = false;
    assert_true(store_begin(test->office.store, NULL));
    assert_true(suppression_lift(test->office.store, &staff, karens_address, &lifted, NULL));
    assert_true(store_commit(test->office.store, NULL));
    g_autofree char *again = comes_back(test, karen, outgoing, "bounce", SAYS("failed", "5.1.1"));
    assert_string_equal(again, "bounce");
    assert_string_equal(why(test, karens_address), "none");
    test_office_close(test);
}

static bool take_id(const struct ledger_mail *mail, void *data)
{
    *(int64_t *)data = mail->id;
    return true;
}

static void what_never_went_cannot_come_back(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    SCOPED(person) struct person *person = person_get(test->office.store, karen, NULL);
    struct cause cause = {.at = clock_now(test->clock), .actor = "program"};
    struct letter letter = {.name = "welcome", .person = person, .recipient = karens_address};
    assert_true(store_begin(test->office.store, NULL));
    assert_true(letter_send(&test->office, &cause, &letter, NULL));
    assert_true(store_commit(test->office.store, NULL));
    int64_t id = 0;
    assert_true(ledger_each(test->office.store, NULL, 0, 0, take_id, &id, NULL));
    g_autofree char *effect = comes_back(test, karen, id, "bounce", SAYS("failed", "5.1.1"));
    assert_string_equal(effect, "ignored");
    assert_string_equal(why(test, karens_address), "none");
    test_office_close(test);
}

static void without_a_token_nobody_is_guessed(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    sent(test, karen, LEDGER_ACCEPTED, "250");
    g_autofree char *reason = comes_back(test, 0, 0, "bounce", SAYS("failed", "5.1.1"));
    assert_string_equal(reason, "bounce");
    g_autofree char *delayed = comes_back(test, 0, 0, "bounce", SAYS("delayed", "4.4.1"));
    assert_string_equal(delayed, "bounce"); /* the effect: nobody has to look */
    assert_string_equal(why(test, karens_address), "none");
    test_office_close(test);
}

static void our_message_id_in_the_returned_header_is_enough(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    int64_t outgoing = sent(test, karen, LEDGER_ACCEPTED, "250");
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(test->office.store, outgoing, NULL);
    SCOPED(verdict)
    struct verdict *verdict = report("bounce", "mailer-daemon@mx.example", SAYS("failed", "5.1.1"));
    verdict->returned_id = g_strdup("welcome.guess@seniorjob.example");
    inbound_free(arrive(test, NULL, verdict, "guess"));
    assert_string_equal(why(test, karens_address), "none");
    g_free(verdict->returned_id);
    verdict->returned_id = g_strdup(mail->message_id);
    SCOPED(inbound) struct inbound *settled = arrive(test, NULL, verdict, "ours");
    assert_string_equal(settled->effect, "bounced");
    assert_int_equal(settled->person, karen);
    assert_string_equal(why(test, karens_address), "hard");
    test_office_close(test);
}

/* What the relay said itself when it refused. */
static const struct {
    const char *status, *suppressed;
} refusals[] = {{"550 5.1.1", "hard"}, {"550", "none"},       {"554 5.7.1", "none"},
                {"452 4.2.2", "none"}, {"552 5.2.2", "none"}, {NULL, "none"}};

static void the_relay_refuses(void **state)
{
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(refusals); at++) {
        struct test_office *test = test_office_open();
        int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
        sent(test, karen, LEDGER_REFUSED, refusals[at].status);
        assert_true(bounce_take_refusals(&test->office, NULL));
        assert_string_equal(why(test, karens_address), refusals[at].suppressed);
        assert_true(bounce_take_refusals(&test->office, NULL));
        test_office_close(test);
    }
}

/* Week by week. */
static const struct {
    const char *status, *suppressed;
} troubles[] = {{"452 4.2.2", "soft"},  {"451", "soft"},       {"421 4.0.0", "none"},
                {"452 4.3.1", "none"},  {"554 5.3.0", "none"}, {"451 4.0.0 (MAIL)", "none"},
                {"452 (MAIL)", "none"}, {"450 4.1.8", "none"}};

static void the_relays_trouble_is_no_readers(void **state)
{
    (void)state;
    static const char *const days[] = {"2013-03-01T09:00", "2013-03-08T09:00", "2013-03-15T09:00"};
    for (size_t at = 0; at < G_N_ELEMENTS(troubles); at++) {
        struct test_office *test = test_office_open();
        int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
        for (size_t day = 0; day < G_N_ELEMENTS(days); day++) {
            test_office_at(test, days[day]);
            sent(test, karen, LEDGER_REFUSED, troubles[at].status);
            assert_true(bounce_take_refusals(&test->office, NULL));
        }
        g_autofree char *found = g_strdup(why(test, karens_address));
        if (strcmp(found, troubles[at].suppressed) != 0) {
            fail_msg("%s: %s", troubles[at].status, found);
        }
        test_office_close(test);
    }
}

static void policy_tells_staff_once_a_day(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    for (int at = 0; at < 3; at++) {
        int64_t outgoing = sent(test, karen, LEDGER_ACCEPTED, "250");
        g_free(comes_back(test, karen, outgoing, "bounce", SAYS("failed", "5.7.1")));
    }
    test_office_expect(test, "welcome>karen@post.example staff-refused>mette@kk.example "
                             "welcome>karen@post.example welcome>karen@post.example");
    test_office_close(test);
}

/* Who said no, and the heading of the letter to staff. */
static const char *const headings[] = {"Andre afviser vores mails", "Vores egen mailserver afviser",
                                       "Kopier til vores arkiv"};
static const struct {
    const char *status, *bounces;
    unsigned heading;
} refusers[] = {
    {"250", SAYS("failed", "5.7.1"), 0},
    {"250", SAYS("failed", "5.3.4"), 0},
    {"554 5.3.0", NULL, 1},
    {"421 4.3.2", NULL, 1},
    {"451 (MAIL)", NULL, 1},
    {"554 5.7.1", NULL, 1},
    {"250", OTHER("arkiv@seniorjob.example", "failed", "5.2.2"), 2},
};

static void staff_are_told_whose_server_it_is(void **state)
{
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(refusers); at++) {
        struct test_office *test = test_office_open();
        test_office_configure(test, "[relay]\narchive = arkiv@seniorjob.example\n");
        test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
        int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
        bool back = refusers[at].bounces != NULL;
        int64_t outgoing =
            sent(test, karen, back ? LEDGER_ACCEPTED : LEDGER_REFUSED, refusers[at].status);
        if (back) {
            g_free(comes_back(test, karen, outgoing, "bounce", refusers[at].bounces));
        }
        assert_true(bounce_take_refusals(&test->office, NULL));
        struct dialogue dialogue = {.test = test};
        g_autofree char *text = dialogue_text(&dialogue, "staff-refused");
        for (unsigned heading = 0; heading < G_N_ELEMENTS(headings); heading++) {
            bool stands = strstr(text, headings[heading]) != NULL;
            if (stands != (heading == refusers[at].heading)) {
                fail_msg("%s: %s", refusers[at].status, text);
            }
        }
        test_office_close(test);
    }
}

static void the_archive_is_nobodys_fault(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_configure(test, "[relay]\narchive = arkiv@seniorjob.example\n");
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    int64_t outgoing = sent(test, karen, LEDGER_ACCEPTED, "250");
    g_autofree char *effect = comes_back(test, karen, outgoing, "bounce",
                                         OTHER("arkiv@seniorjob.example", "failed", "5.1.1"));
    assert_string_equal(effect, "ignored");
    assert_string_equal(why(test, karens_address), "none");
    test_office_expect(test, "welcome>karen@post.example staff-refused>mette@kk.example");
    g_autofree char *both =
        comes_back(test, karen, outgoing, "bounce",
                   OTHER("arkiv@seniorjob.example", "failed", "5.1.1") "," SAYS("failed", "5.1.1"));
    assert_string_equal(both, "bounced"); /* the person's own report still counts */
    test_office_close(test);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 10] = {{0}};
    size_t count = 0;
    for (; count < G_N_ELEMENTS(rows); count++) {
        tests[count] = (struct CMUnitTest){.name = rows[count].name,
                                           .test_func = one_report,
                                           .initial_state = (void *)(uintptr_t)&rows[count]};
    }
    const struct CMUnitTest more[] = {
        cmocka_unit_test(three_soft_and_two_weeks),
        cmocka_unit_test(the_same_report_twice),
        cmocka_unit_test(what_never_went_cannot_come_back),
        cmocka_unit_test(without_a_token_nobody_is_guessed),
        cmocka_unit_test(our_message_id_in_the_returned_header_is_enough),
        cmocka_unit_test(the_relay_refuses),
        cmocka_unit_test(the_relays_trouble_is_no_readers),
        cmocka_unit_test(policy_tells_staff_once_a_day),
        cmocka_unit_test(staff_are_told_whose_server_it_is),
        cmocka_unit_test(the_archive_is_nobodys_fault),
    };
    memcpy(&tests[count], more, sizeof more);
    return cmocka_run_group_tests_name("act/bounce", tests, NULL, NULL);
}
