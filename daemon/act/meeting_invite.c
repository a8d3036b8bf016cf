#include "act/meeting_invite.h"

#include "act/meeting_letter.h"
#include "act/meeting_time.h"
#include "base/failure.h"
#include "store/invitee.h"
#include "store/quota_budget.h"
#include "store/suppression.h"

enum { GROUP = 256 }; /* people invited in one transaction */

bool meeting_invite_announce(const struct office *office, const char *actor, int64_t meeting,
                             GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = actor};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    SCOPED(meeting) struct meeting *before = meeting_get(office->store, meeting, error);
    SCOPED(meeting) struct meeting *after = before != NULL ? meeting_copy(before) : NULL;
    if (after == NULL || before->state != MEETING_PLANNED) {
        return after != NULL;
    }
    after->state = MEETING_ANNOUNCED;
    return meeting_update(office->store, &cause, before, after, error) &&
           store_commit(office->store, error);
}

static bool send_invitation(const struct office *office, const struct cause *cause,
                            const struct meeting *meeting, struct guest *guest, bool again,
                            GError **error)
{
    json_auto_t *more = json_pack("{s:s}", "alligevel", again ? "ja" : "");
    SCOPED(person) struct person *person = person_get(office->store, guest->person, error);
    bool employer = person != NULL && person->role == PERSON_EMPLOYER;
    struct meeting_letter letter = {.name = employer ? "invitation-employer" : "invitation",
                                    .what = "invitation",
                                    .method = "REQUEST",
                                    .keeps_answer = guest->said_sequence >= meeting->time_sequence,
                                    .more = more};
    return person != NULL && meeting_letter_send(office, cause, meeting, guest, &letter, error);
}

bool meeting_invite_guest(const struct office *office, const struct cause *cause,
                          const struct meeting *meeting, struct guest *guest, GError **error)
{
    return send_invitation(office, cause, meeting, guest, false, error);
}

bool meeting_invite_again(const struct office *office, const struct cause *cause,
                          const struct meeting *meeting, struct guest *guest, GError **error)
{
    return send_invitation(office, cause, meeting, guest, true, error);
}

static bool add_guest(const struct office *office, const struct cause *cause,
                      const struct meeting *meeting, const struct guest *guest, GError **error)
{
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(office, meeting, guest->person, token);
    return guest_add(office->store, cause, guest, token, error);
}

/* Somebody whose name or address cannot stand in a mail must not keep the others from theirs: they
 * are a guest who was not invited by mail. */
static bool invite_one(const struct office *office, const struct cause *cause,
                       const struct meeting *meeting, int64_t person, GError **error)
{
    struct guest guest = {.meeting = meeting->id,
                          .person = person,
                          .invited = cause->at,
                          .sequence = meeting->sequence};
    g_autoptr(GError) failure = NULL;
    if (!store_begin_part(office->store, error)) {
        return false;
    }
    if (add_guest(office, cause, meeting, &guest, &failure) &&
        meeting_invite_guest(office, cause, meeting, &guest, &failure)) {
        return store_keep_part(office->store, error);
    }
    if (failure->domain != MAIL_ERROR || !store_drop_part(office->store)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    guest.invited = 0;
    return add_guest(office, cause, meeting, &guest, error) &&
           event_add(office->store, cause, person, 0, "meeting", meeting->name, NULL,
                     "cannot be written to", error);
}

/* Whether the limits let an invitation go to this person now. */
static bool find_room(const struct office *office, struct quota_budget *budget, int64_t id,
                      bool *room, GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, id, error);
    const char *address = NULL;
    return person != NULL && suppression_pick_address(office->store, person, &address, error) &&
           quota_budget_take(budget, address != NULL ? address : person_address(person), room,
                             error);
}

/* Up to a group of those for whom there is room. `more`: there may be others. */
static bool invite_group(const struct office *office, const struct cause *cause,
                         struct invitee_search *search, int64_t since, int64_t *invited, bool *more,
                         GError **error)
{
    SCOPED(quota_budget)
    struct quota_budget *budget = quota_budget_open(office->store, cause->at, error);
    int64_t count = 0;
    for (*more = budget != NULL; *more && count < GROUP;) {
        g_autoptr(GArray) people = invitee_uninvited(office->store, search, since, error);
        if (people == NULL) {
            return false;
        }
        guint at = 0;
        for (; at < people->len && count < GROUP; at++) {
            bool room = false;
            search->after = g_array_index(people, int64_t, at);
            if (!find_room(office, budget, search->after, &room, error) ||
                (room && !invite_one(office, cause, search->meeting, search->after, error))) {
                return false;
            }
            count += room ? 1 : 0;
        }
        *more = at < people->len || people->len == search->most;
    }
    if (budget != NULL && !*more) {
        quota_budget_done(budget);
    }
    *invited += count;
    return budget != NULL;
}

bool meeting_invite_next(const struct office *office, const char *actor,
                         const struct meeting *meeting, int64_t since, int64_t *invited, bool *more,
                         GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = actor};
    /* Is there anybody? */
    struct invitee_search search = {.meeting = meeting, .now = cause.at, .most = 1};
    *more = false;
    if (quota_letters_wait(office->store, cause.at) != 0) {
        return true;
    }
    g_autoptr(GArray) waiting = invitee_uninvited(office->store, &search, since, error);
    if (waiting == NULL || waiting->len == 0) {
        return waiting != NULL;
    }
    STORE_ROLLS_BACK(office->store);
    SCOPED(meeting)
    struct meeting *now = store_begin_parts(office->store, error)
                              ? meeting_get(office->store, meeting->id, error)
                              : NULL;
    if (now == NULL || now->state != MEETING_ANNOUNCED) {
        return now != NULL; /* it was changed meanwhile */
    }
    search.most = GROUP;
    search.meeting = now;
    int64_t group = 0;
    if (!invite_group(office, &cause, &search, since, &group, more, error) ||
        !store_commit(office->store, error)) {
        return false;
    }
    *invited += group;
    return true;
}
