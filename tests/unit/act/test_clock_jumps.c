/* An issue is queued exactly once and never before its time, however the clock jumps: an hour or a
 * day forwards and back, the nights of summer and winter time, 29 February, the end of the year. */
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

/* Every hour of two years, with an issue due somewhere in each night of a change. */
static void every_hour(void **state)
{
    (void)state;
    static const char *const nights[] = {"2012-03-25T03:00", "2012-10-28T02:30", "2013-03-31T03:00",
                                         "2013-10-27T02:30"};
    for (size_t at = 0; at < G_N_ELEMENTS(nights); at++) {
        int64_t due = 0;
        struct test_office *test = with_issue(&due, nights[at]);
        for (int64_t moment = due - 90 * DAY; moment < due + DAY; moment += HOUR) {
            timer(test, moment);
            assert_int_equal(copies(test, LEDGER_QUEUED), moment >= due ? 3 : 0);
        }
        test_office_close(test);
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {
        {"every hour of the quarter before a change of the clock", every_hour, NULL, NULL, NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 1] =
            (struct CMUnitTest){rows[i].name, jumps, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("act/clock_jumps", tests, NULL, NULL);
}
