/* Who gets a seat: every step of a small room, one line each. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "act/meeting_seats.h"

enum { AT = 1364799600 };

/* Steps "PERSON:SAYS": y (yes), y2 (yes, with two more), m, n; o (the seat is offered to them, as
 * seats_offer would). Afterwards everybody's seat, in the order of their names. */
static const struct row {
    const char *name;
    int capacity; /* 0: no limit */
    const char *steps, *seats;
} rows[] = {
    {"no limit", 0, "a:y b:y9", "a:seated b:seated+9"},
    {"the room is full", 2, "a:y b:y c:y", "a:seated b:seated c:waiting"},
    {"who brings somebody needs two", 2, "a:y b:y1", "a:seated b:waiting+1"},
    {"a party waits even when a single seat is free", 2, "a:y b:y1 c:y",
     "a:seated b:waiting+1 c:waiting"},
    {"no gives the seat back, and nobody jumps the queue", 1, "a:y b:y a:n c:y",
     "a:none b:waiting c:waiting"},
    {"an offered seat is taken", 1, "a:y b:y a:n b:o b:y", "a:none b:seated"},
    {"an offered seat is kept from others", 1, "a:y b:y a:n b:o c:y", "a:none b:offered c:waiting"},
    {"an offered seat is declined", 1, "a:y b:y a:n b:o b:n c:y", "a:none b:none c:seated"},
    {"maybe holds no seat", 1, "a:y a:m b:y", "a:none b:seated"},
    {"yes twice is one seat", 2, "a:y a:y b:y", "a:seated b:seated"},
    {"one more is brought when there is room", 3, "a:y a:y1", "a:seated+1"},
    {"and as many as there is room for", 3, "a:y a:y5", "a:seated+2"},
    {"but not past those who wait", 2, "a:y b:y1 a:y1", "a:seated b:waiting+1"},
    {"fewer come than said", 3, "a:y2 a:y b:y", "a:seated b:seated"},
    {"who waits keeps their place when they say it again", 2, "a:y1 b:y c:y b:y1 a:n b:o",
     "a:none b:offered+1 c:waiting"},
    {"back after a no stands at the end", 1, "a:y b:y c:y b:n b:y a:n c:o",
     "a:none b:waiting c:offered"},
    {"the offer counts with all they bring", 3, "a:y1 b:y c:y1 a:n", "a:none b:seated c:waiting+1"},
};

static struct guest *guest_named(GPtrArray *guests, guint8 name)
{
    for (guint at = 0; at < guests->len; at++) {
        struct guest *guest = guests->pdata[at];
        if (guest->person == name) {
            return guest;
        }
    }
    struct guest *guest = g_new0(struct guest, 1);
    guest->person = name;
    g_ptr_array_add(guests, guest);
    return guest;
}

/* All but `without` (NULL: all). */
static struct guest_tally tally_of(const GPtrArray *guests, const struct guest *without)
{
    struct guest_tally tally = {0};
    for (guint at = 0; at < guests->len; at++) {
        const struct guest *guest = guests->pdata[at];
        bool holds = guest->seat == GUEST_SEATED || guest->seat == GUEST_OFFERED;
        tally.taken += guest != without && holds ? 1 + guest->companions : 0;
        tally.waiting += guest != without && guest->seat == GUEST_WAITING;
    }
    return tally;
}

static enum guest_answer answer_of(char letter)
{
    return letter == 'y' ? GUEST_YES : letter == 'm' ? GUEST_MAYBE : GUEST_NO;
}

static void take_step(const struct meeting *meeting, GPtrArray *guests, const char *step,
                      int64_t now)
{
    struct guest *guest = guest_named(guests, (guint8)step[0]);
    if (step[2] == 'o') {
        guest->seat = GUEST_OFFERED;
        guest->offer = now + 3600;
        return;
    }
    const struct guest_tally others = tally_of(guests, guest);
    SCOPED(guest) struct guest *after = guest_copy(guest);
    after->answer = answer_of(step[2]);
    after->companions = (int)g_ascii_strtoll(step + 3, NULL, 10);
    seats_give(meeting, &others, guest, after, now);
    guest->answer = after->answer;
    guest->companions = after->companions;
    guest->seat = after->seat;
    guest->queue = after->queue;
    guest->offer = after->offer;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    const struct guest *const *first = a, *const *second = b;
    return (gint)((*first)->person - (*second)->person);
}

static void are_given_in_order(void **state)
{
    const struct row *row = *state;
    const struct meeting meeting = {.capacity = row->capacity};
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func((GDestroyNotify)guest_free);
    g_auto(GStrv) steps = g_strsplit(row->steps, " ", -1);
    for (int at = 0; steps[at] != NULL; at++) {
        take_step(&meeting, guests, steps[at], AT + at);
        const struct guest_tally all = tally_of(guests, NULL);
        assert_true(row->capacity == 0 || all.taken <= row->capacity);
    }
    g_ptr_array_sort(guests, by_name);
    g_autoptr(GString) seats = g_string_new(NULL);
    for (guint at = 0; at < guests->len; at++) {
        const struct guest *guest = guests->pdata[at];
        g_string_append_printf(seats, "%s%c:%s", at > 0 ? " " : "", (char)guest->person,
                               guest_seat_name(guest->seat));
        if (guest->companions > 0) {
            g_string_append_printf(seats, "+%d", guest->companions);
        }
    }
    assert_string_equal(seats->str, row->seats);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].name,
                                        .test_func = are_given_in_order,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/meeting_seats", tests, NULL, NULL);
}
