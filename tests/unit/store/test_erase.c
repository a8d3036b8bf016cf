/* What is erased leaves nothing behind that somebody else could be taken for. */
#include "fixture.h"

#include "store/digest.h"
#include "store/erase.h"
#include "store/inbound.h"
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

static int64_t add_pair(struct store *store, int64_t profile, int64_t posting)
{
    int64_t id = 0;
    fixture_begin(store);
    assert_ok(pair_add(store, &fixture_cause, profile, posting, &id, OK_ERROR));
    fixture_commit(store);
    return id;
}

static void erase(struct store *store, int64_t id)
{
    SCOPED(listing) struct listing *listing = listing_get(store, id, NULL);
    assert_non_null(listing);
    fixture_begin(store);
    assert_ok(erase_listing(store, &fixture_cause, listing, OK_ERROR));
    fixture_commit(store);
}

/* Employers have read "kandidat 2", the index knows it, the log of events names the pair. */
static void the_number_of_an_erased_one_never_comes_back(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t posting = add_listing(store, "job@x.example", LISTING_POSTING);
    int64_t first = add_listing(store, "a@x.example", LISTING_PROFILE);
    int64_t met = add_pair(store, first, posting);
    erase(store, first);
    int64_t second = add_listing(store, "b@x.example", LISTING_PROFILE);
    assert_int_equal(second, first + 1);
    assert_int_equal(add_pair(store, second, posting), met + 1);
}

/* The number of an answer to a list that shows the profile. */
static int64_t answer(struct store *store, int64_t posting, int64_t profile, int64_t mail)
{
    SCOPED(listing) struct listing *job = listing_get(store, posting, NULL);
    SCOPED(digest) struct digest *digest = digest_new();
    digest->person = job->person;
    digest->listing = posting;
    digest->version = 1;
    digest->why = DIGEST_REGULAR;
    digest->outgoing = fixture_queue(
        store, &(struct fixture_mail){.kind = "digest-candidates", .person = job->person});
    digest->inputs = g_strdup("{}");
    digest->weights = g_strdup("w1");
    struct digest_item *item = g_new0(struct digest_item, 1);
    *item = (struct digest_item){
        .letter = 1, .listing = profile, .version = 1, .rank = 1, .evidence = g_strdup("{}")};
    g_ptr_array_add(digest->items, item);
    const struct cause cause = {.at = AT, .actor = "mail", .inbound = mail};
    fixture_begin(store);
    assert_ok(digest_add(store, &cause, digest, OK_ERROR));
    const struct digest_reply said = {.digest = digest->id, .letter = 1, .answer = DIGEST_YES};
    assert_ok(digest_reply_add(store, &cause, &said, OK_ERROR));
    fixture_commit(store);
    g_autoptr(GPtrArray) replies = digest_replies(store, mail, NULL);
    assert_true(replies->len > 0);
    return ((const struct digest_reply *)replies->pdata[0])->id;
}

/* "IKKE FLERE SOM DEM" holds for answers up to a number. */
static void nor_does_that_of_an_answer(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t mail = 0;
    bool fresh = false;
    assert_ok(inbound_keep(store, AT, "one", NULL, "x", 1, &mail, &fresh, OK_ERROR));
    int64_t posting = add_listing(store, "job@x.example", LISTING_POSTING);
    int64_t first = add_listing(store, "a@x.example", LISTING_PROFILE);
    int64_t second = add_listing(store, "b@x.example", LISTING_PROFILE);
    int64_t said = answer(store, posting, first, mail);
    erase(store, first);
    assert_int_equal(answer(store, posting, second, mail), said + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_of_an_erased_one_never_comes_back),
        cmocka_unit_test(nor_does_that_of_an_answer),
    };
    return cmocka_run_group_tests_name("store/erase", tests, NULL, NULL);
}
