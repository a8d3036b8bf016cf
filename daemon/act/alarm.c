#include "act/alarm.h"

#include "act/staff.h"
#include "store/setting.h"

enum { AGAIN = 24 * 3600 };

/* The row "alarm.KIND" of the settings: "SINCE TOLD". When it is over, told stays: what comes and
 * goes is told no more often than what lasts. */
struct alarm {
    int64_t since, told; /* moments, 0: not */
};

static bool read_alarm(const struct office *office, const char *kind, struct alarm *alarm,
                       GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autofree char *name = g_strconcat("alarm.", kind, NULL);
    g_autofree char *value = setting_get(office->store, name, &problem);
    if (problem != NULL) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    *alarm = (struct alarm){0};
    char *rest = NULL;
    if (value != NULL) {
        alarm->since = g_ascii_strtoll(value, &rest, 10);
        alarm->told = g_ascii_strtoll(rest, NULL, 10);
    }
    return true;
}

static bool write_alarm(const struct office *office, const char *kind, const struct alarm *alarm,
                        GError **error)
{
    g_autofree char *name = g_strconcat("alarm.", kind, NULL);
    g_autofree char *value =
        g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, alarm->since, alarm->told);
    return setting_set(office->store, name, value, error);
}

static bool tell(const struct office *office, const char *letter, const char *kind, int64_t since,
                 const char *words, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    g_autofree char *from = templates_date(office->templates, "da", office->clock, since, true);
    json_auto_t *fields = json_pack("{s:s, s:s, s:s}", "fejl",
                                    templates_word(office->templates, "da", "alarms", kind),
                                    "siden", from, "detalje", words);
    return staff_tell(office, &cause, letter, fields, error);
}

bool alarm_raise(const struct office *office, const char *kind, int64_t delay, const char *words,
                 GError **error)
{
    int64_t now = clock_now(office->clock);
    struct alarm alarm = {0};
    if (!read_alarm(office, kind, &alarm, error)) {
        return false;
    }
    bool fresh = alarm.since == 0 || alarm.since > now; /* by a clock that was ahead */
    alarm.since = fresh ? now : alarm.since;
    alarm.told = alarm.told > now ? 0 : alarm.told;
    bool due = now >= alarm.since + delay && (alarm.told == 0 || now >= alarm.told + AGAIN);
    if (!fresh && !due) {
        return true;
    }
    alarm.told = due ? now : alarm.told;
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           (!due || tell(office, "staff-alarm", kind, alarm.since, words, error)) &&
           write_alarm(office, kind, &alarm, error) && store_commit(office->store, error);
}

bool alarm_clear(const struct office *office, const char *kind, GError **error)
{
    struct alarm alarm = {0};
    if (!read_alarm(office, kind, &alarm, error)) {
        return false;
    }
    if (alarm.since == 0) {
        return true;
    }
    const struct alarm over = {.told = alarm.told};
    bool told = alarm.told >= alarm.since; /* else it was one before that they heard of */
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           (!told || tell(office, "staff-alarm-over", kind, alarm.since, "", error)) &&
           write_alarm(office, kind, &over, error) && store_commit(office->store, error);
}

bool alarm_lasts(const struct office *office, const char *kind, bool *lasts, GError **error)
{
    struct alarm alarm = {0};
    if (!read_alarm(office, kind, &alarm, error)) {
        return false;
    }
    *lasts = alarm.since != 0;
    return true;
}
