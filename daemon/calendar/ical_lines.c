#include "calendar/ical_lines.h"

#include <string.h>

#include "base/text.h"

#define FOLD_OCTETS 75

/* Denmark has had summer time from March to October since 1996, by EU directive 2000/84. The
 * library libical makes one of 2,445 octets whose TZID no other program knows. A test compares this
 * one with the system's zone data. */
static const char *const copenhagen[] = {
    "BEGIN:VTIMEZONE",
    ("TZID:" ICAL_ZONE),
    "BEGIN:DAYLIGHT",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
};

static void fold(GString *out, const char *line)
{
    size_t room = FOLD_OCTETS;
    for (const char *at = line; *at != '\0';) {
        const char *next = text_next(at);
        size_t length = (size_t)(next - at);
        if (length > room) {
            g_string_append(out, "\r\n ");
            room = FOLD_OCTETS - 1;
        }
        g_string_append_len(out, at, (gssize)length);
        room -= length;
        at = next;
    }
    g_string_append(out, "\r\n");
}

void ical_line(GString *out, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *line = g_strdup_vprintf(format, values);
    va_end(values);
    g_assert(!text_has_control(line));
    fold(out, line);
}

void ical_text(GString *out, const char *name, const char *value)
{
    g_autofree char *clean = value == NULL ? NULL : text_clean(value, -1);
    g_autoptr(GString) escaped = g_string_new(NULL);
    for (const char *at = clean; at != NULL && *at != '\0'; at = text_next(at)) {
        if (*at == '\n') {
            g_string_append(escaped, "\\n");
        } else if (*at == '\t') {
            g_string_append_c(escaped, ' ');
        } else if (!g_unichar_iscntrl(g_utf8_get_char(at))) {
            g_string_append(escaped, strchr("\\;,", *at) != NULL ? "\\" : "");
            g_string_append_unichar(escaped, g_utf8_get_char(at));
        }
    }
    /* Some readers cut blanks at its ends off. */
    if (*g_strstrip(escaped->str) != '\0') {
        ical_line(out, "%s:%s", name, escaped->str);
    }
}

void ical_url(GString *out, const char *url)
{
    g_autoptr(GString) kept = g_string_new(NULL);
    for (const char *at = url; at != NULL && *at != '\0'; at++) {
        if (g_ascii_isgraph(*at)) {
            g_string_append_c(kept, *at);
        }
    }
    if (kept->len > 0) {
        ical_line(out, "URL:%s", kept->str);
    }
}

char *ical_name(const char *name)
{
    g_autofree char *one_line = name == NULL ? g_strdup("") : text_one_line(name, 200);
    if (*one_line == '\0') {
        return g_steal_pointer(&one_line);
    }
    GString *quoted = g_string_new(";CN=\"");
    for (const char *at = one_line; *at != '\0'; at++) {
        /* RFC 6868: the sign of its escapes itself. */
        g_string_append(quoted, *at == '^' ? "^" : "");
        g_string_append_c(quoted, *at == '"' ? '\'' : *at == '\\' ? '/' : *at);
    }
    g_string_append_c(quoted, '"');
    return g_string_free(quoted, FALSE);
}

char *ical_mailto(const char *address)
{
    g_autofree char *escaped = g_uri_escape_string(address, "@!$'*+", FALSE);
    return g_strconcat("mailto:", escaped, NULL);
}

char *ical_moment(int64_t moment)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(moment);
    return g_date_time_format(utc, "%Y%m%dT%H%M%SZ");
}

char *ical_wall(const char *zone, const char *wall)
{
    g_autoptr(GTimeZone) place = g_time_zone_new_identifier(zone);
    g_assert(place != NULL);
    g_autofree char *seconds = g_strconcat(wall, ":00", NULL);
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(seconds, place);
    g_assert(time != NULL);
    if (strcmp(zone, ICAL_ZONE) == 0) {
        return g_date_time_format(time, ";TZID=" ICAL_ZONE ":%Y%m%dT%H%M%S");
    }
    g_autoptr(GDateTime) utc = g_date_time_to_utc(time);
    return g_date_time_format(utc, ":%Y%m%dT%H%M%SZ");
}

void ical_begin(GString *out, const char *method, const char *zone)
{
    ical_line(out, "BEGIN:VCALENDAR");
    ical_line(out, "VERSION:2.0");
    ical_line(out, "PRODID:-//moedested//moedested//DA");
    ical_line(out, "CALSCALE:GREGORIAN");
    ical_line(out, "METHOD:%s", method);
    for (size_t at = 0; strcmp(zone, ICAL_ZONE) == 0 && at < G_N_ELEMENTS(copenhagen); at++) {
        ical_line(out, "%s", copenhagen[at]);
    }
}

void ical_end(GString *out)
{
    ical_line(out, "END:VCALENDAR");
}
