#include "act/meeting_staff.h"

#include "act/meeting_answer.h"
#include "act/meeting_letter.h"
#include "act/meeting_list.h"
#include "act/meeting_time.h"
#include "act/meeting_words.h"
#include "base/failure.h"

static bool refuse(const struct meeting *meeting, const char *why, GError **error)
{
    g_set_error(error, ACT_ERROR, FAILURE_INPUT, "the meeting %s %s", meeting->name, why);
    return false;
}

static bool is_planned(const struct meeting *meeting, GError **error)
{
    return meeting->state != MEETING_CANCELLED || refuse(meeting, "is cancelled", error);
}

static const char *letter_of(const struct guest *guest)
{
    if (guest->answer == GUEST_NO) {
        return "meeting-no";
    }
    return guest->seat == GUEST_SEATED ? "meeting-yes" : "meeting-waiting";
}

static bool confirm(const struct office *office, const struct cause *cause,
                    const struct meeting *meeting, struct guest *guest, int wanted, GError **error)
{
    int lost = guest->answer == GUEST_YES ? wanted - guest->companions : 0;
    g_autofree char *less = lost > 0 ? g_strdup_printf("%d", lost) : g_strdup("");
    json_auto_t *more = json_pack("{s:s, s:s}", "andenadresse", "", "ikkeplads", less);
    const struct meeting_letter letter = {
        .name = letter_of(guest), .what = "confirmed", .more = more};
    return meeting_letter_send(office, cause, meeting, guest, &letter, error);
}

struct guest *meeting_staff_answer(const struct office *office, const struct cause *cause,
                                   const struct meeting *meeting, const struct person *person,
                                   enum guest_answer answer, int companions, GError **error)
{
    if (!is_planned(meeting, error)) {
        return NULL;
    }
    if (cause->at >= meeting_starts(meeting)) {
        refuse(meeting, "has begun: say --walk-in of somebody who is there", error);
        return NULL;
    }
    SCOPED(guest) struct guest *guest = meeting_guest(office, cause, meeting, person->id, error);
    if (guest == NULL) {
        return NULL;
    }
    const struct meeting_word word = {.answer = answer,
                                      .companions = companions,
                                      .said = MAX(cause->at, guest->said + 1),
                                      .sequence = meeting->sequence,
                                      .by_staff = true};
    enum meeting_heard heard;
    return meeting_hear(office, cause, meeting, &guest, &word, &heard, error) &&
                   confirm(office, cause, meeting, guest, companions, error)
               ? g_steal_pointer(&guest)
               : NULL;
}

/* They get a number when there is a list already: it goes on with them. */
static bool number(const struct office *office, const struct cause *cause,
                   const struct meeting *meeting, struct guest **guest, GError **error)
{
    g_autoptr(GPtrArray) list = meeting_list_read(office, meeting, error);
    if (list == NULL || !meeting_list_number(office, cause, list, error)) {
        return false;
    }
    SCOPED(guest) struct guest *before = *guest;
    *guest = guest_of(office->store, meeting->id, before->person, error);
    return *guest != NULL;
}

struct guest *meeting_staff_walk_in(const struct office *office, const struct cause *cause,
                                    const struct meeting *meeting, const struct person *person,
                                    GError **error)
{
    if (!is_planned(meeting, error)) {
        return NULL;
    }
    if (cause->at < meeting_starts(meeting)) {
        refuse(meeting, "has not begun: say --add of somebody who will come", error);
        return NULL;
    }
    SCOPED(guest) struct guest *guest = meeting_guest(office, cause, meeting, person->id, error);
    if (guest == NULL) {
        return NULL;
    }
    SCOPED(guest) struct guest *before = guest_copy(guest);
    guest->presence = GUEST_CAME;
    if (guest->seat != GUEST_SEATED) { /* no list that staff answer tells of them */
        guest->by_staff = true;
        guest->seat = GUEST_NO_SEAT;
        guest->queue = guest->offer = 0;
    }
    return guest_update(office->store, cause, before, guest, error) &&
                   number(office, cause, meeting, &guest, error)
               ? g_steal_pointer(&guest)
               : NULL;
}
