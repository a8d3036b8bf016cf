/* How things are, as monitoring and staff hear of it. */
#include "unit/process/site.h"

#include "act/alarm.h"
#include "process/watch.h"

static void at(struct site *site, const char *when)
{
    int64_t moment = 0;
    assert_true(clock_parse(site->clock, when, &moment, NULL));
    clock_set(site->clock, moment, false);
}

/* The status file says this. */
static void says(struct site *site, const char *folder, const char *line)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, "moedested.status", NULL), *text = NULL;
    if (!watch_status(site->house->watch, site->house, true, &error)) {
        fail_msg("%s", error->message);
    }
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_autofree char *whole = g_strdup_printf("\n%s\n", line);
    if (strstr(text, whole) == NULL) {
        fail_msg("no %s in %s", line, text);
    }
}

/* A round in which this happened to what goes out. */
static void round_of(struct site *site, const struct deliver_tally *out)
{
    g_autoptr(GError) error = NULL;
    if (!watch_round(site->house->watch, site->house, out, &error)) {
        fail_msg("%s", error->message);
    }
}

static bool lasts(const struct site *site, const char *kind)
{
    bool lasting = false;
    assert_true(alarm_lasts(&site->house->office, kind, &lasting, NULL));
    return lasting;
}

/* A relay's fault is there until a mail goes out; a round without one says nothing. */
static void a_fault_lasts_until_mail_moves(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    char down[] = "cannot reach mail.example", refuses[] = "535 5.7.8 no";
    open_site(&site, scratch->folder, HOUSE_WORK);
    says(&site, scratch->folder, "state=ok");
    round_of(&site, &(struct deliver_tally){.our_fault = down});
    says(&site, scratch->folder, "state=trouble");
    says(&site, scratch->folder, "reason=the relay rests: cannot reach mail.example");
    assert_true(lasts(&site, ALARM_RELAY_DOWN) && !lasts(&site, ALARM_RELAY_REFUSES));
    round_of(&site, &(struct deliver_tally){.sent = 0});
    says(&site, scratch->folder, "state=trouble");
    round_of(&site, &(struct deliver_tally){.sent = 1});
    says(&site, scratch->folder, "state=ok");
    says(&site, scratch->folder, "last_sent=2013-03-20T09:00:00+01:00");
    assert_false(lasts(&site, ALARM_RELAY_DOWN));
    round_of(&site, &(struct deliver_tally){.our_fault = refuses, .blamed = true});
    assert_true(lasts(&site, ALARM_RELAY_REFUSES) && !lasts(&site, ALARM_RELAY_DOWN));
    round_of(&site, &(struct deliver_tally){.our_fault = down}); /* refused, not down as well */
    assert_false(lasts(&site, ALARM_RELAY_DOWN));
    assert_non_null(strstr(watch_line(site.house->watch), "; queued 0, failed 0"));
    close_site(&site);
}

/* A file that cannot be written stops nothing. */
static void a_status_that_cannot_be_written(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    g_autofree char *path = g_build_filename(scratch->folder, "moedested.status", NULL);
    g_unlink(path);
    assert_int_equal(g_mkdir(path, 0700), 0);
    at(&site, "2013-03-20T09:05");
    assert_true(watch_status(site.house->watch, site.house, true, NULL));
    assert_true(watch_status(site.house->watch, site.house, true, NULL));
    assert_int_equal(g_rmdir(path), 0);
    says(&site, scratch->folder, "state=ok");
    close_site(&site);
}

/* Without a round it is written once a minute, with one once a second. */
static void it_is_not_written_all_the_time(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    g_autofree char *path = g_build_filename(scratch->folder, "moedested.status", NULL);
    says(&site, scratch->folder, "state=ok");
    g_unlink(path);
    assert_true(watch_status(site.house->watch, site.house, false, NULL));
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    close_site(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_lasts_until_mail_moves),
        cmocka_unit_test(a_status_that_cannot_be_written),
        cmocka_unit_test(it_is_not_written_all_the_time),
    };
    return cmocka_run_group_tests_name("process/watch", tests, NULL, NULL);
}
