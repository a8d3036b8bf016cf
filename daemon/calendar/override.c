#include "calendar/override.h"

#include <string.h>

#include "base/days.h"
#include "base/text.h"
#include "calendar/table.h"

#define TEXT_LIMIT 160
#define CAPACITY_LIMIT 10000

bool override_month(const char *key, int *year, int *month)
{
    if (strlen(key) != strlen("2026-08")) {
        return false;
    }
    g_autofree char *first = g_strconcat(key, "-01", NULL);
    int day = days_from_iso(first), ignored;
    if (day != 0) {
        days_to_civil(day, year, month, &ignored);
    }
    return day != 0;
}

/* It becomes a part of the event's UID and of Message-IDs. */
static bool is_name(const char *key)
{
    return g_ascii_islower(*key) && strlen(key) <= OVERRIDE_KEY_LIMIT &&
           strspn(key, G_CSET_a_2_z G_CSET_DIGITS "-") == strlen(key);
}

/* "9:30" */
static bool read_clock(const char *text, int *minutes)
{
    const char *colon = strchr(text, ':');
    g_autofree char *hours = colon == NULL ? NULL : g_strndup(text, (gsize)(colon - text));
    int hour = 0, minute = 0;
    if (hours == NULL || strlen(colon) != 3 || !table_number(hours, 23, &hour) ||
        !table_number(colon + 1, 59, &minute)) {
        return false;
    }
    *minutes = hour * 60 + minute;
    return true;
}

/* "13:00" or "13:00-15:00" */
static bool read_times(const char *text, struct override *override)
{
    g_auto(GStrv) times = g_strsplit(text, "-", 2);
    return read_clock(times[0], &override->start) &&
           (times[1] == NULL ||
            (read_clock(times[1], &override->end) && override->end > override->start));
}

/* "2026-08-11 13:00-15:00, Korsgade" */
static char *read_when(const char *text, struct override *override)
{
    g_auto(GStrv) halves = g_strsplit(text, ",", 2);
    g_auto(GStrv) words = g_strsplit(halves[0] == NULL ? "" : g_strstrip(halves[0]), " ", 2);
    override->day = words[0] == NULL ? 0 : days_from_iso(words[0]);
    if (override->day == 0) {
        return g_strdup_printf("\"%s\" does not begin with a date such as 2026-08-11, and is not "
                               "\"cancelled\"",
                               text);
    }
    if (words[1] != NULL && !read_times(g_strstrip(words[1]), override)) {
        return g_strdup_printf("\"%s\" is no time; write 13:00 or 13:00-15:00, a comma, and the "
                               "place",
                               words[1]);
    }
    const char *place = halves[1] == NULL ? "" : g_strstrip(halves[1]);
    override->place = *place == '\0' ? NULL : g_strdup(place);
    return NULL;
}

static bool read_audience(const char *word, struct override *override)
{
    static const char *const names[] = {"both", "seekers", "employers"};
    for (size_t at = 0; at < G_N_ELEMENTS(names); at++) {
        if (strcmp(word, names[at]) == 0) {
            override->audience = (enum meeting_audience)at;
            return true;
        }
    }
    return false;
}

static bool read_text(const char *text, char **place)
{
    g_free(*place);
    *place = g_strdup(text);
    return *text != '\0' && g_utf8_strlen(text, -1) <= TEXT_LIMIT;
}

static char *read_option(const char *option, struct override *override)
{
    const char *value = option + strcspn(option, " ");
    g_autofree char *word = g_strndup(option, (gsize)(value - option));
    value += strspn(value, " ");
    bool valid = false;
    if (strcmp(word, "title") == 0) {
        valid = read_text(value, &override->title);
    } else if (strcmp(word, "why") == 0) {
        valid = read_text(value, &override->why);
    } else if (strcmp(word, "capacity") == 0) {
        override->capacity = 0;
        valid =
            strcmp(value, "none") == 0 || table_number(value, CAPACITY_LIMIT, &override->capacity);
    } else if (*value == '\0' && strcmp(word, "cancelled") == 0) {
        valid = override->cancelled = true;
    } else {
        valid = *value == '\0' && read_audience(word, override);
    }
    return valid
               ? NULL
               : g_strdup_printf("\"%s\" is not understood; behind a semicolon may stand seekers, "
                                 "employers, both, capacity 40, title TEXT, why TEXT, cancelled",
                                 option);
}

static char *read_value(const char *value, struct override *override)
{
    g_auto(GStrv) parts = g_strsplit(value, ";", -1);
    const char *first = parts[0] == NULL ? "" : g_strstrip(parts[0]);
    override->cancelled = strcmp(first, "cancelled") == 0;
    char *wrong = override->cancelled ? NULL : read_when(first, override);
    for (char **part = parts + 1; parts[0] != NULL && wrong == NULL && *part != NULL; part++) {
        wrong = read_option(g_strstrip(*part), override);
    }
    return wrong;
}

bool override_is_elsewhere(const struct override *override)
{
    int year, month, day_year, day_month, ignored;
    if (override->day == 0 || !override_month(override->key, &year, &month)) {
        return false;
    }
    days_to_civil(override->day, &day_year, &day_month, &ignored);
    return day_year != year || day_month != month;
}

/* What the two sides say about each other. */
static char *check_day(const struct override *override)
{
    int ignored;
    if (!override_month(override->key, &ignored, &ignored)) {
        return override->day != 0 ? NULL
                                  : g_strdup("an extra meeting needs its date; write "
                                             "\"; cancelled\" behind it");
    }
    return !override_is_elsewhere(override)
               ? NULL
               : g_strdup_printf(
                     "the date is not in %s; correct one of them (or cancel that month, "
                     "and give the new meeting a name of its own)",
                     override->key);
}

struct override *override_read_any(const char *key, const char *value, char **wrong)
{
    SCOPED(override) struct override *override = g_new0(struct override, 1);
    int ignored;
    override->key = g_strdup(key);
    override->start = override->end = override->capacity = -1;
    *wrong = NULL;
    if (!override_month(key, &ignored, &ignored) && !is_name(key)) {
        *wrong = g_strdup_printf("\"%s\" is neither a month such as 2026-08 nor a name of a-z, "
                                 "digits and hyphens such as aabent-hus",
                                 key);
        return NULL;
    }
    *wrong = read_value(value, override);
    return *wrong == NULL ? g_steal_pointer(&override) : NULL;
}

struct override *override_read(const char *key, const char *value, char **wrong)
{
    SCOPED(override) struct override *override = override_read_any(key, value, wrong);
    if (override != NULL) {
        *wrong = check_day(override);
    }
    return *wrong == NULL ? g_steal_pointer(&override) : NULL;
}

void override_free(struct override *override)
{
    if (override == NULL) {
        return;
    }
    g_free(override->key);
    g_free(override->place);
    g_free(override->title);
    g_free(override->why);
    g_free(override);
}
