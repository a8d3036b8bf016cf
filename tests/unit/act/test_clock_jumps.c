/* An issue is queued and goes out exactly once and never before its time, however the clock jumps:
 * an hour or a day forwards and back, the nights of summer and winter time, 29 February, the end of
 * the year. */
#include "support/office.h"

#include "act/newsletter.h"
#include "store/issue.h"

#define HOUR 3600
#define DAY (24 * HOUR)

static const struct row {
    const char *name, *due;
} rows[] = {
    {"an ordinary day", "2013-03-20T09:00"},
    {"the hour after the one that summer time skips", "2013-03-31T03:00"},
    {"the hour that winter time repeats", "2013-10-27T02:30"},
    {"the hour after it, in winter", "2013-10-27T03:00"},
    {"29 February", "2012-02-29T09:00"},
    {"28 February of a year that is no leap year", "2013-02-28T23:59"},
    {"the last minute of the year", "2012-12-31T23:59"},
    {"the first minute of the year", "2013-01-01T00:00"},
};

/* Where the clock goes, from the hour before the issue is due; the last one is before `latest`. */
static const int64_t ways[][8] = {
    {-HOUR, 0, HOUR, 2 * HOUR, 3 * HOUR},
    {-HOUR, HOUR, 0, -HOUR, 0, HOUR},                   /* an hour back, twice */
    {-HOUR, 0, -DAY, -HOUR, 0, HOUR},                   /* a day back */
    {-DAY, -HOUR, 0, DAY - HOUR, -HOUR, HOUR},          /* a day forwards, and back */
    {-HOUR, 1, 0, -1, 0, 1, 2 * HOUR},                  /* seconds around it */
    {-30 * DAY, -29 * DAY, -HOUR, HOUR, -DAY, HOUR, 0}, /* a month */
};

static void timer(struct test_office *test, int64_t moment)
{
    g_autoptr(GError) error = NULL;
    clock_set(test->clock, moment, false);
    if (!newsletter_timer(&test->office, &error)) {
        fail_msg("%s", error->message);
    }
}

static int64_t copies(struct test_office *test, enum ledger_state state)
{
    int64_t counts[LEDGER_HELD + 1] = {0};
    assert_true(ledger_count(test->office.store, "2013-03", counts, NULL));
    return counts[state];
}

/* An issue that staff have approved for this time, with a day until it is too late. */
static struct test_office *with_issue(int64_t *due, const char *when)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = NULL;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_SEEKER, "Karen", "karen@post.example", true);
    test_office_person(test, PERSON_SEEKER, "Ove", "ove@post.example", true);
    test_office_person(test, PERSON_EMPLOYER, "Hus", "hus@kk.example", true);
    test_office_at(test, "2011-12-01T09:00");
    if (!newsletter_approve(&test->office, "2013-03", "mette", &findings, &error)) {
        fail_msg("%s", error->message);
    }
    assert_true(clock_parse(test->clock, when, due, NULL));
    SCOPED(issue) struct issue *issue = issue_get(test->office.store, "2013-03", NULL);
    issue->due = *due;
    issue->latest = *due + DAY;
    const struct cause cause = {.at = *due - 40 * DAY, .actor = "mette"};
    g_autoptr(GBytes) seekers = issue_compiled(test->office.store, "2013-03", PERSON_SEEKER, NULL);
    g_autoptr(GBytes) employers =
        issue_compiled(test->office.store, "2013-03", PERSON_EMPLOYER, NULL);
    assert_true(store_begin(test->office.store, NULL));
    assert_true(issue_approve(test->office.store, &cause, issue, seekers, employers, &error));
    assert_true(store_commit(test->office.store, NULL));
    return test;
}

static void once(const char *due_text, const int64_t *way)
{
    int64_t due = 0;
    struct test_office *test = with_issue(&due, due_text);
    bool came = false;
    for (unsigned at = 0; at < 8 && (at == 0 || way[at] != 0 || way[at - 1] != 0); at++) {
        timer(test, due + way[at]);
        came = came || way[at] >= 0;
        assert_int_equal(copies(test, LEDGER_QUEUED), came ? 3 : 0);
        assert_int_equal(copies(test, LEDGER_HELD), 0);
    }
    assert_true(came);
    test_office_close(test);
}

static void jumps(void **state)
{
    const struct row *row = *state;
    for (size_t at = 0; at < G_N_ELEMENTS(ways); at++) {
        once(row->due, ways[at]);
    }
}

/* Issues from 2012 to 2015, most of them on days and in nights that are not like others. */
static const char *const planned[] = {
    "2012-01-01T00:00", "2012-02-29T09:00", "2012-03-25T03:00", "2012-10-28T02:30",
    "2012-12-31T23:59", "2013-01-31T23:00", "2013-02-28T23:59", "2013-03-31T03:00",
    "2013-05-01T09:00", "2013-10-27T02:30", "2013-12-31T23:59", "2014-03-30T01:59",
    "2014-07-20T09:00", "2014-10-26T03:00", "2015-02-28T00:00", "2015-03-29T03:00",
    "2015-10-25T02:30", "2015-12-31T23:59",
};

/* By how much the clock is wrong for one look, and then right again. */
static const int64_t wrong[] = {HOUR, -HOUR, DAY, -DAY};

static void plan(struct test_office *test, const char *when, const char *name)
{
    g_autoptr(GError) error = NULL;
    char subject[] = "Seniorjobberen", hash[] = "abc", by[] = "Karen";
    g_autofree char *owned = g_strdup(name);
    struct issue issue = {
        .name = owned, .subject = subject, .hash = hash, .approved_by = by, .judged = true};
    assert_true(clock_parse(test->clock, when, &issue.due, &error));
    issue.latest = issue.due + 2 * DAY;
    issue.approved = clock_now(test->clock);
    const struct cause cause = {.at = issue.approved, .actor = "mette"};
    g_autoptr(GBytes) seekers = issue_compiled(test->office.store, "2013-03", PERSON_SEEKER, NULL);
    assert_true(store_begin(test->office.store, NULL));
    assert_true(issue_approve(test->office.store, &cause, &issue, seekers, NULL, &error));
    assert_true(store_commit(test->office.store, NULL));
}

/* What is queued goes out; counts by issue and person. */
static void send(struct test_office *test, GHashTable *gone)
{
    struct store *store = test->office.store;
    int64_t now = clock_now(test->clock);
    g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, 100, NULL);
    assert_non_null(mails);
    for (guint at = 0; at < mails->len; at++) {
        const struct ledger_mail *mail = mails->pdata[at];
        bool go = false;
        assert_true(ledger_hand_over(store, mail->id, now, &go, NULL));
        assert_true(go);
        assert_true(ledger_settle(store, mail->id, now, LEDGER_ACCEPTED, "250", "ok", NULL));
        char *copy = g_strdup_printf("%s>%s", mail->issue, mail->recipient);
        guint times = GPOINTER_TO_UINT(g_hash_table_lookup(gone, copy));
        g_hash_table_insert(gone, copy, GUINT_TO_POINTER(times + 1));
    }
}

static void look(struct test_office *test, int64_t moment, GHashTable *gone)
{
    timer(test, moment);
    send(test, gone);
}

static void each_once(GHashTable *gone)
{
    assert_int_equal(g_hash_table_size(gone), 2 * G_N_ELEMENTS(planned));
    GHashTableIter all;
    void *copy = NULL, *times = NULL;
    g_hash_table_iter_init(&all, gone);
    while (g_hash_table_iter_next(&all, &copy, &times)) {
        if (GPOINTER_TO_UINT(times) != 1) {
            fail_msg("%s went out %u times", (char *)copy, GPOINTER_TO_UINT(times));
        }
    }
}

/* Every hour of four years; every fifth time the clock is wrong, so that each hour of the day has
 * its turn. */
static void every_hour(void **state)
{
    const int64_t *by = *state;
    int64_t due = 0, begin = 0, end = 0;
    struct test_office *test = with_issue(&due, "2030-01-01T09:00");
    assert_true(clock_parse(test->clock, "2011-12-28T00:00", &begin, NULL));
    assert_true(clock_parse(test->clock, "2016-01-04T00:00", &end, NULL));
    for (size_t at = 0; at < G_N_ELEMENTS(planned); at++) {
        g_autofree char *name = g_strdup_printf("plan-%02zu", at);
        plan(test, planned[at], name);
    }
    g_autoptr(GHashTable) gone = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    unsigned hour = 0;
    for (int64_t moment = begin; moment < end; moment += HOUR, hour++) {
        look(test, moment, gone);
        if (hour % 5 == 0) {
            look(test, moment + *by, gone);
        }
    }
    each_once(gone);
    test_office_close(test);
}

int main(void)
{
    static const char *const names[] = {
        "every hour of four years, at times an hour ahead",
        "every hour of four years, at times an hour behind",
        "every hour of four years, at times a day ahead",
        "every hour of four years, at times a day behind",
    };
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + G_N_ELEMENTS(wrong)];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, jumps, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        tests[G_N_ELEMENTS(rows) + i] =
            (struct CMUnitTest){names[i], every_hour, NULL, NULL, (void *)(uintptr_t)&wrong[i]};
    }
    return cmocka_run_group_tests_name("act/clock_jumps", tests, NULL, NULL);
}
