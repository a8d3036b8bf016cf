/* A new main address: asked, moved, moved back, replaced. */
#include "fixture.h"

#include "store/address_change.h"
#include "store/suppression.h"

static int64_t ask(struct store *store, int64_t person, const char *to)
{
    const struct fixture_mail question = {.recipient = to};
    const struct address_change change = {.person = person,
                                          .old = (char[]){"karen@post.example"},
                                          .new = (char *)(uintptr_t)to,
                                          .question = fixture_queue(store, &question)};
    fixture_begin(store);
    assert_ok(address_change_open(store, &fixture_cause, &change, OK_ERROR));
    fixture_commit(store);
    return change.question;
}

typedef bool way(struct store *store, const struct cause *cause,
                 const struct address_change *change, GError **error);

static void take(struct store *store, int64_t question, way *go)
{
    SCOPED(address_change)
    struct address_change *change = address_change_of_question(store, question, NULL);
    fixture_begin(store);
    assert_ok(go(store, &fixture_cause, change, OK_ERROR));
    fixture_commit(store);
}

/* "main other | former" */
static void expect(struct store *store, int64_t person, const char *wanted)
{
    SCOPED(person) struct person *found = person_get(store, person, NULL);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint at = 0; at < found->addresses->len; at++) {
        bool former = at + found->former >= found->addresses->len;
        g_string_append_printf(all, "%s%s%s", at > 0 ? " " : "", former ? "|" : "",
                               (char *)found->addresses->pdata[at]);
    }
    assert_string_equal(all->str, wanted);
}

static void there_and_back(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    int64_t question = ask(store, karen, "ny@post.example");
    expect(store, karen, "karen@post.example");
    take(store, question, address_change_carry_out);
    expect(store, karen, "ny@post.example |karen@post.example");
    /* The former one is known still, and never written to. */
    g_autoptr(GPtrArray) known = person_by_address(store, "Karen@Post.example", NULL);
    assert_int_equal(known->len, 1);
    const struct suppression_draft draft = {"ny@post.example", SUPPRESSION_HARD, "5.1.1", 0};
    bool added = false;
    fixture_begin(store);
    assert_ok(suppression_add(store, &fixture_cause, &draft, &added, OK_ERROR));
    fixture_commit(store);
    const char *address = "x";
    assert_ok(suppression_pick_address(store, known->pdata[0], &address, OK_ERROR));
    assert_null(address);
    /* Back: what the move had added is nobody's again. */
    take(store, question, address_change_stop);
    expect(store, karen, "karen@post.example");
    g_autoptr(GPtrArray) nobody = person_by_address(store, "ny@post.example", NULL);
    assert_int_equal(nobody->len, 0);
}

static void the_last_wish_is_open(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    int64_t first = ask(store, karen, "a@post.example");
    int64_t second = ask(store, karen, "b@post.example");
    SCOPED(address_change)
    struct address_change *old = address_change_of_question(store, first, NULL);
    assert_int_equal(old->state, ADDRESS_REPLACED);
    SCOPED(address_change)
    struct address_change *open = address_change_waiting(store, karen, NULL);
    assert_int_equal(open->question, second);
    take(store, second, address_change_stop);
    assert_null(address_change_waiting(store, karen, NULL));
    expect(store, karen, "karen@post.example");
}

/* Whoever has an address now goes before whose former one it is. */
static void a_former_address_may_become_anothers(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    take(store, ask(store, karen, "ny@post.example"), address_change_carry_out);
    int64_t ove = fixture_person(store, "karen@post.example");
    g_autoptr(GPtrArray) found = person_by_address(store, "karen@post.example", NULL);
    assert_int_equal(found->len, 1);
    assert_int_equal(((struct person *)found->pdata[0])->id, ove);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(the_last_wish_is_open),
        cmocka_unit_test(a_former_address_may_become_anothers),
    };
    return cmocka_run_group_tests_name("store/address_change", tests, NULL, NULL);
}
