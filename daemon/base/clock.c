#include "base/clock.h"

#include <string.h>
#include <time.h>

#include "base/failure.h"

/* The years that GDateTime knows. */
#define CLOCK_FIRST INT64_C(-62135596800) /* 0001-01-01 */
#define CLOCK_LAST INT64_C(253402214400)  /* 9999-12-31, a day before its end for any zone */

struct clock {
    GTimeZone *zone;
    bool set;        /* the moment below counts, not the real time */
    bool runs;       /* and goes on since `started` */
    int64_t moment;  /* seconds */
    int64_t started; /* microseconds of the stopwatch */
};

struct clock *clock_new(const char *zone)
{
    struct clock *clock = g_new0(struct clock, 1);
    clock->zone = g_time_zone_new_identifier(zone);
    g_assert(clock->zone != NULL);
    return clock;
}

void clock_free(struct clock *clock)
{
    if (clock == NULL) {
        return;
    }
    g_time_zone_unref(clock->zone);
    g_free(clock);
}

int64_t clock_stopwatch(void)
{
    struct timespec now;
    int failed = clock_gettime(CLOCK_MONOTONIC, &now);
    g_assert(failed == 0);
    return (int64_t)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

void clock_set(struct clock *clock, int64_t moment, bool runs)
{
    clock->set = true;
    clock->runs = runs;
    clock->moment = moment;
    clock->started = clock_stopwatch();
}

int64_t clock_now(const struct clock *clock)
{
    if (!clock->set) {
        return (int64_t)time(NULL);
    }
    if (!clock->runs) {
        return clock->moment;
    }
    return clock->moment + (clock_stopwatch() - clock->started) / G_USEC_PER_SEC;
}

GTimeZone *clock_zone(const struct clock *clock)
{
    return clock->zone;
}

GDateTime *clock_civil(const struct clock *clock, int64_t moment)
{
    g_autoptr(GDateTime) utc =
        g_date_time_new_from_unix_utc(CLAMP(moment, CLOCK_FIRST + 86400, CLOCK_LAST));
    GDateTime *civil = g_date_time_to_timezone(utc, clock->zone);
    g_assert(civil != NULL);
    return civil;
}

char *clock_format(const struct clock *clock, int64_t moment)
{
    g_autoptr(GDateTime) civil = clock_civil(clock, moment);
    return g_date_time_format(civil, "%Y-%m-%dT%H:%M:%S%:z");
}

/* What stands in a text, before it is a moment. */
struct civil {
    int year, month, day, hour, minute, second;
    bool has_offset;
    int offset; /* seconds east of UTC */
};

/* Takes `count` digits, or fails and leaves the text where it is. */
static bool take_digits(const char **text, unsigned count, int *value)
{
    int number = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!g_ascii_isdigit((*text)[i])) {
            return false;
        }
        number = number * 10 + ((*text)[i] - '0');
    }
    *text += count;
    *value = number;
    return true;
}

static bool take_char(const char **text, char wanted)
{
    if (**text != wanted) {
        return false;
    }
    (*text)++;
    return true;
}

static bool take_offset(const char **text, struct civil *civil)
{
    if (take_char(text, 'Z')) {
        civil->has_offset = true;
        return true;
    }
    if (**text != '+' && **text != '-') {
        return true;
    }
    int sign = *(*text)++ == '-' ? -1 : 1;
    int hours = 0, minutes = 0;
    if (!take_digits(text, 2, &hours)) {
        return false;
    }
    take_char(text, ':');
    if (!take_digits(text, 2, &minutes) || hours > 14 || minutes > 59) {
        return false;
    }
    civil->has_offset = true;
    civil->offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

static bool take_civil(const char *text, struct civil *civil)
{
    if (!take_digits(&text, 4, &civil->year) || !take_char(&text, '-') ||
        !take_digits(&text, 2, &civil->month) || !take_char(&text, '-') ||
        !take_digits(&text, 2, &civil->day)) {
        return false;
    }
    if (*text == '\0') {
        return true;
    }
    if (!take_char(&text, 'T') && !take_char(&text, ' ')) {
        return false;
    }
    if (!take_digits(&text, 2, &civil->hour) || !take_char(&text, ':') ||
        !take_digits(&text, 2, &civil->minute)) {
        return false;
    }
    if (take_char(&text, ':') && !take_digits(&text, 2, &civil->second)) {
        return false;
    }
    return take_offset(&text, civil) && *text == '\0';
}

static int64_t offset_at(GTimeZone *zone, int64_t moment)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(moment);
    g_autoptr(GDateTime) civil = g_date_time_to_timezone(utc, zone);
    return g_date_time_get_utc_offset(civil) / G_USEC_PER_SEC;
}

/* The first moment at which the clocks on the wall show `wall` (seconds as if it were UTC). A
 * change of the zone's offset lies at most once within a day. */
static bool first_moment(GTimeZone *zone, int64_t wall, int64_t *moment)
{
    int64_t early = offset_at(zone, wall - 86400), late = offset_at(zone, wall + 86400);
    int64_t candidates[] = {wall - MAX(early, late), wall - MIN(early, late)};
    for (size_t i = 0; i < G_N_ELEMENTS(candidates); i++) {
        if (candidates[i] + offset_at(zone, candidates[i]) == wall) {
            *moment = candidates[i];
            return true;
        }
    }
    return false;
}

bool clock_parse(const struct clock *clock, const char *text, int64_t *moment, GError **error)
{
    g_assert(text != NULL && moment != NULL);
    struct civil civil = {0};
    g_autoptr(GDateTime) wall = NULL;
    /* GDateTime itself refuses the 30th of February and 24:00. */
    if (take_civil(text, &civil) && civil.year >= 1900 && civil.second < 60) {
        wall = g_date_time_new_utc(civil.year, civil.month, civil.day, civil.hour, civil.minute,
                                   civil.second);
    }
    if (wall == NULL || civil.year > 9998) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "\"%.40s\" is not a time; write 2013-04-02T09:00 or 2013-04-02", text);
        return false;
    }
    int64_t seconds = g_date_time_to_unix(wall);
    if (civil.has_offset) {
        *moment = seconds - civil.offset;
        return true;
    }
    if (!first_moment(clock->zone, seconds, moment)) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s does not exist: the clocks skip that hour in %s; take an hour later", text,
                    g_time_zone_get_identifier(clock->zone));
        return false;
    }
    return true;
}
