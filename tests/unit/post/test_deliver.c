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
    assert_int_equal(tally.not_tried, 64);
    assert_non_null(strstr(tally.our_fault, "cannot reach"));
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 70);
    deliver_tally_clear(&tally);
    office_clear(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_go_out),
        cmocka_unit_test(relays_are_apart),
        cmocka_unit_test(relay_down_leaves_all),
    };
    return cmocka_run_group_tests_name("post/deliver", tests, NULL, NULL);
}
