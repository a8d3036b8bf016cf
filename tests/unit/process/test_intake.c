/* A backlog of several batches, with a mail in the first part of it that no child survives. */
#include "unit/process/mails.h"
#include "unit/process/site.h"

enum { MAILS = 700, COSTLY = 5 };

/* A child has room for anything, and a fifth of a second. */
static const struct understander_limits limits = {
    .address_space = 2048ul * 1024 * 1024, .cpu_milliseconds = 200, .wall_milliseconds = 60000};

static void drop_all(const char *folder)
{
    g_autofree char *costly = costly_mail(450000);
    for (int at = 0; at < MAILS; at++) {
        g_autofree char *name = g_strdup_printf("%03d.m", at);
        g_autofree char *mail =
            g_strdup_printf("Message-ID: <%d@x>\n%s", at, at == COSTLY ? costly : afmeld);
        drop_mail(folder, name, mail);
    }
}

static void one_that_kills_its_child_holds_up_nobody(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    drop_all(scratch->folder);
    understander_stop(site.house->understander);
    site.house->understander = understander_start_with(TABLES, NULL, &limits, NULL);
    struct round round = {0};
    assert_true(round_inbound(site.house, &round, NULL));
    assert_int_equal(round.received, MAILS);
    assert_int_equal(round.understood, MAILS - 1);
    assert_int_equal(round.quarantined, 1);
    for (int at = 0; at < MAILS; at++) {
        SCOPED(inbound)
        struct inbound *inbound = inbound_get(site.house->office.store, at + 1, NULL);
        assert_non_null(inbound);
        assert_int_not_equal(inbound->state, INBOUND_NEW);
        assert_true(inbound->state != INBOUND_QUARANTINED || strstr(inbound->source, "005"));
    }
    round_clear(&round);
    close_site(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_that_kills_its_child_holds_up_nobody)};
    return cmocka_run_group_tests_name("process/intake", tests, NULL, NULL);
}
