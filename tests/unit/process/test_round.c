/* Rounds over real worker processes: what comes in while a newsletter goes out takes effect at
 * once. */
#include "unit/process/site.h"

#include <sqlite3.h>
#include <sys/resource.h>

#include "act/letter.h"
#include "act/newsletter.h"
#include "base/failure.h"
#include "mail/precheck.h"
#include "store/subscription.h"

enum { PEOPLE = 600 };

static int64_t add_people(const struct site *site)
{
    struct store *store = site->house->office.store;
    struct cause cause = {.at = clock_now(site->clock), .actor = "import"};
    int64_t last = 0;
    assert_true(store_begin(store, NULL));
    for (int at = 0; at < PEOPLE; at++) {
        SCOPED(person) struct person *person = person_new();
        g_ptr_array_add(person->addresses, g_strdup_printf("p%d@post.example", at));
        assert_true(person_add(store, &cause, person, NULL));
        assert_true(
            subscription_begin(store, &cause, person->id, NEWSLETTER, "test", cause.at, NULL));
        last = person->id;
    }
    assert_true(store_commit(store, NULL));
    return last;
}

static bool take_row(const struct ledger_mail *mail, void *data)
{
    int64_t *row = data;
    *row = mail->id;
    return true;
}

/* The mail that this person's client writes to the address of List-Unsubscribe. */
static void unsubscribe(const struct site *site, const char *folder, int64_t person)
{
    int64_t row = 0;
    assert_true(ledger_each(site->house->office.store, "2013-03", person, 0, take_row, &row, NULL));
    char token[TOKEN_LENGTH + 1];
    token_make(site->house->office.key, TOKEN_UNSUBSCRIBE, person, row, token);
    g_autofree char *mail =
        g_strdup_printf("From: p%d@post.example\nTo: seniorjob+%s@seniorjob.example\n"
                        "Subject: afmeld\nMessage-ID: <u@post.example>\n\n",
                        PEOPLE - 1, token);
    g_autofree char *path = g_build_filename(folder, "inbox", "new", "1.u", NULL);
    assert_true(file_write(path, mail, strlen(mail), 0600, NULL));
}

static void an_unsubscribe_reaches_a_running_send(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    int64_t last = add_people(&site);
    g_autoptr(GPtrArray) findings = NULL;
    assert_true(newsletter_approve(&site.house->office, "2013-03", "t", &findings, &error));
    assert_true(newsletter_timer(&site.house->office, &error));
    struct round round = {0};
    bool more = false;
    assert_true(round_step(site.house, &round, &more, &error));
    assert_true(more);
    assert_in_range(round.delivered.sent, 1, 256);
    unsubscribe(&site, scratch->folder, last);
    if (!round_all(site.house, &round, NULL, &error)) {
        fail_msg("%s", error->message);
    }
    int64_t counts[LEDGER_HELD + 1] = {0};
    assert_true(ledger_count(site.house->office.store, "2013-03", counts, NULL));
    assert_int_equal(counts[LEDGER_SENT], PEOPLE - 1);
    assert_int_equal(counts[LEDGER_DROPPED], 1);
    enum subscription_state after = SUBSCRIPTION_NONE;
    assert_true(subscription_get(site.house->office.store, last, NEWSLETTER, &after, NULL));
    assert_int_equal(after, SUBSCRIPTION_ENDED);
    round_clear(&round);
    close_site(&site);
}

/* A relay for confidential mail that cannot work (nobody listens) does not hold up the
 * newsletter. */
static void a_broken_relay_starves_nobody(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site_with(&site, scratch->folder, HOUSE_WORK,
                   "[relay]\ntype = discard\n[relay confidential]\ntype = smtp\n"
                   "host = 127.0.0.1\nport = 1\n");
    add_people(&site);
    queue_secret(&site);
    g_autoptr(GPtrArray) findings = NULL;
    assert_true(newsletter_approve(&site.house->office, "2013-03", "t", &findings, NULL));
    struct round round = {0};
    assert_true(round_all(site.house, &round, NULL, NULL));
    assert_int_equal(round.delivered.sent, PEOPLE);
    assert_int_equal(round.delivered.not_tried, 1);
    assert_non_null(strstr(round.delivered.our_fault, "cannot reach"));
    int64_t next = 0;
    assert_true(round_next(site.house, &next, NULL));
    assert_true(next > clock_now(site.clock));
    round_clear(&round);
    close_site(&site);
}

/* A mail in doubt is not forgotten as long as the daemon runs. */
static void a_doubt_ends(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    struct store *store = site.house->office.store;
    int64_t now = clock_now(site.clock), counts[LEDGER_HELD + 1] = {0};
    bool go = false;
    queue_secret(&site);
    g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_CONFIDENTIAL, 1, NULL);
    const struct ledger_mail *mail = g_ptr_array_index(mails, 0);
    assert_true(ledger_hand_over(store, mail->id, now, &go, NULL));
    assert_true(ledger_settle(store, mail->id, now, LEDGER_IN_DOUBT, NULL, "", NULL));
    struct round round = {0};
    assert_true(round_all(site.house, &round, NULL, NULL));
    assert_true(ledger_count(store, NULL, counts, NULL));
    assert_int_equal(counts[LEDGER_DOUBT], 1);
    clock_set(site.clock, now + 600, false);
    assert_true(round_all(site.house, &round, NULL, NULL));
    memset(counts, 0, sizeof counts);
    assert_true(ledger_count(store, NULL, counts, NULL));
    assert_int_equal(counts[LEDGER_DOUBT], 0);
    assert_int_equal(counts[LEDGER_SENT], 1);
    round_clear(&round);
    close_site(&site);
}

/* The whole mail finds no room in the child that reads it, its header does: kept for staff, and its
 * sender is asked to send it again. */
static void who_sent_what_kills_the_reader_is_told(void **state)
{
    (void)state;
#ifdef SANITIZED
    skip(); /* the sanitizer has its own idea of memory */
#else
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    g_autofree char *large = g_strnfill(20u * 1024 * 1024, 'x');
    g_autofree char *mail =
        g_strconcat("From: x@post.example\nMessage-ID: <1@x>\n\n", large, "\n", NULL);
    drop_mail(scratch->folder, "1.m", mail);
    const struct rlimit tight = {.rlim_cur = 64u << 20, .rlim_max = 64u << 20};
    assert_int_equal(prlimit(understander_pid(site.house->understander), RLIMIT_DATA, &tight, NULL),
                     0);
    struct round round = {0};
    assert_true(round_inbound(site.house, &round, NULL));
    assert_int_equal(round.quarantined, 1);
    assert_int_equal(state_of(&site, 1), INBOUND_QUARANTINED);
    int64_t letters = 0;
    assert_true(
        ledger_recent(site.house->office.store, "x@post.example", "unreadable", 0, &letters, NULL));
    assert_int_equal(letters, 1);
    close_site(&site);
#endif
}

/* Out of processes (here: of descriptors for one): the mail waits, nobody is blamed, and it is due
 * at once. */
static void a_mail_waits_for_a_child(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    drop_mail(scratch->folder, "1.m", "From: x@post.example\nMessage-ID: <1@x>\n\nHej\n");
    assert_true(understander_ready(site.house->understander, NULL));
    pid_t nursery = understander_pid(site.house->understander);
    struct rlimit usual;
    assert_int_equal(prlimit(nursery, RLIMIT_NOFILE, NULL, &usual), 0);
    const struct rlimit none = {.rlim_cur = 4, .rlim_max = usual.rlim_max};
    assert_int_equal(prlimit(nursery, RLIMIT_NOFILE, &none, NULL), 0);
    struct round round = {0};
    assert_true(round_inbound(site.house, &round, NULL));
    assert_int_equal(round.received, 1);
    assert_int_equal(round.postponed, 1);
    assert_int_equal(round.quarantined, 0);
    assert_int_equal(state_of(&site, 1), INBOUND_NEW);
    int64_t next = INT64_MAX;
    assert_true(round_next(site.house, &next, NULL));
    assert_true(next <= clock_now(site.clock));
    assert_int_equal(prlimit(nursery, RLIMIT_NOFILE, &usual, NULL), 0);
    assert_true(round_inbound(site.house, &round, NULL));
    assert_int_equal(round.understood, 1);
    assert_int_not_equal(state_of(&site, 1), INBOUND_NEW);
    assert_int_not_equal(state_of(&site, 1), INBOUND_QUARANTINED);
    assert_true(round_all(site.house, &round, NULL, NULL));
    assert_true(round_next(site.house, &next, NULL));
    assert_true(next > clock_now(site.clock));
    round_clear(&round);
    close_site(&site);
}

/* Makes the store fail at the second mail, in this way. */
/* What is too large to be read waits for a human, whole; what came with it is read. */
static void a_mail_too_large_waits_for_a_human(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    g_autofree char *large = g_strnfill(PRECHECK_MESSAGE_LIMIT + 1000, 'x');
    memcpy(large, "From: x@post.example\n\n", 22);
    drop_mail(scratch->folder, "1.m", large);
    drop_mail(scratch->folder, "2.m", "From: y@post.example\nMessage-ID: <2@x>\n\nHej\n");
    struct round round = {0};
    assert_true(round_inbound(site.house, &round, NULL));
    assert_int_equal(round.understood, 2);
    assert_int_equal(state_of(&site, 1), INBOUND_HUMAN);
    g_autoptr(GBytes) raw = inbound_raw(site.house->office.store, 1, NULL);
    assert_int_equal(g_bytes_get_size(raw), PRECHECK_MESSAGE_LIMIT + 1000);
    round_clear(&round);
    close_site(&site);
}

static void stop_now(const struct round *round, void *data)
{
    (void)round;
    *(bool *)data = true;
}

/* Who ends the daemon does not wait for a backlog: the batch that is read is acted on, the next
 * round goes on behind it, and no mail is read twice. */
static void a_backlog_ends_when_it_is_told_to(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    for (int at = 0; at < 200; at++) {
        g_autofree char *name = g_strdup_printf("%d.m", at);
        g_autofree char *mail =
            g_strdup_printf("From: x%d@post.example\nMessage-ID: <%d@x>\n\nHej\n", at, at);
        drop_mail(scratch->folder, name, mail);
    }
    bool stop = false;
    struct round round = {.progress = stop_now, .data = &stop};
    assert_true(round_all(site.house, &round, &stop, NULL));
    assert_int_equal(round.received, 200);
    assert_int_equal(round.understood, 128);
    round.progress = NULL;
    assert_true(round_all(site.house, &round, NULL, NULL));
    assert_int_equal(round.understood, 200);
    round_clear(&round);
    close_site(&site);
}

/* The clock is put right while the daemon runs: what it queued before is due now. */
static void a_clock_that_is_set_back_delays_no_letter(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    struct store *store = site.house->office.store;
    struct deliver *deliver = site.house->deliver;
    int64_t right = clock_now(site.clock), due = 0;
    clock_set(site.clock, right + 400 * (int64_t)86400, false);
    assert_true(deliver_review(deliver, store, site.clock, NULL));
    queue_secret(&site);
    clock_set(site.clock, right, false);
    assert_true(deliver_review(deliver, store, site.clock, NULL));
    assert_true(ledger_next_due(store, LEDGER_CONFIDENTIAL, &due, NULL));
    assert_int_equal(due, right);
    close_site(&site);
}

/* A second one who wants to work is told who is at it; one who only notes is let in. */
static void one_works_at_a_time(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site, beside;
    open_site(&site, scratch->folder, HOUSE_WORK);
    g_autoptr(GError) error = NULL;
    assert_null(house_open(site.config, site.clock, HOUSE_WORK, "second", &error));
    assert_int_equal(error->code, FAILURE_LOCKED);
    assert_non_null(strstr(error->message, "test"));
    open_site(&beside, scratch->folder, HOUSE_NOTE);
    add_people(&beside);
    close_site(&beside);
    assert_true(store_changed_by_others(site.house->office.store));
    close_site(&site);
}

/* A new configuration that does not work leaves the old one in force. */
static void a_wrong_reload_is_refused(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    const struct config *before = site.house->config;
    g_autofree char *path = g_build_filename(scratch->folder, "moedested.conf", NULL);
    static const char wrong[] = "[site]\ntemplates = nowhere\n";
    assert_true(file_write(path, wrong, strlen(wrong), 0600, NULL));
    SCOPED(config) struct config *fresh = config_load(path, NULL);
    assert_false(house_reload(site.house, fresh, &error));
    assert_non_null(error);
    assert_ptr_equal(site.house->config, before);
    struct round round = {0};
    assert_true(round_all(site.house, &round, NULL, NULL));
    close_site(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unsubscribe_reaches_a_running_send),
        cmocka_unit_test(a_broken_relay_starves_nobody),
        cmocka_unit_test(a_doubt_ends),
        cmocka_unit_test(who_sent_what_kills_the_reader_is_told),
        cmocka_unit_test(a_mail_waits_for_a_child),
        cmocka_unit_test(a_mail_too_large_waits_for_a_human),
        cmocka_unit_test(a_backlog_ends_when_it_is_told_to),
        cmocka_unit_test(a_clock_that_is_set_back_delays_no_letter),
        cmocka_unit_test(one_works_at_a_time),
        cmocka_unit_test(a_wrong_reload_is_refused),
    };
    return cmocka_run_group_tests_name("process/round", tests, NULL, NULL);
}
