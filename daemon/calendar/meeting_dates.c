#include "calendar/meeting_dates.h"

#include <string.h>

#include "base/clock.h"
#include "calendar/table.h"

#define DAY_MINUTES (24 * 60)

struct meeting_dates {
    struct meeting_rule *rule;
    struct holidays *holidays;
    GPtrArray *overrides; /* struct override */
    struct clock *clock;  /* of the site's zone, for its wall times alone */
};

static const struct override *find_override(const struct meeting_dates *dates, const char *key)
{
    for (guint at = 0; at < dates->overrides->len; at++) {
        const struct override *override = dates->overrides->pdata[at];
        if (strcmp(override->key, key) == 0) {
            return override;
        }
    }
    return NULL;
}

/* What is wrong with the times of a meeting: that the clocks skip one of them. The caller owns it;
 * NULL: nothing. */
static char *check_times(const struct meeting_dates *dates, const char *key)
{
    SCOPED(meeting_plan) struct meeting_plan *plan = meeting_dates_of_key(dates, key);
    const char *const walls[] = {plan->start, plan->end};
    for (size_t at = 0; at < G_N_ELEMENTS(walls); at++) {
        g_autoptr(GError) wrong = NULL;
        int64_t moment = 0;
        if (!plan->cancelled && !clock_parse(dates->clock, walls[at], &moment, &wrong)) {
            return g_strdup(wrong->message);
        }
    }
    return NULL;
}

/* Takes `override`, which is owned; NULL: it is wrong already. */
static bool take(struct meeting_dates *dates, struct override *read, char **wrong)
{
    SCOPED(override) struct override *override = read;
    if (override == NULL) {
        return false;
    }
    /* Without an end it is as long as ever, and ends on its day. */
    if (override->start >= 0 && override->end < 0) {
        override->end = override->start + dates->rule->end - dates->rule->start;
        if (override->end >= DAY_MINUTES) {
            *wrong = g_strdup("it would end after midnight; write its end too: 22:00-23:00");
            return false;
        }
    }
    const struct override *before = find_override(dates, override->key);
    if (before != NULL) {
        g_ptr_array_remove(dates->overrides, (gpointer)(uintptr_t)before);
    }
    const char *key = override->key;
    g_ptr_array_add(dates->overrides, g_steal_pointer(&override));
    *wrong = check_times(dates, key);
    return *wrong == NULL;
}

bool meeting_dates_override(struct meeting_dates *dates, const char *key, const char *value,
                            char **wrong)
{
    return take(dates, override_read(key, value, wrong), wrong);
}

bool meeting_dates_decide(struct meeting_dates *dates, const char *key, const char *value,
                          char **wrong)
{
    return take(dates, override_read_any(key, value, wrong), wrong);
}

static char *take_override(void *data, const struct table_line *line)
{
    char *wrong = NULL;
    if (*line->section != '\0') {
        return g_strdup("this table has no sections; delete the line with [ ]");
    }
    meeting_dates_override(data, line->key, line->value, &wrong);
    return wrong;
}

/* That the rule alone names no time that the clocks skip, in years to come; they do so at night. */
static bool check_rule(const struct meeting_dates *dates, const struct config *config,
                       GError **error)
{
    enum { FIRST_YEAR = 2013, LAST_YEAR = 2060, MORNING = 5 * 60 };
    for (int month = FIRST_YEAR * 12; dates->rule->start < MORNING && month < (LAST_YEAR + 1) * 12;
         month++) {
        g_autofree char *key = g_strdup_printf("%04d-%02d", month / 12, month % 12 + 1);
        g_autofree char *wrong = find_override(dates, key) == NULL ? check_times(dates, key) : NULL;
        if (wrong != NULL) {
            return config_refuse(config, CONFIG_MEETING_START, error, "%s", wrong);
        }
    }
    return true;
}

struct meeting_dates *meeting_dates_load(const struct config *config, GError **error)
{
    g_autofree char *holidays = config_path(config, CONFIG_SITE_HOLIDAYS, "config/holidays.conf");
    g_autofree char *overrides = config_path(config, CONFIG_MEETING_OVERRIDES, NULL);
    SCOPED(meeting_dates) struct meeting_dates *dates = g_new0(struct meeting_dates, 1);
    dates->overrides = g_ptr_array_new_with_free_func((GDestroyNotify)override_free);
    dates->clock = clock_new(config_text(config, CONFIG_SITE_TIMEZONE));
    dates->rule = meeting_rule_read(config, error);
    if (dates->rule == NULL) {
        return NULL;
    }
    dates->holidays = holidays_load(holidays, error);
    if (dates->holidays == NULL) {
        config_blame(config, CONFIG_SITE_HOLIDAYS, error);
        return NULL;
    }
    if (overrides != NULL && !table_read(overrides, take_override, dates, error)) {
        config_blame(config, CONFIG_MEETING_OVERRIDES, error);
        return NULL;
    }
    return check_rule(dates, config, error) ? g_steal_pointer(&dates) : NULL;
}

void meeting_dates_free(struct meeting_dates *dates)
{
    if (dates == NULL) {
        return;
    }
    meeting_rule_free(dates->rule);
    holidays_free(dates->holidays);
    g_ptr_array_unref(dates->overrides);
    clock_free(dates->clock);
    g_free(dates);
}

const struct holidays *meeting_dates_holidays(const struct meeting_dates *dates)
{
    return dates->holidays;
}

const struct meeting_rule *meeting_dates_rule(const struct meeting_dates *dates)
{
    return dates->rule;
}

static void write_wall(char *wall, int day, int minutes)
{
    char iso[DAYS_ISO_ROOM];
    days_to_iso(day, iso);
    g_snprintf(wall, MEETING_WALL_ROOM, "%sT%02d:%02d", iso, minutes / 60 % 24, minutes % 60);
}

/* The day of the rule in a month that begins with day `first`. */
static int rule_day(const struct meeting_rule *rule, int first)
{
    int ahead = (rule->weekday - days_weekday(first) + 7) % 7;
    return first + ahead + 7 * (rule->week - 1);
}

/* The first of its weekday that is open, from `regular` to the end of the month; 0: none. `why`
 * becomes the name of the first closed day. Borrowed. */
static int open_day(const struct meeting_dates *dates, int regular, int last, const char **why)
{
    *why = NULL;
    for (int day = regular; day <= last; day += 7) {
        const char *name = NULL;
        if (!holidays_is_closed(dates->holidays, day, &name)) {
            return day;
        }
        *why = *why == NULL ? name : *why;
    }
    return 0;
}

static const char *warning_of(const struct meeting_dates *dates, int day)
{
    const char *closed = NULL;
    holidays_is_closed(dates->holidays, day, &closed);
    return closed != NULL ? closed : holidays_warning(dates->holidays, day);
}

/* A plan as the rule alone has it; `override` (NULL: none) wins. */
static struct meeting_plan *make_plan(const struct meeting_dates *dates, const char *key, int day,
                                      const struct override *override)
{
    const struct meeting_rule *rule = dates->rule;
    struct meeting_plan *plan = g_new0(struct meeting_plan, 1);
    bool has_times = override != NULL && override->start >= 0;
    plan->key = g_strdup(key);
    plan->by_staff = override != NULL;
    plan->day = override != NULL && override->day != 0 ? override->day : day;
    plan->cancelled = override != NULL && override->cancelled;
    plan->title = override == NULL ? NULL : g_strdup(override->title);
    plan->audience = override == NULL ? MEETING_BOTH : override->audience;
    plan->place =
        g_strdup(override != NULL && override->place != NULL ? override->place : rule->place);
    plan->capacity =
        override != NULL && override->capacity >= 0 ? override->capacity : rule->capacity;
    plan->warning = g_strdup(warning_of(dates, plan->day));
    write_wall(plan->start, plan->day, has_times ? override->start : rule->start);
    write_wall(plan->end, plan->day, has_times ? override->end : rule->end);
    return plan;
}

struct meeting_plan *meeting_dates_of_month(const struct meeting_dates *dates, int year, int month)
{
    g_autofree char *key = g_strdup_printf("%04d-%02d", year, month);
    const struct override *override = find_override(dates, key);
    const char *closed = NULL;
    int first = days_from_civil(year, month, 1);
    g_assert(first != 0);
    int regular = rule_day(dates->rule, first);
    int open = open_day(dates, regular, days_last_of_month(year, month), &closed);
    struct meeting_plan *plan = make_plan(dates, key, open != 0 ? open : regular, override);
    plan->regular = regular;
    plan->cancelled = plan->cancelled || (open == 0 && (override == NULL || override->day == 0));
    if (override != NULL && override->why != NULL) {
        plan->why = g_strdup(override->why);
    } else if (plan->day != regular || (plan->cancelled && open == 0)) {
        plan->why = g_strdup(closed);
    }
    return plan;
}

static struct meeting_plan *extra(const struct meeting_dates *dates,
                                  const struct override *override)
{
    struct meeting_plan *plan = make_plan(dates, override->key, override->day, override);
    plan->why = g_strdup(override->why);
    return plan;
}

struct meeting_plan *meeting_dates_of_key(const struct meeting_dates *dates, const char *key)
{
    int year, month;
    if (override_month(key, &year, &month)) {
        return meeting_dates_of_month(dates, year, month);
    }
    const struct override *override = find_override(dates, key);
    return override == NULL ? NULL : extra(dates, override);
}

static int compare(gconstpointer a, gconstpointer b)
{
    const struct meeting_plan *one = *(struct meeting_plan *const *)a;
    const struct meeting_plan *two = *(struct meeting_plan *const *)b;
    int order = strcmp(one->start, two->start);
    return order != 0 ? order : strcmp(one->key, two->key);
}

static void add(GPtrArray *plans, struct meeting_plan *plan, int first, int last)
{
    if (plan->day >= first && plan->day <= last) {
        g_ptr_array_add(plans, plan);
    } else {
        meeting_plan_free(plan);
    }
}

GPtrArray *meeting_dates_between(const struct meeting_dates *dates, int first, int last)
{
    GPtrArray *plans = g_ptr_array_new_with_free_func((GDestroyNotify)meeting_plan_free);
    int year, month, ignored;
    days_to_civil(first, &year, &month, &ignored);
    for (int day = first; day <= last;) {
        days_to_civil(day, &year, &month, &ignored);
        int end = days_last_of_month(year, month);
        add(plans, meeting_dates_of_month(dates, year, month),
            MAX(first, days_from_civil(year, month, 1)), MIN(last, end));
        day = end + 1;
    }
    for (guint at = 0; at < dates->overrides->len; at++) {
        const struct override *override = dates->overrides->pdata[at];
        if (!override_month(override->key, &year, &month)) {
            add(plans, extra(dates, override), first, last);
        } else if (override_is_elsewhere(override)) {
            add(plans, meeting_dates_of_month(dates, year, month), first, last);
        }
    }
    g_ptr_array_sort(plans, compare);
    return plans;
}

void meeting_plan_free(struct meeting_plan *plan)
{
    if (plan == NULL) {
        return;
    }
    g_free(plan->key);
    g_free(plan->title);
    g_free(plan->place);
    g_free(plan->why);
    g_free(plan->warning);
    g_free(plan);
}
