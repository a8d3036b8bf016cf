/* What came back: once a mail, and what the mails to an address say together. */
#include "fixture.h"

#include "store/bounce.h"

#define DAY 86400

/* A letter that went to Karen (or "" is nobody's) so many days after AT, and what became of it. */
static int64_t gone(struct store *store, int64_t person, int day, enum ledger_result result)
{
    int64_t moment = AT + day * DAY;
    const struct fixture_mail want = {
        .kind = "welcome", .recipient = "karen@x.example", .person = person, .due = moment};
    int64_t id = fixture_queue(store, &want);
    bool go = false;
    assert_int_equal(fixture_claim(store, moment, 1), 1);
    assert_ok(ledger_hand_over(store, id, moment, &go, OK_ERROR));
    assert_ok(ledger_settle(store, id, moment, result, "250", "2.0.0 said", OK_ERROR));
    return id;
}

static bool back(struct store *store, int64_t id, int day, enum bounce_kind kind)
{
    g_autoptr(GError) error = NULL;
    const struct cause cause = {AT + day * DAY + 60, "mail", 0};
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, &error);
    assert_non_null(mail);
    bool fresh = false;
    fixture_begin(store);
    assert_ok(bounce_add(store, &cause, mail, kind, "4.2.2", &fresh, OK_ERROR));
    fixture_commit(store);
    return fresh;
}

/* Mails of one address by day, oldest first: s sent, x came back soft, h hard, p for a reason of
 * ours, f refused and not looked at, and what they say. */
struct row {
    const char *mails;
    int count, first; /* the day */
};

static const struct row rows[] = {
    {"s", 0, 0},    {"x", 1, 0},     {"xx", 2, 0},   {"xxx", 3, 0},   {"xxsx", 1, 3},
    {"sxxx", 3, 1}, {"xsxxx", 3, 2}, {"xxxs", 3, 0}, {"xpx", 2, 0},   {"xfx", 2, 0},
    {"pp", 0, 0},   {"xhx", 3, 0},   {"sss", 0, 0},  {"xxxxx", 5, 0}, {"xsxsx", 1, 4},
};

static void in_a_row(struct store *store, int64_t person, const struct row *row)
{
    g_autoptr(GError) error = NULL;
    int64_t last = 0;
    for (int day = 0; row->mails[day] != '\0'; day++) {
        char how = row->mails[day];
        last = gone(store, person, day, how == 'f' ? LEDGER_REFUSED : LEDGER_ACCEPTED);
        if (how != 's' && how != 'f') {
            assert_true(back(store, last, day,
                             how == 'x'   ? BOUNCE_SOFT
                             : how == 'h' ? BOUNCE_HARD
                                          : BOUNCE_POLICY));
        }
    }
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, last, &error);
    struct bounce_row found = {0};
    assert_ok(bounce_in_a_row(store, mail, 0, &found, OK_ERROR));
    assert_int_equal(found.count, row->count);
    if (row->count > 0) {
        assert_int_equal(found.first, AT + row->first * DAY);
    }
    assert_ok(bounce_in_a_row(store, mail, AT, &found, OK_ERROR)); /* lifted since */
    assert_int_equal(found.count, 0);
}

static void of_a_person(void **state)
{
    SCOPED(store) struct store *store = fixture_open();
    in_a_row(store, fixture_person(store, "karen@x.example"), *state);
}

static void of_a_stranger(void **state)
{
    SCOPED(store) struct store *store = fixture_open();
    in_a_row(store, 0, *state);
}

static void the_same_comes_back_once(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = gone(store, 0, 0, LEDGER_ACCEPTED);
    assert_true(back(store, id, 0, BOUNCE_SOFT));
    assert_false(back(store, id, 1, BOUNCE_SOFT));
    assert_false(back(store, id, 1, BOUNCE_HARD));
    assert_true(back(store, id, 2, BOUNCE_COMPLAINT)); /* somebody read it after all */
    assert_false(back(store, id, 3, BOUNCE_COMPLAINT));
}

static void what_staff_try_again_is_a_new_try(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "karen@x.example");
    int64_t id = gone(store, person, 0, LEDGER_REFUSED);
    assert_true(back(store, id, 0, BOUNCE_SOFT));
    const struct cause staff = {AT + 2 * DAY, "staff", 0};
    fixture_begin(store);
    assert_ok(bounce_set_judged(store, id, OK_ERROR));
    assert_ok(ledger_resolve(store, &staff, id, LEDGER_QUEUED, OK_ERROR));
    fixture_commit(store);
    bool go = false;
    assert_int_equal(fixture_claim(store, staff.at, 1), 1);
    assert_ok(ledger_hand_over(store, id, staff.at, &go, OK_ERROR));
    assert_ok(
        ledger_settle(store, id, staff.at, LEDGER_REFUSED, "550 5.1.1", "no such user", OK_ERROR));
    g_autoptr(GPtrArray) unjudged = bounce_unjudged(store, 10, &error);
    assert_int_equal(unjudged->len, 1);
    assert_true(back(store, id, 3, BOUNCE_HARD));
}

static void refusals_are_looked_at_once(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(store) struct store *store = fixture_open();
    gone(store, 0, 0, LEDGER_ACCEPTED);
    int64_t first = gone(store, 0, 1, LEDGER_REFUSED);
    int64_t second = gone(store, 0, 2, LEDGER_REFUSED);
    g_autoptr(GPtrArray) both = bounce_unjudged(store, 10, &error);
    assert_int_equal(both->len, 2);
    assert_int_equal(((struct ledger_mail *)both->pdata[0])->id, first);
    fixture_begin(store);
    assert_ok(bounce_set_judged(store, first, OK_ERROR));
    fixture_commit(store);
    g_autoptr(GPtrArray) rest = bounce_unjudged(store, 10, &error);
    assert_int_equal(rest->len, 1);
    assert_int_equal(((struct ledger_mail *)rest->pdata[0])->id, second);
    g_autoptr(GPtrArray) none = bounce_unjudged(store, 0, &error);
    assert_int_equal(none->len, 0);
}

int main(void)
{
    struct CMUnitTest tests[2 * G_N_ELEMENTS(rows) + 3] = {{0}};
    size_t count = 0;
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        void *row = (void *)(uintptr_t)&rows[at];
        tests[count++] = (struct CMUnitTest){
            .name = rows[at].mails, .test_func = of_a_person, .initial_state = row};
        tests[count++] = (struct CMUnitTest){
            .name = rows[at].mails, .test_func = of_a_stranger, .initial_state = row};
    }
    const struct CMUnitTest more[] = {
        cmocka_unit_test(the_same_comes_back_once),
        cmocka_unit_test(what_staff_try_again_is_a_new_try),
        cmocka_unit_test(refusals_are_looked_at_once),
    };
    memcpy(&tests[count], more, sizeof more);
    return cmocka_run_group_tests_name("store/bounce", tests, NULL, NULL);
}
