/* Digests with their items, what was answered, and when they are due. */
#include "fixture.h"

#include "store/digest.h"
#include "store/digest_due.h"
#include "store/inbound.h"
#include "store/listing.h"
#include "store/pair.h"

#define ADD(call)              \
    do {                       \
        fixture_begin(store);  \
        assert_ok(call);       \
        fixture_commit(store); \
    } while (0)

static int64_t add_listing(struct store *store, int64_t person, enum listing_kind kind, bool open)
{
    int64_t id = 0;
    const struct listing draft = {.kind = kind, .person = person};
    ADD(listing_add(store, &fixture_cause, &draft, "{}", &id, OK_ERROR));
    SCOPED(listing) struct listing *listing = listing_get(store, id, NULL);
    if (open) {
        ADD(listing_confirm(store, &fixture_cause, listing, 1, OK_ERROR) &&
            listing_change(store, &fixture_cause, listing, LISTING_OPEN, NULL, OK_ERROR));
    }
    return id;
}

static int64_t add_mail(struct store *store)
{
    int64_t id = 0;
    bool fresh = false;
    assert_ok(inbound_keep(store, AT, "mail", NULL, "words", 5, &id, &fresh, OK_ERROR));
    return id;
}

struct site {
    struct store *store;
    int64_t seeker, employer, profile, posting, pair;
};

static struct site site_open(void)
{
    struct site site = {.store = fixture_open()};
    struct store *store = site.store;
    site.seeker = fixture_person(store, "a@x.example");
    site.employer = fixture_person(store, "b@x.example");
    site.profile = add_listing(store, site.seeker, LISTING_PROFILE, true);
    site.posting = add_listing(store, site.employer, LISTING_POSTING, true);
    ADD(pair_add(store, &fixture_cause, site.profile, site.posting, &site.pair, OK_ERROR));
    return site;
}

/* A digest to the employer with the profile as A. */
static struct digest *add_digest(const struct site *site, int64_t at)
{
    struct store *store = site->store;
    const struct fixture_mail mail = {.kind = "digest-candidates",
                                      .recipient = "b@x.example",
                                      .person = site->employer,
                                      .state = LEDGER_QUEUED};
    int64_t outgoing = fixture_queue(store, &mail);
    struct digest *digest = digest_new();
    digest->person = site->employer;
    digest->listing = site->posting;
    digest->version = 1;
    digest->why = DIGEST_REGULAR;
    digest->outgoing = outgoing;
    digest->inputs = g_strdup("{\"limit\":5}");
    digest->weights = g_strdup("w1");
    struct digest_item *item = g_new0(struct digest_item, 1);
    *item = (struct digest_item){.letter = 1,
                                 .pair = site->pair,
                                 .listing = site->profile,
                                 .version = 1,
                                 .rank = 1,
                                 .score = 80,
                                 .evidence = g_strdup("{\"fits\":[\"lager\"]}")};
    g_ptr_array_add(digest->items, item);
    const struct cause cause = {.at = at, .actor = "timer"};
    ADD(digest_add(store, &cause, digest, OK_ERROR));
    return digest;
}

static void what_stood_in_one_is_kept(void **state)
{
    (void)state;
    struct site site = site_open();
    SCOPED(digest) struct digest *added = add_digest(&site, AT);
    g_autoptr(GError) error = NULL;
    SCOPED(digest) struct digest *got = digest_of_mail(site.store, added->outgoing, &error);
    assert_non_null(got);
    assert_int_equal(got->id, added->id);
    assert_int_equal(got->listing, site.posting);
    assert_int_equal(got->why, DIGEST_REGULAR);
    assert_string_equal(got->inputs, "{\"limit\":5}");
    assert_string_equal(got->weights, "w1");
    const struct digest_item *item = digest_find(got, 1);
    assert_non_null(item);
    assert_int_equal(item->score, 80);
    assert_int_equal(item->pair, site.pair);
    assert_string_equal(item->evidence, "{\"fits\":[\"lager\"]}");
    assert_null(digest_find(got, 2));
    assert_null(digest_of_mail(site.store, added->outgoing + 1, &error));
    SCOPED(digest) struct digest *last = digest_last(site.store, site.employer, &error);
    assert_int_equal(last->id, added->id);
    assert_null(digest_last(site.store, site.seeker, &error));
    assert_null(error);
    store_close(site.store);
}

static void note_shown(int64_t listing, int64_t times, void *data)
{
    int64_t *sum = data;
    *sum = *sum * 100 + listing * 10 + times;
}

static void showings_are_counted(void **state)
{
    (void)state;
    struct site site = site_open();
    digest_free(add_digest(&site, AT));
    digest_free(add_digest(&site, AT + 100));
    int64_t sum = 0, count = 0;
    assert_ok(digest_shown(site.store, AT, note_shown, &sum, OK_ERROR));
    assert_int_equal(sum, site.profile * 10 + 2);
    sum = 0;
    assert_ok(digest_shown(site.store, AT + 1, note_shown, &sum, OK_ERROR));
    assert_int_equal(sum, site.profile * 10 + 1);
    assert_ok(digest_count(site.store, site.employer, DIGEST_REGULAR, AT, &count, OK_ERROR));
    assert_int_equal(count, 2);
    assert_ok(digest_count(site.store, site.employer, DIGEST_AT_ONCE, AT, &count, OK_ERROR));
    assert_int_equal(count, 0);
    store_close(site.store);
}

static void answers_can_be_taken_back(void **state)
{
    (void)state;
    struct site site = site_open();
    struct store *store = site.store;
    SCOPED(digest) struct digest *digest = add_digest(&site, AT);
    const struct cause cause = {.at = AT, .actor = "mail", .inbound = add_mail(store)};
    struct digest_reply reply = {.digest = digest->id, .letter = 1, .answer = DIGEST_NO};
    reply.reason = g_strdup("for langt");
    reply.before = PAIR_SUGGESTED;
    ADD(digest_reply_add(store, &cause, &reply, OK_ERROR));
    g_free(reply.reason);
    g_autoptr(GPtrArray) replies = digest_replies(store, cause.inbound, NULL);
    assert_int_equal(replies->len, 1);
    const struct digest_reply *got = replies->pdata[0];
    assert_int_equal(got->answer, DIGEST_NO);
    assert_string_equal(got->reason, "for langt");
    assert_int_equal(got->before, PAIR_SUGGESTED);
    assert_int_equal(got->relaxed, 0);
    ADD(digest_reply_undo(store, &cause, got->id, OK_ERROR));
    g_autoptr(GPtrArray) none = digest_replies(store, cause.inbound, NULL);
    assert_int_equal(none->len, 0);
    store_close(store);
}

static void how_often_somebody_wants_them(void **state)
{
    (void)state;
    struct site site = site_open();
    struct store *store = site.store;
    const struct cause cause = {.at = AT, .actor = "mail", .inbound = add_mail(store)};
    enum digest_pace pace = DIGEST_OFF;
    bool changed = false, undone = false;
    assert_ok(digest_pace_of(store, site.seeker, &pace, OK_ERROR));
    assert_int_equal(pace, DIGEST_WEEKLY);
    ADD(digest_pace_set(store, &cause, site.seeker, DIGEST_WEEKLY, &changed, OK_ERROR));
    assert_false(changed);
    ADD(digest_pace_set(store, &cause, site.seeker, DIGEST_MONTHLY, &changed, OK_ERROR));
    assert_true(changed);
    assert_ok(digest_pace_of(store, site.seeker, &pace, OK_ERROR));
    assert_int_equal(pace, DIGEST_MONTHLY);
    ADD(digest_pace_undo(store, &cause, site.seeker, cause.inbound + 7, &undone, OK_ERROR));
    assert_false(undone);
    ADD(digest_pace_undo(store, &cause, site.seeker, cause.inbound, &undone, OK_ERROR));
    assert_true(undone);
    assert_ok(digest_pace_of(store, site.seeker, &pace, OK_ERROR));
    assert_int_equal(pace, DIGEST_WEEKLY);
    store_close(store);
}

#define EXPECT_IDS(call, ...)                                              \
    do {                                                                   \
        const int64_t wanted[] = {__VA_ARGS__ 0};                          \
        g_autoptr(GArray) ids = (call);                                    \
        assert_non_null(ids);                                              \
        assert_int_equal(ids->len, G_N_ELEMENTS(wanted) - 1);              \
        for (guint at = 0; at < ids->len; at++) {                          \
            assert_int_equal(g_array_index(ids, int64_t, at), wanted[at]); \
        }                                                                  \
    } while (0)

static void what_is_due(void **state)
{
    (void)state;
    struct site site = site_open();
    struct store *store = site.store;
    add_listing(store, site.seeker, LISTING_PROFILE, false);
    EXPECT_IDS(digest_due(store, AT, 9, NULL), ); /* opened on that day */
    EXPECT_IDS(digest_due(store, AT + 1, 9, NULL), site.posting, site.profile, );
    EXPECT_IDS(digest_due(store, AT + 1, 1, NULL), site.posting, );
    EXPECT_IDS(digest_fresh(store, 9, NULL), site.profile, site.posting, );
    EXPECT_IDS(digest_waiting(store, INT64_MAX, NULL), );
    const struct digest_look look = {.looked = AT + 1, .waits = AT + 5, .version = 1};
    ADD(digest_look_set(store, site.posting, &look, OK_ERROR));
    EXPECT_IDS(digest_due(store, AT + 1, 9, NULL), site.profile, );
    EXPECT_IDS(digest_due(store, AT + 2, 9, NULL), site.posting, site.profile, );
    EXPECT_IDS(digest_fresh(store, 9, NULL), site.profile, );
    EXPECT_IDS(digest_waiting(store, AT + 5, NULL), site.posting, );
    EXPECT_IDS(digest_waiting(store, AT + 4, NULL), ); /* it had one today */
    int64_t next = 0;
    assert_ok(digest_waiting_next(store, &next, OK_ERROR));
    assert_int_equal(next, AT + 5);
    struct digest_look got = {0};
    assert_ok(digest_look_of(store, site.posting, &got, OK_ERROR));
    assert_memory_equal(&got, &look, sizeof got);
    store_close(store);
}

static void who_is_not_shown(void **state)
{
    (void)state;
    struct site site = site_open();
    struct store *store = site.store;
    EXPECT_IDS(digest_unshown(store, &(const struct digest_unseen){AT, AT - 1, false, 9},
                              NULL), ); /* opened later */
    EXPECT_IDS(digest_unshown(store, &(const struct digest_unseen){AT, AT, false, 9}, NULL),
               site.profile, );
    const struct digest_look look = {.told = AT};
    ADD(digest_look_set(store, site.profile, &look, OK_ERROR));
    EXPECT_IDS(digest_unshown(store, &(const struct digest_unseen){AT, AT, true, 9}, NULL), );
    EXPECT_IDS(digest_unshown(store, &(const struct digest_unseen){AT + 1, AT, true, 9}, NULL),
               site.profile, );
    digest_free(add_digest(&site, AT + 3));
    EXPECT_IDS(digest_unshown(store, &(const struct digest_unseen){AT + 3, AT, false, 9}, NULL), );
    EXPECT_IDS(digest_unshown(store, &(const struct digest_unseen){AT + 4, AT, false, 9}, NULL),
               site.profile, );
    store_close(store);
}

static void employers_without_a_job(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    struct site site = site_open();
    struct store *store = site.store;
    SCOPED(person) struct person *other = person_new();
    other->role = PERSON_EMPLOYER;
    g_ptr_array_add(other->addresses, g_strdup("c@x.example"));
    ADD(person_add(store, &fixture_cause, other, OK_ERROR));
    EXPECT_IDS(digest_employers(store, AT, 9, &error), );
    ADD(subscription_begin(store, &fixture_cause, other->id, NEWSLETTER, "test", AT, OK_ERROR));
    EXPECT_IDS(digest_employers(store, AT, 9, &error), other->id, );
    ADD(digest_employer_seen(store, other->id, AT, OK_ERROR));
    EXPECT_IDS(digest_employers(store, AT, 9, &error), );
    EXPECT_IDS(digest_employers(store, AT + 1, 9, &error), other->id, );
    add_listing(store, other->id, LISTING_POSTING, true);
    EXPECT_IDS(digest_employers(store, AT + 1, 9, &error), );
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stood_in_one_is_kept),     cmocka_unit_test(showings_are_counted),
        cmocka_unit_test(answers_can_be_taken_back),     cmocka_unit_test(what_is_due),
        cmocka_unit_test(how_often_somebody_wants_them), cmocka_unit_test(who_is_not_shown),
        cmocka_unit_test(employers_without_a_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
