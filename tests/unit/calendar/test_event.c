/* Invitations and their updates, as a calendar reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <string.h>

#include <glib.h>

#include "base/clock.h"
#include "base/text.h"
#include "calendar/event.h"
#include "calendar/meeting_dates.h"
#include "ical_read.h"
#include "site.h"

static const struct calendar_event ordinary = {
    .method = EVENT_REQUEST,
    .uid = "m-2026-08.abcdefghijklmnop234567abcd@seniorjob.example",
    .sequence = 0,
    .stamp = 1784102400, /* 2026-07-15 08:00 UTC */
    .zone = "Europe/Copenhagen",
    .start = "2026-08-04T10:00",
    .end = "2026-08-04T12:00",
    .organizer_name = "Seniorjob, Jobcenter",
    .organizer_address = "seniorjob@seniorjob.example",
    .attendee_name = "Bo \"Bobby\" Sørensen",
    .attendee_address = "bo+job@dk.example",
    .answer = EVENT_NEEDS_ACTION,
    .summary = "Informationsmøde om seniorjob",
    .place = "Musvågevej 15, 2400 København NV",
    .description = "Ring; 33 17 00 00\nSvar JA eller NEJ",
    .url = "https://seniorjob.example/",
};

static const char copenhagen[] = "BEGIN:VTIMEZONE\r\n"
                                 "TZID:Europe/Copenhagen\r\n"
                                 "BEGIN:DAYLIGHT\r\n"
                                 "TZNAME:CEST\r\n"
                                 "TZOFFSETFROM:+0100\r\n"
                                 "TZOFFSETTO:+0200\r\n"
                                 "DTSTART:19810329T020000\r\n"
                                 "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
                                 "END:DAYLIGHT\r\n"
                                 "BEGIN:STANDARD\r\n"
                                 "TZNAME:CET\r\n"
                                 "TZOFFSETFROM:+0200\r\n"
                                 "TZOFFSETTO:+0100\r\n"
                                 "DTSTART:19961027T030000\r\n"
                                 "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
                                 "END:STANDARD\r\n"
                                 "END:VTIMEZONE\r\n";

static char *whole(const char *method, const char *rest)
{
    return g_strconcat("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//moedested//moedested//DA\r\n"
                       "CALSCALE:GREGORIAN\r\nMETHOD:",
                       method, "\r\n", copenhagen, "BEGIN:VEVENT\r\n", rest,
                       "END:VEVENT\r\nEND:VCALENDAR\r\n", NULL);
}

static void writes_an_invitation(void **state)
{
    (void)state;
    g_autofree char *wanted = whole(
        "REQUEST", "UID:m-2026-08.abcdefghijklmnop234567abcd@seniorjob.example\r\n"
                   "SEQUENCE:0\r\n"
                   "DTSTAMP:20260715T080000Z\r\n"
                   "DTSTART;TZID=Europe/Copenhagen:20260804T100000\r\n"
                   "DTEND;TZID=Europe/Copenhagen:20260804T120000\r\n"
                   "ORGANIZER;CN=\"Seniorjob, Jobcenter\":mailto:seniorjob@seniorjob.example\r\n"
                   "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=\r\n"
                   " TRUE;CN=\"Bo 'Bobby' Sørensen\":mailto:bo+job@dk.example\r\n"
                   "STATUS:CONFIRMED\r\n"
                   "SUMMARY:Informationsmøde om seniorjob\r\n"
                   "LOCATION:Musvågevej 15\\, 2400 København NV\r\n"
                   "DESCRIPTION:Ring\\; 33 17 00 00\\nSvar JA eller NEJ\r\n"
                   "URL:https://seniorjob.example/\r\n"
                   "X-MICROSOFT-DISALLOW-COUNTER:TRUE\r\n");
    g_autofree char *written = event_write(&ordinary);
    assert_string_equal(written, wanted);
}

static void writes_a_cancellation(void **state)
{
    (void)state;
    struct calendar_event event = ordinary;
    event.method = EVENT_CANCEL;
    event.sequence = 3;
    event.answer = EVENT_ACCEPTED;
    event.attendee_name = "";
    event.place = event.description = NULL;
    event.url = "";
    event.stamp = 1784102461;
    g_autofree char *wanted = whole(
        "CANCEL", "UID:m-2026-08.abcdefghijklmnop234567abcd@seniorjob.example\r\n"
                  "SEQUENCE:3\r\n"
                  "DTSTAMP:20260715T080101Z\r\n"
                  "DTSTART;TZID=Europe/Copenhagen:20260804T100000\r\n"
                  "DTEND;TZID=Europe/Copenhagen:20260804T120000\r\n"
                  "ORGANIZER;CN=\"Seniorjob, Jobcenter\":mailto:seniorjob@seniorjob.example\r\n"
                  "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE\r\n"
                  " :mailto:bo+job@dk.example\r\n"
                  "STATUS:CANCELLED\r\n"
                  "SUMMARY:Informationsmøde om seniorjob\r\n"
                  "X-MICROSOFT-DISALLOW-COUNTER:TRUE\r\n");
    g_autofree char *written = event_write(&event);
    assert_string_equal(written, wanted);
}

/* Without a VTIMEZONE of its own, in UTC. */
static void knows_other_zones(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *start, *says;
    } rows[] = {
        {"America/Godthab", "2026-01-06T10:00", "DTSTART:20260106T120000Z\r\n"},
        {"Europe/London", "2026-08-04T10:00", "DTSTART:20260804T090000Z\r\n"},
        {"UTC", "2026-08-04T10:00", "DTSTART:20260804T100000Z\r\n"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct calendar_event event = ordinary;
        event.zone = rows[at].zone;
        event.start = event.end = rows[at].start;
        g_autofree char *written = event_write(&event);
        assert_non_null(strstr(written, rows[at].says));
        assert_null(strstr(written, "TZID"));
        icalcomponent_free(read_object(written));
    }
}

/* What cannot stand in an URI is written so that it can (RFC 6068 2). */
static void writes_odd_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *address, *says;
    } rows[] = {
        {"bo.b-o_b~o+1@dk.example", ":mailto:bo.b-o_b~o+1@dk.example\r\n"},
        {"o'hara!$*@dk.example", ":mailto:o'hara!$*@dk.example\r\n"},
        {"50%?a=b&c@dk.example", ":mailto:50%25%3Fa%3Db%26c@dk.example\r\n"},
        {"\"a b\"@dk.example", ":mailto:%22a%20b%22@dk.example\r\n"},
        {"x@\r\nATTENDEE:mailto:y", "x@%0D%0AATTENDEE%3Amailto%3Ay\r\n"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct calendar_event event = ordinary;
        event.attendee_name = NULL;
        event.attendee_address = rows[at].address;
        g_autofree char *written = event_write(&event);
        g_auto(GStrv) parts = g_strsplit(written, "\r\n ", -1);
        g_autofree char *unfolded = g_strjoinv("", parts);
        assert_non_null(strstr(unfolded, rows[at].says));
    }
}

/* ---- every month, read back --------------------------------------------------------------------
 */

static int64_t expected(const struct clock *clock, const char *wall)
{
    int64_t moment = 0;
    assert_true(clock_parse(clock, wall, &moment, NULL));
    return moment;
}

/* For readers that are no library of ours: system/invitations.bats. */
static void keep(const char *folder, const char *key, const char *ending, const char *text)
{
    if (folder != NULL) {
        g_autofree char *name = g_strconcat(key, ending, NULL);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        assert_true(g_file_set_contents(path, text, -1, NULL));
    }
}

static void check_invitation(const struct clock *clock, const struct meeting_plan *plan)
{
    g_autofree char *uid = g_strdup_printf("m-%s.abcdefghijklmnop234567abcd@sj.example", plan->key);
    struct calendar_event event = ordinary;
    event.uid = uid;
    event.start = plan->start;
    event.end = plan->end;
    event.place = plan->place;
    g_autofree char *written = event_write(&event);
    g_autofree char *moment = g_strdup_printf("%" PRId64, expected(clock, plan->start));
    keep(g_getenv("INVITATIONS"), plan->key, ".ics", written);
    keep(g_getenv("INVITATIONS"), plan->key, ".start", moment);
    assert_folded(written);
    icalcomponent *calendar = read_object(written);
    icalcomponent *found = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    icalproperty *start = icalcomponent_get_first_property(found, ICAL_DTSTART_PROPERTY);
    icalproperty *end = icalcomponent_get_first_property(found, ICAL_DTEND_PROPERTY);
    icalproperty *guest = icalcomponent_get_first_property(found, ICAL_ATTENDEE_PROPERTY);
    assert_true(moment_of(calendar, start) == expected(clock, plan->start));
    assert_true(moment_of(calendar, end) == expected(clock, plan->end));
    assert_int_equal(icalcomponent_get_method(calendar), ICAL_METHOD_REQUEST);
    assert_int_equal(icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT), 1);
    assert_int_equal(count_properties(found, ICAL_ATTENDEE_PROPERTY), 1);
    assert_int_equal(count_properties(found, ICAL_RRULE_PROPERTY), 0);
    assert_string_equal(icalproperty_get_attendee(guest), "mailto:bo+job@dk.example");
    assert_string_equal(icalcomponent_get_uid(found), uid);
    assert_string_equal(text_of(found, ICAL_LOCATION_PROPERTY), plan->place);
    /* Nobody else's address: the two that stand there are all. */
    assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
    g_auto(GStrv) addresses = g_strsplit(written, "mailto:", -1);
    assert_int_equal(g_strv_length(addresses) - 1, 2);
    icalcomponent_free(calendar);
}

static void every_month_2026_to_2050_begins_when_it_should(void **state)
{
    (void)state;
    SCOPED(clock) struct clock *clock = clock_new("Europe/Copenhagen");
    SCOPED(site) struct site *site = site_new("", NULL);
    int months = 0;
    for (int year = 2026; year <= 2050; year++) {
        for (int month = 1; month <= 12; month++, months++) {
            SCOPED(meeting_plan)
            struct meeting_plan *plan = meeting_dates_of_month(site->dates, year, month);
            check_invitation(clock, plan);
        }
    }
    assert_int_equal(months, 300);
}

/* ---- the zone ----------------------------------------------------------------------------------
 */

/* Every hour of a day, through the VTIMEZONE and through the system's zone data. */
static void check_day(const struct clock *clock, icaltimezone *zone, int day, bool changes)
{
    int year, month, of_month;
    days_to_civil(day, &year, &month, &of_month);
    for (int hour = 0; hour < 24; hour++) {
        if (changes && hour == 2) {
            continue;
        }
        struct icaltimetype time = icaltime_null_time();
        time.year = year;
        time.month = month;
        time.day = of_month;
        time.hour = hour;
        g_autofree char *wall =
            g_strdup_printf("%04d-%02d-%02dT%02d:00", year, month, of_month, hour);
        assert_true((int64_t)icaltime_as_timet_with_zone(time, zone) == expected(clock, wall));
    }
}

/* The days before, of and after each change of the clocks, as the system's data has them: when the
 * law changes, this fails. (An hour that is skipped or repeated is no hour for a meeting.) */
static void the_zone_is_that_of_the_system(void **state)
{
    (void)state;
    SCOPED(clock) struct clock *clock = clock_new("Europe/Copenhagen");
    g_autofree char *written = event_write(&ordinary);
    icalcomponent *calendar = read_object(written);
    icaltimezone *read_zone = icalcomponent_get_timezone(calendar, "Europe/Copenhagen");
    int changes = 0, first = days_from_civil(2026, 1, 1), last = days_from_civil(2050, 12, 31);
    for (int day = first; day <= last; day++) {
        char today[DAYS_ISO_ROOM], tomorrow[DAYS_ISO_ROOM];
        days_to_iso(day, today);
        days_to_iso(day + 1, tomorrow);
        if (expected(clock, tomorrow) - expected(clock, today) != 86400) {
            changes++;
            check_day(clock, read_zone, day - 1, false);
            check_day(clock, read_zone, day, true);
            check_day(clock, read_zone, day + 1, false);
        }
    }
    icalcomponent_free(calendar);
    assert_int_equal(changes, 50);
}

/* ---- whatever people write ---------------------------------------------------------------------
 */

static char *random_text(GRand *rand, bool lines)
{
    static const char *const pieces[] = {"a",        "Ø",
                                         "é",        "e\xCC\x81",
                                         "🙂",     "👩‍🦳",
                                         "漢",       " ",
                                         ";",        ",",
                                         "\\",       "\"",
                                         ":",        "^",
                                         "^n",       "\\n",
                                         "\t",       "\x1b",
                                         "\xC2\x85", "%",
                                         "'",        "BEGIN:VEVENT",
                                         "\r"};
    GString *text = g_string_new("x");
    for (int left = g_rand_int_range(rand, 0, 90); left > 0; left--) {
        guint32 at = g_rand_int(rand) % (G_N_ELEMENTS(pieces) + 1);
        g_string_append(text, at < G_N_ELEMENTS(pieces) ? pieces[at] : lines ? "\n" : "-");
    }
    return g_string_free(text, FALSE);
}

/* What of a text may be lost: NFC, tabs, control characters, blanks at its end. */
static char *kept(const char *text)
{
    g_autofree char *clean = text_clean(text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = clean; *at != '\0'; at = text_next(at)) {
        gunichar character = g_utf8_get_char(at);
        if (*at == '\t') {
            g_string_append_c(out, ' ');
        } else if (*at == '\n' || !g_unichar_iscntrl(character)) {
            g_string_append_unichar(out, character);
        }
    }
    while (out->str[out->len - 1] == ' ') {
        g_string_truncate(out, out->len - 1);
    }
    return g_string_free(out, FALSE);
}

static void check_name(icalproperty *guest, const char *name)
{
    g_autofree char *wanted = text_one_line(name, 200);
    g_strdelimit(wanted, "\"", '\'');
    g_strdelimit(wanted, "\\", '/');
    icalparameter *parameter = icalproperty_get_first_parameter(guest, ICAL_CN_PARAMETER);
    assert_string_equal(icalparameter_get_cn(parameter), wanted);
}

static void any_text_comes_back(void **state)
{
    (void)state;
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260804);
    for (int round = 0; round < 500; round++) {
        g_autofree char *summary = random_text(rand, true), *place = random_text(rand, true);
        g_autofree char *description = random_text(rand, true), *name = random_text(rand, true);
        struct calendar_event event = ordinary;
        event.summary = summary;
        event.place = place;
        event.description = description;
        event.attendee_name = name;
        g_autofree char *written = event_write(&event);
        assert_folded(written);
        icalcomponent *calendar = read_object(written);
        icalcomponent *found = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        g_autofree char *kept_summary = kept(summary), *kept_place = kept(place);
        g_autofree char *kept_description = kept(description);
        assert_int_equal(icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT), 1);
        assert_int_equal(count_properties(found, ICAL_ANY_PROPERTY), 13);
        assert_string_equal(text_of(found, ICAL_SUMMARY_PROPERTY), kept_summary);
        assert_string_equal(text_of(found, ICAL_LOCATION_PROPERTY), kept_place);
        assert_string_equal(text_of(found, ICAL_DESCRIPTION_PROPERTY), kept_description);
        check_name(icalcomponent_get_first_property(found, ICAL_ATTENDEE_PROPERTY), name);
        icalcomponent_free(calendar);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_an_invitation),
        cmocka_unit_test(writes_a_cancellation),
        cmocka_unit_test(knows_other_zones),
        cmocka_unit_test(writes_odd_addresses),
        cmocka_unit_test(every_month_2026_to_2050_begins_when_it_should),
        cmocka_unit_test(the_zone_is_that_of_the_system),
        cmocka_unit_test(any_text_comes_back),
    };
    return cmocka_run_group_tests_name("calendar/event", tests, NULL, NULL);
}
