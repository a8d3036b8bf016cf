/* Mails about a meeting: which one a reply answers, and what has gone already. */
#include "fixture.h"

#include "store/meeting_mail.h"

static void is_found_by_the_mail(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t meeting = fixture_meeting(store, "2026-12", "2026-12-01");
    int64_t karen = fixture_person(store, "karen@post.example");
    int64_t mail =
        fixture_queue(store, &(struct fixture_mail){.kind = "invitation", .person = karen});
    fixture_begin(store);
    assert_ok(meeting_mail_note(
        store, &(struct meeting_mail){mail, meeting, karen, "invitation", 3}, OK_ERROR));
    fixture_commit(store);
    struct meeting_mail found;
    assert_ok(meeting_mail_of(store, mail, &found, OK_ERROR));
    assert_int_equal(found.meeting, meeting);
    assert_int_equal(found.person, karen);
    assert_int_equal(found.sequence, 3);
    assert_ok(meeting_mail_of(store, mail + 1, &found, OK_ERROR));
    assert_int_equal(found.meeting, 0);
    int64_t count = 0;
    assert_ok(meeting_mail_count(store, meeting, karen, "invitation", &count, OK_ERROR));
    assert_int_equal(count, 1);
    assert_ok(meeting_mail_count(store, meeting, karen, "reminder-5", &count, OK_ERROR));
    assert_int_equal(count, 0);
    SCOPED(ledger_mail) struct ledger_mail *queued = ledger_get(store, mail, NULL);
    int64_t moment = 0;
    assert_ok(meeting_mail_stamped(store, meeting, karen, &moment, OK_ERROR));
    assert_int_equal(moment, queued->queued);
    assert_ok(meeting_mail_stamped(store, meeting + 1, karen, &moment, OK_ERROR));
    assert_int_equal(moment, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(is_found_by_the_mail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
