/* moedested meeting list, next, feed: what is planned; nothing changes. */
#include <string.h>

#include "act/meeting_figures.h"
#include "act/meeting_find.h"
#include "act/meeting_time.h"
#include "base/days.h"
#include "base/file.h"
#include "calendar/feed.h"
#include "calendar/workdays.h"
#include "commands/meeting.h"
#include "commands/print.h"

/* "Tue 1 Dec 2026". The caller owns it. */
static char *english_day(int day)
{
    static const char weekdays[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, date;
    days_to_civil(day, &year, &month, &date);
    return g_strdup_printf("%s %d %s %d", weekdays[days_weekday(day) - 1], date, months[month - 1],
                           year);
}

/* "10:00" of a wall time. Borrowed. */
static const char *hour_of(const char *wall)
{
    return wall + strlen("2026-12-01T");
}

static const char *audience_of(const struct meeting *meeting)
{
    return meeting->seekers && meeting->employers ? "both"
           : meeting->employers                   ? "employers"
                                                  : "seekers";
}

/* New reference. */
static json_t *json_of(const struct meeting_figures *figures)
{
    json_t *all = meeting_figures_json(&figures->all);
    json_t *rows = json_array();
    for (guint at = 0; at < figures->administrations->len; at++) {
        const struct administration_figures *row = figures->administrations->pdata[at];
        json_t *one = meeting_figures_json(&row->figures);
        json_object_set_new(one, "administration", json_string(row->name));
        json_array_append_new(rows, one);
    }
    json_object_set_new(all, "administrations", rows);
    return all;
}

/* `whose`: an administration, "" for all of them. */
static void print_figures(const char *whose, const struct figures *all)
{
    if (all->invited + all->yes + all->maybe + all->no + all->came + all->absent == 0) {
        return;
    }
    printf(
        "%-12s %s%sinvited %d (delivered %d): yes %d, maybe %d, no %d, no answer %d, waiting %d, "
        "companions %d",
        "", whose, *whose != '\0' ? ": " : "", all->invited, all->delivered, all->yes, all->maybe,
        all->no, all->silent, all->waiting, all->companions);
    if (all->came + all->absent > 0) {
        printf("; came %d, absent %d", all->came, all->absent);
    }
    if (all->marks > 0) {
        printf("; mean %.1f of %d marks", (double)all->mark_sum / all->marks, all->marks);
    }
    putchar('\n');
}

/* A line for each administration, when one is known. */
static void print_administrations(const GPtrArray *rows)
{
    const struct administration_figures *first = rows->len > 0 ? rows->pdata[0] : NULL;
    if (first == NULL || *first->name == '\0') {
        return;
    }
    for (guint at = 0; at < rows->len; at++) {
        const struct administration_figures *row = rows->pdata[at];
        print_figures(*row->name != '\0' ? row->name : "no administration", &row->figures);
    }
}

/* `figures` NULL: not wanted. */
static void list_one(const struct meeting *meeting, const struct meeting_figures *figures,
                     bool as_json)
{
    g_autofree char *day = english_day(meeting_day(meeting));
    if (as_json) {
        json_auto_t *row = json_pack(
            "{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:i}", "format", 1, "meeting",
            meeting->name, "title", meeting->title, "state", meeting_state_name(meeting->state),
            "starts", meeting->starts, "ends", meeting->ends, "zone", meeting->zone, "place",
            meeting->place, "access", meeting->access, "capacity", meeting->capacity, "audience",
            audience_of(meeting), "sequence", meeting->sequence);
        if (figures != NULL) {
            json_object_set_new(row, "figures", json_of(figures));
        }
        print_row(row);
        return;
    }
    printf("%-12s %-9s %-15s %s-%s  %s%s%s\n", meeting->name, meeting_state_name(meeting->state),
           day, hour_of(meeting->starts), hour_of(meeting->ends), meeting->place,
           *meeting->title != '\0' ? ": " : "", meeting->title);
    if (figures != NULL) {
        print_figures("", &figures->all);
        print_administrations(figures->administrations);
    }
}

static char *today_of(const struct site *site)
{
    g_autoptr(GDateTime) civil = clock_civil(site->clock, clock_now(site->clock));
    return g_date_time_format(civil, "%Y-%m-%d");
}

int meeting_list_all(const struct site *site, const struct meeting_words *words)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *today = today_of(site);
    g_autoptr(GPtrArray) meetings =
        meeting_find_all(&site->house->office, words->all ? "" : today, &error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        SCOPED(meeting_figures)
        struct meeting_figures *figures =
            meeting_figures_count(&site->house->office, meetings->pdata[at], &error);
        if (figures == NULL) {
            return command_fail(error);
        }
        list_one(meetings->pdata[at], figures, words->as_json);
    }
    return meetings != NULL ? EXIT_DONE : command_fail(error);
}

static void print_moment(const struct site *site, const char *what, int64_t moment)
{
    g_autofree char *when = clock_format(site->clock, moment);
    printf("%s%.16s\n", what, when);
}

static void show(const struct site *site, const struct meeting *meeting)
{
    const struct office *office = &site->house->office;
    const struct meeting_rule *rule = meeting_dates_rule(office->dates);
    int today = meeting_day(meeting);
    const char *warning = holidays_warning(meeting_dates_holidays(office->dates), today);
    list_one(meeting, NULL, false);
    if (*meeting->access != '\0') {
        printf("access: %s\n", meeting->access);
    }
    if (meeting->capacity > 0) {
        printf("seats: %d\n", meeting->capacity);
    }
    print_moment(site, "invitations: ", meeting_days_before(office, meeting, rule->invite));
    print_moment(site,
                 "who is silent is asked: ", meeting_days_before(office, meeting, rule->missing));
    for (unsigned at = 0; at < rule->reminder_count; at++) {
        print_moment(site, "reminder: ", meeting_days_before(office, meeting, rule->reminders[at]));
    }
    print_moment(site,
                 "answers until: ", meeting_deadline(office, meeting) - 1); /* as letters do */
    if (warning != NULL) {
        printf("note: %s\n", warning);
    }
}

int meeting_show_next(const struct site *site, const struct meeting_words *words)
{
    (void)words;
    int status = EXIT_DONE;
    SCOPED(meeting) struct meeting *meeting = meeting_next_one(site, true, &status);
    if (meeting != NULL) {
        show(site, meeting);
    }
    return status;
}

/* What `meeting move` and `cancel` decided stands in the feed too; also of a meeting that was moved
 * out of its month and is past. */
static bool add_decisions(const struct office *office, GError **error)
{
    g_autoptr(GPtrArray) meetings = meeting_list(office->store, "", error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        const struct meeting *meeting = meetings->pdata[at];
        g_autofree char *wrong = NULL;
        g_autofree char *value = g_strdup_printf(
            "%.10s %s-%s, %s; capacity %d; %s%s%s%s", meeting->starts, hour_of(meeting->starts),
            hour_of(meeting->ends), meeting->place, meeting->capacity, audience_of(meeting),
            *meeting->title != '\0' ? "; title " : "", meeting->title,
            meeting->state == MEETING_CANCELLED ? "; cancelled" : "");
        meeting_dates_decide(office->dates, meeting->name, value, &wrong);
    }
    return meetings != NULL;
}

int meeting_feed(const struct site *site, const struct meeting_words *words)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &site->house->office;
    const char *whom = words->audience != NULL ? words->audience : "both";
    enum meeting_audience audience = strcmp(whom, "seekers") == 0     ? MEETING_SEEKERS
                                     : strcmp(whom, "employers") == 0 ? MEETING_EMPLOYERS
                                                                      : MEETING_BOTH;
    if (audience == MEETING_BOTH && strcmp(whom, "both") != 0) {
        return command_misused("meeting", "--for takes seekers, employers or both");
    }
    g_autofree char *today = today_of(site);
    if (!add_decisions(office, &error)) {
        return command_fail(error);
    }
    const char *group = "calendar";
    const struct feed feed = {.dates = office->dates,
                              .today = days_from_iso(today),
                              .audience = audience,
                              .stamp = clock_now(site->clock),
                              .zone = config_text(site->config, CONFIG_SITE_TIMEZONE),
                              .domain = config_text(site->config, CONFIG_SITE_DOMAIN),
                              .organizer_name = config_text(site->config, CONFIG_SITE_NAME),
                              .organizer_address = config_text(site->config, CONFIG_SITE_ADDRESS),
                              .name = config_text(site->config, CONFIG_SITE_NAME),
                              .summary = templates_word(office->templates, "da", group, "meeting"),
                              .description = meeting_dates_rule(office->dates)->access,
                              .url = config_text(site->config, CONFIG_SITE_WEB)};
    g_autofree char *text = feed_write(&feed);
    if (words->where == NULL || strcmp(words->where, "-") == 0) {
        fputs(text, stdout);
        return EXIT_DONE;
    }
    return file_write(words->where, text, strlen(text), 0644, &error) ? EXIT_DONE
                                                                      : command_fail(error);
}
