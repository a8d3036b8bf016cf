/* The invitation of every month from 2026 to 2050, as it is mailed to Karen: a line each in
 * tests/data/invitations.golden. Whatever changes there changes in people's calendars. When that is
 * meant, ACCEPT=1 writes the file anew, and the difference is looked at.
 */
#include "support/incoming.h"

#include "act/meeting_invite.h"
#include "act/meeting_letter.h"
#include "act/meeting_rows.h"
#include "mail/mime_read.h"

#define GOLDEN "tests/data/invitations.golden"

enum { FIRST_YEAR = 2026, LAST_YEAR = 2050 };

static const char head[] =
    "# The invitation of every month, as act/meeting_invite mails it: name, start, end and zone "
    "of\n"
    "# the event, its start in UTC, SEQUENCE, SUMMARY, and the SHA-256 of the whole object, "
    "unfolded,\n"
    "# without DTSTAMP and without the secret of the UID. When a change is meant:\n"
    "# ACCEPT=1 build/tests/unit/act/test_meeting_golden; git diff\n";

struct scene {
    struct test_office *test;
    int64_t karen;
};

/* The object of the newest invitation, its lines unfolded. The caller owns it. */
static char *newest_object(const struct scene *scene)
{
    struct wanted wanted = {.kind = "invitation"};
    struct store *store = scene->test->office.store;
    assert_true(ledger_each(store, NULL, 0, 0, take_last, &wanted, NULL));
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, wanted.proof.outgoing, NULL);
    size_t length = 0;
    const char *octets = g_bytes_get_data(mail->composed, &length);
    SCOPED(message) struct message *message = mime_read(octets, length);
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

/* Without what differs from mail to mail. The caller owns it. */
static char *normal(const char *object, const char *secret)
{
    g_auto(GStrv) lines = g_strsplit(object, "\n", -1);
    GString *kept = g_string_new(NULL);
    for (char **line = lines; *line != NULL; line++) {
        if (!g_str_has_prefix(*line, "DTSTAMP:")) {
            g_string_append_printf(kept, "%s\n", *line);
        }
    }
    assert_int_equal(g_string_replace(kept, secret, "SECRET", 0), 1);
    return g_string_free(kept, FALSE);
}

/* What stands behind the name of a property of the event. The caller owns it. */
static char *value_of(const char *object, const char *name)
{
    const char *event = strstr(object, "\nBEGIN:VEVENT\n");
    g_autofree char *start = g_strdup_printf("\n%s", name);
    const char *found = strstr(event, start);
    assert_non_null(found);
    found += strlen(start);
    return g_strndup(found, strcspn(found, "\n"));
}

static char *in_utc(const char *wall)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Copenhagen");
    g_autoptr(GDateTime) civil = g_date_time_new_from_iso8601(wall, zone);
    assert_non_null(civil);
    g_autoptr(GDateTime) utc = g_date_time_to_utc(civil);
    return g_date_time_format(utc, "%Y%m%dT%H%M%SZ");
}

static char *line_of(const char *name, const char *object)
{
    static const char zone[] = ";TZID=Europe/Copenhagen:";
    g_autofree char *start = value_of(object, "DTSTART");
    g_autofree char *end = value_of(object, "DTEND");
    g_autofree char *summary = value_of(object, "SUMMARY:");
    g_autofree char *sequence = value_of(object, "SEQUENCE:");
    assert_true(g_str_has_prefix(start, zone) && g_str_has_prefix(end, zone));
    const char *from = start + strlen(zone), *to = end + strlen(zone);
    g_autofree char *utc = in_utc(from);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, object, -1);
    return g_strdup_printf("%s %s %s Europe/Copenhagen %s %s \"%s\" %s", name, from, to, utc,
                           sequence, summary, sum);
}

/* Invites Karen to the meeting of the month. The caller owns the line. */
static char *invitation_of(const struct scene *scene, int year, int month)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &scene->test->office;
    struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    SCOPED(meeting_plan)
    struct meeting_plan *plan = meeting_dates_of_month(office->dates, year, month);
    SCOPED(meeting) struct meeting *meeting = meeting_rows_planned(office, plan);
    meeting->state = MEETING_ANNOUNCED;
    struct guest guest = {.person = scene->karen, .invited = cause.at};
    char secret[TOKEN_LENGTH + 1];
    bool done =
        store_begin(office->store, &error) && meeting_add(office->store, &cause, meeting, &error);
    guest.meeting = meeting->id;
    meeting_letter_token(office, meeting, scene->karen, secret);
    done = done && guest_add(office->store, &cause, &guest, secret, &error) &&
           meeting_invite_guest(office, &cause, meeting, &guest, &error) &&
           store_commit(office->store, &error);
    if (!done) {
        fail_msg("%s", error->message);
    }
    g_autofree char *object = newest_object(scene);
    g_autofree char *kept = normal(object, secret);
    return line_of(meeting->name, kept);
}

static char *golden_of(const struct scene *scene)
{
    GString *all = g_string_new(head);
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        for (int month = 1; month <= 12; month++) {
            g_autofree char *line = invitation_of(scene, year, month);
            g_string_append_printf(all, "%s\n", line);
        }
    }
    return g_string_free(all, FALSE);
}

/* The first line that differs; said in full, since it is what somebody has to decide about. */
static void compare(const char *golden, const char *now)
{
    g_auto(GStrv) old = g_strsplit(golden, "\n", -1);
    g_auto(GStrv) new = g_strsplit(now, "\n", -1);
    for (size_t at = 0; old[at] != NULL || new[at] != NULL; at++) {
        const char *was = old[at] != NULL ? old[at] : "(no such line)";
        const char *is = new[at] != NULL ? new[at] : "(no such line)";
        if (strcmp(was, is) != 0) {
            fail_msg("%s:%zu: an invitation is not as it was:\n  was %s\n  is  %s\nIf that is "
                     "meant: ACCEPT=1 build/tests/unit/act/test_meeting_golden, and look at the "
                     "difference.",
                     GOLDEN, at + 1, was, is);
        }
        if (old[at] == NULL || new[at] == NULL) {
            break;
        }
    }
}

static void invitations_are_as_they_were(void **state)
{
    (void)state;
    struct scene scene = {.test = test_office_open()};
    test_office_at(scene.test, "2025-12-01T09:00");
    mime_read_start();
    scene.karen =
        test_office_person(scene.test, PERSON_SEEKER, "Karen Sørensen", karens_address, true);
    g_autofree char *now = golden_of(&scene);
    g_autofree char *golden = NULL;
    if (g_getenv("ACCEPT") != NULL) {
        assert_true(g_file_set_contents(GOLDEN, now, -1, NULL));
    }
    assert_true(g_file_get_contents(GOLDEN, &golden, NULL, NULL));
    compare(golden, now);
    test_office_close(scene.test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(invitations_are_as_they_were)};
    return cmocka_run_group_tests_name("act/meeting_golden", tests, NULL, NULL);
}
