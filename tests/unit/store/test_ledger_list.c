#include "fixture.h"

#include "store/inbound.h"
#include "store/statement.h"

/* Two people, two issues, 250 letters; two copies sent, one failed. */
static struct store *filled(int64_t people[2])
{
    struct store *store = fixture_open();
    people[0] = fixture_person(store, "jens@x.example");
    people[1] = fixture_person(store, "bodil@x.example");
    static const char *const issues[] = {"2013-03", "2013-04"};
    for (int i = 0; i < 4; i++) {
        if (i % 2 == 0) {
            fixture_issue(store, issues[i / 2]);
        }
        fixture_queue(store,
                      &(struct fixture_mail){.issue = issues[i / 2], .person = people[i % 2]});
    }
    assert_int_equal(fixture_claim(store, AT, 3), 3);
    for (int64_t id = 1; id <= 3; id++) {
        assert_ok(ledger_settle(store, id, AT, id < 3 ? LEDGER_ACCEPTED : LEDGER_REFUSED, "250",
                                "ok", OK_ERROR));
    }
    fixture_begin(store);
    for (int i = 0; i < 250; i++) {
        fixture_queue_open(store,
                           &(struct fixture_mail){.kind = "received", .recipient = "S@x.example"});
    }
    fixture_commit(store);
    return store;
}

struct walk {
    int64_t seen, last, most;
};

static bool visit(const struct ledger_mail *mail, void *data)
{
    struct walk *walk = data;
    assert_true(mail->id > walk->last);
    assert_null(mail->composed);
    assert_null(mail->slots);
    walk->last = mail->id;
    return ++walk->seen != walk->most;
}

static const struct row {
    const char *name, *issue;
    int person; /* 1 or 2, 0: any */
    enum ledger_state state;
    int64_t most, count;
} rows[] = {
    {"all", NULL, 0, 0, 0, 254},
    {"the first 201", NULL, 0, 0, 201, 201},
    {"an issue", "2013-03", 0, 0, 0, 2},
    {"another issue", "2013-05", 0, 0, 0, 0},
    {"a person", NULL, 1, 0, 0, 2},
    {"sent", NULL, 0, LEDGER_SENT, 0, 2},
    {"failed", NULL, 0, LEDGER_FAILED, 0, 1},
    {"queued", NULL, 0, LEDGER_QUEUED, 0, 251},
    {"issue, failed", "2013-04", 0, LEDGER_FAILED, 0, 1},
    {"issue, sent", "2013-04", 0, LEDGER_SENT, 0, 0},
    {"issue, person", "2013-04", 2, 0, 0, 1},
    {"person, sent", NULL, 2, LEDGER_SENT, 0, 1},
    {"issue, person, failed", "2013-04", 1, LEDGER_FAILED, 0, 1},
};

static void lists(void **state)
{
    const struct row *row = *state;
    int64_t people[2];
    SCOPED(store) struct store *store = filled(people);
    struct walk walk = {.most = row->most};
    assert_ok(ledger_each(store, row->issue, row->person != 0 ? people[row->person - 1] : 0,
                          row->state, visit, &walk, OK_ERROR));
    assert_int_equal(walk.seen, row->count);
}

static void counts_by_state(void **state)
{
    (void)state;
    int64_t people[2];
    SCOPED(store) struct store *store = filled(people);
    int64_t counts[LEDGER_HELD + 1];
    memset(counts, 0x55, sizeof counts);
    assert_ok(ledger_count(store, "2013-04", counts, OK_ERROR));
    for (int i = 0; i <= LEDGER_HELD; i++) {
        assert_int_equal(counts[i], i == LEDGER_QUEUED || i == LEDGER_FAILED ? 1 : 0);
    }
    assert_ok(ledger_count(store, NULL, counts, OK_ERROR));
    assert_int_equal(counts[LEDGER_QUEUED], 251);
    assert_int_equal(counts[LEDGER_SENT], 2);
    assert_int_equal(counts[LEDGER_FAILED], 1);
}

static int64_t recent(struct store *store, const char *recipient, const char *kind, int64_t since)
{
    int64_t count = -1;
    assert_ok(ledger_recent(store, recipient, kind, since, &count, OK_ERROR));
    return count;
}

static void counts_recent_letters(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "a@x.example");
    fixture_issue(store, "2013-03");
    fixture_queue(store, &(struct fixture_mail){.issue = "2013-03", .person = person});
    fixture_queue(store, &(struct fixture_mail){.kind = "newsletter"}); /* a test copy */
    fixture_queue(store, &(struct fixture_mail){.kind = "welcome"});
    fixture_queue(store, &(struct fixture_mail){.kind = "received"});
    fixture_queue(store, &(struct fixture_mail){.kind = "received", .recipient = "A@X.example"});
    int64_t dropped = fixture_queue(store, &(struct fixture_mail){.kind = "received"});
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &fixture_cause, dropped, LEDGER_DROPPED, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(recent(store, "a@x.example", NULL, AT), 3);
    assert_int_equal(recent(store, "A@x.Example", "received", AT), 2);
    assert_int_equal(recent(store, "a@x.example", "newsletter", AT), 1);
    assert_int_equal(recent(store, "a@x.example", NULL, AT + 1), 0);
    assert_int_equal(recent(store, "b@x.example", NULL, AT), 0);
}

static void knows_what_is_due_next(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "a@x.example");
    fixture_issue(store, "2013-03");
    int64_t due = 0;
    assert_ok(ledger_next_due(store, LEDGER_OPEN, &due, OK_ERROR));
    assert_true(due == INT64_MAX);
    static const struct {
        const char *issue;
        enum ledger_class class;
        int64_t due;
    } mails[] = {
        {NULL, LEDGER_OPEN, AT + 400},
        {"2013-03", LEDGER_OPEN, AT + 300},
        {NULL, LEDGER_CONFIDENTIAL, AT + 200},
        {NULL, LEDGER_OPEN, AT + 100},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
        fixture_queue(store, &(struct fixture_mail){.issue = mails[i].issue,
                                                    .kind = mails[i].issue ? NULL : "x",
                                                    .person = person,
                                                    .class = mails[i].class,
                                                    .due = mails[i].due});
        assert_ok(ledger_next_due(store, mails[i].class, &due, OK_ERROR));
        assert_int_equal(due, mails[i].due);
    }
    assert_ok(ledger_next_due(store, LEDGER_CONFIDENTIAL, &due, OK_ERROR));
    assert_int_equal(due, AT + 200);
}

/* `inbound` 0: the relay said it. */
static void came_back(struct store *store, int64_t outgoing, int64_t inbound, int kind,
                      const char *status)
{
    fixture_begin(store);
    {
        SCOPED(statement)
        struct statement *add = statement_take(
            store, "INSERT INTO bounce (at, outgoing, inbound, folded, kind, status) "
                   "VALUES (0, ?1, ?4, 'a@x.example', ?2, ?3)");
        statement_put_number(add, outgoing);
        statement_put_number(add, kind);
        statement_put_text(add, status);
        statement_put_reference(add, inbound);
        assert_ok(statement_run(add, OK_ERROR));
    }
    fixture_commit(store);
}

static void assert_back(struct store *store, int64_t id, const char *want)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *status = ledger_came_back(store, id, &error);
    assert_null(error);
    assert_int_equal(g_strcmp0(status, want), 0);
}

static void knows_what_came_back(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_issue(store, "2013-03");
    int64_t ids[3];
    for (size_t at = 0; at < G_N_ELEMENTS(ids); at++) {
        g_autofree char *address = g_strdup_printf("p%zu@x.example", at);
        int64_t person = fixture_person(store, address);
        ids[at] =
            fixture_queue(store, &(struct fixture_mail){.issue = "2013-03", .person = person});
    }
    assert_int_equal(fixture_claim(store, AT, 2), 2);
    for (size_t at = 0; at < 2; at++) {
        assert_ok(ledger_settle(store, ids[at], AT, LEDGER_ACCEPTED, "250", "ok", OK_ERROR));
    }
    int64_t report = 0;
    bool fresh = false;
    assert_ok(inbound_keep(store, AT, "test", NULL, "x", 1, &report, &fresh, OK_ERROR));
    came_back(store, ids[0], report, 2, "4.2.2");
    came_back(store, ids[0], report, 1, "5.1.1");
    came_back(store, ids[0], 0, 1, "5.3.0"); /* refused by the relay, before it was sent again */
    came_back(store, ids[1], report, 4, ""); /* a complaint: it was read */
    came_back(store, ids[1], 0, 1, "5.3.0");
    came_back(store, ids[2], report, 1, ""); /* was not sent */
    assert_back(store, ids[0], "5.1.1");
    assert_back(store, ids[1], NULL);
    int64_t count = 0;
    assert_ok(ledger_count_back(store, "2013-03", &count, OK_ERROR));
    assert_int_equal(count, 1);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 4] = {
        cmocka_unit_test(counts_by_state),
        cmocka_unit_test(counts_recent_letters),
        cmocka_unit_test(knows_what_is_due_next),
        cmocka_unit_test(knows_what_came_back),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[4 + i] =
            (struct CMUnitTest){rows[i].name, lists, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("store/ledger_list", tests, NULL, NULL);
}
