#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "unit/post/sending_site.h"

static void all_go_out(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("type = maildir\npath = outbox");
    office_open(&office);
    queue(&office, 150, LEDGER_OPEN);
    queue(&office, 3, LEDGER_CONFIDENTIAL);
    struct deliver_tally tally = run(&office);
    assert_int_equal(tally.sent, 153);
    assert_null(tally.our_fault);
    assert_int_equal(in_state(&office, LEDGER_SENT), 153);
    g_autofree char *fresh = g_build_filename(office.folder, "outbox", "new", NULL);
    assert_int_equal(count_files(fresh), 153);
    assert_int_equal(copies(fresh, 77), 1);
    deliver_tally_clear(&tally);
    office_clear(&office);
}

static void relays_are_apart(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("type = discard\n\n[relay confidential]\n"
                                      "type = maildir\npath = secret");
    office_open(&office);
    queue(&office, 10, LEDGER_OPEN);
    queue(&office, 4, LEDGER_CONFIDENTIAL);
    struct deliver_tally tally = run(&office);
    assert_int_equal(tally.sent, 14);
    g_autofree char *fresh = g_build_filename(office.folder, "secret", "new", NULL);
    assert_int_equal(count_files(fresh), 4);
    deliver_tally_clear(&tally);
    office_clear(&office);
}

/* A relay that is down leaves everything queued, says why, and does not turn the loop. */
static void relay_down_leaves_all(void **state G_GNUC_UNUSED)
{
    g_autofree char *relay =
        g_strdup_printf("type = smtp\nhost = 127.0.0.1\nport = %d", free_port());
    struct office office = office_new(relay);
    office_open(&office);
    queue(&office, 70, LEDGER_OPEN);
    struct deliver_tally tally = run(&office);
    assert_int_equal(tally.sent, 0);
    assert_int_equal(tally.not_tried, 70);
    assert_non_null(strstr(tally.our_fault, "cannot reach"));
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 70);
    deliver_tally_clear(&tally);
    office_clear(&office);
}

/* One relay that is down does not stop the other; what waits for it is due when its rest is over,
 * and meanwhile it is not tried again. */
static void broken_relay_rests_alone(void **state G_GNUC_UNUSED)
{
    g_autofree char *relay = g_strdup_printf("type = discard\n\n[relay confidential]\n"
                                             "type = smtp\nhost = 127.0.0.1\nport = %d",
                                             free_port());
    struct office office = office_new(relay);
    office_open(&office);
    queue(&office, 150, LEDGER_OPEN);
    queue(&office, 3, LEDGER_CONFIDENTIAL);
    struct deliver_tally tally = run(&office);
    assert_int_equal(tally.sent, 150);
    assert_int_equal(tally.not_tried, 3); /* once each */
    assert_non_null(strstr(tally.our_fault, "cannot reach"));
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 3);
    int64_t next = 0;
    assert_true(deliver_next(office.deliver, office.store, office.clock, &next, NULL));
    assert_in_range(next, NOW + 50, NOW + 60);
    deliver_tally_clear(&tally);
    queue(&office, 2, LEDGER_OPEN);
    assert_true(deliver_next(office.deliver, office.store, office.clock, &next, NULL));
    assert_int_equal(next, NOW);
    tally = run(&office);
    assert_int_equal(tally.sent, 2);
    assert_int_equal(tally.not_tried, 0);
    assert_non_null(tally.our_fault); /* as long as it rests the fault is told */
    deliver_tally_clear(&tally);
    office_clear(&office);
}

/* A lane that cannot work kills no mail: everything waits, and the reason is told. */
static void unusable_lane_leaves_all(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("type = smtp\nhost = localhost\ntls = required\n"
                                      "ca-file = moedested.conf");
    office_open(&office);
    queue(&office, 5, LEDGER_OPEN);
    queue(&office, 2, LEDGER_CONFIDENTIAL);
    struct deliver_tally tally = run(&office);
    assert_non_null(strstr(tally.our_fault, "moedested.conf"));
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 7);
    deliver_tally_clear(&tally);
    office_clear(&office);
}

static void unusable_folder_leaves_all(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("type = maildir\npath = outbox");
    office_open(&office);
    queue(&office, 5, LEDGER_OPEN);
    g_autofree char *outbox = g_build_filename(office.folder, "outbox", NULL);
    remove_folder(outbox);
    assert_int_equal(symlink("outbox", outbox), 0);
    struct deliver_tally tally = run(&office);
    assert_non_null(strstr(tally.our_fault, "outbox"));
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 5);
    assert_int_equal(g_unlink(outbox), 0);
    deliver_tally_clear(&tally);
    office_close(
        &office); /* a relay that failed rests for a minute; a new start tries it at once */
    office_open(&office);
    tally = run(&office);
    assert_int_equal(tally.sent, 5);
    deliver_tally_clear(&tally);
    office_clear(&office);
}

/* The relay says whom it refused; our words go to the log. */
static void fault_names_nobody(void **state G_GNUC_UNUSED)
{
    if (!have_sink()) {
        skip();
    }
    int port = 0;
    pid_t sink = sink_start(&port, "-f", "MAIL", "-B", "530 5.7.0 <a@b.example>: must login");
    g_autofree char *relay = g_strdup_printf("type = smtp\nhost = 127.0.0.1\nport = %d", port);
    struct office office = office_new(relay);
    office_open(&office);
    queue(&office, 3, LEDGER_OPEN);
    struct deliver_tally tally = run(&office);
    assert_non_null(strstr(tally.our_fault, "530 5.7.0 <...>: must login"));
    assert_null(strchr(tally.our_fault, '@'));
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 3);
    deliver_tally_clear(&tally);
    office_clear(&office);
    end_process(sink);
}

static void fall_into_doubt(struct office *office)
{
    bool go = false;
    g_autoptr(GPtrArray) mails = ledger_claim(office->store, NOW, LEDGER_OPEN, 1, NULL);
    assert_int_equal(mails->len, 1);
    const struct ledger_mail *mail = g_ptr_array_index(mails, 0);
    assert_true(ledger_hand_over(office->store, mail->id, NOW, &go, NULL) && go);
    assert_true(ledger_settle(office->store, mail->id, NOW, LEDGER_IN_DOUBT, NULL, "", NULL));
}

struct doubt {
    const char *name, *relay;
    enum ledger_state after;
};

static const struct doubt doubts[] = {
    {"doubt = repeat", "type = smtp\ndoubt = repeat", LEDGER_QUEUED},
    {"doubt = hold", "type = smtp\ndoubt = hold", LEDGER_HELD},
    {"the Maildir has it not", "type = maildir\npath = outbox\ndoubt = hold", LEDGER_QUEUED},
};

/* A daemon that runs for months does not wait for its next start. */
static void doubt_ends_in_ten_minutes(void **state)
{
    const struct doubt *doubt = *state;
    struct office office = office_new(doubt->relay);
    office_open(&office);
    queue(&office, 1, LEDGER_OPEN);
    fall_into_doubt(&office);
    int64_t next = 0;
    assert_true(deliver_next(office.deliver, office.store, office.clock, &next, NULL));
    assert_int_equal(next, NOW + 600);
    clock_set(office.clock, NOW + 599, false);
    assert_true(deliver_review(office.deliver, office.store, office.clock, NULL));
    assert_int_equal(in_state(&office, LEDGER_DOUBT), 1);
    clock_set(office.clock, NOW + 600, false);
    assert_true(deliver_review(office.deliver, office.store, office.clock, NULL));
    assert_int_equal(in_state(&office, LEDGER_DOUBT), 0);
    assert_int_equal(in_state(&office, doubt->after), 1);
    office_clear(&office);
}

struct bad_relay {
    const char *name, *relay, *words;
};

static const struct bad_relay bad_relays[] = {
    {"login without TLS", "type = smtp\nuser = u", "tls"},
    {"login without password", "type = smtp\ntls = required\nuser = u", "password-file"},
    {"password file is missing", "type = smtp\ntls = required\nuser = u\npassword-file = nothing",
     "nothing"},
    {"certificates to trust are missing", "type = smtp\ntls = required\nca-file = nothing.pem",
     "[relay] ca-file: "},
    {"password file for everybody",
     "type = smtp\ntls = required\nuser = u\npassword-file = moedested.conf", "chmod 600"},
};

static void bad_relay_is_refused(void **state)
{
    const struct bad_relay *bad = *state;
    struct office office = office_new(bad->relay);
    chmod(office.config_path, 0644);
    g_autoptr(GError) error = NULL;
    struct config *config = config_load(office.config_path, &error);
    struct deliver *deliver = config != NULL ? deliver_start(config, &error) : NULL;
    assert_null(deliver);
    assert_non_null(strstr(error->message, bad->words));
    config_free(config);
    office_clear(&office);
}

static struct CMUnitTest row_test(const char *name, CMUnitTestFunction function, const void *row)
{
    return (struct CMUnitTest){
        .name = name, .test_func = function, .initial_state = (void *)(uintptr_t)row};
}

#define SINGLE 7u

int main(void)
{
    struct CMUnitTest tests[SINGLE + G_N_ELEMENTS(bad_relays) + G_N_ELEMENTS(doubts)] = {
        cmocka_unit_test(all_go_out),
        cmocka_unit_test(relays_are_apart),
        cmocka_unit_test(relay_down_leaves_all),
        cmocka_unit_test(unusable_lane_leaves_all),
        cmocka_unit_test(unusable_folder_leaves_all),
        cmocka_unit_test(fault_names_nobody),
        cmocka_unit_test(broken_relay_rests_alone),
    };
    size_t count = SINGLE;
    for (size_t i = 0; i < G_N_ELEMENTS(bad_relays); i++) {
        tests[count++] = row_test(bad_relays[i].name, bad_relay_is_refused, &bad_relays[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(doubts); i++) {
        tests[count++] = row_test(doubts[i].name, doubt_ends_in_ten_minutes, &doubts[i]);
    }
    int failed = cmocka_run_group_tests_name("post/deliver", tests, NULL, NULL);
    end_sinks();
    return failed;
}
