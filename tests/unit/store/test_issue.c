#include "fixture.h"

static bool approve(struct store *store, const char *name, const char *hash, int64_t due,
                    const char *seekers, const char *employers, GError **error)
{
    g_autofree char *owned_name = g_strdup(name);
    g_autofree char *owned_hash = g_strdup(hash);
    char subject[] = "Seniorjobberen, marts", by[] = "Karen";
    const struct issue issue = {.name = owned_name,
                                .subject = subject,
                                .hash = owned_hash,
                                .approved_by = by,
                                .approved = AT,
                                .due = due,
                                .latest = due + 86400};
    g_autoptr(GBytes) first = seekers ? g_bytes_new(seekers, strlen(seekers)) : NULL;
    g_autoptr(GBytes) second = employers ? g_bytes_new(employers, strlen(employers)) : NULL;
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) &&
           issue_approve(store, &fixture_cause, &issue, first, second, error) &&
           store_commit(store, error);
}

static void assert_form(struct store *store, enum person_role role, const char *want)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) form = issue_compiled(store, "2013-03", role, &error);
    assert_null(error);
    if (want == NULL) {
        assert_null(form);
        return;
    }
    assert_non_null(form);
    assert_int_equal(g_bytes_get_size(form), strlen(want));
    assert_memory_equal(g_bytes_get_data(form, NULL), want, strlen(want));
}

static void set_state(struct store *store, enum issue_state state)
{
    fixture_begin(store);
    assert_ok(issue_set_state(store, &fixture_cause, "2013-03", state, OK_ERROR));
    fixture_commit(store);
}

static void keeps_what_was_approved(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(approve(store, "2013-03", "h1", AT + 5, "for seekers", NULL, OK_ERROR));
    SCOPED(issue) struct issue *issue = issue_get(store, "2013-03", NULL);
    assert_non_null(issue);
    assert_int_equal(issue->state, ISSUE_APPROVED);
    assert_string_equal(issue->subject, "Seniorjobberen, marts");
    assert_string_equal(issue->hash, "h1");
    assert_string_equal(issue->approved_by, "Karen");
    assert_int_equal(issue->approved, AT);
    assert_int_equal(issue->due, AT + 5);
    assert_int_equal(issue->latest, AT + 5 + 86400);
    assert_int_equal(issue->queued, 0);
    assert_form(store, PERSON_SEEKER, "for seekers");
    assert_form(store, PERSON_EMPLOYER, NULL);
}

static void a_new_approval_takes_the_place_of_the_old(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(approve(store, "2013-03", "h1", AT, "old", "old", OK_ERROR));
    set_state(store, ISSUE_HELD);
    assert_ok(approve(store, "2013-03", "h2", AT, NULL, "new", OK_ERROR));
    SCOPED(issue) struct issue *issue = issue_get(store, "2013-03", NULL);
    assert_string_equal(issue->hash, "h2");
    assert_int_equal(issue->state, ISSUE_APPROVED);
    assert_form(store, PERSON_SEEKER, NULL);
    assert_form(store, PERSON_EMPLOYER, "new");
    g_autoptr(GPtrArray) events = event_list(store, 0, 0, INT64_MAX, NULL);
    const struct event *last = g_ptr_array_index(events, events->len - 1);
    assert_string_equal(last->detail, "2013-03");
    assert_string_equal(last->before, "held");
    assert_string_equal(last->after, "approved h2");
}

static void is_frozen_once_it_is_queued(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(approve(store, "2013-03", "h1", AT, "old", NULL, OK_ERROR));
    set_state(store, ISSUE_SENDING);
    fixture_begin(store);
    assert_ok(issue_set_queued(store, "2013-03", AT, OK_ERROR));
    assert_ok(store_commit(store, OK_ERROR));
    set_state(store, ISSUE_HELD);
    SCOPED(issue) struct issue *issue = issue_get(store, "2013-03", NULL);
    assert_int_equal(issue->queued, AT);
    g_autoptr(GError) error = NULL;
    assert_false(approve(store, "2013-03", "h2", AT, "new", NULL, &error));
    assert_failure(error, FAILURE_PERMANENT, "its copies are queued already");
    assert_form(store, PERSON_SEEKER, "old");
}

static void a_state_is_set_once(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(approve(store, "2013-03", "h1", AT, "x", NULL, OK_ERROR));
    set_state(store, ISSUE_SENDING);
    set_state(store, ISSUE_SENDING);
    g_autoptr(GPtrArray) events = event_list(store, 0, 0, INT64_MAX, NULL);
    assert_int_equal(events->len, 2);
    g_autoptr(GError) error = NULL;
    fixture_begin(store);
    assert_false(issue_set_state(store, &fixture_cause, "2013-04", ISSUE_SENT, &error));
    assert_failure(error, FAILURE_NOT_FOUND, "2013-04");
    store_rollback(store);
}

static void hold(struct store *store, const char *why)
{
    fixture_begin(store);
    assert_ok(issue_hold(store, &fixture_cause, "2013-03", why, OK_ERROR));
    fixture_commit(store);
}

static bool resume(struct store *store, GError **error)
{
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && issue_resume(store, &fixture_cause, "2013-03", error) &&
           store_commit(store, error);
}

static void assert_held(struct store *store, enum issue_state state, const char *why)
{
    SCOPED(issue) struct issue *issue = issue_get(store, "2013-03", NULL);
    assert_int_equal(issue->state, state);
    if (why == NULL) {
        assert_null(issue->why_held);
    } else {
        assert_string_equal(issue->why_held, why);
    }
}

static void waits_for_a_reason_and_goes_on(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(approve(store, "2013-03", "h1", AT, "x", NULL, OK_ERROR));
    hold(store, ISSUE_STOPPED);
    hold(store, ISSUE_LATE);
    assert_held(store, ISSUE_HELD, ISSUE_STOPPED); /* the first reason stays */
    assert_ok(resume(store, OK_ERROR));
    assert_held(store, ISSUE_APPROVED, NULL); /* it had no copy yet */
    int64_t person = fixture_person(store, "jens@x.example");
    fixture_queue(store, &(struct fixture_mail){.issue = "2013-03", .person = person});
    hold(store, ISSUE_FAILURES);
    assert_ok(resume(store, OK_ERROR));
    assert_held(store, ISSUE_SENDING, NULL);
    g_autoptr(GError) error = NULL;
    assert_false(resume(store, &error));
    assert_failure(error, FAILURE_PERMANENT, "is not held: it is sending");
}

/* For good, until another approval; one event, however often it is said. */
static void is_given_up(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(approve(store, "2013-03", "h1", AT, "x", NULL, OK_ERROR));
    hold(store, ISSUE_STOPPED);
    g_autoptr(GPtrArray) before = event_list(store, 0, 0, INT64_MAX, NULL);
    for (int i = 0; i < 2; i++) {
        fixture_begin(store);
        assert_ok(issue_give_up(store, &fixture_cause, "2013-03", OK_ERROR));
        fixture_commit(store);
    }
    assert_held(store, ISSUE_HELD, ISSUE_DROPPED);
    g_autoptr(GPtrArray) after = event_list(store, 0, 0, INT64_MAX, NULL);
    assert_int_equal(after->len, before->len + 1);
    hold(store, ISSUE_STOPPED);
    assert_held(store, ISSUE_HELD, ISSUE_DROPPED);
    assert_ok(approve(store, "2013-03", "h2", AT, "x", NULL, OK_ERROR));
    assert_held(store, ISSUE_APPROVED, NULL);
}

static void is_judged_once_and_anew_after_a_new_approval(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(approve(store, "2013-03", "h1", AT, "x", NULL, OK_ERROR));
    fixture_begin(store);
    assert_ok(issue_set_judged(store, "2013-03", OK_ERROR));
    fixture_commit(store);
    SCOPED(issue) struct issue *judged = issue_get(store, "2013-03", NULL);
    assert_true(judged->judged);
    assert_ok(approve(store, "2013-03", "h2", AT, "x", NULL, OK_ERROR));
    SCOPED(issue) struct issue *anew = issue_get(store, "2013-03", NULL);
    assert_false(anew->judged);
}

static void the_oldest_comes_first(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_ok(approve(store, "2013-04", "h", AT + 9, "x", NULL, OK_ERROR));
    assert_ok(approve(store, "2013-03", "h", AT + 1, "x", NULL, OK_ERROR));
    g_autoptr(GPtrArray) issues = issue_list(store, NULL);
    assert_int_equal(issues->len, 2);
    assert_string_equal(((struct issue *)g_ptr_array_index(issues, 0))->name, "2013-03");
    assert_string_equal(issue_state_name(ISSUE_SENDING), "sending");
    assert_string_equal(issue_state_name(ISSUE_SENT), "sent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_was_approved),
        cmocka_unit_test(a_new_approval_takes_the_place_of_the_old),
        cmocka_unit_test(is_frozen_once_it_is_queued),
        cmocka_unit_test(a_state_is_set_once),
        cmocka_unit_test(waits_for_a_reason_and_goes_on),
        cmocka_unit_test(is_given_up),
        cmocka_unit_test(is_judged_once_and_anew_after_a_new_approval),
        cmocka_unit_test(the_oldest_comes_first),
    };
    return cmocka_run_group_tests_name("store/issue", tests, NULL, NULL);
}
