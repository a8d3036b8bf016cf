/* How long a server that cannot be used is left alone. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/clock.h"
#include "post/reluctant.h"
#include "post/source.h"
#include "support/moved_clock.h"
#include "unit/post/servers.h"

static bool begins(void *account)
{
    g_autoptr(GError) error = NULL;
    bool fine = source_kind_imap.begin(account, &error);
    assert_int_equal(fine, error == NULL);
    return fine;
}

/* Twice as long each time, and never longer than five minutes. Before its time is over nobody
 * tries, and the trouble is not told again. */
static void each_pause_is_longer(void **state G_GNUC_UNUSED)
{
    static const int pauses[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    char host[] = "127.0.0.1", empty[] = "", inbox[] = "INBOX";
    struct imap_settings settings = {.host = host,
                                     .port = free_port(),
                                     .tls = IMAP_CLEAR,
                                     .ca_file = empty,
                                     .user = empty,
                                     .password = empty,
                                     .folder = inbox,
                                     .timeout = 1,
                                     .poll = 60};
    const struct source_setup setup = {.kind = &source_kind_imap, .imap = &settings};
    void *account = source_kind_imap.open(&setup, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(pauses); i++) {
        assert_false(begins(account));
        int64_t pause = source_kind_imap.due(account) - clock_stopwatch();
        assert_in_range(pause, (pauses[i] - 1) * G_USEC_PER_SEC + 1, pauses[i] * G_USEC_PER_SEC);
        assert_true(begins(account)); /* it was not tried */
        assert_false(source_kind_imap.well(account));
        away += pauses[i] * G_USEC_PER_SEC;
    }
    source_kind_imap.close(account);
}

/* Those that did not come go behind those that did not come as often. */
static void what_did_not_come_goes_behind(void **state G_GNUC_UNUSED)
{
    SCOPED(reluctant) struct reluctant *reluctant = reluctant_new();
    for (unsigned failures = 1; failures <= RELUCTANT_WORST + 1; failures++) {
        bool given_up = failures >= RELUCTANT_WORST;
        reluctant_add(reluctant, 7, 100, false, "x");
        assert_int_equal(reluctant_count(reluctant), given_up ? 1 : 0);
        assert_int_equal(reluctant_rank(reluctant, 7), MIN(failures, RELUCTANT_WORST));
        assert_int_equal(reluctant_waits(reluctant, 7, 100), given_up);
    }
    assert_int_equal(reluctant_rank(reluctant, 8), 0);
    reluctant_remove(reluctant, 7);
    assert_int_equal(reluctant_rank(reluctant, 7), 0);
    reluctant_add(reluctant, 9, 100, true, "x");
    assert_int_equal(reluctant_count(reluctant), 1);
    assert_int_equal(reluctant_rank(reluctant, 9), 1);
    assert_true(reluctant_waits(reluctant, 9, 100));
    reluctant_clear(reluctant);
    assert_false(reluctant_waits(reluctant, 9, 100));
}

/* What was given up has its turn later and later, and breaks no two connections at once. */
static void what_was_given_up_waits(void **state G_GNUC_UNUSED)
{
    static const int minutes[] = {10, 20, 40, 80, 160, 320, 360, 360};
    SCOPED(reluctant) struct reluctant *reluctant = reluctant_new();
    int64_t now = 0;
    for (size_t at = 0; at < G_N_ELEMENTS(minutes); at++) {
        reluctant_add(reluctant, 7, now, true, "x");
        int64_t next = now + minutes[at] * 60 * (int64_t)G_USEC_PER_SEC;
        assert_true(reluctant_waits(reluctant, 7, next - 1));
        assert_false(reluctant_waits(reluctant, 7, next));
        now = next;
    }
    for (unsigned failures = 0; failures < RELUCTANT_WORST; failures++) {
        reluctant_add(reluctant, 8, now, false, "x");
    }
    assert_true(reluctant_waits(reluctant, 7, now + 600 * G_USEC_PER_SEC - 1));
    assert_false(reluctant_waits(reluctant, 7, now + 600 * G_USEC_PER_SEC));
}

/* After a night without a server they need not wait for the morning after. */
static void one_that_comes_gives_hope(void **state G_GNUC_UNUSED)
{
    SCOPED(reluctant) struct reluctant *reluctant = reluctant_new();
    for (unsigned failures = 0; failures < RELUCTANT_WORST; failures++) {
        int64_t since = reluctant_add(reluctant, 7, 100 + failures, false, "x");
        assert_int_equal(since, failures + 1 == RELUCTANT_WORST ? 100 : 0);
        reluctant_add(reluctant, 8, 100, true, "x");
    }
    reluctant_hope(reluctant, 200);
    assert_false(reluctant_waits(reluctant, 7, 200));
    assert_true(reluctant_waits(reluctant, 8, 200)); /* it is to blame itself */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pause_is_longer),
        cmocka_unit_test(what_did_not_come_goes_behind),
        cmocka_unit_test(what_was_given_up_waits),
        cmocka_unit_test(one_that_comes_gives_hope),
    };
    return cmocka_run_group_tests_name("post/imap_pause", tests, NULL, NULL);
}
