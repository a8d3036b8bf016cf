#include "act/meeting_seats.h"

#include "act/meeting_letter.h"
#include "act/meeting_time.h"

static bool holds(const struct guest *guest)
{
    return guest->seat == GUEST_SEATED || guest->seat == GUEST_OFFERED;
}

static int party(const struct guest *guest)
{
    return 1 + guest->companions;
}

int seats_held(const struct guest *guest)
{
    return holds(guest) ? party(guest) : 0;
}

static int64_t left(const struct meeting *meeting, const struct guest_tally *tally)
{
    return meeting->capacity == 0 ? G_MAXINT : meeting->capacity - tally->taken;
}

void seats_give(const struct meeting *meeting, const struct guest_tally *others,
                const struct guest *before, struct guest *after, int64_t now)
{
    after->offer = 0;
    if (after->answer != GUEST_YES) {
        after->seat = GUEST_NO_SEAT;
        after->queue = 0;
        after->companions = 0;
        return;
    }
    int held = seats_held(before);
    /* Whoever waits goes before those who want more than they have. */
    int64_t most = MAX(held, others->waiting > 0 ? 0 : left(meeting, others));
    after->queue = after->queue != 0 ? after->queue : now;
    if (party(after) <= most || held > 0) {
        after->companions = (int)MIN(after->companions, most - 1);
        after->seat = GUEST_SEATED;
    } else {
        after->seat = GUEST_WAITING;
    }
}

static bool send_letter(const struct office *office, const struct cause *cause,
                        const struct meeting *meeting, struct guest *guest, const char *name,
                        GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, guest->person, error);
    if (person == NULL) {
        return false;
    }
    g_autofree char *until =
        templates_date(office->templates, person->language, office->clock, guest->offer, true);
    json_auto_t *more = json_pack("{s:s}", "tilbudsfrist", guest->offer != 0 ? until : "");
    const struct meeting_letter letter = {.name = name, .what = name, .more = more};
    return meeting_letter_send(office, cause, meeting, guest, &letter, error);
}

static struct guest *first_waiting(const GPtrArray *guests)
{
    for (guint at = 0; at < guests->len; at++) {
        struct guest *guest = guests->pdata[at];
        if (guest->seat == GUEST_WAITING) {
            return guest;
        }
    }
    return NULL;
}

static bool offer_to(const struct office *office, const struct cause *cause,
                     const struct meeting *meeting, struct guest *guest, GError **error)
{
    SCOPED(guest) struct guest *before = guest_copy(guest);
    int64_t span = config_number(office->config, CONFIG_MEETING_OFFER);
    guest->seat = GUEST_OFFERED;
    guest->offer = MIN(cause->at + span, meeting_starts(meeting));
    return guest_update(office->store, cause, before, guest, error) &&
           send_letter(office, cause, meeting, guest, "meeting-offer", error);
}

bool seats_offer(const struct office *office, const struct cause *cause,
                 const struct meeting *meeting, GError **error)
{
    bool open = meeting->state == MEETING_PLANNED || meeting->state == MEETING_ANNOUNCED;
    if (!open || cause->at >= meeting_starts(meeting)) {
        return true;
    }
    struct guest_tally tally;
    if (!guest_count_seats(office->store, meeting->id, 0, &tally, error)) {
        return false;
    }
    g_autoptr(GPtrArray) guests = tally.waiting > 0 && left(meeting, &tally) > 0
                                      ? guest_list(office->store, meeting->id, error)
                                      : g_ptr_array_new();
    if (guests == NULL) {
        return false;
    }
    /* A larger party is not passed over for a smaller one behind it. */
    struct guest *next;
    while ((next = first_waiting(guests)) != NULL && party(next) <= left(meeting, &tally)) {
        tally.taken += party(next);
        if (!offer_to(office, cause, meeting, next, error)) {
            return false;
        }
    }
    return true;
}

/* They still want to come, and may say so again; but the seat is not kept any longer. */
static bool end_offer(const struct office *office, const struct cause *cause,
                      const struct meeting *meeting, struct guest *guest, GError **error)
{
    SCOPED(guest) struct guest *before = guest_copy(guest);
    guest->seat = GUEST_NO_SEAT;
    guest->offer = guest->queue = 0;
    bool over = cause->at >= meeting_starts(meeting) || meeting->state == MEETING_CANCELLED;
    return guest_update(office->store, cause, before, guest, error) &&
           (over || send_letter(office, cause, meeting, guest, "meeting-passed", error));
}

/* One meeting, in a transaction of its own. */
static bool end_offers(const struct office *office, const struct meeting *meeting, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    g_autoptr(GPtrArray) guests = guest_list(office->store, meeting->id, error);
    for (guint at = 0; guests != NULL && at < guests->len; at++) {
        struct guest *guest = guests->pdata[at];
        if (guest->seat == GUEST_OFFERED && guest->offer <= cause.at &&
            !end_offer(office, &cause, meeting, guest, error)) {
            return false;
        }
    }
    return guests != NULL && seats_offer(office, &cause, meeting, error) &&
           store_commit(office->store, error);
}

bool seats_timer(const struct office *office, GError **error)
{
    int64_t due = INT64_MAX;
    if (!guest_next_offer(office->store, &due, error)) {
        return false;
    }
    if (due > clock_now(office->clock)) {
        return true;
    }
    g_autoptr(GPtrArray) meetings = meeting_list(office->store, "", error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        if (!end_offers(office, meetings->pdata[at], error)) {
            return false;
        }
    }
    return meetings != NULL;
}

bool seats_next(const struct office *office, int64_t *moment, GError **error)
{
    return guest_next_offer(office->store, moment, error);
}
