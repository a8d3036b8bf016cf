#include "fixture.h"

#include "store/listing.h"
#include "store/pair.h"

static int64_t add_listing(struct store *store, const char *address, enum listing_kind kind)
{
    int64_t id = 0;
    const struct listing listing = {.kind = kind, .person = fixture_person(store, address)};
    fixture_begin(store);
    assert_ok(listing_add(store, &fixture_cause, &listing, "{}", &id, OK_ERROR));
    fixture_commit(store);
    return id;
}

static int64_t add_pair(struct store *store)
{
    int64_t profile = add_listing(store, "a@x.example", LISTING_PROFILE);
    int64_t posting = add_listing(store, "b@x.example", LISTING_POSTING);
    int64_t id = 0, again = 0;
    fixture_begin(store);
    assert_ok(pair_add(store, &fixture_cause, profile, posting, &id, OK_ERROR));
    assert_ok(pair_add(store, &fixture_cause, profile, posting, &again, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(id, again);
    return id;
}

static void test_what_both_sides_say(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = add_pair(store);
    g_autoptr(GError) error = NULL;
    SCOPED(pair) struct pair *before = pair_get(store, id, &error);
    assert_non_null(before);
    assert_int_equal(before->stage, PAIR_SUGGESTED);
    struct pair after = *before;
    after.yes[PAIR_SEEKER] = 10;
    after.yes[PAIR_EMPLOYER] = 20;
    after.revealed[PAIR_SEEKER] = 30;
    after.shown[PAIR_EMPLOYER] = 40;
    after.stopped = PAIR_EMPLOYER;
    after.stage = PAIR_CONTACT;
    fixture_begin(store);
    assert_ok(pair_update(store, &fixture_cause, before, &after, "ja", OK_ERROR));
    fixture_commit(store);
    SCOPED(pair) struct pair *got = pair_get(store, id, &error);
    assert_int_equal(got->stage, PAIR_CONTACT);
    assert_int_equal(got->yes[PAIR_SEEKER], 10);
    assert_int_equal(got->yes[PAIR_EMPLOYER], 20);
    assert_int_equal(got->revealed[PAIR_SEEKER], 30);
    assert_int_equal(got->revealed[PAIR_EMPLOYER], 0);
    assert_int_equal(got->shown[PAIR_EMPLOYER], 40);
    assert_int_equal(got->stopped, PAIR_EMPLOYER);
    g_autoptr(GPtrArray) all = pair_of(store, got->posting, &error);
    assert_int_equal(all->len, 1);
    assert_null(pair_get(store, id + 1, &error));
    assert_failure(error, FAILURE_NOT_FOUND, "there is no pair");
}

/* A mail of ours in their talk, with the Message-ID "mN@x" of its writer. */
static int64_t say(struct store *store, int64_t pair, enum pair_side reader, const char *id_in,
                   const char *recipient)
{
    int64_t row = fixture_queue(store, &(struct fixture_mail){.recipient = recipient});
    g_autofree char *written = g_strdup(id_in);
    const struct relay_mail mail = {
        .outgoing = row, .pair = pair, .reader = reader, .at = 100, .message_id_in = written};
    fixture_begin(store);
    assert_ok(relay_mail_note(store, &mail, OK_ERROR));
    fixture_commit(store);
    return row;
}

static void assert_thread(struct store *store, int64_t pair, enum pair_side reader,
                          const char *in_reply_to, const char *expected)
{
    g_autofree char *found = relay_mail_thread(store, pair, reader, in_reply_to, NULL);
    assert_non_null(found);
    assert_string_equal(found, expected);
}

static char *id_of(struct store *store, int64_t row)
{
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, row, NULL);
    return g_strdup(mail->message_id);
}

static void test_threads_hold_on_both_sides(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t pair = add_pair(store);
    assert_null(relay_mail_thread(store, pair, PAIR_SEEKER, "x@y", NULL));
    int64_t first = say(store, pair, PAIR_SEEKER, NULL, "a@x.example");
    int64_t other = say(store, pair, PAIR_EMPLOYER, NULL, "b@x.example");
    g_autofree char *to_seeker = id_of(store, first), *to_employer = id_of(store, other);
    /* The seeker answers our first letter: the employer has another one, which it then answers. */
    assert_thread(store, pair, PAIR_EMPLOYER, to_seeker, to_employer);
    int64_t passed = say(store, pair, PAIR_EMPLOYER, "m1@x", "b@x.example");
    g_autofree char *passed_id = id_of(store, passed);
    assert_thread(store, pair, PAIR_SEEKER, passed_id, "m1@x");
    assert_thread(store, pair, PAIR_EMPLOYER, "m1@x", passed_id); /* he answers himself */
    assert_thread(store, pair, PAIR_SEEKER, NULL, to_seeker);
    assert_thread(store, pair, PAIR_SEEKER, "unknown@x", to_seeker);
    int64_t count = 0;
    assert_ok(relay_mail_count(store, pair, PAIR_EMPLOYER, 0, &count, OK_ERROR));
    assert_int_equal(count, 0); /* none of them has a mail that came in */
    SCOPED(relay_mail) struct relay_mail *found = relay_mail_of(store, passed, NULL);
    assert_string_equal(found->message_id_in, "m1@x");
    assert_null(relay_mail_of(store, 99, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_both_sides_say),
        cmocka_unit_test(test_threads_hold_on_both_sides),
    };
    return cmocka_run_group_tests_name("store/pair", tests, NULL, NULL);
}
