/* How mail that the relay puts off is seen by monitoring, and when somebody is alarmed. */
#include "unit/process/status_file.h"

#include <fcntl.h>
#include <unistd.h>

#include "act/alarm.h"
#include "process/put_off.h"

/* A letter that waits since this time. */
static int64_t queue_letter(struct site *site, enum ledger_class class, const char *recipient,
                            const char *id, const char *when)
{
    struct store *store = site->house->office.store;
    char kind[] = "welcome", sender[] = "y@seniorjob.example";
    struct cause cause = {.actor = "program"};
    assert_true(clock_parse(site->clock, when, &cause.at, NULL));
    g_autofree char *to = g_strdup(recipient), *message_id = g_strdup(id);
    static const char text[] = "From: y@seniorjob.example\r\nTo: x@post.example\r\n"
                               "Date: Wed, 20 Mar 2013 09:00:00 +0100\r\n"
                               "Message-ID: <1@seniorjob.example>\r\n\r\nx\r\n";
    g_autoptr(GBytes) composed = g_bytes_new_static(text, sizeof text - 1);
    struct ledger_mail mail = {.class = class,
                               .kind = kind,
                               .recipient = to,
                               .sender = sender,
                               .message_id = message_id,
                               .queued = cause.at,
                               .due = cause.at,
                               .composed = composed};
    bool added = false;
    assert_true(store_begin(store, NULL));
    assert_true(ledger_next(store, &mail.id, NULL));
    assert_true(ledger_queue(store, &cause, &mail, "none", NULL, NULL, 0, &added, NULL));
    assert_true(store_commit(store, NULL));
    return cause.at;
}

/* The relay is asked to take the one that is due first, or all that are, and puts it off. */
static void put_off_due(struct site *site, enum ledger_class class, int64_t moment, unsigned most)
{
    struct store *store = site->house->office.store;
    g_autoptr(GPtrArray) claimed = ledger_claim(store, moment, class, most, NULL);
    for (guint i = 0; i < claimed->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(claimed, i);
        bool go = false;
        assert_true(ledger_hand_over(store, mail->id, moment, &go, NULL) && go);
        assert_true(ledger_settle(store, mail->id, moment, LEDGER_LATER, "450 4.7.1",
                                  "<x@post.example>: come again", NULL));
    }
}

/* A letter that the relay has put off at this time, or an older one. */
static void put_off(struct site *site, const char *recipient, const char *id, const char *when)
{
    put_off_due(site, LEDGER_OPEN, queue_letter(site, LEDGER_OPEN, recipient, id, when), 1);
}

/* A grey list: it is said, without addresses, and nobody is alarmed, in the log neither. */
static void one_mail_that_is_put_off(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    struct round round = {0};
    assert_true(round_all(site.house, &round, NULL, NULL));
    round_clear(&round);
    put_off(&site, "x@post.example", "7@seniorjob.example", "2013-03-20T09:04:30");
    at(&site, "2013-03-20T09:05");
    g_autofree char *log = g_build_filename(scratch->folder, "log", NULL), *said = NULL;
    int usual = dup(STDERR_FILENO), file = open(log, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    dup2(file, STDERR_FILENO);
    says(&site, scratch->folder, "state=waiting");
    says(&site, scratch->folder,
         "reason=1 put off by the relay since 2013-03-20T09:04:30+01:00, last with: "
         "450 4.7.1 <...>: come again");
    assert_non_null(strstr(watch_line(site.house->watch), "waiting: 1 put off by the relay"));
    dup2(usual, STDERR_FILENO);
    close(file);
    close(usual);
    assert_true(g_file_get_contents(log, &said, NULL, NULL));
    assert_string_equal(said, "");
    at(&site, "2013-03-20T12:00"); /* long after, but to one reader only */
    says(&site, scratch->folder, "state=waiting");
    bool down = true, refuses = true, stuck = true;
    assert_true(alarm_lasts(&site.house->office, ALARM_RELAY_DOWN, &down, NULL));
    assert_true(alarm_lasts(&site.house->office, ALARM_RELAY_REFUSES, &refuses, NULL));
    assert_true(alarm_lasts(&site.house->office, ALARM_STUCK, &stuck, NULL));
    assert_false(down || refuses || stuck);
    close_site(&site);
}

static bool is_alarmed(const struct site *site)
{
    bool open = false, secret = false;
    assert_true(alarm_lasts(&site->house->office, ALARM_STUCK, &open, NULL));
    assert_true(alarm_lasts(&site->house->office, ALARM_SECRET_STUCK, &secret, NULL));
    return open || secret;
}

/* A relay that has said nothing but "later" for an hour, to several. Another "later" is no proof
 * that all is well. */
static void a_relay_that_takes_nothing(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    bool stuck = true;
    open_site(&site, scratch->folder, HOUSE_WORK);
    put_off(&site, "x@post.example", "7@seniorjob.example", "2013-03-20T09:00");
    put_off(&site, "z@post.example", "8@seniorjob.example", "2013-03-20T09:00:30");
    at(&site, "2013-03-20T09:50");
    says(&site, scratch->folder, "state=waiting");
    assert_non_null(watch_later(site.house->watch, &stuck));
    assert_false(stuck);
    assert_false(is_alarmed(&site));
    at(&site, "2013-03-20T10:00"); /* nobody has tried since */
    says(&site, scratch->folder, "state=waiting");
    put_off(&site, "y@post.example", "9@seniorjob.example", "2013-03-20T10:00");
    says(&site, scratch->folder, "state=trouble");
    says(&site, scratch->folder,
         "reason=2 put off by the relay since 2013-03-20T09:00:00+01:00, last with: "
         "450 4.7.1 <...>: come again");
    assert_true(is_alarmed(&site));
    assert_true(
        watch_round(site.house->watch, site.house, &(struct deliver_tally){.later = 1}, NULL));
    assert_true(is_alarmed(&site));
    at(&site, "2013-03-20T12:30");
    queue_secret(&site);
    struct round round = {0};
    assert_true(round_all(site.house, &round, NULL, NULL)); /* takes all */
    assert_false(is_alarmed(&site));
    round_clear(&round);
    says(&site, scratch->folder, "state=ok");
    assert_null(watch_later(site.house->watch, &stuck));
    assert_false(stuck);
    close_site(&site);
}

/* What the other relay takes is no proof that this one does. */
static void each_relay_is_stuck_for_itself(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    struct round round = {0};
    const enum ledger_class secret = LEDGER_CONFIDENTIAL;
    open_site_with(&site, scratch->folder, HOUSE_WORK,
                   "[relay]\ntype = discard\n[relay confidential]\ntype = discard\n");
    int64_t first =
        queue_letter(&site, secret, "x@post.example", "7@a.example", "2013-03-20T09:00");
    queue_letter(&site, secret, "z@post.example", "8@a.example", "2013-03-20T09:00");
    put_off_due(&site, secret, first, 10);
    at(&site, "2013-03-20T10:00");
    put_off_due(&site, secret, clock_now(site.clock), 10);
    says(&site, scratch->folder, "state=trouble");
    assert_true(is_alarmed(&site));
    at(&site, "2013-03-20T10:00:30");
    queue_letter(&site, LEDGER_OPEN, "y@post.example", "9@a.example", "2013-03-20T10:00:20");
    assert_true(round_all(site.house, &round, NULL, NULL));
    assert_int_equal(round.delivered.sent, 1);
    says(&site, scratch->folder, "state=trouble");
    says(&site, scratch->folder,
         "reason=2 put off by the confidential relay since 2013-03-20T09:00:00+01:00, last with: "
         "450 4.7.1 <...>: come again");
    assert_true(is_alarmed(&site));
    at(&site, "2013-03-20T12:00");
    assert_true(round_all(site.house, &round, NULL, NULL)); /* it takes those, and the alarm */
    assert_false(is_alarmed(&site));
    says(&site, scratch->folder, "state=ok");
    round_clear(&round);
    close_site(&site);
}

/* A reload has taken the second relay away: its trouble goes with it. */
static void no_relay_no_trouble(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    SCOPED(scratch) struct scratch *other = scratch_new();
    SCOPED(put_off) struct put_off *known = put_off_new();
    struct site two, one;
    bool stuck = false;
    open_site_with(&two, scratch->folder, HOUSE_WORK,
                   "[relay]\ntype = discard\n[relay confidential]\ntype = discard\n");
    open_site(&one, other->folder, HOUSE_WORK);
    queue_letter(&two, LEDGER_CONFIDENTIAL, "x@post.example", "7@a.example", "2013-03-20T09:00");
    at(&two, "2013-03-20T09:00");
    put_off_due(&two, LEDGER_CONFIDENTIAL, clock_now(two.clock), 10);
    assert_true(put_off_look(known, two.house, NULL));
    assert_non_null(put_off_words(known, &stuck));
    assert_true(put_off_look(known, one.house, NULL));
    assert_null(put_off_words(known, &stuck));
    assert_false(stuck);
    close_site(&one);
    close_site(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_mail_that_is_put_off),
        cmocka_unit_test(a_relay_that_takes_nothing),
        cmocka_unit_test(each_relay_is_stuck_for_itself),
        cmocka_unit_test(no_relay_no_trouble),
    };
    return cmocka_run_group_tests_name("process/watch later", tests, NULL, NULL);
}
