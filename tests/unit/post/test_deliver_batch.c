/* What is claimed is in one batch only. */
#include "unit/store/fixture.h"

#include "post/deliver_inner.h"
#include "unit/post/sending_site.h"

#define MARCH "2013-03"

static void step(struct office *office)
{
    struct deliver_tally tally = {0};
    bool more = false;
    assert_ok(deliver_step(office->deliver, office->store, office->clock, &tally, &more, OK_ERROR));
    assert_true(more);
    deliver_tally_clear(&tally);
}

/* Staff stop an issue and let it go on while a slow relay has its copies: each stays with the
 * process that has it. Two of them with the same copy would both be told to go. */
static void what_is_in_hand_is_not_claimed_again(void **state)
{
    (void)state;
    int port = 0, relay = listener_open(&port);
    g_autofree char *text = g_strdup_printf("type = smtp\nhost = 127.0.0.1\nport = %d", port);
    struct office office = office_new(text);
    office_open(&office);
    fixture_issue(office.store, MARCH);
    for (unsigned at = 0; at < 3; at++) {
        g_autofree char *address = g_strdup_printf("a%u@x.example", at);
        int64_t person = fixture_person(office.store, address);
        fixture_queue(office.store, &(struct fixture_mail){
                                        .issue = MARCH, .person = person, .recipient = address});
    }
    step(&office);
    const struct courier *courier = &office.deliver->ways[WAY_OPEN].couriers[0];
    assert_non_null(courier->current);
    assert_int_equal(courier->current->mails->len, 3);
    fixture_begin(office.store);
    assert_ok(ledger_give_back(office.store, MARCH, NOW, OK_ERROR));
    fixture_commit(office.store);
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 3);
    int64_t person = fixture_person(office.store, "late@x.example");
    fixture_queue(office.store, &(struct fixture_mail){.issue = MARCH, .person = person});
    step(&office);
    assert_int_equal(in_state(&office, LEDGER_CLAIMED), 4);
    assert_int_equal(courier->current->mails->len, 3);
    assert_non_null(courier->ahead);
    assert_int_equal(courier->ahead->mails->len, 1);
    office_clear(&office);
    close(relay);
}

/* A letter of half a megabyte, as one to staff is that quotes a long text. */
static void queue_large(struct office *office)
{
    int64_t id = 0;
    g_autofree char *octets = g_strnfill(512 * 1024, 'x');
    g_autoptr(GBytes) composed = g_bytes_new(octets, strlen(octets));
    assert_ok(ledger_next(office->store, &id, OK_ERROR));
    g_autofree char *message_id = g_strdup_printf("large%d@x.example", (int)id);
    char kind[] = "staff-human", recipient[] = "staff@x.example", sender[] = "s@x.example";
    const struct ledger_mail mail = {.id = id,
                                     .class = LEDGER_OPEN,
                                     .kind = kind,
                                     .recipient = recipient,
                                     .sender = sender,
                                     .message_id = message_id,
                                     .queued = NOW,
                                     .due = NOW,
                                     .composed = composed};
    bool added = false;
    assert_ok(ledger_queue(office->store, &fixture_cause, &mail, "none", NULL, NULL, 0, &added,
                           OK_ERROR));
}

/* Many long letters at once do not fit into one message to a process, which then never came: they,
 * and all that waited behind them, stayed where they were. */
static void many_large_letters_come_through(void **state)
{
    (void)state;
    struct office office = office_new("type = discard");
    office_open(&office);
    fixture_begin(office.store);
    for (unsigned at = 0; at < 150; at++) {
        queue_large(&office);
    }
    fixture_commit(office.store);
    struct deliver_tally tally = {0};
    bool more = true;
    for (unsigned at = 0; at < 100 && more; at++) {
        assert_ok(
            deliver_step(office.deliver, office.store, office.clock, &tally, &more, OK_ERROR));
    }
    assert_false(more);
    assert_int_equal(in_state(&office, LEDGER_CLAIMED), 0);
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 0);
    deliver_tally_clear(&tally);
    office_clear(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_in_hand_is_not_claimed_again),
        cmocka_unit_test(many_large_letters_come_through),
    };
    return cmocka_run_group_tests_name("post/deliver_batch", tests, NULL, NULL);
}
