/* An object that we wrote, looked at through libical.
 */
#pragma once

#include <libical/ical.h>
#include <string.h>

#include <glib.h>

/* Lines of the object as they are, folded: at most 75 octets, whole characters, CRLF and nothing
 * else at the end of each. */
static inline void assert_folded(const char *object)
{
    assert_true(g_str_has_suffix(object, "\r\n"));
    g_auto(GStrv) lines = g_strsplit(object, "\r\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        assert_true(strlen(*line) <= 75);
        assert_true(g_utf8_validate(*line, -1, NULL));
        assert_null(strpbrk(*line, "\r\n"));
        assert_true(**line != '\0' || line[1] == NULL);
    }
}

static inline icalcomponent *read_object(const char *object)
{
    icalcomponent *calendar = icalparser_parse_string(object);
    assert_non_null(calendar);
    assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
    assert_int_equal(icalcomponent_count_errors(calendar), 0);
    return calendar;
}

static inline int count_properties(icalcomponent *component, icalproperty_kind kind)
{
    return icalcomponent_count_properties(component, kind);
}

/* The moment of a property of the event, through the VTIMEZONE that stands in the object and no
 * other. */
static inline int64_t moment_of(icalcomponent *calendar, icalproperty *property)
{
    struct icaltimetype time = icalvalue_get_datetime(icalproperty_get_value(property));
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    if (parameter == NULL) {
        assert_true(icaltime_is_utc(time));
        return (int64_t)icaltime_as_timet(time);
    }
    icaltimezone *zone = icalcomponent_get_timezone(calendar, icalparameter_get_tzid(parameter));
    assert_non_null(zone);
    return (int64_t)icaltime_as_timet_with_zone(time, zone);
}

/* A text of the event. Borrowed. */
static inline const char *text_of(icalcomponent *event, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    return property == NULL ? NULL : icalvalue_get_text(icalproperty_get_value(property));
}
