/* Invitations and their updates, as a calendar reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <glib.h>

#include "calendar/event.h"

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

static const char zone[] = "BEGIN:VTIMEZONE\r\n"
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
                       method, "\r\n", zone, "BEGIN:VEVENT\r\n", rest,
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_an_invitation),
    };
    return cmocka_run_group_tests_name("calendar/event", tests, NULL, NULL);
}
