#include "act/meeting_time.h"

#include "base/days.h"
#include "calendar/meeting_dates.h"
#include "calendar/workdays.h"

/* Where summer time skips an hour, the time is taken to be an hour later, as clocks show it. */
static int64_t moment_of(const char *wall, const char *zone)
{
    g_autoptr(GTimeZone) place = g_time_zone_new_identifier(zone);
    g_autofree char *full = g_strdup_printf("%s:00", wall);
    g_autoptr(GDateTime) civil = place != NULL ? g_date_time_new_from_iso8601(full, place) : NULL;
    g_assert(civil != NULL); /* only checked ones get into the store */
    return g_date_time_to_unix(civil);
}

int64_t meeting_starts(const struct meeting *meeting)
{
    return moment_of(meeting->starts, meeting->zone);
}

int64_t meeting_ends(const struct meeting *meeting)
{
    return moment_of(meeting->ends, meeting->zone);
}

int meeting_day(const struct meeting *meeting)
{
    g_autofree char *day = g_strndup(meeting->starts, DAYS_ISO_ROOM - 1);
    return days_from_iso(day);
}

static int64_t at_hour(const struct office *office, const struct meeting *meeting, int day)
{
    int minutes = (int)(config_number(office->config, CONFIG_NEWSLETTER_HOUR) / 60);
    char iso[DAYS_ISO_ROOM];
    days_to_iso(day, iso);
    g_autofree char *wall = g_strdup_printf("%sT%02d:%02d", iso, minutes / 60, minutes % 60);
    return moment_of(wall, meeting->zone);
}

int64_t meeting_days_before(const struct office *office, const struct meeting *meeting,
                            unsigned days)
{
    const struct holidays *holidays = meeting_dates_holidays(office->dates);
    return at_hour(office, meeting, workdays_before(holidays, meeting_day(meeting), days));
}

int64_t meeting_days_after(const struct office *office, const struct meeting *meeting,
                           unsigned days)
{
    const struct holidays *holidays = meeting_dates_holidays(office->dates);
    return at_hour(office, meeting, workdays_after(holidays, meeting_day(meeting), days));
}

int64_t meeting_next_hour(const struct office *office, const struct meeting *meeting)
{
    int64_t now = clock_now(office->clock);
    g_autoptr(GDateTime) civil = clock_civil(office->clock, now);
    int today = days_from_civil(g_date_time_get_year(civil), g_date_time_get_month(civil),
                                g_date_time_get_day_of_month(civil));
    int64_t hour = at_hour(office, meeting, today);
    return hour > now ? hour : at_hour(office, meeting, today + 1);
}

int64_t meeting_deadline(const struct office *office, const struct meeting *meeting)
{
    const struct holidays *holidays = meeting_dates_holidays(office->dates);
    unsigned before = meeting_dates_rule(office->dates)->deadline;
    int day = workdays_before(holidays, meeting_day(meeting), before);
    char iso[DAYS_ISO_ROOM];
    days_to_iso(day + 1, iso);
    g_autofree char *midnight = g_strdup_printf("%sT00:00", iso);
    return MIN(moment_of(midnight, meeting->zone), meeting_starts(meeting));
}

bool meeting_is_daytime(const struct office *office)
{
    enum { EVENING = 21 };
    g_autoptr(GDateTime) civil = clock_civil(office->clock, clock_now(office->clock));
    int minute = g_date_time_get_hour(civil) * 60 + g_date_time_get_minute(civil);
    return minute >= config_number(office->config, CONFIG_NEWSLETTER_HOUR) / 60 &&
           minute < EVENING * 60;
}

char *meeting_words(const struct office *office, const struct meeting *meeting, const char *wall,
                    const char *language, const char *form)
{
    SCOPED(clock) struct clock *local = clock_new(meeting->zone);
    return templates_date_as(office->templates, language, local, moment_of(wall, meeting->zone),
                             form);
}
