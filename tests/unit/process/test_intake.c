/* One mail of many: no child survives it, the store fails at it, or will never keep what it brings.
 */
#include <sqlite3.h>

#include "unit/process/mails.h"
#include "unit/process/site.h"

enum { MAILS = 700, COSTLY = 5, GROUPS = 50 };

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

static int64_t letters_to(const struct site *site, const char *recipient)
{
    int64_t count = 0;
    assert_true(ledger_recent(site->house->office.store, recipient, "received", 0, &count, NULL));
    return count;
}

static void run_sql(const char *folder, const char *sql)
{
    g_autofree char *path = g_build_filename(folder, "moedested.db", NULL);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void fail_at_second(const char *folder, const char *how)
{
    g_autofree char *sql =
        how != NULL ? g_strdup_printf("CREATE TRIGGER fault BEFORE UPDATE ON inbound WHEN "
                                      "OLD.id = 2 BEGIN SELECT RAISE(%s, 'fault'); END",
                                      how)
                    : g_strdup("DROP TRIGGER fault");
    run_sql(folder, sql);
}

/* What comes of one mail breaks a rule of the store, today and tomorrow: it waits for a human, and
 * so nobody else waits for it. */
static void what_the_store_will_never_keep_is_set_aside(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    run_sql(scratch->folder, "CREATE TRIGGER fault BEFORE INSERT ON outgoing WHEN NEW.inbound = 2 "
                             "BEGIN SELECT RAISE(ABORT, 'fault'); END");
    for (int mail = 1; mail <= 3; mail++) {
        g_autofree char *name = g_strdup_printf("%d.m", mail);
        g_autofree char *text = g_strdup_printf(
            "From: p%d@post.example\nMessage-ID: <%d@x>\n\nHej %d\n", mail, mail, mail);
        drop_mail(scratch->folder, name, text);
    }
    struct round round = {0};
    assert_true(round_inbound(site.house, &round, NULL));
    assert_int_equal(round.understood, 2);
    assert_int_equal(round.quarantined, 1);
    assert_int_equal(state_of(&site, 2), INBOUND_HUMAN);
    assert_int_equal(state_of(&site, 3), INBOUND_HUMAN);
    assert_int_equal(letters_to(&site, "p2@post.example"), 0);
    assert_int_equal(letters_to(&site, "p3@post.example"), 1);
    round_clear(&round);
    close_site(&site);
}

/* Several mails share a transaction: when the store fails at one, those before it stay done, unless
 * all of it is gone, and nothing of it is done by half. */
static void a_group_fails_alone(void **state)
{
    (void)state;
    static const struct {
        const char *how;
        enum inbound_state first;
    } rows[] = {{"ABORT", INBOUND_HUMAN}, {"ROLLBACK", INBOUND_NEW}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        SCOPED(scratch) struct scratch *scratch = scratch_new();
        struct site site;
        open_site(&site, scratch->folder, HOUSE_WORK);
        fail_at_second(scratch->folder, rows[at].how);
        for (int mail = 1; mail <= GROUPS; mail++) { /* those behind are being read meanwhile */
            g_autofree char *name = g_strdup_printf("%d.m", mail);
            g_autofree char *text = g_strdup_printf(
                "From: p%d@post.example\nMessage-ID: <%d@x>\n\nHej %d\n", mail, mail, mail);
            drop_mail(scratch->folder, name, text);
        }
        struct round round = {0};
        assert_false(round_inbound(site.house, &round, NULL));
        assert_int_equal(state_of(&site, 1), rows[at].first);
        assert_int_equal(state_of(&site, 2), INBOUND_NEW);
        assert_int_equal(state_of(&site, 3), INBOUND_NEW);
        fail_at_second(scratch->folder, NULL);
        assert_true(round_inbound(site.house, &round, NULL));
        assert_int_equal(round.understood, GROUPS);
        for (int mail = 1; mail <= GROUPS; mail++) {
            SCOPED(inbound)
            struct inbound *inbound = inbound_get(site.house->office.store, mail, NULL);
            g_autofree char *address = g_strdup_printf("\"p%d@post.example\"", mail);
            assert_int_equal(inbound->state, INBOUND_HUMAN);
            assert_non_null(strstr(inbound->verdict, address)); /* its own, not a neighbour's */
        }
        round_clear(&round);
        close_site(&site);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_kills_its_child_holds_up_nobody),
        cmocka_unit_test(what_the_store_will_never_keep_is_set_aside),
        cmocka_unit_test(a_group_fails_alone),
    };
    return cmocka_run_group_tests_name("process/intake", tests, NULL, NULL);
}
