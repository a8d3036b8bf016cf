/* A mail about a meeting: its words, its event, its note. */
#include "support/office.h"

#include "act/meeting_letter.h"
#include "act/meeting_time.h"
#include "mail/mime_read.h"
#include "store/meeting_mail.h"
#include "store/suppression.h"

struct scene {
    struct test_office *test;
    struct cause cause;
    struct meeting *meeting;
    struct guest *guest;
};

static void open_scene(struct scene *scene)
{
    g_autoptr(GError) error = NULL;
    struct test_office *test = test_office_open();
    test_office_at(test, "2026-11-10T09:00");
    int64_t karen =
        test_office_person(test, PERSON_SEEKER, "Karen Sørensen", "karen@post.example", true);
    struct meeting december = {.name = (char[]){"2026-12"},
                               .title = (char[]){""},
                               .state = MEETING_ANNOUNCED,
                               .starts = (char[]){"2026-12-01T10:00"},
                               .ends = (char[]){"2026-12-01T12:00"},
                               .zone = (char[]){"Europe/Copenhagen"},
                               .place = (char[]){"Korsgade 30"},
                               .access = (char[]){"Gå ind i gården."},
                               .seekers = true};
    *scene = (struct scene){.test = test,
                            .cause = {.at = clock_now(test->clock), .actor = "timer"},
                            .meeting = meeting_copy(&december)};
    assert_true(store_begin(test->office.store, &error));
    assert_true(meeting_add(test->office.store, &scene->cause, scene->meeting, &error));
    scene->guest = g_new0(struct guest, 1);
    scene->guest->meeting = scene->meeting->id;
    scene->guest->person = karen;
    scene->guest->invited = scene->cause.at;
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(&test->office, scene->meeting, karen, token);
    assert_true(guest_add(test->office.store, &scene->cause, scene->guest, token, &error));
    assert_true(store_commit(test->office.store, &error));
}

static void close_scene(struct scene *scene)
{
    meeting_free(scene->meeting);
    guest_free(scene->guest);
    test_office_close(scene->test);
}

static int64_t send(struct scene *scene, struct meeting_letter letter)
{
    g_autoptr(GError) error = NULL;
    int64_t row = -1;
    letter.queued = &row;
    struct store *store = scene->test->office.store;
    bool sent = store_begin(store, &error) &&
                meeting_letter_send(&scene->test->office, &scene->cause, scene->meeting,
                                    scene->guest, &letter, &error) &&
                store_commit(store, &error);
    if (!sent) {
        fail_msg("%s", error->message);
    }
    return row;
}

static struct message *read_back(struct scene *scene, int64_t row)
{
    SCOPED(ledger_mail)
    struct ledger_mail *mail = ledger_get(scene->test->office.store, row, NULL);
    assert_non_null(mail);
    size_t length = 0;
    const char *octets = g_bytes_get_data(mail->composed, &length);
    mime_read_start();
    return mime_read(octets, length);
}

/* The lines of the object, unfolded. The caller owns it. */
static char *object_of(const struct message *message)
{
    const struct message_part *part = message_part(message, "text/calendar");
    assert_non_null(part);
    g_autofree char *text = part->octets != NULL
                                ? g_strndup((const char *)part->octets->data, part->octets->len)
                                : g_strdup(part->text);
    g_auto(GStrv) crlf = g_strsplit(text, "\r\n", -1);
    g_autofree char *lines = g_strjoinv("\n", crlf);
    g_auto(GStrv) folded = g_strsplit(lines, "\n ", -1);
    return g_strjoinv("", folded);
}

static const struct meeting_letter invitation = {
    .name = "invitation", .what = "invitation", .method = "REQUEST"};

static void says_when_and_where(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    SCOPED(message) struct message *message = read_back(&scene, send(&scene, invitation));
    assert_string_equal(message->subject, "Kommer du til møde tirsdag den 1. december kl. 10.00?");
    const char *text = message_part(message, "text/plain")->text;
    static const char *const words[] = {"Kære Karen",          "tirsdag den 1. december 2026",
                                        "kl. 10.00 til 12.00", "Korsgade 30",
                                        "Gå ind i gården.",    "Svar JA eller NEJ",
                                        "Ja, vi er to",        "senest fredag den 27."};
    for (size_t at = 0; at < G_N_ELEMENTS(words); at++) {
        if (strstr(text, words[at]) == NULL) {
            fail_msg("no \"%s\" in\n%s", words[at], text);
        }
    }
    close_scene(&scene);
}

static void names_the_companions(void **state)
{
    (void)state;
    static const struct {
        int companions;
        const char *words;
    } rows[] = {{1, "Der er også plads til en ledsager."},
                {2, "Der er også plads til 2 ledsagere."}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct scene scene;
        open_scene(&scene);
        scene.guest->answer = GUEST_YES;
        scene.guest->companions = rows[at].companions;
        const struct meeting_letter yes = {.name = "meeting-yes", .what = "meeting-yes"};
        SCOPED(message) struct message *message = read_back(&scene, send(&scene, yes));
        const char *text = message_part(message, "text/plain")->text;
        if (strstr(text, rows[at].words) == NULL) {
            fail_msg("no \"%s\" in\n%s", rows[at].words, text);
        }
        close_scene(&scene);
    }
}

static void carries_one_event(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    scene.meeting->sequence = 3;
    SCOPED(message) struct message *message = read_back(&scene, send(&scene, invitation));
    g_autofree char *object = object_of(message);
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(&scene.test->office, scene.meeting, scene.guest->person, token);
    g_autofree char *uid = g_strdup_printf("\nUID:m-2026-12.%s@seniorjob.example\n", token);
    const char *const lines[] = {uid,
                                 "\nMETHOD:REQUEST\n",
                                 "\nSEQUENCE:3\n",
                                 "\nDTSTAMP:20261110T080000Z\n",
                                 "\nDTSTART;TZID=Europe/Copenhagen:20261201T100000\n",
                                 "PARTSTAT=NEEDS-ACTION",
                                 "mailto:karen@post.example\n",
                                 "\nLOCATION:Korsgade 30\n",
                                 "\nSUMMARY:Møde om seniorjob\n"};
    for (size_t at = 0; at < G_N_ELEMENTS(lines); at++) {
        if (strstr(object, lines[at]) == NULL) {
            fail_msg("no \"%s\" in\n%s", lines[at], object);
        }
    }
    close_scene(&scene);
}

/* The token finds the guest, the row finds the meeting, and the guest knows the version. */
static void is_noted(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    struct store *store = scene.test->office.store;
    scene.meeting->sequence = 2;
    int64_t row = send(&scene, invitation);
    struct meeting_mail found;
    assert_true(meeting_mail_of(store, row, &found, NULL));
    assert_int_equal(found.meeting, scene.meeting->id);
    assert_int_equal(found.person, scene.guest->person);
    assert_int_equal(found.sequence, 2);
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(&scene.test->office, scene.meeting, scene.guest->person, token);
    SCOPED(guest) struct guest *guest = guest_by_token(store, token, NULL);
    assert_non_null(guest);
    assert_int_equal(guest->sequence, 2);
    assert_int_equal(scene.guest->sequence, 2);
    int64_t count = 0;
    assert_true(
        meeting_mail_count(store, scene.meeting->id, guest->person, "invitation", &count, NULL));
    assert_int_equal(count, 1);
    close_scene(&scene);
}

static void shows_the_answer_when_asked_to(void **state)
{
    (void)state;
    static const struct {
        enum guest_answer answer;
        const char *keeps, *says;
    } rows[] = {{GUEST_YES, "PARTSTAT=ACCEPTED", "svaret: ja"},
                {GUEST_MAYBE, "PARTSTAT=TENTATIVE", "svaret: måske"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct scene scene;
        open_scene(&scene);
        scene.guest->answer = rows[at].answer;
        struct meeting_letter reminder = {.name = "meeting-reminder",
                                          .what = "reminder-1",
                                          .method = "REQUEST",
                                          .keeps_answer = true};
        SCOPED(message) struct message *kept = read_back(&scene, send(&scene, reminder));
        g_autofree char *object = object_of(kept);
        assert_non_null(strstr(object, rows[at].keeps));
        assert_non_null(strstr(message_part(kept, "text/plain")->text, rows[at].says));
        reminder.keeps_answer = false;
        SCOPED(message) struct message *anew = read_back(&scene, send(&scene, reminder));
        g_autofree char *asks = object_of(anew);
        assert_non_null(strstr(asks, "PARTSTAT=NEEDS-ACTION"));
        close_scene(&scene);
    }
}

static void without_an_object(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    scene.meeting->sequence = 4;
    SCOPED(message)
    struct message *message =
        read_back(&scene, send(&scene, (struct meeting_letter){.name = "meeting-missing",
                                                               .what = "missing",
                                                               .answers = "q@post.example",
                                                               .subject = "SV: mødet"}));
    assert_null(message_part(message, "text/calendar"));
    assert_string_equal(message->subject, "Re: mødet");
    assert_int_equal(scene.guest->sequence, 0);
    close_scene(&scene);
}

/* Somebody whom nothing reaches gets nothing, and no note says they did. */
static void unreachable(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    struct store *store = scene.test->office.store;
    struct suppression_draft draft = {.address = "karen@post.example", .reason = SUPPRESSION_STAFF};
    bool added = false;
    assert_true(store_begin(store, NULL));
    assert_true(suppression_add(store, &scene.cause, &draft, &added, NULL));
    assert_true(store_commit(store, NULL));
    assert_int_equal(send(&scene, invitation), 0);
    int64_t count = -1;
    assert_true(meeting_mail_count(store, scene.meeting->id, scene.guest->person, "invitation",
                                   &count, NULL));
    assert_int_equal(count, 0);
    close_scene(&scene);
}

static void times(void **state)
{
    (void)state;
    static const struct {
        const char *starts;
        unsigned days;
        const char *wanted;
    } rows[] = {{"2026-12-01T10:00", 1, "2026-11-30T09:00:00+01:00"},
                {"2026-12-01T10:00", 5, "2026-11-24T09:00:00+01:00"},
                {"2026-04-07T10:00", 1, "2026-04-01T09:00:00+02:00"}, /* Easter */
                {"2026-04-07T10:00", 5, "2026-03-26T09:00:00+01:00"}, /* and the clock */
                {"2028-03-07T10:00", 5, "2028-02-29T09:00:00+01:00"},
                {"2030-01-08T10:00", 5, "2029-12-28T09:00:00+01:00"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct scene scene;
        open_scene(&scene);
        g_free(scene.meeting->starts);
        scene.meeting->starts = g_strdup(rows[at].starts);
        g_autofree char *moment =
            clock_format(scene.test->clock,
                         meeting_days_before(&scene.test->office, scene.meeting, rows[at].days));
        assert_string_equal(moment, rows[at].wanted);
        close_scene(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_when_and_where),
        cmocka_unit_test(names_the_companions),
        cmocka_unit_test(carries_one_event),
        cmocka_unit_test(is_noted),
        cmocka_unit_test(shows_the_answer_when_asked_to),
        cmocka_unit_test(without_an_object),
        cmocka_unit_test(unreachable),
        cmocka_unit_test(times),
    };
    return cmocka_run_group_tests_name("act/meeting_letter", tests, NULL, NULL);
}
