/* Invitations keep the limits to receivers: who finds no room is invited when there is some. */
#include "support/rounds.h"

#include "store/issue.h"
#include "store/quota.h"

static void people(struct scene *scene, int count, const char *domain)
{
    for (int at = 0; at < count; at++) {
        g_autofree char *address = g_strdup_printf("p%d@%s", at, domain);
        subscriber(scene, PERSON_SEEKER, address);
    }
}

/* How many invitations there are to addresses of a domain ("": in all). */
static unsigned invited(struct scene *scene, const char *domain)
{
    g_autoptr(GPtrArray) letters = test_office_letters(scene->test);
    unsigned count = 0;
    for (guint at = 0; at < letters->len; at++) {
        const char *letter = letters->pdata[at];
        count += g_str_has_prefix(letter, "invitation>") && g_str_has_suffix(letter, domain);
    }
    return count;
}

static void limit(struct scene *scene, const char *domain, int64_t an_hour, int64_t a_day)
{
    struct quota *quota = quota_new();
    if (*domain == '\0') {
        quota_limit_all(quota, (struct quota_limit){an_hour, a_day});
    } else {
        assert_true(quota_limit_domain(quota, domain, (struct quota_limit){an_hour, a_day}));
    }
    quota_apply(scene->store, quota);
}

/* All that is due gets this answer. */
static void answer_all(struct scene *scene, enum ledger_result result)
{
    int64_t now = clock_now(scene->test->clock);
    for (guint count = 1; count > 0;) {
        g_autoptr(GPtrArray) mails = ledger_claim(scene->store, now, LEDGER_OPEN, 64, NULL);
        assert_non_null(mails);
        count = mails->len;
        for (guint at = 0; at < count; at++) {
            const struct ledger_mail *mail = mails->pdata[at];
            bool go = false;
            assert_true(ledger_hand_over(scene->store, mail->id, now, &go, NULL));
            assert_true(ledger_settle(scene->store, mail->id, now, result, "", "", NULL));
        }
    }
}

static void send_all(struct scene *scene)
{
    answer_all(scene, LEDGER_ACCEPTED);
}

static void expect_next(struct scene *scene, const char *when)
{
    int64_t moment = 0, wanted = 0;
    assert_true(meeting_next(&scene->test->office, &moment, NULL));
    assert_true(clock_parse(scene->test->clock, when, &wanted, NULL));
    assert_int_equal(moment, wanted);
}

static void a_full_domain_is_passed_over(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    people(&scene, 25, "full.example");
    people(&scene, 12, "other.example");
    limit(&scene, "full.example", 10, 0);
    round_at(&scene, "2026-11-10T09:00");
    assert_int_equal(invited(&scene, "@full.example"), 10);
    assert_int_equal(invited(&scene, "@other.example"), 12);
    send_all(&scene);
    round_at(&scene, "2026-11-10T09:59");
    assert_int_equal(invited(&scene, ""), 22);
    expect_next(&scene, "2026-11-10T10:00");
    round_at(&scene, "2026-11-10T10:00");
    assert_int_equal(invited(&scene, "@full.example"), 20);
    send_all(&scene);
    round_at(&scene, "2026-11-10T11:00");
    assert_int_equal(invited(&scene, ""), 37);
    expect_next(&scene, "2026-11-11T09:00"); /* nobody waits any more */
    close_scene(&scene);
}

/* The relay is down: what is queued has not used up the hour yet, and will. */
static void what_waits_takes_room(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    people(&scene, 25, "post.example");
    limit(&scene, "", 10, 0);
    for (int hour = 9; hour < 13; hour++) {
        g_autofree char *when = g_strdup_printf("2026-11-10T%02d:00", hour);
        round_at(&scene, when);
        assert_int_equal(invited(&scene, ""), 10);
    }
    send_all(&scene);
    round_at(&scene, "2026-11-10T13:00");
    assert_int_equal(invited(&scene, ""), 20);
    close_scene(&scene);
}

static void a_day_is_kept_by_a_restart(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    people(&scene, 25, "post.example");
    limit(&scene, "", 0, 10);
    round_at(&scene, "2026-11-10T09:00");
    send_all(&scene);
    limit(&scene, "", 0, 10); /* it remembers nothing */
    round_at(&scene, "2026-11-10T23:00");
    assert_int_equal(invited(&scene, ""), 10);
    round_at(&scene, "2026-11-11T09:00");
    assert_int_equal(invited(&scene, ""), 20);
    close_scene(&scene);
}

/* More than one group of those who wait stands before those who do not. */
static void many_who_wait_hide_nobody(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    people(&scene, 600, "full.example");
    people(&scene, 300, "other.example");
    limit(&scene, "full.example", 5, 0);
    round_at(&scene, "2026-11-10T09:00");
    assert_int_equal(invited(&scene, "@full.example"), 5);
    assert_int_equal(invited(&scene, "@other.example"), 300);
    close_scene(&scene);
}

/* What is put off for hours does not use up those between. */
static void what_is_put_off_takes_none(void **state)
{
    (void)state;
    static const char *const tries[] = {"09:00", "09:01", "09:06", "09:21", "10:21", "12:21"};
    struct scene scene;
    open_scene(&scene);
    people(&scene, 25, "post.example");
    limit(&scene, "", 10, 0);
    round_at(&scene, "2026-11-10T09:00");
    for (size_t at = 0; at < G_N_ELEMENTS(tries); at++) {
        g_autofree char *when = g_strconcat("2026-11-10T", tries[at], NULL);
        test_office_at(scene.test, when);
        answer_all(&scene, LEDGER_LATER);
    }
    round_at(&scene, "2026-11-10T13:00"); /* the next try is at 14:21 */
    assert_int_equal(invited(&scene, ""), 20);
    close_scene(&scene);
}

static void invitations_warm_up(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    people(&scene, 25, "post.example");
    struct quota *quota = quota_new();
    quota_add_step(quota, 5);
    quota_add_step(quota, 500);
    quota_apply(scene.store, quota);
    round_at(&scene, "2026-11-10T09:00");
    assert_int_equal(invited(&scene, ""), 5);
    send_all(&scene);
    round_at(&scene, "2026-11-11T09:00");
    assert_int_equal(invited(&scene, ""), 25);
    close_scene(&scene);
}

static void queue_copies(struct scene *scene, int count, const char *domain)
{
    int64_t now = clock_now(scene->test->clock);
    struct cause cause = {.at = now, .actor = "staff"};
    char name[] = "2026-11", subject[] = "Seniorjobberen", hash[] = "abc", by[] = "Karen";
    const struct issue issue = {.name = name,
                                .state = ISSUE_APPROVED,
                                .subject = subject,
                                .hash = hash,
                                .approved_by = by,
                                .approved = now,
                                .due = now,
                                .latest = now + 30 * 86400};
    g_autoptr(GBytes) form = g_bytes_new_static("form", 4);
    assert_true(store_begin(scene->store, NULL));
    assert_true(issue_approve(scene->store, &cause, &issue, form, NULL, NULL));
    assert_true(store_commit(scene->store, NULL));
    for (int at = 0; at < count; at++) {
        g_autofree char *address = g_strdup_printf("reader%d@%s", at, domain);
        char kind[] = "newsletter", from[] = "b@x";
        struct ledger_mail copy = {.state = LEDGER_QUEUED,
                                   .class = LEDGER_OPEN,
                                   .kind = kind,
                                   .issue = name,
                                   .recipient = address,
                                   .sender = from,
                                   .message_id = address,
                                   .queued = now,
                                   .due = now};
        bool added = false;
        copy.person = test_office_person(scene->test, PERSON_SEEKER, "Ole", address, false);
        assert_true(store_begin(scene->store, NULL));
        assert_true(ledger_next(scene->store, &copy.id, NULL));
        assert_true(ledger_queue(scene->store, &cause, &copy, NULL, NULL, NULL, 0, &added, NULL));
        assert_true(store_commit(scene->store, NULL));
    }
}

/* A newsletter has a day, invitations have weeks. */
static void copies_go_first(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    people(&scene, 25, "post.example");
    queue_copies(&scene, 3, "other.example");
    limit(&scene, "", 10, 0);
    round_at(&scene, "2026-11-10T09:00");
    assert_int_equal(invited(&scene, ""), 7);
    close_scene(&scene);
}

/* But for those that wait for a domain of their own. */
static void copies_to_a_full_domain_stop_nobody_else(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    people(&scene, 5, "full.example");
    people(&scene, 12, "other.example");
    queue_copies(&scene, 30, "full.example");
    struct quota *quota = quota_new();
    quota_limit_all(quota, (struct quota_limit){20, 0});
    assert_true(quota_limit_domain(quota, "full.example", (struct quota_limit){1, 0}));
    quota_apply(scene.store, quota);
    round_at(&scene, "2026-11-10T09:00");
    assert_int_equal(invited(&scene, "@full.example"), 0);
    assert_int_equal(invited(&scene, "@other.example"), 12);
    close_scene(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_domain_is_passed_over),
        cmocka_unit_test(what_waits_takes_room),
        cmocka_unit_test(a_day_is_kept_by_a_restart),
        cmocka_unit_test(many_who_wait_hide_nobody),
        cmocka_unit_test(what_is_put_off_takes_none),
        cmocka_unit_test(invitations_warm_up),
        cmocka_unit_test(copies_go_first),
        cmocka_unit_test(copies_to_a_full_domain_stop_nobody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
