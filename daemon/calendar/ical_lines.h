/* The lines of an iCalendar object (RFC 5545): folded at 75 octets and never inside a character,
 * CRLF, values escaped. For event.c and feed.c only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* The zone whose VTIMEZONE stands in ical_zone(). Times of all others are written in UTC. */
#define ICAL_ZONE "Europe/Copenhagen"

/* Adds one line, which is what the format makes, without its end. */
void ical_line(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Adds NAME:VALUE with the text escaped (3.3.11), or nothing when it is NULL or empty. Control
 * characters and blanks at its ends go; a line break becomes \n. */
void ical_text(GString *out, const char *name, const char *value);

/* A URL as it is, without blanks and control characters, or nothing when it is NULL or empty. */
void ical_url(GString *out, const char *url);

/* ";CN=\"Hansen, Bo\"" for behind ORGANIZER or ATTENDEE; "" without a name. A double quote cannot
 * stand there: it becomes an apostrophe, since few calendars know how RFC 6868 writes it. The
 * caller owns it. */
char *ical_name(const char *name);

/* "mailto:bo@dk.example", with what an URI cannot hold as %XX (RFC 6068 2). The caller owns it. */
char *ical_mailto(const char *address);

/* ";TZID=Europe/Copenhagen:20260811T130000" or ":20260811T110000Z", of a wall time
 * 2026-08-11T13:00 in the zone. The caller owns it. */
char *ical_wall(const char *zone, const char *wall);

/* "20260811T110000Z". The caller owns it. */
char *ical_moment(int64_t moment);

/* BEGIN:VCALENDAR, what stands above every object, and the zone's VTIMEZONE; END:VCALENDAR. */
void ical_begin(GString *out, const char *method, const char *zone);
void ical_end(GString *out);
