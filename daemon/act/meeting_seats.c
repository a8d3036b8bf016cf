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

/* Seats that are left when everybody but `person` (0: everybody) has theirs. */
static int left_by_others(const struct meeting *meeting, const GPtrArray *guests, int64_t person)
{
    if (meeting->capacity == 0) {
        return G_MAXINT;
    }
    int left = meeting->capacity;
    for (guint at = 0; at < guests->len; at++) {
        const struct guest *guest = guests->pdata[at];
        left -= guest->person != person && holds(guest) ? party(guest) : 0;
    }
    return left;
}

int seats_free(const struct meeting *meeting, const GPtrArray *guests)
{
    return left_by_others(meeting, guests, 0);
}

static bool somebody_waits(const GPtrArray *guests, int64_t person)
{
    for (guint at = 0; at < guests->len; at++) {
        const struct guest *guest = guests->pdata[at];
        if (guest->person != person && guest->seat == GUEST_WAITING) {
            return true;
        }
    }
    return false;
}

static const struct guest *row_of(const GPtrArray *guests, int64_t person)
{
    for (guint at = 0; at < guests->len; at++) {
        const struct guest *guest = guests->pdata[at];
        if (guest->person == person) {
            return guest;
        }
    }
    return NULL;
}

void seats_give(const struct meeting *meeting, const GPtrArray *guests, struct guest *guest,
                int64_t now)
{
    if (guest->answer != GUEST_YES) {
        guest->seat = GUEST_NO_SEAT;
        guest->queue = guest->offer = 0;
        guest->companions = 0;
        return;
    }
    const struct guest *before = row_of(guests, guest->person);
    int held = before != NULL && holds(before) ? party(before) : 0;
    int left = left_by_others(meeting, guests, guest->person);
    /* Whoever waits goes before those who want more than they have. */
    int most = MAX(held, somebody_waits(guests, guest->person) ? 0 : left);
    guest->queue = guest->queue != 0 ? guest->queue : now;
    guest->offer = 0;
    if (party(guest) <= most || held > 0) {
        guest->companions = MIN(guest->companions, most - 1);
        guest->seat = GUEST_SEATED;
    } else {
        guest->seat = GUEST_WAITING;
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

/* The first who waits, when what is free is enough for them: a larger party is not passed over for
 * a smaller one behind it. */
static struct guest *first_waiting(const struct meeting *meeting, const GPtrArray *guests)
{
    for (guint at = 0; at < guests->len; at++) {
        struct guest *guest = guests->pdata[at];
        if (guest->seat == GUEST_WAITING) {
            return party(guest) <= seats_free(meeting, guests) ? guest : NULL;
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
    g_autoptr(GPtrArray) guests = guest_list(office->store, meeting->id, error);
    if (guests == NULL) {
        return false;
    }
    struct guest *next;
    while ((next = first_waiting(meeting, guests)) != NULL) {
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
