/* Each read, write, sync and truncate fails while a mail is acted on: its effect, its mark and the
 * answer to it are there together or not at all, and trying once more makes them happen once. */
#include "support/faulty_store.h"
#include "support/incoming.h"

struct scene {
    struct test_office *test;
    int64_t person, inbound;
    struct verdict *verdict;
};

static bool act(const struct scene *scene, GError **error)
{
    const struct ledger_proof proof = newsletter_proof(scene->person, TOKEN_REPLY);
    return incoming_act(&scene->test->office, scene->inbound, &proof, scene->verdict, error);
}

static bool unsubscribe(const char *path, void *data)
{
    const struct scene *scene = data;
    SCOPED(store) struct store *store = store_open(path, STORE_WRITE, NULL);
    scene->test->office.store = store;
    return store != NULL && act(scene, NULL);
}

static bool is_done(const struct scene *scene)
{
    SCOPED(inbound)
    struct inbound *inbound = inbound_get(scene->test->office.store, scene->inbound, NULL);
    assert_non_null(inbound);
    return inbound->state == INBOUND_DONE;
}

static void all_or_nothing(const char *path, bool fine, void *data)
{
    const struct scene *scene = data;
    SCOPED(store) struct store *store = faulty_store_look(path);
    scene->test->office.store = store;
    bool done = is_done(scene);
    assert_true(!fine || done);
    assert_int_equal(test_office_state(scene->test, scene->person),
                     done ? SUBSCRIPTION_ENDED : SUBSCRIPTION_ACTIVE);
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM outgoing"), done ? 1 : 0);
    if (!done) {
        assert_ok(act(scene, OK_ERROR));
    }
    assert_true(is_done(scene));
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM outgoing"), 1);
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM outgoing_message"), 1);
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM consent"), 3);
}

static void acting(void **state)
{
    const struct faulty_kind *kind = *state;
    struct faulty_store place = {0};
    faulty_store_begin(&place);
    struct scene scene = {.test = test_office_open()};
    struct office *office = &scene.test->office;
    struct store *memory = office->store;
    office->store = store_open(place.path, STORE_CREATE, NULL);
    scene.person =
        test_office_person(scene.test, PERSON_SEEKER, "Karen Sørensen", karens_address, true);
    scene.verdict = meaning(karens_address, "AFMELD", UNSUBSCRIBE);
    static const char raw[] = "Message-ID: <m1@post.example>\n\nAFMELD\n";
    bool fresh = false;
    assert_ok(inbound_keep(office->store, clock_now(scene.test->clock), "maildir:1", NULL, raw,
                           sizeof raw - 1, &scene.inbound, &fresh, OK_ERROR));
    store_close(office->store);
    faulty_store_keep(&place);
    unsigned told = 0;
    faulty_store_sweep(&place, kind, unsubscribe, all_or_nothing, &scene, &told);
    assert_true(told > 0 || kind->calls == FAULTY_TRUNCATE);
    office->store = memory;
    verdict_free(scene.verdict);
    test_office_close(scene.test);
    faulty_store_end(&place);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(faulty_kinds)];
    faulty_vfs_install();
    for (size_t at = 0; at < G_N_ELEMENTS(tests); at++) {
        tests[at] = (struct CMUnitTest){faulty_kinds[at].name, acting, NULL, NULL,
                                        (void *)(uintptr_t)&faulty_kinds[at]};
    }
    return cmocka_run_group_tests_name("act/faults", tests, NULL, NULL);
}
