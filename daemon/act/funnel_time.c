#include "act/funnel_time.h"

#include "base/days.h"
#include "calendar/workdays.h"

static const struct holidays *holidays_of(const struct office *office)
{
    return meeting_dates_holidays(office->dates);
}

int funnel_today(const struct office *office)
{
    g_autoptr(GDateTime) civil = clock_civil(office->clock, clock_now(office->clock));
    g_autofree char *day = g_date_time_format(civil, "%Y-%m-%d");
    return days_from_iso(day);
}

int64_t funnel_hour(const struct office *office, int day)
{
    int minutes = (int)(config_number(office->config, CONFIG_NEWSLETTER_HOUR) / 60);
    char iso[DAYS_ISO_ROOM];
    days_to_iso(day, iso);
    g_autofree char *wall = g_strdup_printf("%sT%02d:%02d", iso, minutes / 60, minutes % 60);
    int64_t moment = 0;
    /* The clocks skip no hour of a working day. */
    return clock_parse(office->clock, wall, &moment, NULL) ? moment : clock_now(office->clock);
}

int64_t funnel_after(const struct office *office, int day, unsigned n)
{
    return funnel_hour(office, workdays_after(holidays_of(office), day, n));
}

int funnel_last_workday(const struct office *office, int day)
{
    return workdays_before(holidays_of(office), day, 0);
}

bool funnel_is_time(const struct office *office)
{
    int today = funnel_today(office);
    return workdays_is(holidays_of(office), today) &&
           clock_now(office->clock) >= funnel_hour(office, today);
}

int64_t funnel_next_time(const struct office *office)
{
    int today = funnel_today(office);
    int64_t hour = funnel_after(office, today, 0);
    return hour > clock_now(office->clock) ? hour : funnel_after(office, today, 1);
}

char *funnel_day_words(const struct office *office, const char *language, const char *day)
{
    int64_t moment = 0;
    return *day != '\0' && clock_parse(office->clock, day, &moment, NULL)
               ? templates_date(office->templates, language, office->clock, moment, false)
               : g_strdup("");
}
