/* Answers of calendars: who may answer, which answer counts, and every kind that RFC 5546 knows. */
#include "support/meetings.h"

#include "act/meeting_answer.h"

#define STAFF "staff-inbox>mette@kk.example"
#define INVITED "invitation>karen@post.example "
#define STRANGE "who@x.example"

/* A calendar answer to Karen's invitation. */
struct reply {
    const char *from, *attendee, *method, *partstat;
    const char *more;  /* further fields of the calendar object: ,"comment":"..." */
    const char *uid;   /* NULL: hers */
    const char *stamp; /* NULL: none */
};

static struct verdict *reply_of(struct meeting_test *test, const struct reply *reply)
{
    g_autofree char *hers = meeting_test_uid(test, test->dialogue.karen);
    g_autofree char *stamp =
        reply->stamp != NULL ? g_strdup_printf(",\"dtstamp\":\"%s\"", reply->stamp) : g_strdup("");
    g_autofree char *json = g_strdup_printf(
        "{\"format\":1,\"kind\":\"calendar-reply\",\"from\":{\"address\":\"%s\"},"
        "\"message_id\":\"c%u@post.example\",\"text\":\"\",\"intents\":[],\"calendar\":{"
        "\"method\":\"%s\",\"uid\":\"%s\",\"sequence\":0,\"attendee\":\"%s\",\"partstat\":\"%s\"%s%"
        "s}}",
        reply->from, test->dialogue.mails, reply->method, reply->uid != NULL ? reply->uid : hers,
        reply->attendee, reply->partstat, reply->more != NULL ? reply->more : "", stamp);
    json_auto_t *parsed = json_loads(json, 0, NULL);
    assert_non_null(parsed);
    struct verdict *verdict = verdict_from_json(parsed, NULL);
    assert_non_null(verdict);
    return verdict;
}

/* "effect" or "effect!reason"; `id`: its Message-ID, NULL: any. The caller owns it. */
static char *hear_as(struct meeting_test *test, const struct reply *reply, const char *id)
{
    SCOPED(verdict) struct verdict *verdict = reply_of(test, reply);
    if (id != NULL) {
        g_free(verdict->message_id);
        verdict->message_id = g_strdup(id);
    }
    SCOPED(inbound) struct inbound *settled = dialogue_hear(&test->dialogue, NULL, verdict);
    return settled->state == INBOUND_HUMAN
               ? g_strdup_printf("%s!%s", settled->effect, settled->reason)
               : g_strdup(settled->effect);
}

static char *hear(struct meeting_test *test, const struct reply *reply)
{
    return hear_as(test, reply, NULL);
}

static void a_minute_passes(struct meeting_test *test)
{
    struct clock *clock = test->dialogue.test->clock;
    clock_set(clock, clock_now(clock) + 60, false);
}

struct row {
    const char *name;
    struct reply reply;
    const char *outcome, *guest, *letters;
};

#define KAREN karens_address, karens_address

static const struct row rows[] = {
    {"accepted",
     {KAREN, "REPLY", "ACCEPTED", NULL, NULL, NULL},
     "meeting-yes",
     "yes seated 0",
     INVITED "meeting-yes>karen@post.example"},
    {"declined",
     {KAREN, "REPLY", "DECLINED", NULL, NULL, NULL},
     "meeting-no",
     "no none 0",
     INVITED "meeting-no>karen@post.example"},
    {"tentative holds no seat",
     {KAREN, "REPLY", "TENTATIVE", NULL, NULL, NULL},
     "meeting-maybe",
     "maybe none 0",
     INVITED "meeting-maybe>karen@post.example"},
    {"needs action says nothing",
     {KAREN, "REPLY", "NEEDS-ACTION", NULL, NULL, NULL},
     "none",
     "none none 0",
     "invitation>karen@post.example"},
    {"delegated is for staff",
     {KAREN, "REPLY", "DELEGATED", NULL, NULL, NULL},
     "to-human!delegated",
     "none none 0",
     INVITED "received>karen@post.example " STAFF},
    {"without a SEQUENCE it answers the first version",
     {KAREN, "REPLY", "ACCEPTED", ",\"sequence\":null", NULL, NULL},
     "meeting-yes",
     "yes seated 0",
     INVITED "meeting-yes>karen@post.example"},
    {"from another mailbox of hers: the invited address hears of it",
     {STRANGE, karens_address, "REPLY", "ACCEPTED", NULL, NULL, NULL},
     "meeting-yes",
     "yes seated 0",
     INVITED "meeting-yes>karen@post.example"},
    {"as another attendee, from her own mailbox",
     {karens_address, STRANGE, "REPLY", "ACCEPTED", NULL, NULL, NULL},
     "meeting-yes",
     "yes seated 0",
     INVITED "meeting-yes>karen@post.example"},
    {"a forwarded invitation never changes the guest",
     {STRANGE, STRANGE, "REPLY", "ACCEPTED", NULL, NULL, NULL},
     "asked",
     "none none 0",
     INVITED "meeting-stranger>" STRANGE},
    {"nor does a no to it",
     {STRANGE, STRANGE, "REPLY", "DECLINED", NULL, NULL, NULL},
     "none",
     "none none 0",
     "invitation>karen@post.example"},
    {"a token that we never gave",
     {KAREN, "REPLY", "ACCEPTED", NULL, "m-2013-04.aaaaaaaaaaaaaaaaaaaaaaaaaa@seniorjob.example",
      NULL},
     "to-human!calendar",
     "none none 0",
     INVITED "received>karen@post.example " STAFF},
    {"an event of somebody else",
     {KAREN, "REPLY", "ACCEPTED", NULL, "040000008200E00074C5B7101A82E008", NULL},
     "to-human!calendar",
     "none none 0",
     INVITED "received>karen@post.example " STAFF},
    {"refresh: the event goes out again",
     {KAREN, "REFRESH", "", NULL, NULL, NULL},
     "sent-again",
     "none none 0",
     INVITED "invitation>karen@post.example"},
    {"counter: the meeting is not moved",
     {KAREN, "COUNTER", "TENTATIVE", ",\"start\":\"20130409T100000\"", NULL, NULL},
     "countered",
     "none none 0",
     INVITED "meeting-counter>karen@post.example"},
    {"a recurrence that is the event itself",
     {KAREN, "REPLY", "ACCEPTED", ",\"recurrence_id\":\"20130402T100000\"", NULL, NULL},
     "meeting-yes",
     "yes seated 0",
     INVITED "meeting-yes>karen@post.example"},
    {"a recurrence of another day",
     {KAREN, "REPLY", "ACCEPTED", ",\"recurrence_id\":\"20130507T100000\"", NULL, NULL},
     "to-human!calendar",
     "none none 0",
     INVITED "received>karen@post.example " STAFF},
    {"a question and no answer",
     {KAREN, "REPLY", "NEEDS-ACTION", ",\"comment\":\"Er der parkering?\"", NULL, NULL},
     "none!question",
     "none none 0",
     INVITED "received>karen@post.example " STAFF},
    {"words that say the opposite: the button counts, staff read them",
     {KAREN, "REPLY", "ACCEPTED", ",\"comment\":\"Jeg kan ikke\",\"opinion\":\"no\"", NULL, NULL},
     "meeting-yes!contradicts",
     "yes seated 0",
     INVITED "meeting-yes>karen@post.example " STAFF},
    {"whom they bring, by the words beside the button",
     {KAREN, "REPLY", "ACCEPTED", ",\"opinion\":\"yes\",\"guests\":1", NULL, NULL},
     "meeting-yes",
     "yes seated 1",
     INVITED "meeting-yes>karen@post.example"},
    {"a question beside the button",
     {KAREN, "REPLY", "ACCEPTED", ",\"comment\":\"Er der parkering?\"", NULL, NULL},
     "meeting-yes!question",
     "yes seated 0",
     INVITED "meeting-yes>karen@post.example " STAFF},
};

static void is_heard(void **state)
{
    const struct row *row = *state;
    struct meeting_test test = meeting_test_open(0);
    g_autofree char *outcome = hear(&test, &row->reply);
    assert_string_equal(outcome, row->outcome);
    g_autofree char *guest = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(guest, row->guest);
    dialogue_letters(&test.dialogue, row->letters);
    meeting_test_close(&test);
}

/* Marked auto-replied: what it says counts, but nobody is written to (calendar programs of rooms).
 */
static void a_machine_has_no_letter(void **state)
{
    (void)state;
    static const struct {
        struct reply reply;
        const char *outcome, *guest;
    } machines[] = {
        {{KAREN, "REPLY", "ACCEPTED", NULL, NULL, NULL}, "meeting-yes", "yes seated 0"},
        {{STRANGE, karens_address, "REPLY", "ACCEPTED", NULL, NULL, NULL},
         "meeting-yes",
         "yes seated 0"},
        {{KAREN, "REFRESH", "", NULL, NULL, NULL}, "none", "none none 0"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(machines); at++) {
        struct meeting_test test = meeting_test_open(0);
        SCOPED(verdict) struct verdict *verdict = reply_of(&test, &machines[at].reply);
        verdict->automatic = true;
        SCOPED(inbound) struct inbound *settled = dialogue_hear(&test.dialogue, NULL, verdict);
        assert_string_equal(settled->effect, machines[at].outcome);
        g_autofree char *guest = meeting_test_guest(&test, test.dialogue.karen);
        assert_string_equal(guest, machines[at].guest);
        dialogue_letters(&test.dialogue, "invitation>karen@post.example");
        meeting_test_close(&test);
    }
}

static void two_copies_are_one_answer(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    const struct reply yes = {KAREN, "REPLY", "ACCEPTED", NULL, NULL, "20130320T100000Z"};
    g_autofree char *first = hear(&test, &yes);
    g_autofree char *second = hear(&test, &yes);
    assert_string_equal(first, "meeting-yes");
    assert_string_equal(second, "already");
    dialogue_letters(&test.dialogue, INVITED "meeting-yes>karen@post.example");
    meeting_test_close(&test);
}

static void an_older_answer_comes_later(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    clock_set(test.dialogue.test->clock, clock_now(test.dialogue.test->clock) + 86400, false);
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(clock_now(test.dialogue.test->clock));
    g_autoptr(GDateTime) before = g_date_time_add_hours(now, -1);
    g_autofree char *newer = g_date_time_format(now, "%Y%m%dT%H%M%SZ");
    g_autofree char *older = g_date_time_format(before, "%Y%m%dT%H%M%SZ");
    g_autofree char *first =
        hear(&test, &(struct reply){KAREN, "REPLY", "DECLINED", NULL, NULL, newer});
    g_autofree char *second =
        hear(&test, &(struct reply){KAREN, "REPLY", "ACCEPTED", NULL, NULL, older});
    assert_string_equal(first, "meeting-no");
    assert_string_equal(second, "older");
    g_autofree char *guest = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(guest, "no none 0");
    meeting_test_close(&test);
}

/* Some programs write our DTSTAMP into their answer: then the mail's Date counts, and without one
 * the order of arrival. */
static void our_own_stamp_is_no_time(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    static const char *const answers[] = {"ACCEPTED", "DECLINED"};
    static const char *const outcomes[] = {"meeting-yes", "meeting-no"};
    for (size_t at = 0; at < 2; at++) {
        a_minute_passes(&test);
        g_autofree char *outcome = hear(
            &test, &(struct reply){KAREN, "REPLY", answers[at], NULL, NULL, "20130101T000000Z"});
        assert_string_equal(outcome, outcomes[at]);
    }
    meeting_test_close(&test);
}

/* "Vi mangler dit svar" and changes carry the event, too: a client repeats the stamp of that one.
 */
static void nor_is_a_later_stamp_of_ours(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    test_office_at(test.dialogue.test, "2013-03-27T09:00");
    const struct meeting_letter letter = {
        .name = "meeting-missing", .what = "missing", .method = "REQUEST"};
    struct cause cause = meeting_test_cause(&test, "timer");
    SCOPED(guest)
    struct guest *guest =
        guest_of(meeting_test_store(&test), test.meeting->id, test.dialogue.karen, NULL);
    MEETING_TEST_DO(&test, meeting_letter_send(&test.dialogue.test->office, &cause, test.meeting,
                                               guest, &letter, DO_ERROR));
    static const char stamp[] = "20130327T080000Z";
    const struct reply yes = {KAREN, "REPLY", "ACCEPTED", NULL, NULL, stamp};
    const struct reply no = {KAREN, "REPLY", "DECLINED", NULL, NULL, stamp};
    a_minute_passes(&test);
    g_autofree char *first = hear_as(&test, &yes, "z@post.example");
    assert_string_equal(first, "meeting-yes");
    a_minute_passes(&test);
    g_autofree char *second = hear_as(&test, &no, "a@post.example");
    assert_string_equal(second, "meeting-no");
    a_minute_passes(&test);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "meeting-missing", ATTEND(yes), "meeting-yes");
    a_minute_passes(&test);
    g_autofree char *last = hear_as(&test, &no, "a@post.example");
    assert_string_equal(last, "meeting-no");
    g_autofree char *now = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(now, "no none 0");
    meeting_test_close(&test);
}

static void an_answer_to_the_old_time_is_asked_again(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    struct meeting *moved = meeting_copy(test.meeting);
    moved->sequence = moved->time_sequence = 1;
    struct cause cause = meeting_test_cause(&test, "staff");
    MEETING_TEST_DO(
        &test, meeting_update(meeting_test_store(&test), &cause, test.meeting, moved, DO_ERROR));
    meeting_free(test.meeting);
    test.meeting = moved;
    g_autofree char *outcome =
        hear(&test, &(struct reply){KAREN, "REPLY", "ACCEPTED", NULL, NULL, NULL});
    assert_string_equal(outcome, "meeting-moved");
    g_autofree char *guest = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(guest, "yes seated 0");
    meeting_test_close(&test);
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(a_machine_has_no_letter),
        cmocka_unit_test(two_copies_are_one_answer),
        cmocka_unit_test(an_older_answer_comes_later),
        cmocka_unit_test(our_own_stamp_is_no_time),
        cmocka_unit_test(nor_is_a_later_stamp_of_ours),
        cmocka_unit_test(an_answer_to_the_old_time_is_asked_again),
    };
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + G_N_ELEMENTS(others)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].name,
                                        .test_func = is_heard,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    memcpy(tests + G_N_ELEMENTS(rows), others, sizeof others);
    return cmocka_run_group_tests_name("act/meeting_itip", tests, NULL, NULL);
}
