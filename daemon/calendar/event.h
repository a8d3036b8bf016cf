/* One meeting for one person as an iCalendar object (RFC 5545, RFC 5546): what a mail with
 * method=REQUEST or CANCEL carries. It holds no other person than these two.
 */
#pragma once

#include <stdint.h>

enum event_method { EVENT_REQUEST, EVENT_CANCEL };

/* What we know of the person's answer. */
enum event_answer { EVENT_NEEDS_ACTION, EVENT_ACCEPTED, EVENT_TENTATIVE, EVENT_DECLINED };

/* All borrowed. Texts are UTF-8: whatever people wrote, it never becomes a line of its own. */
struct calendar_event {
    enum event_method method;
    const char *uid;   /* printable ASCII without blanks; the same for all objects of the meeting
                          and the person */
    unsigned sequence; /* 0 first, one more with each change of time, place or status, and for
                          CANCEL */
    int64_t stamp;     /* when the mail is made */
    const char *zone;  /* IANA */
    const char *start; /* wall time in the zone: 2026-08-11T13:00 */
    const char *end;   /* the same */
    const char *organizer_name, *organizer_address;
    const char *attendee_name; /* NULL or empty: none */
    const char *attendee_address;
    enum event_answer answer;
    const char *summary;
    const char *place, *description, *url; /* NULL or empty: left out */
};

/* The object, lines with CRLF. The caller owns it. */
char *event_write(const struct calendar_event *event);
