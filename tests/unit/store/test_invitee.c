#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <string.h>

#include "store/away.h"
#include "store/guest.h"
#include "store/invitee.h"
#include "store/ledger.h"
#include "store/meeting.h"
#include "store/meeting_mail.h"
#include "store/pause.h"
#include "store/person.h"
#include "store/subscription.h"
#include "store/suppression.h"
#include "support/steps.h"

#define NOW 1000

static const struct cause import = {.at = 500, .actor = "import"};

struct scene {
    struct store *store;
    struct meeting *meeting;
};

static void open_scene(struct scene *scene)
{
    struct meeting meeting = {.name = (char[]){"2026-12"},
                              .title = (char[]){""},
                              .state = MEETING_ANNOUNCED,
                              .starts = (char[]){"2026-12-01T10:00"},
                              .ends = (char[]){"2026-12-01T12:00"},
                              .zone = (char[]){"Europe/Copenhagen"},
                              .place = (char[]){"Korsgade"},
                              .access = (char[]){""},
                              .seekers = true,
                              .sequence = 2,
                              .time_sequence = 1};
    scene->store = store_open(":memory:", STORE_CREATE, NULL);
    scene->meeting = meeting_copy(&meeting);
    assert_true(store_begin(scene->store, NULL));
    assert_true(meeting_add(scene->store, &import, scene->meeting, NULL));
}

static void close_scene(struct scene *scene)
{
    assert_true(store_commit(scene->store, NULL));
    meeting_free(scene->meeting);
    store_close(scene->store);
}

static int64_t person(struct scene *scene, enum person_role role, const char *address)
{
    SCOPED(person) struct person *person = person_new();
    person->role = role;
    g_ptr_array_add(person->addresses, g_strdup(address));
    assert_true(person_add(scene->store, &import, person, NULL));
    assert_true(
        subscription_begin(scene->store, &import, person->id, INVITATIONS, "kort", 500, NULL));
    return person->id;
}

static int64_t guest(struct scene *scene, const struct guest *row)
{
    g_autofree char *address = g_strdup_printf("g%d@x.example", (int)g_random_int());
    SCOPED(guest) struct guest *added = guest_copy(row);
    added->meeting = scene->meeting->id;
    added->person = person(scene, PERSON_SEEKER, address);
    assert_true(guest_add(scene->store, &import, added, address, NULL));
    return added->person;
}

static bool has(const GArray *ids, int64_t id)
{
    bool found = false;
    assert_non_null(ids);
    for (guint at = 0; at < ids->len; at++) {
        found = found || g_array_index(ids, int64_t, at) == id;
    }
    return found;
}

static bool is_uninvited(struct scene *scene, int64_t id, int64_t since)
{
    struct invitee_search search = {.meeting = scene->meeting, .now = NOW, .most = 100};
    g_autoptr(GArray) ids = invitee_uninvited(scene->store, &search, since, NULL);
    return has(ids, id);
}

static void who_is_uninvited(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t karen = person(&scene, PERSON_SEEKER, "karen@x.example");
    int64_t lene = person(&scene, PERSON_EMPLOYER, "lene@x.example");
    int64_t mette = person(&scene, PERSON_STAFF, "mette@x.example");
    assert_true(is_uninvited(&scene, karen, 0));
    assert_false(is_uninvited(&scene, karen, 501)); /* subscribed before that */
    assert_false(is_uninvited(&scene, lene, 0));    /* it is for seekers */
    assert_false(is_uninvited(&scene, mette, 0));
    scene.meeting->employers = true;
    assert_true(is_uninvited(&scene, lene, 0));
    assert_true(pause_begin(scene.store, &import, karen, NOW + 1, "2026-12-24", NULL));
    assert_false(is_uninvited(&scene, karen, 0));
    assert_true(pause_begin(scene.store, &import, karen, NOW, "2026-12-24", NULL));
    assert_true(is_uninvited(&scene, karen, 0));
    bool done = false;
    struct suppression_draft draft = {.address = "karen@x.example", .reason = SUPPRESSION_STAFF};
    assert_true(suppression_add(scene.store, &import, &draft, &done, NULL));
    assert_false(is_uninvited(&scene, karen, 0));
    assert_true(suppression_lift(scene.store, &import, "karen@x.example", &done, NULL));
    assert_true(subscription_end(scene.store, &import, karen, INVITATIONS, "mail", NULL));
    assert_false(is_uninvited(&scene, karen, 0));
    assert_false(is_uninvited(&scene, guest(&scene, &(struct guest){.invited = 1}), 0));
    close_scene(&scene);
}

/* Which of the three kinds of mail a guest is in line for. */
static void who_needs_which_mail(void **state)
{
    (void)state;
    static const struct {
        struct guest guest;
        const char *in_line;
    } rows[] = {
        {{.invited = 1, .sequence = 2}, "silent"},
        {{.invited = 1, .sequence = 1}, "silent untold"},
        {{.sequence = 2}, ""}, /* staff put them on the list */
        {{.invited = 1,
          .sequence = 2,
          .answer = GUEST_YES,
          .seat = GUEST_SEATED,
          .said_sequence = 1},
         "coming"},
        {{.invited = 1,
          .sequence = 2,
          .answer = GUEST_YES,
          .seat = GUEST_WAITING,
          .said_sequence = 1},
         ""},
        {{.invited = 1,
          .sequence = 2,
          .answer = GUEST_YES,
          .seat = GUEST_SEATED,
          .said_sequence = 0},
         "silent"}, /* to another time */
        {{.invited = 1, .sequence = 2, .answer = GUEST_MAYBE, .said_sequence = 2}, "coming"},
        {{.sequence = 1, .answer = GUEST_YES, .seat = GUEST_SEATED, .said_sequence = 1},
         "coming untold"},
        {{.invited = 1, .sequence = 1, .answer = GUEST_NO, .said_sequence = 1}, ""},
        {{.invited = 1, .sequence = 0, .answer = GUEST_NO, .said_sequence = 0}, "untold"},
    };
    struct invitee_mail mail = {.what = "reminder-5", .due = 900, .starts = 5000};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct scene scene;
        open_scene(&scene);
        int64_t id = guest(&scene, &rows[at].guest);
        struct invitee_search search = {.meeting = scene.meeting, .now = NOW, .most = 100};
        g_autoptr(GArray) coming = invitee_coming(scene.store, &search, &mail, NULL);
        g_autoptr(GArray) silent = invitee_silent(scene.store, &search, &mail, NULL);
        g_autoptr(GArray) untold = invitee_untold(scene.store, &search, NULL);
        g_autofree char *is =
            g_strdup_printf("%s%s%s", has(coming, id) ? "coming " : "",
                            has(silent, id) ? "silent " : "", has(untold, id) ? "untold " : "");
        assert_string_equal(g_strchomp(is), rows[at].in_line);
        close_scene(&scene);
    }
}

/* A mail about the meeting that was queued then. */
static int64_t mailed(struct scene *scene, int64_t id, const char *what, int sequence, int64_t when)
{
    struct ledger_mail mail = {.state = LEDGER_QUEUED,
                               .class = LEDGER_OPEN,
                               .kind = (char[]){"invitation"},
                               .person = id,
                               .recipient = (char[]){"k@x.example"},
                               .sender = (char[]){"s@x.example"},
                               .queued = when,
                               .due = when};
    bool added = false;
    assert_true(ledger_next(scene->store, &mail.id, NULL));
    mail.message_id = g_strdup_printf("m%d@x", (int)mail.id);
    mail.composed = g_bytes_new_static("x", 1);
    assert_true(
        ledger_queue(scene->store, &import, &mail, "invitation", NULL, NULL, 0, &added, NULL));
    g_free(mail.message_id);
    g_bytes_unref(mail.composed);
    struct meeting_mail note = {mail.id, scene->meeting->id, id, what, sequence};
    assert_true(meeting_mail_note(scene->store, &note, NULL));
    return mail.id;
}

static bool is_silent(struct scene *scene, int64_t id, const char *what, int64_t due)
{
    struct invitee_search search = {.meeting = scene->meeting, .now = NOW, .most = 100};
    struct invitee_mail mail = {.what = what, .due = due, .starts = 5000};
    g_autoptr(GArray) ids = invitee_silent(scene->store, &search, &mail, NULL);
    return has(ids, id);
}

static void nothing_twice(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t id = guest(&scene, &(struct guest){.invited = 1, .sequence = 2});
    mailed(&scene, id, "invitation", 1, 600);
    assert_true(is_silent(&scene, id, "missing", 900));
    assert_false(is_silent(&scene, id, "missing", 600)); /* a mail since then */
    mailed(&scene, id, "missing", 0, 700);
    assert_true(is_silent(&scene, id, "missing", 900)); /* it was about another time */
    int64_t row = mailed(&scene, id, "missing", 1, 800);
    assert_false(is_silent(&scene, id, "missing", 900));
    assert_true(ledger_resolve(scene.store, &import, row, LEDGER_DROPPED, NULL));
    assert_true(is_silent(&scene, id, "missing", 900)); /* taken back */
    assert_true(away_note(scene.store, &import, id, 4000, "2026-11-30", NULL));
    assert_false(is_silent(&scene, id, "missing", 900)); /* when they are back */
    assert_true(away_note(scene.store, &import, id, 6000, "2026-12-24", NULL));
    assert_true(is_silent(&scene, id, "missing", 900)); /* that is too late to wait for */
    close_scene(&scene);
}

static void taken_back(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    int64_t id = guest(&scene, &(struct guest){.invited = 1, .sequence = 2});
    int64_t row = mailed(&scene, id, "invitation", 1, 600);
    struct meeting_mail mail = {.meeting = scene.meeting->id, .person = id};
    int64_t left = -1;
    assert_true(meeting_mail_take_back(scene.store, &import, &mail, &left, NULL));
    assert_int_equal(left, 0);
    SCOPED(ledger_mail) struct ledger_mail *dropped = ledger_get(scene.store, row, NULL);
    assert_int_equal(dropped->state, LEDGER_DROPPED);
    close_scene(&scene);
}

/* Steps of SQLite to find the first eight of so many for each of the four mails. */
static int steps_for(int people)
{
    struct scene scene;
    open_scene(&scene);
    for (int at = 0; at < people; at++) {
        g_autofree char *address = g_strdup_printf("p%d@x.example", at);
        person(&scene, PERSON_SEEKER, address);
        guest(&scene, &(struct guest){.invited = 1, .sequence = 1});
        guest(&scene, &(struct guest){.invited = 1,
                                      .sequence = 2,
                                      .answer = GUEST_YES,
                                      .seat = GUEST_SEATED,
                                      .said_sequence = 1});
    }
    steps_since(scene.store);
    struct invitee_search search = {.meeting = scene.meeting, .now = NOW, .most = 8};
    const struct invitee_mail mail = {.what = "reminder-5", .due = NOW, .starts = NOW};
    g_autoptr(GArray) uninvited = invitee_uninvited(scene.store, &search, 0, NULL);
    g_autoptr(GArray) coming = invitee_coming(scene.store, &search, &mail, NULL);
    g_autoptr(GArray) silent = invitee_silent(scene.store, &search, &mail, NULL);
    g_autoptr(GArray) untold = invitee_untold(scene.store, &search, NULL);
    assert_int_equal(uninvited->len + coming->len + silent->len + untold->len, 4 * 8);
    int count = steps_since(scene.store);
    close_scene(&scene);
    return count;
}

/* Else a hundred thousand people, group by group, take time that grows with the square. */
static void a_group_is_found_without_looking_at_all(void **state)
{
    (void)state;
    assert_in_range(steps_for(400), 1, steps_for(40));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_uninvited),
        cmocka_unit_test(who_needs_which_mail),
        cmocka_unit_test(nothing_twice),
        cmocka_unit_test(taken_back),
        cmocka_unit_test(a_group_is_found_without_looking_at_all),
    };
    return cmocka_run_group_tests_name("store/invitee", tests, NULL, NULL);
}
