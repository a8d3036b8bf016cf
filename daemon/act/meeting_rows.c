#include "act/meeting_rows.h"

#include <string.h>

#include "act/meeting_change.h"
#include "act/meeting_time.h"
#include "calendar/meeting_dates.h"
#include "store/guest.h"
#include "store/meeting.h"
#include "store/setting.h"

struct rows {
    const struct office *office;
    struct cause cause;
    bool begun; /* a transaction is open */
};

static bool begin(struct rows *rows, GError **error)
{
    if (!rows->begun && !store_begin(rows->office->store, error)) {
        return false;
    }
    rows->begun = true;
    return true;
}

static char *plan_name(const char *meeting)
{
    return g_strdup_printf("meeting %s plan", meeting);
}

static char *hand_name(const char *meeting)
{
    return g_strdup_printf("meeting %s by hand", meeting);
}

/* What the calendar says of a meeting, one thing a line. */
enum said { WHO, START, END, PLACE, ACCESS, CAPACITY, AUDIENCE, CANCELLED, TITLE, SAID };
#define BY_STAFF "staff"

/* The caller owns it. */
static char *text_of(const struct office *office, const struct meeting_plan *plan)
{
    const struct meeting_rule *rule = meeting_dates_rule(office->dates);
    return g_strdup_printf("%s\n%s\n%s\n%s\n%s\n%d\n%d\n%s\n%s", plan->by_staff ? BY_STAFF : "rule",
                           plan->start, plan->end, plan->place,
                           strcmp(plan->place, rule->place) == 0 ? rule->access : "",
                           plan->capacity, (int)plan->audience, plan->cancelled ? "cancelled" : "",
                           plan->title != NULL ? plan->title : "");
}

static void set_text(char **field, const char *text)
{
    g_free(*field);
    *field = g_strdup(text);
}

/* How to get in is said of the usual place; of another one nobody has said it. */
static void follow(const struct office *office, struct meeting *meeting, char **said)
{
    int audience = (int)g_ascii_strtoll(said[AUDIENCE], NULL, 10);
    set_text(&meeting->title, said[TITLE]);
    set_text(&meeting->starts, said[START]);
    set_text(&meeting->ends, said[END]);
    set_text(&meeting->zone, config_text(office->config, CONFIG_SITE_TIMEZONE));
    set_text(&meeting->place, said[PLACE]);
    set_text(&meeting->access, said[ACCESS]);
    meeting->capacity = (int)g_ascii_strtoll(said[CAPACITY], NULL, 10);
    meeting->seekers = audience != MEETING_EMPLOYERS;
    meeting->employers = audience != MEETING_SEEKERS;
}

/* Only what the calendar says now and did not say before; the rest is as it was decided since. */
static void follow_news(struct meeting *meeting, char **before, char **said)
{
    bool by_staff = strcmp(before[WHO], BY_STAFF) == 0 || strcmp(said[WHO], BY_STAFF) == 0;
    int audience = (int)g_ascii_strtoll(said[AUDIENCE], NULL, 10);
    if (by_staff &&
        (strcmp(before[START], said[START]) != 0 || strcmp(before[END], said[END]) != 0)) {
        set_text(&meeting->starts, said[START]);
        set_text(&meeting->ends, said[END]);
    }
    if (by_staff && strcmp(before[PLACE], said[PLACE]) != 0) {
        set_text(&meeting->place, said[PLACE]);
        set_text(&meeting->access, said[ACCESS]);
    }
    if (strcmp(before[CAPACITY], said[CAPACITY]) != 0) {
        meeting->capacity = (int)g_ascii_strtoll(said[CAPACITY], NULL, 10);
    }
    if (strcmp(before[AUDIENCE], said[AUDIENCE]) != 0) {
        meeting->seekers = audience != MEETING_EMPLOYERS;
        meeting->employers = audience != MEETING_SEEKERS;
    }
    if (strcmp(before[TITLE], said[TITLE]) != 0) {
        set_text(&meeting->title, said[TITLE]);
    }
}

static bool note(struct rows *rows, const char *name, const char *text, GError **error)
{
    g_autofree char *setting = plan_name(name);
    return setting_set(rows->office->store, setting, text, error);
}

struct meeting *meeting_rows_planned(const struct office *office, const struct meeting_plan *plan)
{
    g_autofree char *text = text_of(office, plan);
    g_auto(GStrv) said = g_strsplit(text, "\n", SAID);
    struct meeting *meeting = g_new0(struct meeting, 1);
    meeting->name = g_strdup(plan->key);
    meeting->state = plan->cancelled ? MEETING_CANCELLED : MEETING_PLANNED;
    follow(office, meeting, said);
    return meeting;
}

bool meeting_rows_keep(const struct office *office, const char *actor, struct meeting *meeting,
                       GError **error)
{
    struct rows rows = {.office = office,
                        .cause = {.at = clock_now(office->clock), .actor = actor}};
    SCOPED(meeting_plan)
    struct meeting_plan *plan = meeting_dates_of_key(office->dates, meeting->name);
    g_autofree char *text = plan != NULL ? text_of(office, plan) : g_strdup("");
    return meeting_add(office->store, &rows.cause, meeting, error) &&
           note(&rows, meeting->name, text, error);
}

static bool add(struct rows *rows, const struct meeting_plan *plan, GError **error)
{
    SCOPED(meeting) struct meeting *meeting = meeting_rows_planned(rows->office, plan);
    return meeting_starts(meeting) <= rows->cause.at ||
           (begin(rows, error) &&
            meeting_rows_keep(rows->office, rows->cause.actor, meeting, error));
}

/* Nobody has decided or been told anything: it simply becomes what the calendar says. */
static bool plan_anew(struct rows *rows, const struct meeting *meeting, char **said, GError **error)
{
    SCOPED(meeting) struct meeting *after = meeting_copy(meeting);
    follow(rows->office, after, said);
    after->state = *said[CANCELLED] != '\0' ? MEETING_CANCELLED : MEETING_PLANNED;
    return meeting_update(rows->office->store, &rows->cause, meeting, after, error);
}

/* The table does not cancel it any more: it is as the calendar says. */
static bool reopen(struct rows *rows, const struct meeting *meeting, char **said, GError **error)
{
    SCOPED(meeting) struct meeting *after = meeting_copy(meeting);
    follow(rows->office, after, said);
    return meeting_starts(after) <= rows->cause.at ||
           meeting_change_reopen(rows->office, &rows->cause, meeting, after, error);
}

static bool change(struct rows *rows, const struct meeting *meeting, char **before, char **said,
                   const char *why, GError **error)
{
    bool off = *said[CANCELLED] != '\0' && *before[CANCELLED] == '\0';
    bool by_staff = strcmp(said[WHO], BY_STAFF) == 0;
    if (meeting->state == MEETING_CANCELLED) {
        bool open = *before[CANCELLED] != '\0' && *said[CANCELLED] == '\0';
        return !open || reopen(rows, meeting, said, error);
    }
    if (off && by_staff) {
        return meeting_change_cancel(rows->office, &rows->cause, meeting, why, error);
    }
    SCOPED(meeting) struct meeting *after = meeting_copy(meeting);
    follow_news(after, before, said);
    return meeting_starts(after) <= rows->cause.at ||
           meeting_change_apply(rows->office, &rows->cause, meeting, after, error);
}

/* Whether it is more than a plan: announced, or decided by `meeting move` or `cancel`. */
static bool is_decided(const struct rows *rows, const struct meeting *meeting, bool *decided,
                       GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *name = hand_name(meeting->name);
    g_autofree char *hand = setting_get(rows->office->store, name, &failure);
    g_autoptr(GPtrArray) guests =
        failure == NULL ? guest_list(rows->office->store, meeting->id, &failure) : NULL;
    *decided =
        meeting->state == MEETING_ANNOUNCED || hand != NULL || (guests != NULL && guests->len > 0);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

static bool bring_up(struct rows *rows, const struct meeting *meeting, const char *before,
                     const char *text, const char *why, GError **error)
{
    g_auto(GStrv) old = g_strsplit(before != NULL ? before : text, "\n", SAID);
    g_auto(GStrv) said = g_strsplit(text, "\n", SAID);
    bool decided = false;
    if (!is_decided(rows, meeting, &decided, error)) {
        return false;
    }
    if (!decided) {
        return plan_anew(rows, meeting, said, error);
    }
    return g_strv_length(old) < SAID || change(rows, meeting, old, said, why, error);
}

/* The plan's own moment: one that is not to come changes nothing. */
static bool is_to_come(struct rows *rows, const struct meeting_plan *plan)
{
    int64_t moment = 0;
    return clock_parse(rows->office->clock, plan->start, &moment, NULL) && moment > rows->cause.at;
}

static bool compare(struct rows *rows, const struct meeting *meeting, GError **error)
{
    if (meeting->state == MEETING_OVER || meeting_starts(meeting) <= rows->cause.at) {
        return true;
    }
    SCOPED(meeting_plan)
    struct meeting_plan *plan = meeting_dates_of_key(rows->office->dates, meeting->name);
    if (plan == NULL || !is_to_come(rows, plan)) {
        return true; /* an extra meeting that is no longer in the table stays as it is */
    }
    g_autoptr(GError) failure = NULL;
    g_autofree char *setting = plan_name(meeting->name);
    g_autofree char *before = setting_get(rows->office->store, setting, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    g_autofree char *text = text_of(rows->office, plan);
    if (g_strcmp0(before, text) == 0) {
        return true;
    }
    return begin(rows, error) && bring_up(rows, meeting, before, text, plan->why, error) &&
           note(rows, meeting->name, text, error);
}

static bool compare_all(struct rows *rows, const char *today, GError **error)
{
    g_autoptr(GPtrArray) meetings = meeting_list(rows->office->store, today, error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        if (!compare(rows, meetings->pdata[at], error)) {
            return false;
        }
    }
    return meetings != NULL;
}

static bool add_missing(struct rows *rows, const char *today, GError **error)
{
    int first = days_from_iso(today);
    g_autoptr(GPtrArray) plans =
        meeting_dates_between(rows->office->dates, first, first + MEETING_ROWS_AHEAD);
    for (guint at = 0; at < plans->len; at++) {
        const struct meeting_plan *plan = plans->pdata[at];
        g_autoptr(GError) failure = NULL;
        SCOPED(meeting)
        struct meeting *there = meeting_by_name(rows->office->store, plan->key, &failure);
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return false;
        }
        if (there == NULL && !add(rows, plan, error)) {
            return false;
        }
    }
    return true;
}

bool meeting_rows_by_hand(const struct office *office, const struct meeting *meeting,
                          GError **error)
{
    g_autofree char *name = hand_name(meeting->name);
    return setting_set(office->store, name, "yes", error);
}

bool meeting_rows_update(const struct office *office, const char *actor, GError **error)
{
    struct rows rows = {.office = office,
                        .cause = {.at = clock_now(office->clock), .actor = actor}};
    g_autoptr(GDateTime) civil = clock_civil(office->clock, rows.cause.at);
    g_autofree char *today = g_date_time_format(civil, "%Y-%m-%d");
    STORE_ROLLS_BACK(office->store);
    return compare_all(&rows, today, error) && add_missing(&rows, today, error) &&
           (!rows.begun || store_commit(office->store, error));
}
