#include "act/meeting_change.h"

#include <string.h>

#include "act/meeting_find.h"
#include "act/meeting_invite.h"
#include "act/meeting_letter.h"
#include "act/meeting_room.h"
#include "act/meeting_time.h"
#include "base/failure.h"
#include "store/invitee.h"
#include "store/meeting_mail.h"
#include "store/setting.h"

enum { GROUP = 256 }; /* people told in one transaction */

static bool refuse(GError **error, const struct meeting *meeting, const char *why)
{
    g_set_error(error, ACT_ERROR, FAILURE_INPUT, "the meeting %s %s", meeting->name, why);
    return false;
}

static bool check_open(const struct office *office, const struct meeting *meeting, GError **error)
{
    if (meeting->state == MEETING_CANCELLED) {
        return refuse(error, meeting, "is cancelled already");
    }
    if (meeting->state == MEETING_OVER || meeting_starts(meeting) <= clock_now(office->clock)) {
        return refuse(error, meeting, "has begun or is over; it stays as it was");
    }
    return true;
}

static char *version_name(const struct meeting *meeting, int sequence)
{
    return g_strdup_printf("meeting %s version %d", meeting->name, sequence);
}

static char *reason_name(const struct meeting *meeting)
{
    return g_strdup_printf("meeting %s reason", meeting->name);
}

/* How the version was that some guests know: for the words "from ... to ...". */
static bool keep_version(const struct office *office, const struct meeting *meeting, GError **error)
{
    g_autofree char *name = version_name(meeting, meeting->sequence);
    g_autofree char *value =
        g_strdup_printf("%s\n%s\n%s", meeting->starts, meeting->ends, meeting->place);
    return setting_set(office->store, name, value, error);
}

static bool same_time(const struct meeting *one, const struct meeting *other)
{
    return strcmp(one->starts, other->starts) == 0 && strcmp(one->ends, other->ends) == 0 &&
           strcmp(one->zone, other->zone) == 0;
}

bool meeting_change_apply(const struct office *office, const struct cause *cause,
                          const struct meeting *before, struct meeting *after, GError **error)
{
    if (!check_open(office, before, error)) {
        return false;
    }
    if (meeting_starts(after) <= cause->at) {
        return refuse(error, before, "cannot be moved into the past");
    }
    after->state = before->state;
    after->sequence = before->sequence;
    after->time_sequence = before->time_sequence;
    bool moved = !same_time(before, after);
    if (before->state == MEETING_ANNOUNCED && (moved || strcmp(before->place, after->place) != 0)) {
        after->sequence++;
        after->time_sequence = moved ? after->sequence : before->time_sequence;
        if (!keep_version(office, before, error)) {
            return false;
        }
    }
    return meeting_update(office->store, cause, before, after, error) &&
           meeting_room_changed(office, cause, before, after, error);
}

bool meeting_change_cancel(const struct office *office, const struct cause *cause,
                           const struct meeting *meeting, const char *reason, GError **error)
{
    g_autofree char *name = reason_name(meeting);
    SCOPED(meeting) struct meeting *after = meeting_copy(meeting);
    after->state = MEETING_CANCELLED;
    after->sequence++;
    return check_open(office, meeting, error) && keep_version(office, meeting, error) &&
           setting_set(office->store, name, reason, error) &&
           meeting_update(office->store, cause, meeting, after, error);
}

/* The version that says "cancelled". */
#define OFF "cancelled"

bool meeting_change_reopen(const struct office *office, const struct cause *cause,
                           const struct meeting *before, struct meeting *after, GError **error)
{
    g_assert(before->state == MEETING_CANCELLED);
    g_autofree char *name = version_name(before, before->sequence);
    g_autoptr(GPtrArray) guests = guest_list(office->store, before->id, error);
    if (guests == NULL) {
        return false;
    }
    if (meeting_starts(after) <= cause->at) {
        return refuse(error, before, "cannot take place in the past");
    }
    after->state = guests->len > 0 ? MEETING_ANNOUNCED : MEETING_PLANNED;
    after->sequence = after->time_sequence = before->sequence + 1;
    return setting_set(office->store, name, OFF, error) &&
           meeting_update(office->store, cause, before, after, error) &&
           meeting_room_changed(office, cause, before, after, error);
}

/* The letters of one meeting on their way. */
struct telling {
    const struct office *office;
    struct cause cause;
    const struct meeting *meeting;
};

/* The meeting as a guest knows it, in `old`. False without an error: nothing is known of that
 * version, so it is told as it is. `off`: they were told that it is cancelled. */
static bool known_version(const struct telling *telling, int sequence, struct meeting *old,
                          bool *off, GError **error)
{
    g_autofree char *name = version_name(telling->meeting, sequence);
    g_autofree char *value = setting_get(telling->office->store, name, error);
    g_auto(GStrv) lines = g_strsplit(value != NULL ? value : "", "\n", 3);
    *off = g_strcmp0(value, OFF) == 0;
    if (g_strv_length(lines) < 3) {
        return false;
    }
    g_free(old->starts);
    g_free(old->ends);
    g_free(old->place);
    old->starts = g_strdup(lines[0]);
    old->ends = g_strdup(lines[1]);
    old->place = g_strdup(lines[2]);
    return true;
}

static char *in_words(const struct telling *telling, const struct meeting *meeting,
                      const struct guest *guest)
{
    SCOPED(person)
    struct person *person = person_get(telling->office->store, guest->person, NULL);
    return meeting_words(telling->office, meeting, meeting->starts,
                         person != NULL ? person->language : "da", "time");
}

/* The next information meeting after a cancelled one, in words; NULL: none is planned. */
static char *next_meeting(const struct telling *telling, const struct guest *guest)
{
    SCOPED(person)
    struct person *person = person_get(telling->office->store, guest->person, NULL);
    if (person == NULL || *telling->meeting->title != '\0') {
        return NULL;
    }
    const struct meeting_wish wish = {
        .role = person->role, .after = meeting_starts(telling->meeting), .stored = true};
    SCOPED(meeting) struct meeting *next = meeting_find_next(telling->office, &wish, NULL);
    return next != NULL ? in_words(telling, next, guest) : NULL;
}

static bool send_cancelled(const struct telling *telling, struct guest *guest, GError **error)
{
    g_autofree char *name = reason_name(telling->meeting);
    g_autofree char *reason = setting_get(telling->office->store, name, NULL);
    g_autofree char *next = next_meeting(telling, guest);
    json_auto_t *more = json_pack("{s:s, s:s}", "aarsag", reason != NULL ? reason : "",
                                  "naestemoede", next != NULL ? next : "");
    struct meeting_letter letter = {
        .name = "meeting-cancelled", .what = "cancelled", .method = "CANCEL", .more = more};
    return meeting_letter_send(telling->office, &telling->cause, telling->meeting, guest, &letter,
                               error);
}

static bool send_changed(const struct telling *telling, struct guest *guest,
                         const struct meeting *old, GError **error)
{
    const struct meeting *meeting = telling->meeting;
    bool moved = !same_time(old, meeting), elsewhere = strcmp(old->place, meeting->place) != 0;
    g_autofree char *was = in_words(telling, old, guest);
    g_autofree char *is = in_words(telling, meeting, guest);
    json_auto_t *more =
        json_pack("{s:s, s:s, s:s, s:s}", "gammelttidspunkt", was, "nyttidspunkt", moved ? is : "",
                  "gammeltsted", old->place, "nytsted", elsewhere ? "ja" : "");
    struct meeting_letter letter = {.name = "meeting-changed",
                                    .what = "changed",
                                    .method = "REQUEST",
                                    .keeps_answer = !moved,
                                    .more = more};
    return meeting_letter_send(telling->office, &telling->cause, meeting, guest, &letter, error);
}

/* They know it as it is without a letter. */
static bool only_note(const struct telling *telling, const struct guest *guest, GError **error)
{
    SCOPED(guest) struct guest *after = guest_copy(guest);
    after->sequence = telling->meeting->sequence;
    return guest_update(telling->office->store, &telling->cause, guest, after, error);
}

/* Somebody who has heard nothing at all, because the invitation was still in the queue, is invited
 * to the meeting as it is now, or not at all. */
static bool tell_guest(const struct telling *telling, struct guest *guest, bool heard,
                       GError **error)
{
    bool cancelled = telling->meeting->state == MEETING_CANCELLED;
    if (!heard) {
        return cancelled ? only_note(telling, guest, error)
                         : meeting_invite_guest(telling->office, &telling->cause, telling->meeting,
                                                guest, error);
    }
    if (cancelled) {
        return send_cancelled(telling, guest, error);
    }
    g_autoptr(GError) failure = NULL;
    SCOPED(meeting) struct meeting *old = meeting_copy(telling->meeting);
    bool off = false, known = known_version(telling, guest->sequence, old, &off, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (off) {
        return meeting_invite_again(telling->office, &telling->cause, telling->meeting, guest,
                                    error);
    }
    bool same =
        same_time(old, telling->meeting) && strcmp(old->place, telling->meeting->place) == 0;
    return known && !same ? send_changed(telling, guest, old, error)
                          : only_note(telling, guest, error);
}

static bool tell_one(const struct telling *telling, int64_t person, GError **error)
{
    struct store *store = telling->office->store;
    struct meeting_mail mail = {.meeting = telling->meeting->id, .person = person};
    int64_t left = 0;
    SCOPED(guest) struct guest *guest = guest_of(store, telling->meeting->id, person, error);
    if (guest == NULL || !meeting_mail_take_back(store, &telling->cause, &mail, &left, error)) {
        return false;
    }
    bool heard = left > 0 || guest->answer == GUEST_YES || guest->answer == GUEST_MAYBE;
    return tell_guest(telling, guest, heard, error);
}

bool meeting_change_tell(const struct office *office, const char *actor,
                         const struct meeting *meeting, int64_t *told, bool *more, GError **error)
{
    struct telling telling = {.office = office,
                              .cause = {.at = clock_now(office->clock), .actor = actor},
                              .meeting = meeting};
    struct invitee_search search = {
        .meeting = meeting, .now = telling.cause.at, .most = 1}; /* is there anybody? */
    *more = false;
    g_autoptr(GArray) waiting = invitee_untold(office->store, &search, error);
    if (waiting == NULL || waiting->len == 0) {
        return waiting != NULL;
    }
    STORE_ROLLS_BACK(office->store);
    SCOPED(meeting)
    struct meeting *now =
        store_begin(office->store, error) ? meeting_get(office->store, meeting->id, error) : NULL;
    search.most = GROUP;
    telling.meeting = search.meeting = now;
    g_autoptr(GArray) people = now != NULL ? invitee_untold(office->store, &search, error) : NULL;
    for (guint at = 0; people != NULL && at < people->len; at++) {
        if (!tell_one(&telling, g_array_index(people, int64_t, at), error)) {
            return false;
        }
    }
    if (people == NULL || !store_commit(office->store, error)) {
        return false;
    }
    *told += people->len;
    *more = people->len == GROUP;
    return true;
}
