#include "fixture.h"

#include "store/inbound.h"

static const char plain[] = "From: a@x.example\r\nMessage-ID: <1@x>\r\n\r\nafmeld\r\n";

static int64_t keep(struct store *store, const char *source, const char *raw, size_t length,
                    bool want_fresh)
{
    int64_t id = 0;
    bool fresh = !want_fresh;
    assert_ok(inbound_keep(store, AT, source, NULL, raw, length, &id, &fresh, OK_ERROR));
    assert_int_equal(fresh, want_fresh);
    assert_true(id > 0);
    return id;
}

static void keeps_every_octet(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    char all[1000];
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (char)(i % 256);
    }
    int64_t id = keep(store, "receive", all, sizeof all, true);
    int64_t nothing = keep(store, "receive", "", 0, true);
    g_autoptr(GBytes) raw = inbound_raw(store, id, NULL);
    assert_int_equal(g_bytes_get_size(raw), sizeof all);
    assert_memory_equal(g_bytes_get_data(raw, NULL), all, sizeof all);
    g_autoptr(GBytes) empty = inbound_raw(store, nothing, NULL);
    assert_non_null(empty);
    assert_int_equal(g_bytes_get_size(empty), 0);
    g_autoptr(GError) error = NULL;
    assert_null(inbound_raw(store, 99, &error));
    assert_failure(error, FAILURE_NOT_FOUND, "no incoming mail 99");
}

static void the_same_mail_is_one(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t first = keep(store, "maildir:1", plain, strlen(plain), true);
    assert_int_equal(keep(store, "maildir:1", plain, strlen(plain), false), first);
    g_autofree char *again = g_strconcat("Received: from b\r\n\tby c\r\n", plain, NULL);
    assert_int_equal(keep(store, "maildir:2", again, strlen(again), false), first);
    g_autoptr(GPtrArray) all = inbound_list(store, 0, NULL);
    assert_int_equal(all->len, 1);
    /* A name that comes twice is not the same mail: it would be lost. */
    static const char other[] = "From: a@x.example\r\nMessage-ID: <2@x>\r\n\r\nafmeld\r\n";
    assert_int_not_equal(keep(store, "maildir:1", other, strlen(other), true), first);
}

static void waits_until_it_is_settled(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "a@x.example");
    int64_t ids[3];
    for (int i = 0; i < 3; i++) {
        g_autofree char *raw = g_strdup_printf("Message-ID: <%d@x>\n\nhej", i);
        ids[i] = keep(store, "receive", raw, strlen(raw), true);
    }
    g_autoptr(GArray) two = inbound_waiting(store, 2, NULL);
    assert_int_equal(two->len, 2);
    assert_int_equal(g_array_index(two, int64_t, 0), ids[0]);
    SCOPED(inbound) struct inbound *mail = inbound_get(store, ids[0], NULL);
    assert_int_equal(mail->state, INBOUND_NEW);
    assert_null(mail->verdict);
    mail->state = INBOUND_HUMAN;
    mail->verdict = g_strdup("{\"format\":1}");
    mail->message_id = g_strdup("0@x");
    mail->reason = g_strdup("nobody knows");
    mail->effect = g_strdup("confirmed");
    mail->person = person;
    mail->by_token = true;
    const struct cause cause = {AT + 1, "mail", ids[0]};
    fixture_begin(store);
    assert_ok(inbound_settle(store, &cause, mail, OK_ERROR));
    fixture_commit(store);
    SCOPED(inbound) struct inbound *now = inbound_get(store, ids[0], NULL);
    assert_int_equal(now->state, INBOUND_HUMAN);
    assert_string_equal(now->verdict, "{\"format\":1}");
    assert_string_equal(now->message_id, "0@x");
    assert_string_equal(now->reason, "nobody knows");
    assert_string_equal(now->effect, "confirmed");
    assert_int_equal(now->person, person);
    assert_true(now->by_token);
    assert_int_equal(now->received, AT);
    assert_string_equal(now->source, "receive");
    g_autoptr(GArray) rest = inbound_waiting(store, 10, NULL);
    assert_int_equal(rest->len, 2);
    g_autoptr(GPtrArray) human = inbound_list(store, INBOUND_HUMAN, NULL);
    assert_int_equal(human->len, 1);
    g_autoptr(GPtrArray) story = event_list(store, person, AT + 1, AT + 2, NULL);
    assert_int_equal(story->len, 1);
    const struct event *event = g_ptr_array_index(story, 0);
    assert_string_equal(event->what, "mail-in");
    assert_string_equal(event->detail, "confirmed");
    assert_string_equal(event->before, "new");
    assert_string_equal(event->after, "human");
    assert_int_equal(event->inbound, ids[0]);
}

static void settling_nothing_is_not_found(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    const struct inbound nothing = {.id = 9, .state = INBOUND_DONE};
    g_autoptr(GError) error = NULL;
    fixture_begin(store);
    assert_false(inbound_settle(store, &fixture_cause, &nothing, &error));
    assert_failure(error, FAILURE_NOT_FOUND, "no incoming mail 9");
    store_rollback(store);
}

static bool same(struct store *store, int64_t id, const char *address, const char *text,
                 int64_t since)
{
    bool found = false;
    fixture_begin(store);
    assert_ok(inbound_same_text(store, id, address, text, since, &found, OK_ERROR));
    fixture_commit(store);
    return found;
}

static void knows_a_text_that_was_answered(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t ids[4];
    for (int i = 0; i < 4; i++) {
        g_autofree char *raw = g_strdup_printf("Message-ID: <%d@x>\n\nhej", i);
        ids[i] = keep(store, "receive", raw, strlen(raw), true);
    }
    assert_false(same(store, ids[0], "a@x.example", "jeg er på ferie", AT));
    assert_false(same(store, ids[0], "a@x.example", "jeg er på ferie", AT)); /* itself */
    assert_false(same(store, ids[1], "a@x.example", "jeg er på ferie", AT)); /* no answer yet */
    fixture_queue(store, &(struct fixture_mail){.kind = "received", .inbound = ids[0]});
    assert_true(same(store, ids[1], "a@x.example", "jeg er på ferie", AT));
    assert_false(same(store, ids[2], "b@x.example", "jeg er på ferie", AT));
    assert_false(same(store, ids[2], "a@x.example", "jeg er på arbejde", AT));
    assert_false(same(store, ids[2], "a@x.examplejeg", " er på ferie", AT));
    assert_false(same(store, ids[3], "a@x.example", "jeg er på ferie", AT + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_every_octet),
        cmocka_unit_test(the_same_mail_is_one),
        cmocka_unit_test(waits_until_it_is_settled),
        cmocka_unit_test(settling_nothing_is_not_found),
        cmocka_unit_test(knows_a_text_that_was_answered),
    };
    return cmocka_run_group_tests_name("store/inbound", tests, NULL, NULL);
}
