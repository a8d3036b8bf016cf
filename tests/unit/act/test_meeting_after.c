/* Around the meeting: everything goes out in its time, once, and nothing for the past. The clock
 * goes by half days, and at each step the timer runs twice.
 */
#include "support/meeting_day.h"

#include "act/meeting_after.h"
#include "act/meeting_attendance.h"
#include "store/pause.h"
#include "store/suppression.h"

struct scene {
    struct meeting_day day;
    int64_t anna, bo, ole;
};

static void open_scene(struct scene *scene)
{
    struct meeting_day *day = &scene->day;
    meeting_day_open(day);
    const struct guest comes = {.answer = GUEST_YES};
    scene->anna = meeting_day_guest(day, PERSON_SEEKER, "Anna Dam", "anna@post.example", comes);
    scene->bo = meeting_day_guest(day, PERSON_SEEKER, "Bo Friis", "bo@post.example", comes);
    scene->ole = meeting_day_guest(day, PERSON_EMPLOYER, "Ole Bruun", "ole@kk.example", comes);
    SCOPED(person) struct person *before = person_get(day->test->office.store, scene->ole, NULL);
    SCOPED(person) struct person *after = person_get(day->test->office.store, scene->ole, NULL);
    g_free(after->workplace);
    after->workplace = g_strdup("Bispebjerg Bibliotek");
    bool changed = false;
    MEETING_DAY_DO(day,
                   person_update(day->test->office.store, &cause, before, after, &changed, &error));
    meeting_free(meeting_day_add(day, "2027-01", "2027-01-05"));
}

static void run_at(struct scene *scene, const char *when)
{
    g_autoptr(GError) error = NULL;
    test_office_at(scene->day.test, when);
    for (int again = 0; again < 2; again++) {
        if (!meeting_after_timer(&scene->day.test->office, &error)) {
            fail_msg("%s", error->message);
        }
    }
}

/* Staff say who came, or (NULL) that all did. */
static void mark(struct scene *scene, const char *came)
{
    json_auto_t *numbers = json_loads(came != NULL ? came : "[]", 0, NULL);
    const struct attendance said = {.came = came != NULL ? numbers : NULL,
                                    .absent = came == NULL ? numbers : NULL};
    g_autofree char *wrong = NULL;
    MEETING_DAY_DO(&scene->day, attendance_mark(&scene->day.test->office, &cause,
                                                scene->day.meeting, &said, &wrong, &error));
    assert_null(wrong);
}

static void sent(struct scene *scene, const char *expected)
{
    dialogue_letters(&scene->day.dialogue, expected);
}

#define WHO                                                      \
    "meeting-who>anna@post.example meeting-who>bo@post.example " \
    "meeting-who-employer>ole@kk.example"
#define LIST WHO " staff-guests>mette@kk.example"
#define ASKED LIST " staff-guests>mette@kk.example"
#define ONLY_LIST "staff-guests>mette@kk.example"
#define AFTERWARDS                                                           \
    LIST " meeting-thanks>anna@post.example meeting-absent>bo@post.example " \
         "meeting-thanks>ole@kk.example"

static void a_meeting(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    run_at(&scene, "2026-11-27T08:59"); /* Friday, two working days before Tuesday */
    sent(&scene, "");
    run_at(&scene, "2026-11-27T09:00");
    sent(&scene, WHO);
    run_at(&scene, "2026-11-30T08:59");
    sent(&scene, WHO);
    run_at(&scene, "2026-11-30T09:00");
    sent(&scene, LIST);
    run_at(&scene, "2026-12-01T12:30");
    mark(&scene, "[1, 3]");
    run_at(&scene, "2026-12-01T18:00");
    sent(&scene, LIST);
    run_at(&scene, "2026-12-02T09:00");
    sent(&scene, AFTERWARDS);
    run_at(&scene, "2026-12-08T10:00");
    sent(&scene, AFTERWARDS);
    meeting_day_close(&scene.day);
}

static void what_the_letters_say(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    run_at(&scene, "2026-11-30T09:00");
    mark(&scene, "[1, 3]");
    run_at(&scene, "2026-12-02T09:00");
    struct dialogue *dialogue = &scene.day.dialogue;
    DIALOGUE_READS(dialogue, "meeting-who", "Bispebjerg Bibliotek");
    DIALOGUE_READS(dialogue, "meeting-who-employer", "nogle få jobsøgere");
    DIALOGUE_READS(dialogue, "meeting-absent", "tirsdag den 5. januar 2027 kl. 10.00");
    g_autofree char *who = dialogue_text(dialogue, "meeting-who");
    g_autofree char *employer = dialogue_text(dialogue, "meeting-who-employer");
    assert_null(strstr(who, "Ole"));
    assert_null(strstr(employer, "Anna"));
    assert_null(strstr(employer, "Friis"));
    g_autofree char *thanks = dialogue_text(dialogue, "meeting-thanks"); /* to Ole, an employer */
    assert_non_null(strstr(thanks, "1 til 5"));
    assert_null(strstr(thanks, "Hvad kan du"));
    SCOPED(ledger_proof) struct ledger_proof *proof = dialogue_proof(dialogue, "meeting-thanks");
    assert_string_equal(proof->replies, "survey");
    meeting_day_close(&scene.day);
}

/* Who has come is asked what they can do when we do not know it yet; 0: no profile at all. */
static void asked_for_a_profile(void **state)
{
    static const struct {
        enum listing_state state;
        bool asked;
    } rows[] = {{0, true},
                {LISTING_DRAFT, false},
                {LISTING_OPEN, false},
                {LISTING_PAUSED, false},
                {LISTING_HELD, false},
                {LISTING_CLOSED, true}};
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct scene scene;
        open_scene(&scene);
        if (rows[at].state != 0) {
            meeting_day_listing(&scene.day, scene.anna, LISTING_PROFILE, rows[at].state,
                                "{\"titles\":[\"kok\"]}");
        }
        run_at(&scene, "2026-11-30T09:00");
        mark(&scene, "[1]");
        run_at(&scene, "2026-12-02T09:00");
        g_autofree char *thanks = dialogue_text(&scene.day.dialogue, "meeting-thanks");
        assert_non_null(strstr(thanks, "1 til 5"));
        assert_int_equal(strstr(thanks, "Hvad kan du, og hvad vil du?") != NULL, rows[at].asked);
        meeting_day_close(&scene.day);
    }
}

/* A mark and a profile in one answer: both are taken, and the profile is shown to its owner. */
static void answered_with_a_profile(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    run_at(&scene, "2026-11-30T09:00");
    mark(&scene, "[1]");
    run_at(&scene, "2026-12-02T09:00");
    struct dialogue *dialogue = &scene.day.dialogue;
    DIALOGUE_EXPECT(dialogue, "anna@post.example", "meeting-thanks",
                    RATING(5) ",{\"intent\":\"profile\",\"profile\":{\"titles\":[\"pedel\"]}}",
                    "rated,listing-read");
    DIALOGUE_READS(dialogue, "done", "Arbejde: pedel");
    g_autoptr(GPtrArray) profiles =
        listing_of(scene.day.test->office.store, scene.anna, LISTING_PROFILE, NULL);
    assert_int_equal(profiles->len, 1);
    meeting_day_close(&scene.day);
}

/* Five or more are counted. */
static void many_seekers(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    static const char *const more[] = {"c@post.example", "d@post.example", "e@post.example"};
    for (size_t at = 0; at < G_N_ELEMENTS(more); at++) {
        meeting_day_guest(&scene.day, PERSON_SEEKER, "", more[at],
                          (struct guest){.answer = GUEST_YES});
    }
    run_at(&scene, "2026-11-27T09:00");
    DIALOGUE_READS(&scene.day.dialogue, "meeting-who-employer", "5 jobsøgere");
    meeting_day_close(&scene.day);
}

static void staff_are_reminded_once(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    run_at(&scene, "2026-11-30T09:00");
    run_at(&scene, "2026-12-02T09:00");
    sent(&scene, LIST);
    run_at(&scene, "2026-12-03T09:00");
    run_at(&scene, "2026-12-04T09:00");
    sent(&scene, ASKED);
    DIALOGUE_READS(&scene.day.dialogue, "staff-guests", "Vi mangler dit svar");
    test_office_at(scene.day.test, "2026-12-04T22:00");
    mark(&scene, "[1, 2, 3]");
    run_at(&scene, "2026-12-04T22:00"); /* nobody is thanked at night */
    sent(&scene, ASKED);
    run_at(&scene, "2026-12-05T09:00");
    sent(&scene, ASKED " meeting-thanks>anna@post.example "
                       "meeting-thanks>bo@post.example meeting-thanks>ole@kk.example");
    meeting_day_close(&scene.day);
}

/* The daemon was down for weeks: staff are asked, as long as it makes sense, and that is all. */
static void after_an_outage(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    run_at(&scene, "2026-12-01T09:30"); /* no "whom you meet" on the day itself */
    sent(&scene, ONLY_LIST);
    mark(&scene, "[1]");
    run_at(&scene, "2026-12-15T12:00");
    sent(&scene, ONLY_LIST);
    run_at(&scene, "2027-01-20T12:00");
    sent(&scene, ONLY_LIST);
    meeting_day_close(&scene.day);
}

/* Staff say it days later: thanks all the same, on the next morning at the latest. */
static void marked_late(void **state)
{
    static const struct {
        const char *marked, *thanked;
    } late[] = {{"2026-12-06T11:00", "2026-12-06T11:00"},
                {"2026-12-10T17:00", "2026-12-10T17:00"},
                {"2026-12-11T11:00", "2026-12-11T11:00"},
                {"2026-12-11T22:00", "2026-12-12T09:00"}};
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(late); at++) {
        struct scene scene;
        open_scene(&scene);
        run_at(&scene, "2026-12-01T09:30"); /* no "whom you meet" on the day itself */
        test_office_at(scene.day.test, late[at].marked);
        mark(&scene, "[1, 3]");
        run_at(&scene, late[at].thanked);
        sent(&scene, ONLY_LIST " meeting-thanks>anna@post.example "
                               "meeting-absent>bo@post.example meeting-thanks>ole@kk.example");
        meeting_day_close(&scene.day);
    }
}

/* For ten days staff are asked, not longer. */
static void staff_are_not_asked_for_ever(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    run_at(&scene, "2026-12-11T12:00");
    sent(&scene, "");
    meeting_day_close(&scene.day);
}

static void nothing_of_a_cancelled_one(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    SCOPED(meeting) struct meeting *cancelled = meeting_copy(scene.day.meeting);
    cancelled->state = MEETING_CANCELLED;
    MEETING_DAY_DO(&scene.day, meeting_update(scene.day.test->office.store, &cause,
                                              scene.day.meeting, cancelled, &error));
    run_at(&scene, "2026-11-30T09:00");
    run_at(&scene, "2026-12-03T09:00");
    sent(&scene, "");
    meeting_day_close(&scene.day);
}

static void whoever_pauses_hears_nothing(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    MEETING_DAY_DO(&scene.day, pause_begin(scene.day.test->office.store, &cause, scene.anna,
                                           cause.at + 90 * 86400, "2027-02-18", &error));
    run_at(&scene, "2026-11-27T09:00");
    sent(&scene, "meeting-who>bo@post.example meeting-who-employer>ole@kk.example");
    meeting_day_close(&scene.day);
}

static unsigned count_events(struct scene *scene, int64_t person)
{
    g_autoptr(GPtrArray) events =
        event_list(scene->day.test->office.store, person, 0, INT64_MAX, NULL);
    return events->len;
}

/* Somebody whom nothing reaches is not tried again in every round. */
static void unreachable(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    struct store *store = scene.day.test->office.store;
    static const char *const addresses[] = {"anna@post.example", "bo@post.example", mettes_address};
    for (size_t at = 0; at < G_N_ELEMENTS(addresses); at++) {
        const struct suppression_draft draft = {.address = addresses[at],
                                                .reason = SUPPRESSION_STAFF};
        bool added = false;
        MEETING_DAY_DO(&scene.day, suppression_add(store, &cause, &draft, &added, &error));
    }
    run_at(&scene, "2026-11-30T09:00");
    sent(&scene, "meeting-who-employer>ole@kk.example");
    mark(&scene, NULL);
    unsigned before = count_events(&scene, scene.anna);
    run_at(&scene, "2026-12-02T09:00");
    run_at(&scene, "2026-12-03T09:00");
    sent(&scene, "meeting-who-employer>ole@kk.example meeting-thanks>ole@kk.example");
    assert_int_equal(count_events(&scene, scene.anna), before);
    meeting_day_close(&scene.day);
}

/* Missed by mistake: thanked all the same; thanked by mistake: no more. */
static void corrected_late(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    run_at(&scene, "2026-11-30T09:00");
    mark(&scene, "[1, 3]");
    run_at(&scene, "2026-12-02T09:00");
    mark(&scene, "[2, 3]");
    run_at(&scene, "2026-12-02T10:00");
    sent(&scene, AFTERWARDS " meeting-thanks>bo@post.example");
    meeting_day_close(&scene.day);
}

/* Bo did not come to the last one either. */
static void twice_away(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    SCOPED(meeting)
    struct meeting *november = meeting_day_add(&scene.day, "2026-11", "2026-11-03");
    meeting_day_seat(&scene.day, november, scene.bo,
                     (struct guest){.answer = GUEST_YES, .presence = GUEST_ABSENT});
    run_at(&scene, "2026-11-30T09:00");
    mark(&scene, "[1, 3]");
    run_at(&scene, "2026-12-02T09:00");
    run_at(&scene, "2026-12-03T09:00");
    g_autoptr(GPtrArray) letters = test_office_letters(scene.day.test);
    int notes = 0;
    for (guint at = 0; at < letters->len; at++) {
        notes += strcmp(letters->pdata[at], "staff-no-shows>mette@kk.example") == 0;
    }
    assert_int_equal(notes, 1);
    DIALOGUE_READS(&scene.day.dialogue, "staff-no-shows", "Bo Friis har haft en plads 2 gange");
    meeting_day_close(&scene.day);
}

static void next_moments(void **state)
{
    (void)state;
    static const struct {
        const char *now, *next;
    } rows[] = {{"2026-11-20T09:00", "2026-11-27T09:00:00+01:00"},
                {"2026-11-27T09:00", "2026-11-28T09:00:00+01:00"},
                {"2026-12-01T08:00", "2026-12-01T09:00:00+01:00"},
                {"2026-12-15T11:59", "2026-12-16T09:00:00+01:00"},
                {"2026-12-15T12:00", "2026-12-30T09:00:00+01:00"}};
    struct scene scene;
    open_scene(&scene);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        int64_t moment = 0;
        test_office_at(scene.day.test, rows[at].now);
        assert_true(meeting_after_next(&scene.day.test->office, &moment, NULL));
        g_autofree char *next = clock_format(scene.day.test->clock, moment);
        assert_string_equal(next, rows[at].next);
    }
    meeting_day_close(&scene.day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_meeting),
        cmocka_unit_test(what_the_letters_say),
        cmocka_unit_test(asked_for_a_profile),
        cmocka_unit_test(answered_with_a_profile),
        cmocka_unit_test(many_seekers),
        cmocka_unit_test(staff_are_reminded_once),
        cmocka_unit_test(after_an_outage),
        cmocka_unit_test(marked_late),
        cmocka_unit_test(staff_are_not_asked_for_ever),
        cmocka_unit_test(nothing_of_a_cancelled_one),
        cmocka_unit_test(whoever_pauses_hears_nothing),
        cmocka_unit_test(unreachable),
        cmocka_unit_test(corrected_late),
        cmocka_unit_test(twice_away),
        cmocka_unit_test(next_moments),
    };
    return cmocka_run_group_tests_name("act/meeting_after", tests, NULL, NULL);
}
