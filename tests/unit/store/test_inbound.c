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

struct seen {
    struct store *store;
    unsigned count, most;
    int64_t last;
};

static bool see(const struct inbound *inbound, void *data)
{
    struct seen *seen = data;
    assert_true(inbound->id > seen->last);
    seen->last = inbound->id;
    /* Whoever looks may use the store. */
    SCOPED(inbound) struct inbound *again = inbound_get(seen->store, inbound->id, NULL);
    assert_non_null(again);
    return ++seen->count < seen->most;
}

/* Rows in a state, at most so many. */
static unsigned rows(struct store *store, enum inbound_state state, unsigned most)
{
    struct seen seen = {.store = store, .most = most};
    assert_ok(inbound_each(store, state, see, &seen, OK_ERROR));
    return seen.count;
}

static void the_same_mail_is_one(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t first = keep(store, "maildir:1", plain, strlen(plain), true);
    assert_int_equal(keep(store, "maildir:1", plain, strlen(plain), false), first);
    g_autofree char *again = g_strconcat("Received: from b\r\n\tby c\r\n", plain, NULL);
    assert_int_equal(keep(store, "maildir:2", again, strlen(again), false), first);
    assert_int_equal(rows(store, 0, 100), 1);
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
    g_autoptr(GArray) two = inbound_waiting(store, 2, 1000, NULL);
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
    g_autoptr(GArray) rest = inbound_waiting(store, 10, 1000, NULL);
    assert_int_equal(rest->len, 2);
    assert_int_equal(rows(store, INBOUND_HUMAN, 100), 1);
    assert_int_equal(rows(store, INBOUND_NEW, 100), 2);
    g_autoptr(GPtrArray) story = event_list(store, person, AT + 1, AT + 2, NULL);
    assert_int_equal(story->len, 1);
    const struct event *event = g_ptr_array_index(story, 0);
    assert_string_equal(event->what, "mail-in");
    assert_string_equal(event->detail, "confirmed");
    assert_string_equal(event->before, "new");
    assert_string_equal(event->after, "human");
    assert_int_equal(event->inbound, ids[0]);
}

static void each_sees_all_in_order(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_int_equal(rows(store, 0, 1000), 0);
    for (int i = 0; i < 150; i++) {
        g_autofree char *raw = g_strdup_printf("Message-ID: <%d@x>\n\nhej", i);
        keep(store, "receive", raw, strlen(raw), true);
    }
    assert_int_equal(rows(store, 0, 1000), 150);
    assert_int_equal(rows(store, INBOUND_NEW, 1000), 150);
    assert_int_equal(rows(store, INBOUND_DONE, 1000), 0);
    assert_int_equal(rows(store, 0, 70), 70);
}

struct share {
    const char *name;
    unsigned most;
    size_t octets;
    unsigned wanted;
};

/* Four mails of 100 octets wait. */
static const struct share shares[] = {
    {"all", 10, 400, 4},         {"as many as allowed", 3, 400, 3},
    {"two fit", 10, 299, 2},     {"just three", 10, 300, 3},
    {"one at least", 10, 99, 1}, {"one at least, also of none", 10, 0, 1},
};

static void waiting_mails_are_shared_out(void **state)
{
    const struct share *share = *state;
    SCOPED(store) struct store *store = fixture_open();
    for (int i = 0; i < 4; i++) {
        g_autofree char *raw = g_strdup_printf("Message-ID: <%d@x>\n\n%081d", i, i);
        assert_int_equal(strlen(raw), 100);
        keep(store, "receive", raw, strlen(raw), true);
    }
    g_autoptr(GArray) ids = inbound_waiting(store, share->most, share->octets, NULL);
    assert_int_equal(ids->len, share->wanted);
}

static void the_start_of_a_mail(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = keep(store, "receive", "a\0b\377c", 5, true);
    g_autoptr(GBytes) start = inbound_raw_start(store, id, 4, NULL);
    assert_int_equal(g_bytes_get_size(start), 4);
    assert_memory_equal(g_bytes_get_data(start, NULL), "a\0b\377", 4);
    g_autoptr(GBytes) whole = inbound_raw_start(store, id, 6, NULL);
    assert_int_equal(g_bytes_get_size(whole), 5);
    int64_t empty = keep(store, "receive", "", 0, true);
    g_autoptr(GBytes) nothing = inbound_raw_start(store, empty, 6, NULL);
    assert_non_null(nothing);
    assert_int_equal(g_bytes_get_size(nothing), 0);
    assert_null(inbound_raw_start(store, 99, 6, NULL));
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
    struct CMUnitTest tests[7 + G_N_ELEMENTS(shares)] = {
        cmocka_unit_test(keeps_every_octet),
        cmocka_unit_test(the_same_mail_is_one),
        cmocka_unit_test(waits_until_it_is_settled),
        cmocka_unit_test(settling_nothing_is_not_found),
        cmocka_unit_test(knows_a_text_that_was_answered),
        cmocka_unit_test(each_sees_all_in_order),
        cmocka_unit_test(the_start_of_a_mail),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(shares); i++) {
        tests[7 + i] = (struct CMUnitTest){.name = shares[i].name,
                                           .test_func = waiting_mails_are_shared_out,
                                           .initial_state = (void *)(uintptr_t)&shares[i]};
    }
    return cmocka_run_group_tests_name("store/inbound", tests, NULL, NULL);
}
