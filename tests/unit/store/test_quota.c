#include "store/quota.h"

#include "fixture.h"
#include "store/connection.h"
#include "support/steps.h"

#define HOUR 3600
#define DAY (24 * HOUR)

/* A domain, its copies, and what it takes. */
struct domain {
    const char *name;
    int copies;
    struct quota_limit limit;
};

static struct quota *limits_of(const struct domain *domains, size_t count)
{
    struct quota *quota = quota_new();
    for (size_t i = 0; i < count; i++) {
        assert_true(quota_limit_domain(quota, domains[i].name, domains[i].limit));
    }
    return quota;
}

/* Copies for all domains, well mixed. */
static void queue_all(struct store *store, const struct domain *domains, size_t count)
{
    fixture_issue(store, "2013-03");
    int most = 0;
    for (size_t i = 0; i < count; i++) {
        most = MAX(most, domains[i].copies);
    }
    for (int row = 0; row < most; row++) {
        for (size_t i = 0; i < count; i++) {
            if (row >= domains[i].copies) {
                continue;
            }
            g_autofree char *address = g_strdup_printf("p%d@%s", row, domains[i].name);
            int64_t person = fixture_person(store, address);
            fixture_queue(store, &(struct fixture_mail){
                                     .issue = "2013-03", .person = person, .recipient = address});
        }
    }
}

/* Sends what may go at `now` in groups; gives how many. */
static int send_all(struct store *store, int64_t now)
{
    int sent = 0;
    for (;;) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, 64, &error);
        assert_non_null(mails);
        if (mails->len == 0) {
            return sent;
        }
        for (guint i = 0; i < mails->len; i++) {
            const struct ledger_mail *mail = g_ptr_array_index(mails, i);
            bool go = false;
            assert_ok(ledger_hand_over(store, mail->id, now, &go, OK_ERROR));
            assert_true(go);
            assert_ok(ledger_settle(store, mail->id, now, LEDGER_ACCEPTED, "250", "Ok", OK_ERROR));
        }
        sent += (int)mails->len;
    }
}

static int64_t next_due(struct store *store)
{
    int64_t moment = 0;
    assert_ok(ledger_next_due(store, LEDGER_OPEN, &moment, OK_ERROR));
    return moment;
}

/* Hours until a domain has all its copies, when each hour is used as soon as it begins. */
static int64_t ideal_end(const struct domain *domain)
{
    int64_t left = domain->copies, hours[24] = {0};
    for (int64_t hour = 0;; hour++) {
        hours[hour % 24] = 0;
        int64_t day = 0;
        for (int i = 0; i < 24; i++) {
            day += hours[i];
        }
        int64_t take = left;
        take = domain->limit.hour != 0 ? MIN(take, domain->limit.hour) : take;
        take = domain->limit.day != 0 ? MIN(take, domain->limit.day - day) : take;
        hours[hour % 24] = take;
        left -= take;
        if (left == 0) {
            return hour;
        }
    }
}

/* Wakes only when the ledger says so, and is through when an ideal sender is. */
static void five_domains_take_as_long_as_they_must(void **state)
{
    (void)state;
    static const struct domain domains[] = {{"gmail.com", 2000, {100, 600}},
                                            {"hotmail.com", 1000, {50, 0}},
                                            {"live.dk", 500, {0, 200}},
                                            {"yahoo.dk", 300, {7, 100}},
                                            {"kk.dk", 1200, {0, 0}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_all(store, domains, G_N_ELEMENTS(domains));
    quota_apply(store, limits_of(domains, G_N_ELEMENTS(domains)));
    int64_t ideal = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(domains); i++) {
        ideal = MAX(ideal, ideal_end(&domains[i]));
    }
    int64_t start = AT / HOUR * HOUR, last = start;
    int sent = 0, wakes = 0;
    for (int64_t now = AT; now != INT64_MAX; now = next_due(store)) {
        last = now;
        sent += send_all(store, now);
        assert_true(++wakes < 200);
        assert_true(next_due(store) > now); /* does not spin */
    }
    assert_int_equal(sent, 5000);
    double took = (double)(last - start) / HOUR;
    print_message("ideal %" G_GINT64_FORMAT " hours, took %.2f, woke %d times\n", ideal, took,
                  wakes);
    assert_true(took <= (double)ideal * 1.05);
    assert_true(took >= (double)ideal);
}

/* The first hour: what has no limit goes at once, though half a day of others stands before it. */
static void others_do_not_wait(void **state)
{
    (void)state;
    static const struct domain domains[] = {{"gmail.com", 300, {10, 0}}, {"kk.dk", 300, {0, 0}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_all(store, domains, 2);
    quota_apply(store, limits_of(domains, 2));
    assert_int_equal(send_all(store, AT), 310);
    assert_int_equal(next_due(store), (AT / HOUR + 1) * HOUR);
    struct quota_wait wait = {0};
    assert_ok(quota_waits(store, &wait, OK_ERROR));
    assert_string_equal(wait.domain, "gmail.com");
    assert_int_equal(wait.until, (AT / HOUR + 1) * HOUR);
    assert_int_equal(wait.domains, 1);
    quota_wait_clear(&wait);
}

static int steps_of_claim(struct store *store, int64_t now)
{
    steps_since(store);
    assert_int_equal(fixture_claim(store, now, 64), 0);
    int64_t next = next_due(store);
    assert_true(next > now);
    return steps_since(store);
}

/* Written straight into the table: 20,000 people would take a minute. */
static void queue_many(struct store *store, int copies)
{
    fixture_issue(store, "2013-03");
    int64_t person = fixture_person(store, "jens@gmail.com");
    assert_true(person > 0);
    g_autofree char *sql = g_strdup_printf(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
        "INSERT INTO person SELECT i + 1, 1, 'x', 'da', '', '', '', '', 0 FROM n;"
        "INSERT INTO outgoing (id, state, class, kind, issue, person, recipient, folded, sender, "
        "message_id, replies, queued, due, changed, domain) "
        "SELECT id, 1, 1, 'newsletter', '2013-03', id, 'p@gmail.com', 'p@gmail.com', 's', id, '', "
        "%d, %d, 0, 'gmail.com' FROM person WHERE id > 1",
        copies, AT, AT);
    int status = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    assert_int_equal(status, SQLITE_OK);
}

/* 20,000 copies for a full domain are looked through once, not at every claim. */
static void a_full_domain_costs_nothing_at_the_next_claim(void **state)
{
    (void)state;
    static const struct domain domains[] = {{"gmail.com", 0, {1, 0}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_many(store, 20000);
    fixture_queue(
        store, &(struct fixture_mail){
                   .issue = "2013-03", .person = 1, .recipient = "jens@gmail.com", .due = AT - 1});
    quota_apply(store, limits_of(domains, 1));
    assert_int_equal(fixture_claim(store, AT, 1), 1);
    int first = steps_of_claim(store, AT);
    int second = steps_of_claim(store, AT);
    print_message("first look %d steps, the next %d\n", first, second);
    assert_true(first > 20000);
    assert_true(second < 1000);
}

static struct store *reopen(const char *path)
{
    g_autoptr(GError) error = NULL;
    struct store *store = store_open(path, STORE_CREATE, &error);
    assert_non_null(store);
    return store;
}

static struct quota *gmail(int64_t hour, int64_t day)
{
    struct quota *quota = quota_new();
    quota_limit_domain(quota, "gmail.com", (struct quota_limit){hour, day});
    return quota;
}

/* A crash with claimed copies, and with handed ones: the first were not tried and go again in the
 * same hour, the others count. */
static void a_restart_exceeds_no_limit(void **state)
{
    (void)state;
    g_autofree char *folder = fixture_folder();
    g_autofree char *path = g_build_filename(folder, "m.db", NULL);
    static const struct domain domains[] = {{"gmail.com", 30, {10, 0}}};
    struct store *store = reopen(path);
    queue_all(store, domains, 1);
    quota_apply(store, gmail(10, 0));
    g_autoptr(GPtrArray) mails = ledger_claim(store, AT, LEDGER_OPEN, 6, NULL);
    assert_int_equal(mails->len, 6);
    for (guint i = 0; i < 2; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        bool go = false;
        assert_ok(ledger_hand_over(store, mail->id, AT, &go, OK_ERROR));
    }
    store_close(store);
    store = reopen(path);
    int64_t requeued = 0, doubtful = 0;
    fixture_recover(store, AT, &requeued, &doubtful);
    assert_int_equal(requeued, 4);
    assert_int_equal(doubtful, 2);
    quota_apply(store, gmail(10, 0));
    assert_int_equal(send_all(store, AT + 60), 8);
    store_close(store);
    store = reopen(path);
    quota_apply(store, gmail(10, 0));
    assert_int_equal(send_all(store, AT + 120), 0);
    assert_int_equal(send_all(store, AT + HOUR), 10);
    store_close(store);
    fixture_remove(folder);
}

/* The relay could not be used: nothing has left. */
static void what_was_not_tried_does_not_count(void **state)
{
    (void)state;
    static const struct domain domains[] = {{"gmail.com", 30, {10, 0}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_all(store, domains, 1);
    quota_apply(store, gmail(10, 0));
    g_autoptr(GPtrArray) mails = ledger_claim(store, AT, LEDGER_OPEN, 64, NULL);
    assert_int_equal(mails->len, 10);
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        enum ledger_result result = i % 2 == 0 ? LEDGER_NOT_TRIED : LEDGER_OUR_FAULT;
        assert_ok(ledger_settle(store, mail->id, AT, result, "535", "no", OK_ERROR));
    }
    assert_true(next_due(store) <= AT);
    assert_int_equal(send_all(store, AT), 10);
}

/* Letters use the room up, but nothing keeps them back. */
static void letters_are_counted_never_held_back(void **state)
{
    (void)state;
    static const struct domain domains[] = {{"gmail.com", 9, {5, 0}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_all(store, domains, 1);
    quota_apply(store, gmail(5, 0));
    for (int i = 0; i < 3; i++) {
        fixture_queue(store, &(struct fixture_mail){.kind = "x", .recipient = "a@GMail.com"});
    }
    assert_int_equal(send_all(store, AT), 5);
    for (int i = 0; i < 7; i++) {
        fixture_queue(store, &(struct fixture_mail){.kind = "x", .recipient = "a@gmail.com"});
    }
    assert_int_equal(send_all(store, AT), 7);
    assert_int_equal(send_all(store, AT + HOUR), 5);
}

/* Days of mail, with a day off between the second and the third. */
static void a_new_sender_grows_day_by_day(void **state)
{
    (void)state;
    static const struct domain domains[] = {{"kk.dk", 500, {0, 0}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_all(store, domains, 1);
    struct quota *quota = quota_new();
    quota_add_step(quota, 20);
    quota_add_step(quota, 50);
    quota_add_step(quota, 100);
    quota_apply(store, quota);
    int64_t midnight = AT / DAY * DAY;
    assert_int_equal(send_all(store, AT), 20);
    assert_int_equal(next_due(store), midnight + DAY); /* the next step, less the first */
    assert_int_equal(send_all(store, midnight + DAY), 30);
    assert_int_equal(send_all(store, midnight + DAY + 12 * HOUR), 20);
    assert_int_equal(send_all(store, midnight + 3 * DAY), 100);
    assert_int_equal(send_all(store, midnight + 4 * DAY), 330);
}

/* In all, and each domain that has no limit of its own; 31 March 2013 had 23 hours in Copenhagen.
 */
static void the_limits_of_all_and_of_each(void **state)
{
    (void)state;
    static const struct domain domains[] = {
        {"a.dk", 40, {0, 0}}, {"b.dk", 40, {0, 0}}, {"c.dk", 40, {30, 0}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_all(store, domains, 3);
    struct quota *quota = quota_new();
    quota_limit_all(quota, (struct quota_limit){45, 0});
    quota_limit_each(quota, (struct quota_limit){10, 0});
    assert_true(quota_limit_domain(quota, "c.dk", domains[2].limit));
    assert_false(quota_limit_domain(quota, "c.dk", domains[2].limit));
    quota_apply(store, quota);
    int64_t spring = 1364691600 + 2 * DAY; /* an hour's start */
    assert_int_equal(send_all(store, spring), 45);
    assert_int_equal(next_due(store), spring + HOUR);
    assert_int_equal(send_all(store, spring + HOUR - 1), 0);
    assert_int_equal(send_all(store, spring + HOUR), 35); /* c.dk has 15 left by now */
}

/* Nobody gains an hour by a clock that goes backwards. */
static void a_clock_set_back_gives_no_second_hour(void **state)
{
    (void)state;
    static const struct domain domains[] = {{"gmail.com", 30, {10, 0}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_all(store, domains, 1);
    quota_apply(store, gmail(10, 0));
    assert_int_equal(send_all(store, AT + 2 * HOUR), 10);
    assert_int_equal(send_all(store, AT + HOUR), 0);
}

/* Nor does a clock that was wrong for a while, and far ahead, stop everything until then. */
static void a_clock_far_ahead_blocks_for_a_day_at_most(void **state)
{
    (void)state;
    static const struct domain domains[] = {{"gmail.com", 40, {10, 15}}};
    SCOPED(store) struct store *store = fixture_open();
    queue_all(store, domains, 1);
    quota_apply(store, gmail(10, 15));
    assert_int_equal(send_all(store, AT + 400 * DAY), 10);
    assert_int_equal(send_all(store, AT), 0);
    assert_int_equal(send_all(store, AT + HOUR), 5);
    assert_int_equal(send_all(store, AT + 23 * HOUR), 0);
    assert_int_equal(send_all(store, AT + 24 * HOUR), 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_domains_take_as_long_as_they_must),
        cmocka_unit_test(others_do_not_wait),
        cmocka_unit_test(a_full_domain_costs_nothing_at_the_next_claim),
        cmocka_unit_test(a_restart_exceeds_no_limit),
        cmocka_unit_test(what_was_not_tried_does_not_count),
        cmocka_unit_test(letters_are_counted_never_held_back),
        cmocka_unit_test(a_new_sender_grows_day_by_day),
        cmocka_unit_test(the_limits_of_all_and_of_each),
        cmocka_unit_test(a_clock_set_back_gives_no_second_hour),
        cmocka_unit_test(a_clock_far_ahead_blocks_for_a_day_at_most),
    };
    return cmocka_run_group_tests_name("store/quota", tests, NULL, NULL);
}
