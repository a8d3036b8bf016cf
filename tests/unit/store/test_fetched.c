/* Where mails lay. */
#include "unit/store/fixture.h"

#include "store/fetched.h"
#include "store/inbound.h"

#define PLACE "inbox@mail.example/INBOX/7/"

static int64_t place_of(struct store *store, const char *place)
{
    int64_t found = -1;
    assert_ok(fetched_find(store, place, &found, OK_ERROR));
    return found;
}

/* A mail with this text lies at a place at this moment, and is taken if nobody knows it. */
static int64_t take(struct store *store, const char *text, const char *place, int64_t at,
                    bool *fresh)
{
    const struct arrival arrival = {at, "imap:7", NULL, text, strlen(text)};
    int64_t id = 0;
    assert_ok(store_begin(store, OK_ERROR));
    assert_ok(inbound_add(store, &arrival, &id, fresh, OK_ERROR));
    assert_ok(fetched_add(store, place, id, OK_ERROR));
    assert_ok(store_commit(store, OK_ERROR));
    return id;
}

static void a_place_is_known(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    bool fresh = false;
    assert_int_equal(place_of(store, PLACE "1"), 0);
    int64_t id = take(store, "Subject: a\r\n\r\na\r\n", PLACE "1", AT, &fresh);
    assert_int_equal(place_of(store, PLACE "1"), id);
    assert_int_equal(place_of(store, PLACE "2"), 0);
}

/* Old places are forgotten, newer ones not; the mail that lies there still is no new mail. */
static void an_old_place_is_forgotten_and_its_mail_is_not(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    bool fresh = false;
    int64_t old = take(store, "Subject: a\r\n\r\na\r\n", PLACE "1", AT, &fresh);
    int64_t young = take(store, "Subject: b\r\n\r\nb\r\n", PLACE "2", AT + 1, &fresh);
    assert_ok(fetched_purge(store, AT, OK_ERROR));
    assert_int_equal(place_of(store, PLACE "1"), old);
    assert_ok(fetched_purge(store, AT + 1, OK_ERROR));
    assert_int_equal(place_of(store, PLACE "1"), 0);
    assert_int_equal(place_of(store, PLACE "2"), young);
    int64_t again = take(store, "Subject: a\r\n\r\na\r\n", PLACE "1", AT + 9, &fresh);
    assert_false(fresh);
    assert_int_equal(again, old);
    assert_int_equal(place_of(store, PLACE "1"), old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_known),
        cmocka_unit_test(an_old_place_is_forgotten_and_its_mail_is_not),
    };
    return cmocka_run_group_tests_name("store/fetched", tests, NULL, NULL);
}
