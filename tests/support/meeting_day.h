/* A meeting for tests of act/: Tuesday 1 December 2026 at 10, with guests, and Mette of staff.
 */
#pragma once

#include "support/dialogue.h"
#include "support/meeting_row.h"

#include "act/meeting_letter.h"
#include "store/guest.h"
#include "store/listing.h"
#include "store/meeting.h"
#include "store/meeting_mail.h"

static const char mettes_address[] = "mette@kk.example";

struct meeting_day {
    struct dialogue dialogue;
    struct test_office *test;
    struct meeting *meeting;
};

static inline struct cause meeting_day_cause(struct meeting_day *day)
{
    return (struct cause){.at = clock_now(day->test->clock), .actor = "timer"};
}

static inline struct meeting *meeting_day_add(struct meeting_day *day, const char *name,
                                              const char *date)
{
    g_autoptr(GError) error = NULL;
    const struct cause cause = meeting_day_cause(day);
    struct store *store = day->test->office.store;
    struct meeting *added = meeting_row(name, date, 0);
    if (!store_begin(store, &error) || !meeting_add(store, &cause, added, &error) ||
        !store_commit(store, &error)) {
        fail_msg("%s", error->message);
    }
    return added;
}

static inline void meeting_day_open(struct meeting_day *day)
{
    *day = (struct meeting_day){.dialogue = dialogue_open()};
    day->test = day->dialogue.test;
    test_office_at(day->test, "2026-11-20T09:00");
    day->meeting = meeting_day_add(day, "2026-12", "2026-12-01");
}

static inline void meeting_day_close(struct meeting_day *day)
{
    meeting_free(day->meeting);
    dialogue_close(&day->dialogue);
}

/* A guest of `meeting`; a yes is seated. */
static inline void meeting_day_seat(struct meeting_day *day, const struct meeting *meeting,
                                    int64_t person, struct guest guest)
{
    g_autoptr(GError) error = NULL;
    const struct cause cause = meeting_day_cause(day);
    struct store *store = day->test->office.store;
    guest.meeting = meeting->id;
    guest.person = person;
    guest.said = cause.at;
    if (guest.answer == GUEST_YES && guest.seat == GUEST_NO_SEAT) {
        guest.seat = GUEST_SEATED;
        guest.queue = cause.at;
    }
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(&day->test->office, meeting, person, token);
    if (!store_begin(store, &error) || !guest_add(store, &cause, &guest, token, &error) ||
        !store_commit(store, &error)) {
        fail_msg("%s", error->message);
    }
}

/* Somebody new on the list of the meeting. */
static inline int64_t meeting_day_guest(struct meeting_day *day, enum person_role role,
                                        const char *name, const char *address, struct guest guest)
{
    int64_t person = test_office_person(day->test, role, name, address, true);
    meeting_day_seat(day, day->meeting, person, guest);
    return person;
}

static inline struct guest *meeting_day_find(struct meeting_day *day, int64_t person)
{
    struct guest *guest = guest_of(day->test->office.store, day->meeting->id, person, NULL);
    assert_non_null(guest);
    return guest;
}

/* Runs the call, which uses `cause` and `error`, in a transaction. */
#define MEETING_DAY_DO(day, call)                                                               \
    do {                                                                                        \
        g_autoptr(GError) error = NULL;                                                         \
        const struct cause cause = meeting_day_cause(day);                                      \
        struct store *store_used = (day)->test->office.store;                                   \
        if (!store_begin(store_used, &error) || !(call) || !store_commit(store_used, &error)) { \
            fail_msg("%s", error != NULL ? error->message : "no message");                      \
        }                                                                                       \
    } while (0)

/* A profile or a posting with a confirmed version; LISTING_DRAFT: nobody has confirmed it. */
static inline int64_t meeting_day_listing(struct meeting_day *day, int64_t person,
                                          enum listing_kind kind, enum listing_state state,
                                          const char *facts)
{
    struct store *store = day->test->office.store;
    const struct listing fresh = {.person = person, .kind = kind};
    int64_t id = 0;
    MEETING_DAY_DO(day, listing_add(store, &cause, &fresh, facts, &id, &error));
    SCOPED(listing) struct listing *listing = listing_get(store, id, NULL);
    if (state != LISTING_DRAFT) {
        MEETING_DAY_DO(day, listing_confirm(store, &cause, listing, 1, &error) &&
                                listing_change(store, &cause, listing, LISTING_OPEN, NULL, &error));
    }
    SCOPED(listing) struct listing *open = listing_get(store, id, NULL);
    if (open->state != state) {
        MEETING_DAY_DO(day, listing_change(store, &cause, open, state, NULL, &error));
    }
    return id;
}

static inline void meeting_day_presences(struct meeting_day *day, const char *expected)
{
    g_autoptr(GPtrArray) guests = guest_list(day->test->office.store, day->meeting->id, NULL);
    g_autoptr(GString) all = g_string_new(NULL);
    for (int number = 0; number <= (int)guests->len; number++) {
        for (guint at = 0; at < guests->len; at++) {
            const struct guest *guest = guests->pdata[at];
            if (guest->number == number) {
                g_string_append_printf(all, "%s%d:%s", all->len > 0 ? " " : "", number,
                                       guest_presence_name(guest->presence));
            }
        }
    }
    assert_string_equal(all->str, expected);
}
