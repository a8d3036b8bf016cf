/* moedested meeting invite, move, cancel: short writes beside a running daemon. */
#include <string.h>
#include <unistd.h>

#include "act/meeting_change.h"
#include "act/meeting_find.h"
#include "act/meeting_invite.h"
#include "act/meeting_list.h"
#include "act/meeting_room.h"
#include "act/meeting_rows.h"
#include "act/meeting_time.h"
#include "base/days.h"
#include "calendar/workdays.h"
#include "commands/meeting.h"
#include "post/pace.h"
#include "store/invitee.h"
#include "store/quota_budget.h"

#define DAY_LENGTH (DAYS_ISO_ROOM - 1)
#define CAPACITY_LIMIT 10000

/* Ends the line. `room`: when the limits have room for those who are left. */
static int tell_waiting(const struct site *site, const struct meeting *meeting, int64_t room)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &site->house->office;
    const struct invitee_search search = {
        .meeting = meeting, .now = clock_now(office->clock), .most = G_MAXINT};
    g_autoptr(GArray) waiting = invitee_uninvited(office->store, &search, 0, &error);
    if (waiting == NULL) {
        putchar('\n');
        return command_fail(error);
    }
    g_autofree char *when = clock_format(site->clock, room);
    bool by_itself = config_is(office->config, CONFIG_MEETING_INVITATIONS, "on") &&
                     room < meeting_deadline(office, meeting);
    printf(" waiting=%u\n", waiting->len);
    fprintf(stderr,
            "moedested: the limits of [newsletter] have no room for the others before %.16s; %s\n",
            when, by_itself ? "the daemon invites them then" : "give this command again then");
    return EXIT_FINDINGS;
}

static int invite_all(const struct site *site, const struct meeting *meeting)
{
    g_autoptr(GError) error = NULL;
    int64_t invited = 0;
    bool more = true;
    while (more) {
        if (!meeting_invite_next(&site->house->office, "staff", meeting, 0, &invited, &more,
                                 &error)) {
            return command_fail(error);
        }
    }
    printf("meeting=%s invited=%" G_GINT64_FORMAT, meeting->name, invited);
    int64_t room = quota_letters_wait(site->house->office.store, clock_now(site->clock));
    if (room != 0) {
        return tell_waiting(site, meeting, room);
    }
    putchar('\n');
    return EXIT_DONE;
}

/* The row of a meeting that is only planned yet, in a transaction of its own. */
static bool keep(const struct site *site, struct meeting *meeting, GError **error)
{
    const struct office *office = &site->house->office;
    STORE_ROLLS_BACK(office->store);
    return meeting->id != 0 || (store_begin(office->store, error) &&
                                meeting_rows_keep(office, "staff", meeting, error) &&
                                store_commit(office->store, error));
}

static bool is_to_come(const struct site *site, const struct meeting *meeting)
{
    return meeting->state != MEETING_CANCELLED && meeting->state != MEETING_OVER &&
           meeting_starts(meeting) > clock_now(site->clock);
}

int meeting_invite(const struct site *site, const struct meeting_words *words)
{
    g_autoptr(GError) error = NULL;
    int status = EXIT_DONE;
    SCOPED(meeting)
    struct meeting *meeting = words->meeting != NULL ? meeting_named(site, words->meeting, &status)
                                                     : meeting_next_one(site, false, &status);
    if (meeting == NULL) {
        return status;
    }
    if (!is_to_come(site, meeting)) {
        fprintf(stderr, "moedested: the meeting %s is %s\n", meeting->name,
                meeting->state == MEETING_CANCELLED ? "cancelled" : "over, or has begun");
        return EXIT_FINDINGS;
    }
    struct quota *pace = pace_read(site->config, &error);
    if (pace == NULL) {
        return command_fail(error);
    }
    quota_apply(site->house->office.store, pace);
    if (!keep(site, meeting, &error) ||
        !meeting_invite_announce(&site->house->office, "staff", meeting->id, &error)) {
        return command_fail(error);
    }
    return invite_all(site, meeting);
}

/* Everybody who has to hear of it. */
static int tell_all(const struct site *site, const struct meeting *meeting, const char *done)
{
    g_autoptr(GError) error = NULL;
    int64_t told = 0;
    bool more = true;
    SCOPED(meeting)
    struct meeting *now = meeting_get(site->house->office.store, meeting->id, &error);
    while (now != NULL && more) {
        if (!meeting_change_tell(&site->house->office, "staff", now, &told, &more, &error)) {
            return command_fail(error);
        }
    }
    if (now == NULL) {
        return command_fail(error);
    }
    printf("meeting=%s %s told=%" G_GINT64_FORMAT "\n", meeting->name, done, told);
    return EXIT_DONE;
}

/* Decides about the meeting as it is now in the store; `after` NULL: it is cancelled. `now`: as it
 * became. */
static bool decide(const struct site *site, struct meeting *meeting, struct meeting *after,
                   const char *reason, GError **error)
{
    const struct office *office = &site->house->office;
    struct cause cause = {.at = clock_now(site->clock), .actor = "staff"};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error) ||
        (meeting->id == 0 && !meeting_rows_keep(office, "staff", meeting, error))) {
        return false;
    }
    SCOPED(meeting) struct meeting *before = meeting_get(office->store, meeting->id, error);
    if (before == NULL) {
        return false;
    }
    if (after != NULL) {
        after->id = before->id;
    }
    bool done = after != NULL ? meeting_change_apply(office, &cause, before, after, error)
                              : meeting_change_cancel(office, &cause, before, reason, error);
    return done && meeting_rows_by_hand(office, before, error) &&
           store_commit(office->store, error);
}

static void set(char **field, const char *text)
{
    g_free(*field);
    *field = g_strdup(text);
}

/* The minutes of day of a wall time. */
static int minutes_of(const char *wall)
{
    const char *hour = wall + DAY_LENGTH + 1;
    return (int)(g_ascii_strtoll(hour, NULL, 10) * 60 + g_ascii_strtoll(hour + 3, NULL, 10));
}

/* Reads 2026-12-08, 2026-12-08T13:00 or 13:00 into the meeting, which stays as long as it was. */
static bool read_time(const struct site *site, const char *text, struct meeting *meeting)
{
    enum { DAY_MINUTES = 24 * 60 };
    int64_t moment = 0;
    g_autofree char *wall = NULL;
    if (strlen(text) == strlen("13:00") && text[2] == ':') {
        wall = g_strdup_printf("%.*sT%s", DAY_LENGTH, meeting->starts, text);
    } else if (strlen(text) == DAY_LENGTH) {
        wall = g_strdup_printf("%s%s", text, meeting->starts + DAY_LENGTH);
    } else {
        wall = g_strdelimit(g_strdup(text), " ", 'T');
    }
    g_autofree char *day = g_strndup(wall, DAY_LENGTH);
    int length = minutes_of(meeting->ends) - minutes_of(meeting->starts);
    if (strlen(wall) != strlen("2026-12-08T13:00") || days_from_iso(day) == 0 ||
        !clock_parse(site->clock, wall, &moment, NULL) ||
        minutes_of(wall) + length >= DAY_MINUTES) {
        return false;
    }
    int end = minutes_of(wall) + length;
    g_autofree char *ends = g_strdup_printf("%sT%02d:%02d", day, end / 60, end % 60);
    set(&meeting->starts, wall);
    set(&meeting->ends, ends);
    return true;
}

/* What speaks against the new day; whether anything does. */
static bool warn(const struct site *site, const struct meeting *meeting, GError **error)
{
    const struct office *office = &site->house->office;
    const struct holidays *holidays = meeting_dates_holidays(office->dates);
    int day = meeting_day(meeting);
    const char *name = NULL, *warning = holidays_warning(holidays, day);
    bool any = false;
    if (!workdays_is(holidays, day)) {
        holidays_is_closed(holidays, day, &name);
        fprintf(stderr, "warning: %.*s is closed (%s)\n", DAY_LENGTH, meeting->starts,
                name != NULL ? name : "weekend");
        any = true;
    } else if (warning != NULL) {
        fprintf(stderr, "warning: %.*s: %s\n", DAY_LENGTH, meeting->starts, warning);
        any = true;
    }
    g_autofree char *iso = g_strndup(meeting->starts, DAY_LENGTH);
    g_autoptr(GPtrArray) others = meeting_find_all(office, iso, error);
    for (guint at = 0; others != NULL && at < others->len; at++) {
        const struct meeting *other = others->pdata[at];
        if (strcmp(other->name, meeting->name) != 0 && other->state != MEETING_CANCELLED &&
            meeting_day(other) == day) {
            fprintf(stderr, "warning: the meeting %s is on that day too\n", other->name);
            any = true;
        }
    }
    return any;
}

/* What fits into the meeting as it is now, when that is not everybody. */
static bool print_room(const struct site *site, const struct meeting *meeting, GError **error)
{
    g_autoptr(GPtrArray) last = meeting_room_last(&site->house->office, meeting, error);
    for (guint at = 0; last != NULL && at < last->len; at++) {
        const struct listed *listed = last->pdata[at];
        fprintf(stderr, "warning: no seat for number %d, %s\n", listed->guest->number,
                person_address(listed->person));
    }
    if (last != NULL && last->len > 0) {
        fprintf(stderr,
                "they asked last and keep their seats; moedested meeting guests %s --waiting last "
                "sends them to the waiting list\n",
                meeting->name);
    }
    return last != NULL;
}

/* Reads "20" or "none". */
static bool read_capacity(const char *text, struct meeting *meeting)
{
    guint64 number = 0;
    bool none = strcmp(text, "none") == 0;
    if (!none && !g_ascii_string_to_unsigned(text, 10, 1, CAPACITY_LIMIT, &number, NULL)) {
        command_misused("meeting", "--capacity takes a number of seats, or none");
        return false;
    }
    meeting->capacity = (int)number;
    return true;
}

int meeting_move(const struct site *site, const struct meeting_words *words)
{
    g_autoptr(GError) error = NULL;
    int status = EXIT_DONE;
    if (words->where == NULL && words->place == NULL && words->access == NULL &&
        words->capacity == NULL) {
        return command_misused("meeting", "move needs a new time, such as 2026-12-08T13:00, "
                                          "--place or --capacity");
    }
    SCOPED(meeting) struct meeting *meeting = meeting_named(site, words->meeting, &status);
    if (meeting == NULL) {
        return status;
    }
    SCOPED(meeting) struct meeting *after = meeting_copy(meeting);
    if (words->where != NULL && !read_time(site, words->where, after)) {
        return command_misused("meeting",
                               "\"%s\" is no time for it; write 2026-12-08T13:00, "
                               "2026-12-08 (at the same hour) or 13:00",
                               words->where);
    }
    if (words->place != NULL) {
        set(&after->place, words->place);
        set(&after->access, words->access != NULL ? words->access : "");
    } else if (words->access != NULL) {
        set(&after->access, words->access);
    }
    if (words->capacity != NULL && !read_capacity(words->capacity, after)) {
        return EXIT_USAGE;
    }
    bool warned = words->where != NULL && warn(site, after, &error);
    if (error != NULL) {
        return command_fail(error);
    }
    if (warned && !words->yes) {
        fprintf(stderr, "moedested: nothing is changed; --yes does it all the same\n");
        return EXIT_FINDINGS;
    }
    if (!decide(site, meeting, after, NULL, &error) ||
        (words->capacity != NULL && !print_room(site, after, &error))) {
        return command_fail(error);
    }
    g_autofree char *done = g_strdup_printf("starts=%s", after->starts);
    return tell_all(site, after, done);
}

/* How many guests hear of it when the meeting is cancelled. */
static bool count_told(const struct site *site, const struct meeting *meeting, unsigned *told,
                       GError **error)
{
    SCOPED(meeting) struct meeting *after = meeting_copy(meeting);
    after->sequence++;
    const struct invitee_search search = {
        .meeting = after, .now = clock_now(site->clock), .most = G_MAXINT};
    g_autoptr(GArray) guests = invitee_untold(site->house->office.store, &search, error);
    *told = guests != NULL ? guests->len : 0;
    return guests != NULL;
}

/* The person at the keyboard types its name: nothing takes the letters back. */
static int ask(const struct site *site, const struct meeting *meeting)
{
    g_autoptr(GError) error = NULL;
    unsigned told = 0;
    char line[64];
    if (!isatty(STDIN_FILENO)) {
        return command_misused("meeting", "cancel needs --yes when nobody is there to ask");
    }
    if (!count_told(site, meeting, &told, &error)) {
        return command_fail(error);
    }
    fprintf(stderr,
            "%u guests are told that the meeting of %s is cancelled; nothing takes that back. Type "
            "%s to cancel it: ",
            told, meeting->starts, meeting->name);
    if (fgets(line, sizeof line, stdin) == NULL || strcmp(g_strstrip(line), meeting->name) != 0) {
        fprintf(stderr, "Nothing is changed.\n");
        return EXIT_FINDINGS;
    }
    return EXIT_DONE;
}

int meeting_call_off(const struct site *site, const struct meeting_words *words)
{
    g_autoptr(GError) error = NULL;
    int status = EXIT_DONE;
    SCOPED(meeting) struct meeting *meeting = meeting_named(site, words->meeting, &status);
    if (meeting == NULL) {
        return status;
    }
    if (!words->yes && is_to_come(site, meeting)) {
        status = ask(site, meeting);
    }
    if (status != EXIT_DONE) {
        return status;
    }
    if (!decide(site, meeting, NULL, words->reason, &error)) {
        return command_fail(error);
    }
    return tell_all(site, meeting, "cancelled");
}
