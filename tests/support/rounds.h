/* Rounds of the meeting timer over a small office, for tests of act/: who subscribes, what they
 * answer, what leaves.
 */
#pragma once

#include "support/office.h"

#include "act/meeting_timer.h"
#include "store/guest.h"
#include "store/meeting.h"

struct scene {
    struct test_office *test;
    struct store *store;
};

static inline void open_scene(struct scene *scene)
{
    scene->test = test_office_open();
    scene->store = scene->test->office.store;
    test_office_at(scene->test, "2026-11-02T08:00");
}

static inline int64_t subscriber(struct scene *scene, enum person_role role, const char *address)
{
    g_autoptr(GError) error = NULL;
    struct cause cause = {.at = clock_now(scene->test->clock), .actor = "import"};
    int64_t id = test_office_person(scene->test, role, "Karen Holm", address, false);
    bool done =
        store_begin(scene->store, &error) &&
        subscription_begin(scene->store, &cause, id, INVITATIONS, "kort", cause.at, &error) &&
        store_commit(scene->store, &error);
    if (!done) {
        fail_msg("%s", error->message);
    }
    return id;
}

static inline void round_at(struct scene *scene, const char *when)
{
    g_autoptr(GError) error = NULL;
    bool more = true;
    test_office_at(scene->test, when);
    for (int step = 0; more; step++) {
        assert_true(step < 20);
        if (!meeting_timer(&scene->test->office, &more, &error)) {
            fail_msg("%s", error->message);
        }
    }
}

static inline struct meeting *december(struct scene *scene)
{
    struct meeting *meeting = meeting_by_name(scene->store, "2026-12", NULL);
    assert_non_null(meeting);
    return meeting;
}

/* The guest says so, to the time as it is; a yes has a seat. */
static inline void says(struct scene *scene, int64_t person, enum guest_answer answer)
{
    struct cause cause = {.at = clock_now(scene->test->clock), .actor = "mail"};
    SCOPED(meeting) struct meeting *meeting = december(scene);
    SCOPED(guest) struct guest *before = guest_of(scene->store, meeting->id, person, NULL);
    assert_non_null(before);
    SCOPED(guest) struct guest *after = guest_copy(before);
    after->answer = answer;
    after->seat = answer == GUEST_YES ? GUEST_SEATED : GUEST_NO_SEAT;
    after->said = cause.at;
    after->said_sequence = meeting->sequence;
    assert_true(store_begin(scene->store, NULL));
    assert_true(guest_update(scene->store, &cause, before, after, NULL));
    assert_true(store_commit(scene->store, NULL));
}

/* What is queued is on its way: it can no longer be taken back. */
static inline void leaves(struct scene *scene)
{
    g_autoptr(GPtrArray) claimed =
        ledger_claim(scene->store, clock_now(scene->test->clock), LEDGER_OPEN, 10, NULL);
    assert_int_equal(claimed->len, 1);
}

static inline void close_scene(struct scene *scene)
{
    test_office_close(scene->test);
}
