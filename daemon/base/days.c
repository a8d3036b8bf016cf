#include "base/days.h"

#include <glib.h>
#include <string.h>

#define FIRST_YEAR 1900
#define LAST_YEAR 2200

int days_from_civil(int year, int month, int day)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31 ||
        !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)) {
        return 0;
    }
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return (int)g_date_get_julian(&date);
}

void days_to_civil(int number, int *year, int *month, int *day)
{
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date, (guint32)number);
    *year = g_date_get_year(&date);
    *month = (int)g_date_get_month(&date);
    *day = g_date_get_day(&date);
}

int days_from_iso(const char *text)
{
    if (strlen(text) != DAYS_ISO_ROOM - 1 || text[4] != '-' || text[7] != '-') {
        return 0;
    }
    int number[3] = {0};
    for (size_t i = 0, field = 0; text[i] != '\0'; i++) {
        if (text[i] == '-') {
            field++;
            if (field > 2) {
                return 0;
            }
            continue;
        }
        if (!g_ascii_isdigit(text[i])) {
            return 0;
        }
        number[field] = number[field] * 10 + (text[i] - '0');
    }
    return days_from_civil(number[0], number[1], number[2]);
}

void days_to_iso(int day, char iso[DAYS_ISO_ROOM])
{
    int year, month, of_month;
    days_to_civil(day, &year, &month, &of_month);
    g_snprintf(iso, DAYS_ISO_ROOM, "%04d-%02d-%02d", year % 10000, month % 100, of_month % 100);
}

int days_weekday(int day)
{
    /* 1 January of the year 1, a Monday, has the number 1. */
    return (day - 1) % 7 + 1;
}

int days_of_week(int year, int week)
{
    int fourth = days_from_civil(year, 1, 4); /* lies in week 1 */
    if (fourth == 0 || week < 1 || week > 53) {
        return 0;
    }
    int monday = fourth - days_weekday(fourth) + 1 + (week - 1) * 7;
    int next = days_from_civil(year + 1, 1, 4);
    bool exists = week < 53 || monday < next - days_weekday(next) + 1;
    return exists ? monday : 0;
}

/* The Gregorian rule as Butcher put it. */
int days_easter_sunday(int year)
{
    int golden = year % 19, century = year / 100, rest = year % 100;
    int moon =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    int correction = (golden + 11 * moon + 22 * weekday) / 451;
    int sum = moon + weekday - 7 * correction + 114;
    return days_from_civil(year, sum / 31, sum % 31 + 1);
}

int days_last_of_month(int year, int month)
{
    return days_from_civil(year, month,
                           g_date_get_days_in_month((GDateMonth)month, (GDateYear)year));
}

int days_add_months(int day, int months)
{
    int year, month, of_month;
    days_to_civil(day, &year, &month, &of_month);
    int count = year * 12 + month - 1 + months;
    int last = days_last_of_month(count / 12, count % 12 + 1);
    int same = days_from_civil(count / 12, count % 12 + 1, of_month);
    return same != 0 ? same : last;
}
