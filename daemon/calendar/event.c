#include "calendar/event.h"

#include <string.h>

#include "calendar/ical_lines.h"

static void append_people(GString *out, const struct calendar_event *event)
{
    static const char *const answers[] = {"NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED"};
    g_autofree char *organizer_name = ical_name(event->organizer_name);
    g_autofree char *organizer = ical_mailto(event->organizer_address);
    g_autofree char *attendee_name = ical_name(event->attendee_name);
    g_autofree char *attendee = ical_mailto(event->attendee_address);
    ical_line(out, "ORGANIZER%s:%s", organizer_name, organizer);
    ical_line(out, "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=%s;RSVP=TRUE%s:%s",
              answers[event->answer], attendee_name, attendee);
}

char *event_write(const struct calendar_event *event)
{
    g_assert(event->uid != NULL && *event->uid != '\0');
    bool cancel = event->method == EVENT_CANCEL;
    GString *out = g_string_new(NULL);
    g_autofree char *stamp = ical_moment(event->stamp);
    g_autofree char *start = ical_wall(event->zone, event->start);
    g_autofree char *end = ical_wall(event->zone, event->end);
    ical_begin(out, cancel ? "CANCEL" : "REQUEST", event->zone);
    ical_line(out, "BEGIN:VEVENT");
    ical_line(out, "UID:%s", event->uid);
    ical_line(out, "SEQUENCE:%u", event->sequence);
    ical_line(out, "DTSTAMP:%s", stamp);
    ical_line(out, "DTSTART%s", start);
    ical_line(out, "DTEND%s", end);
    append_people(out, event);
    ical_line(out, "STATUS:%s", cancel ? "CANCELLED" : "CONFIRMED");
    ical_text(out, "SUMMARY", event->summary);
    ical_text(out, "LOCATION", event->place);
    ical_text(out, "DESCRIPTION", event->description);
    ical_url(out, event->url);
    /* Outlook then offers no "propose new time". */
    ical_line(out, "X-MICROSOFT-DISALLOW-COUNTER:TRUE");
    ical_line(out, "END:VEVENT");
    ical_end(out);
    return g_string_free(out, FALSE);
}
