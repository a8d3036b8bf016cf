#include "calendar/feed.h"

#include <string.h>

#include "calendar/ical_lines.h"

#define MONTHS 24

/* Whether the series has it as it is. */
static bool is_regular(const struct feed *feed, const struct meeting_plan *plan)
{
    const struct meeting_rule *rule = meeting_dates_rule(feed->dates);
    g_autofree char *hours = g_strdup_printf("T%02d:%02d T%02d:%02d", rule->start / 60,
                                             rule->start % 60, rule->end / 60, rule->end % 60);
    g_autofree char *planned =
        g_strdup_printf("%s %s", strchr(plan->start, 'T'), strchr(plan->end, 'T'));
    return plan->day == plan->regular && !plan->cancelled && plan->title == NULL &&
           plan->audience == MEETING_BOTH && strcmp(plan->place, rule->place) == 0 &&
           strcmp(planned, hours) == 0;
}

static bool concerns(const struct feed *feed, const struct meeting_plan *plan)
{
    return !plan->cancelled && (feed->audience == MEETING_BOTH || plan->audience == MEETING_BOTH ||
                                plan->audience == feed->audience);
}

/* What all events have: `key` tells them apart. The event is still open. */
static void begin_event(GString *out, const struct feed *feed, const struct meeting_plan *plan,
                        const char *key)
{
    g_autofree char *stamp = ical_moment(feed->stamp);
    g_autofree char *start = ical_wall(feed->zone, plan->start);
    g_autofree char *end = ical_wall(feed->zone, plan->end);
    g_autofree char *name = ical_name(feed->organizer_name);
    g_autofree char *organizer = ical_mailto(feed->organizer_address);
    ical_line(out, "BEGIN:VEVENT");
    ical_line(out, "UID:f-%s@%s", key, feed->domain);
    ical_line(out, "DTSTAMP:%s", stamp);
    ical_line(out, "DTSTART%s", start);
    ical_line(out, "DTEND%s", end);
    ical_line(out, "ORGANIZER%s:%s", name, organizer);
    ical_text(out, "SUMMARY", plan->title != NULL ? plan->title : feed->summary);
    ical_text(out, "LOCATION", plan->place);
    ical_text(out, "DESCRIPTION", feed->description);
    ical_url(out, feed->url);
}

/* The series from its first meeting that is as the rule says; what is not so is taken out. */
static void append_series(GString *out, const struct feed *feed, const GPtrArray *plans)
{
    static const char *const weekdays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    const struct meeting_rule *rule = meeting_dates_rule(feed->dates);
    int open = 0; /* its first day */
    for (guint at = 0; at < plans->len; at++) {
        const struct meeting_plan *plan = plans->pdata[at];
        if (plan->regular == 0) {
            continue;
        }
        if (open == 0 && is_regular(feed, plan)) {
            begin_event(out, feed, plan, "series");
            ical_line(out, "RRULE:FREQ=MONTHLY;BYDAY=%d%s", rule->week,
                      weekdays[rule->weekday - 1]);
            open = plan->day;
        } else if (open != 0 && plan->regular > open && !is_regular(feed, plan)) {
            char iso[DAYS_ISO_ROOM];
            days_to_iso(plan->regular, iso);
            g_autofree char *wall =
                g_strdup_printf("%sT%02d:%02d", iso, rule->start / 60, rule->start % 60);
            g_autofree char *exception = ical_wall(feed->zone, wall);
            ical_line(out, "EXDATE%s", exception);
        }
    }
    if (open != 0) {
        ical_line(out, "END:VEVENT");
    }
}

char *feed_write(const struct feed *feed)
{
    /* In UTC a rule would move with summer time. */
    bool series = strcmp(feed->zone, ICAL_ZONE) == 0;
    int year, month, ignored;
    days_to_civil(days_add_months(feed->today, MONTHS), &year, &month, &ignored);
    g_autoptr(GPtrArray) plans =
        meeting_dates_between(feed->dates, feed->today, days_last_of_month(year, month));
    GString *out = g_string_new(NULL);
    ical_begin(out, "PUBLISH", feed->zone);
    ical_text(out, "NAME", feed->name);
    ical_text(out, "X-WR-CALNAME", feed->name);
    ical_line(out, "REFRESH-INTERVAL;VALUE=DURATION:P1D");
    ical_line(out, "X-PUBLISHED-TTL:P1D");
    if (series) {
        append_series(out, feed, plans);
    }
    for (guint at = 0; at < plans->len; at++) {
        const struct meeting_plan *plan = plans->pdata[at];
        if (concerns(feed, plan) && !(series && is_regular(feed, plan))) {
            begin_event(out, feed, plan, plan->key);
            ical_line(out, "END:VEVENT");
        }
    }
    ical_end(out);
    return g_string_free(out, FALSE);
}
