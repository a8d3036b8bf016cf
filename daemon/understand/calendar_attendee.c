#include "understand/calendar_attendee.h"

#include <string.h>

#include "base/text.h"
#include "mail/address.h"

#define VALUE_LIMIT 1000
#define ATTENDEE_LIMIT 1000

/* "mailto:hans@example.dk", "MAILTO:<hans%2Bx@example.dk>", "hans@example.dk" to the address; NULL
 * when there is none in it. Owned. */
static char *address_in(const char *uri)
{
    g_autofree char *bare = g_strdup(uri);
    g_strdelimit(bare, "<>\"", ' ');
    g_strstrip(bare);
    const char *start = g_ascii_strncasecmp(bare, "mailto:", 7) == 0 ? bare + 7 : bare;
    g_autofree char *cut = g_strndup(start, strcspn(start, "?;, "));
    g_autofree char *plain = g_uri_unescape_string(cut, NULL);
    return plain == NULL ? NULL : address_parse(plain, NULL);
}

/* The value of a parameter as it stands there, or NULL. Owned. */
static char *parameter_of(icalproperty *property, const char *name)
{
    char *raw = icalproperty_get_parameter_as_string_r(property, name);
    g_autofree char *value = raw == NULL ? NULL : text_one_line(raw, VALUE_LIMIT);
    icalmemory_free_buffer(raw);
    return value == NULL || *value == '\0' ? NULL : g_steal_pointer(&value);
}

static char *address_of(icalproperty *attendee)
{
    char *raw = icalproperty_get_value_as_string_r(attendee);
    char *address = raw == NULL ? NULL : address_in(raw);
    icalmemory_free_buffer(raw);
    if (address == NULL) {
        g_autofree char *email = parameter_of(attendee, "EMAIL"); /* RFC 7986 6.2 */
        address = email == NULL ? NULL : address_in(email);
    }
    return address;
}

/* RFC 5545 3.2.12; NULL for none and for what is none of them. Owned. */
static char *partstat_of(icalproperty *attendee)
{
    static const char *const known[] = {"ACCEPTED",  "DECLINED",     "TENTATIVE",
                                        "DELEGATED", "NEEDS-ACTION", NULL};
    g_autofree char *value = parameter_of(attendee, "PARTSTAT");
    g_autofree char *upper = value == NULL ? NULL : g_ascii_strup(value, -1);
    return upper != NULL && g_strv_contains(known, upper) ? g_steal_pointer(&upper) : NULL;
}

static int score_of(icalproperty *attendee, const char *sender)
{
    g_autofree char *address = address_of(attendee);
    g_autofree char *partstat = partstat_of(attendee);
    bool is_sender = address != NULL && sender != NULL && g_ascii_strcasecmp(address, sender) == 0;
    bool decided = partstat != NULL && strcmp(partstat, "NEEDS-ACTION") != 0;
    return (is_sender ? 4 : 0) + (decided ? 2 : 0) + (address != NULL ? 1 : 0);
}

static icalproperty *choose(icalcomponent *event, const char *sender)
{
    icalproperty *best = NULL;
    int best_score = -1, count = 0;
    for (icalproperty *at = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
         at != NULL && count < ATTENDEE_LIMIT;
         at = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY), count++) {
        int score = score_of(at, sender);
        if (score > best_score) {
            best = at;
            best_score = score;
        }
    }
    return best;
}

void calendar_attendee(icalcomponent *event, const char *sender, struct verdict_calendar *calendar)
{
    icalproperty *attendee = choose(event, sender);
    if (attendee == NULL) {
        return;
    }
    calendar->attendee = address_of(attendee);
    calendar->partstat = partstat_of(attendee);
    g_autofree char *delegate = parameter_of(attendee, "DELEGATED-TO");
    calendar->delegated_to = delegate == NULL ? NULL : address_in(delegate);
    if (calendar->comment == NULL) {
        calendar->comment = parameter_of(attendee, "X-RESPONSE-COMMENT"); /* Google */
    }
}
