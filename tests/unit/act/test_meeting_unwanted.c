/* Invitations that nobody wants any more are taken back before they leave. */
#include "support/rounds.h"

#include "store/person_address.h"
#include "store/suppression.h"

#define ONE "invitation>k@x"

static void cause_do(struct scene *scene, int64_t person, bool subscribes)
{
    g_autoptr(GError) error = NULL;
    struct cause cause = {.at = clock_now(scene->test->clock), .actor = "mail"};
    bool done = store_begin(scene->store, &error) &&
                (subscribes ? subscription_begin(scene->store, &cause, person, INVITATIONS, "mail",
                                                 cause.at, &error)
                            : subscription_end(scene->store, &cause, person, INVITATIONS, "mail",
                                               &error)) &&
                store_commit(scene->store, &error);
    if (!done) {
        fail_msg("%s", error->message);
    }
}

static unsigned waiting_mails(struct scene *scene)
{
    int64_t counts[LEDGER_HELD + 1] = {0};
    assert_true(ledger_count(scene->store, NULL, counts, NULL));
    return (unsigned)counts[LEDGER_QUEUED];
}

/* Whoever does not want invitations any more gets none that still waits; and a new one when they
 * want them again. What has left is not undone. */
static void an_invitation_is_taken_back(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t karen = subscriber(&scene, PERSON_SEEKER, "k@x");
    round_at(&scene, "2026-11-10T09:00");
    assert_int_equal(waiting_mails(&scene), 1);
    cause_do(&scene, karen, false);
    assert_int_equal(waiting_mails(&scene), 0);
    SCOPED(meeting) struct meeting *meeting = december(&scene);
    assert_null(guest_of(scene.store, meeting->id, karen, NULL));
    round_at(&scene, "2026-11-10T10:00");
    test_office_expect(scene.test, ONE);
    cause_do(&scene, karen, true);
    round_at(&scene, "2026-11-10T11:00");
    test_office_expect(scene.test, ONE " " ONE);
    leaves(&scene);
    close_scene(&scene);
}

static void somebody_who_answered_stays_a_guest(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t karen = subscriber(&scene, PERSON_SEEKER, "k@x");
    round_at(&scene, "2026-11-10T09:00");
    says(&scene, karen, GUEST_YES);
    cause_do(&scene, karen, false);
    SCOPED(meeting) struct meeting *meeting = december(&scene);
    SCOPED(guest) struct guest *guest = guest_of(scene.store, meeting->id, karen, NULL);
    assert_non_null(guest);
    close_scene(&scene);
}

/* Where the address is closed and another one works, that one is invited. */
static void invited_at_the_other_address(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    g_autoptr(GError) error = NULL;
    int64_t karen = subscriber(&scene, PERSON_SEEKER, "k@x.example");
    struct cause cause = {.at = clock_now(scene.test->clock), .actor = "staff"};
    bool added = false;
    assert_true(store_begin(scene.store, NULL));
    assert_true(person_address_add(scene.store, karen, "other@x.example", &added, &error));
    assert_true(store_commit(scene.store, NULL));
    round_at(&scene, "2026-11-10T09:00");
    const struct suppression_draft draft = {.address = "k@x.example", .reason = SUPPRESSION_STAFF};
    assert_true(store_begin(scene.store, NULL));
    assert_true(suppression_add(scene.store, &cause, &draft, &added, &error));
    assert_true(store_commit(scene.store, NULL));
    assert_int_equal(waiting_mails(&scene), 0);
    round_at(&scene, "2026-11-10T09:05");
    test_office_expect(scene.test, "invitation>k@x.example invitation>other@x.example");
    close_scene(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_invitation_is_taken_back),
        cmocka_unit_test(somebody_who_answered_stays_a_guest),
        cmocka_unit_test(invited_at_the_other_address),
    };
    return cmocka_run_group_tests_name("act/meeting_unwanted", tests, NULL, NULL);
}
