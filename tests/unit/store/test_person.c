#include "fixture.h"

static void roles_have_names(void **state)
{
    (void)state;
    for (enum person_role role = PERSON_SEEKER; role <= PERSON_STAFF; role++) {
        enum person_role parsed = 0;
        assert_true(person_role_parse(person_role_name(role), &parsed));
        assert_int_equal(parsed, role);
    }
    enum person_role untouched = PERSON_STAFF;
    assert_false(person_role_parse("Seeker", &untouched));
    assert_false(person_role_parse("", &untouched));
    assert_int_equal(untouched, PERSON_STAFF);
}

static void set(char **field, const char *value)
{
    g_free(*field);
    *field = g_strdup(value);
}

static void comes_back_as_it_went(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    SCOPED(person) struct person *person = person_new();
    assert_string_equal(person->language, "da");
    person->role = PERSON_EMPLOYER;
    set(&person->name, "Åse Ærø-Øst");
    set(&person->language, "en");
    set(&person->phone, "33 17 00 00");
    set(&person->postcode, "1550");
    set(&person->workplace, "Plejehjemmet <Solgården>");
    set(&person->administration, "Sundhed; DROP TABLE person");
    g_ptr_array_add(person->addresses, g_strdup("Aase@X.example"));
    g_ptr_array_add(person->addresses, g_strdup("aase@x.example")); /* the same */
    g_ptr_array_add(person->addresses, g_strdup("post@hjem.example"));
    fixture_begin(store);
    assert_ok(person_add(store, &fixture_cause, person, OK_ERROR));
    fixture_commit(store);
    assert_true(person->id > 0);
    SCOPED(person) struct person *found = person_get(store, person->id, NULL);
    assert_non_null(found);
    assert_int_equal(found->role, PERSON_EMPLOYER);
    assert_string_equal(found->name, person->name);
    assert_string_equal(found->language, "en");
    assert_string_equal(found->phone, person->phone);
    assert_string_equal(found->postcode, "1550");
    assert_string_equal(found->workplace, person->workplace);
    assert_string_equal(found->administration, person->administration);
    assert_int_equal(found->created, AT);
    assert_int_equal(found->addresses->len, 2);
    assert_string_equal(person_address(found), "Aase@X.example");
    assert_string_equal(g_ptr_array_index(found->addresses, 1), "post@hjem.example");
}

static void nobody_is_not_found(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    g_autoptr(GError) error = NULL;
    assert_null(person_get(store, 99, &error));
    assert_failure(error, FAILURE_NOT_FOUND, "no person 99");
    g_autoptr(GPtrArray) none = person_by_address(store, "a@x.example", NULL);
    assert_int_equal(none->len, 0);
}

static void two_people_may_share_an_address(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t she = fixture_person(store, "Hansen@x.example");
    int64_t he = fixture_person(store, "hansen@X.example");
    g_autoptr(GPtrArray) both = person_by_address(store, "HANSEN@x.example", NULL);
    assert_int_equal(both->len, 2);
    assert_int_equal(((struct person *)g_ptr_array_index(both, 0))->id, she);
    assert_int_equal(((struct person *)g_ptr_array_index(both, 1))->id, he);
    assert_string_equal(person_address(g_ptr_array_index(both, 1)), "hansen@X.example");
}

static void only_what_differs_is_written(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_person(store, "jens@x.example");
    SCOPED(person) struct person *before = person_get(store, id, NULL);
    SCOPED(person) struct person *after = person_get(store, id, NULL);
    bool changed = true;
    fixture_begin(store);
    assert_ok(person_update(store, &fixture_cause, before, after, &changed, OK_ERROR));
    assert_false(changed);
    set(&after->phone, "33 17 00 00");
    after->role = PERSON_STAFF;
    g_ptr_array_set_size(after->addresses, 0);
    g_ptr_array_add(after->addresses, g_strdup("ny@x.example"));
    assert_ok(person_update(store, &fixture_cause, before, after, &changed, OK_ERROR));
    assert_true(changed);
    fixture_commit(store);
    SCOPED(person) struct person *now = person_get(store, id, NULL);
    assert_string_equal(now->phone, "33 17 00 00");
    assert_int_equal(now->role, PERSON_STAFF);
    assert_int_equal(now->addresses->len, 2);
    assert_string_equal(person_address(now), "jens@x.example");
    g_autoptr(GPtrArray) story = event_list(store, id, 0, INT64_MAX, NULL);
    assert_int_equal(story->len, 3 + 3);
    const struct event *role = g_ptr_array_index(story, 3);
    assert_string_equal(role->detail, "role");
    assert_string_equal(role->before, "seeker");
    assert_string_equal(role->after, "staff");
    const struct event *address = g_ptr_array_index(story, 5);
    assert_string_equal(address->what, "address");
    assert_string_equal(address->after, "ny@x.example");
}

struct walk {
    struct store *store;
    int64_t seen, last;
    int64_t most; /* 0: all */
    bool writes;
};

static bool visit(const struct person *person, void *data)
{
    struct walk *walk = data;
    assert_true(person->id > walk->last);
    assert_int_equal(person->addresses->len, 1);
    walk->last = person->id;
    walk->seen++;
    SCOPED(person) struct person *same = person_get(walk->store, person->id, NULL);
    assert_string_equal(person_address(same), person_address(person));
    if (walk->writes) {
        fixture_begin(walk->store);
        assert_ok(event_add(walk->store, &fixture_cause, person->id, 0, "person", NULL, NULL, NULL,
                            OK_ERROR));
        fixture_commit(walk->store);
    }
    return walk->seen != walk->most;
}

static void all_are_visited_in_pages(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_begin(store);
    for (int i = 0; i < 450; i++) {
        SCOPED(person) struct person *person = person_new();
        person->role = i % 3 == 0 ? PERSON_EMPLOYER : PERSON_SEEKER;
        g_ptr_array_add(person->addresses, g_strdup_printf("p%d@x.example", i));
        assert_ok(person_add(store, &fixture_cause, person, OK_ERROR));
    }
    fixture_commit(store);
    struct walk all = {.store = store};
    assert_ok(person_each(store, 0, visit, &all, OK_ERROR));
    assert_int_equal(all.seen, 450);
    struct walk employers = {.store = store, .writes = true};
    assert_ok(person_each(store, PERSON_EMPLOYER, visit, &employers, OK_ERROR));
    assert_int_equal(employers.seen, 150);
    struct walk some = {.store = store, .most = 201};
    assert_ok(person_each(store, 0, visit, &some, OK_ERROR));
    assert_int_equal(some.seen, 201);
    int64_t count = 0;
    assert_ok(person_count(store, 0, &count, OK_ERROR));
    assert_int_equal(count, 450);
    assert_ok(person_count(store, PERSON_EMPLOYER, &count, OK_ERROR));
    assert_int_equal(count, 150);
    assert_ok(person_count(store, PERSON_STAFF, &count, OK_ERROR));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_have_names),
        cmocka_unit_test(comes_back_as_it_went),
        cmocka_unit_test(nobody_is_not_found),
        cmocka_unit_test(two_people_may_share_an_address),
        cmocka_unit_test(only_what_differs_is_written),
        cmocka_unit_test(all_are_visited_in_pages),
    };
    return cmocka_run_group_tests_name("store/person", tests, NULL, NULL);
}
