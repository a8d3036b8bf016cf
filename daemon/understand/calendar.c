#include "understand/calendar.h"

#include <libical/ical.h>
#include <string.h>

#include "base/text.h"
#include "mail/charset.h"
#include "understand/calendar_attendee.h"
#include "understand/visible.h"

#define OCTETS_LIMIT (256u * 1024u)
#define COMPONENT_LIMIT 200 /* the library's recursion is as deep as they are nested */
#define UID_LIMIT 1000
#define COMMENT_LIMIT 4000
#define SEQUENCE_LIMIT 1000000

static bool is_answer(const char *method)
{
    static const char *const answers[] = {"REPLY", "COUNTER", "REFRESH", NULL};
    return method != NULL && g_strv_contains(answers, method);
}

static bool is_calendar(const struct message_part *part)
{
    if (strcmp(part->type, "text/calendar") == 0 || strcmp(part->type, "application/ics") == 0) {
        return true;
    }
    size_t length = part->filename == NULL ? 0 : strlen(part->filename);
    return length > 4 && g_ascii_strcasecmp(part->filename + length - 4, ".ics") == 0;
}

/* The lines of the object, each on one line (RFC 5545 3.1): what follows counts on it. */
static char *unfolded(const struct message_part *part)
{
    g_autofree char *text = NULL;
    if (part->text != NULL) {
        text = g_strdup(part->text);
    } else if (part->octets != NULL && part->octets->len > 0 && part->octets->len < OCTETS_LIMIT) {
        text = charset_to_utf8((const char *)part->octets->data, part->octets->len, NULL);
    }
    if (text == NULL || strlen(text) > OCTETS_LIMIT) {
        return NULL;
    }
    char *to = text;
    for (const char *from = text + (g_str_has_prefix(text, "\xEF\xBB\xBF") ? 3 : 0); *from != '\0';
         from++) {
        const char *next = *from == '\r' ? from + 1 : from;
        if (*next == '\n' && (next[1] == ' ' || next[1] == '\t')) {
            from = next + 1;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return g_steal_pointer(&text);
}

static bool is_named(const char *line, const char *name)
{
    size_t length = strlen(name);
    return g_ascii_strncasecmp(line, name, length) == 0 &&
           (line[length] == ':' || line[length] == ';');
}

/* NULL for what the library would not read, for too much, and for an END without its BEGIN, of
 * which it complains on standard error. */
static icalcomponent *parse(const char *text)
{
    int components = 0, open = 0;
    for (const char *line = text; line != NULL && components <= COMPONENT_LIMIT;) {
        if (is_named(line, "BEGIN")) {
            components++;
            open++;
        } else if (is_named(line, "END") && --open < 0) {
            return NULL;
        }
        line = strchr(line, '\n');
        line = line == NULL ? NULL : line + 1;
    }
    return components > 0 && components <= COMPONENT_LIMIT ? icalparser_parse_string(text) : NULL;
}

/* The value of a property as it stands there; NULL: none. Owned. */
static char *value_of(icalcomponent *component, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(component, kind);
    char *raw = property == NULL ? NULL : icalproperty_get_value_as_string_r(property);
    g_autofree char *value = raw == NULL ? NULL : text_one_line(raw, UID_LIMIT);
    icalmemory_free_buffer(raw);
    return value == NULL || *value == '\0' ? NULL : g_steal_pointer(&value);
}

static char *method_of(icalcomponent *calendar, const char *parameter)
{
    g_autofree char *value = value_of(calendar, ICAL_METHOD_PROPERTY);
    const char *method = value != NULL ? value : parameter; /* Outlook does so too */
    return method == NULL ? NULL : g_ascii_strup(method, -1);
}

/* The first VCALENDAR whose method is an answer; two of them come below one root. */
static icalcomponent *answering(icalcomponent *root, const char *parameter, char **method)
{
    icalcomponent *calendar = root;
    if (icalcomponent_isa(root) == ICAL_XROOT_COMPONENT) {
        calendar = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
    }
    while (calendar != NULL) {
        g_autofree char *found = method_of(calendar, parameter);
        if (is_answer(found)) {
            *method = g_steal_pointer(&found);
            return calendar;
        }
        calendar = calendar == root
                       ? NULL
                       : icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT);
    }
    return NULL;
}

/* The event that is answered. Of several the one that is no exception of a series, and names who
 * answers. */
static icalcomponent *event_of(icalcomponent *calendar)
{
    icalcomponent *best = NULL;
    int best_score = -1;
    for (icalcomponent *at = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         at != NULL; at = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        bool whole = icalcomponent_get_first_property(at, ICAL_RECURRENCEID_PROPERTY) == NULL;
        bool named = icalcomponent_get_first_property(at, ICAL_ATTENDEE_PROPERTY) != NULL;
        int score = (named ? 2 : 0) + (whole ? 1 : 0);
        if (score > best_score) {
            best = at;
            best_score = score;
        }
    }
    return best;
}

static char *comment_of(const struct language *language, icalcomponent *event)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (icalproperty *at = icalcomponent_get_first_property(event, ICAL_COMMENT_PROPERTY);
         at != NULL; at = icalcomponent_get_next_property(event, ICAL_COMMENT_PROPERTY)) {
        const char *comment = icalproperty_get_comment(at);
        if (comment != NULL && all->len < COMMENT_LIMIT) {
            g_string_append_printf(all, "%s%s", all->len > 0 ? "\n" : "", comment);
        }
    }
    g_autofree char *clean = text_clean(all->str, -1);
    g_autofree char *own = visible_text(language, clean, NULL);
    return *own == '\0' ? NULL : g_steal_pointer(&own);
}

static int64_t sequence_of(icalcomponent *event)
{
    g_autofree char *value = value_of(event, ICAL_SEQUENCE_PROPERTY);
    guint64 number = 0;
    bool valid =
        value != NULL && g_ascii_string_to_unsigned(value, 10, 0, SEQUENCE_LIMIT, &number, NULL);
    return valid ? (int64_t)number : -1;
}

static char *zone_of(icalcomponent *event)
{
    icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    char *raw = start == NULL ? NULL : icalproperty_get_parameter_as_string_r(start, "TZID");
    char *zone = raw == NULL ? NULL : text_one_line(raw, UID_LIMIT);
    icalmemory_free_buffer(raw);
    return zone;
}

static void read_event(const struct language *language, const struct message *message,
                       icalcomponent *event, struct verdict_calendar *calendar)
{
    calendar->uid = value_of(event, ICAL_UID_PROPERTY);
    calendar->sequence = sequence_of(event);
    calendar->comment = comment_of(language, event);
    calendar->dtstamp = value_of(event, ICAL_DTSTAMP_PROPERTY);
    calendar->recurrence_id = value_of(event, ICAL_RECURRENCEID_PROPERTY);
    calendar->start = value_of(event, ICAL_DTSTART_PROPERTY);
    calendar->end = value_of(event, ICAL_DTEND_PROPERTY);
    calendar->zone = zone_of(event);
    calendar_attendee(event, message->from == NULL ? NULL : message->from->address, calendar);
}

static struct verdict_calendar *calendar_new(char *method)
{
    struct verdict_calendar *calendar = g_new0(struct verdict_calendar, 1);
    calendar->method = method;
    calendar->sequence = -1;
    return calendar;
}

static struct verdict_calendar *read_part(const struct language *language,
                                          const struct message *message,
                                          const struct message_part *part)
{
    g_autofree char *parameter = part->method == NULL ? NULL : g_ascii_strup(part->method, -1);
    g_autofree char *text = unfolded(part);
    icalcomponent *root = text == NULL ? NULL : parse(text);
    if (root == NULL) {
        return is_answer(parameter) ? calendar_new(g_steal_pointer(&parameter)) : NULL;
    }
    char *method = NULL;
    icalcomponent *found = answering(root, parameter, &method);
    icalcomponent *event = found == NULL ? NULL : event_of(found);
    struct verdict_calendar *calendar = found == NULL ? NULL : calendar_new(method);
    if (event != NULL) {
        read_event(language, message, event, calendar);
    }
    icalcomponent_free(root);
    return calendar;
}

struct verdict_calendar *calendar_read(const struct language *language,
                                       const struct message *message)
{
    /* Those first that call themselves an answer; the same object often comes a second time. */
    for (int round = 0; round < 2; round++) {
        for (guint i = 0; i < message->parts->len; i++) {
            const struct message_part *part = g_ptr_array_index(message->parts, i);
            g_autofree char *method = part->method == NULL ? NULL : g_ascii_strup(part->method, -1);
            bool first = strcmp(part->type, "text/calendar") == 0 && is_answer(method);
            if (!is_calendar(part) || first != (round == 0)) {
                continue;
            }
            struct verdict_calendar *calendar = read_part(language, message, part);
            if (calendar != NULL) {
                return calendar;
            }
        }
    }
    return NULL;
}
