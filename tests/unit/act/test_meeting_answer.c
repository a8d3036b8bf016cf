/* The newest answer counts, in whatever order answers, updates and a cancellation arrive. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "act/meeting_answer.h"

enum { AT = 1364799600, ORDERS = 20000, EVENTS = 8 };

/* What may happen between an invitation and the meeting: answers of one guest, the same one twice,
 * two of one second; the meeting is moved and cancelled. */
struct happening {
    const char *id; /* NULL: no answer */
    enum guest_answer answer;
    int64_t said;
    int sequence, companions;
    int moves;
    bool cancels;
};

static const struct happening happenings[EVENTS] = {
    {"a@x", GUEST_YES, AT + 100, 0, 0, 0, false},
    {"b@x", GUEST_NO, AT + 200, 0, 0, 0, false},
    {"b@x", GUEST_NO, AT + 200, 0, 0, 0, false}, /* the same mail once more */
    {"c@x", GUEST_YES, AT + 300, 1, 2, 0, false},
    {"d@x", GUEST_MAYBE, AT + 300, 1, 0, 0, false}, /* in the same second */
    {"e@x", GUEST_NO, AT + 50, 0, 0, 0, false},
    {NULL, GUEST_SILENT, 0, 0, 0, 1, false},
    {NULL, GUEST_SILENT, 0, 0, 0, 0, true},
};

static void happens(const struct happening *what, struct meeting *meeting, GPtrArray *guests,
                    int64_t now)
{
    if (what->id == NULL) {
        meeting->sequence += what->moves;
        meeting->time_sequence += what->moves;
        meeting->state = what->cancels ? MEETING_CANCELLED : meeting->state;
        return;
    }
    struct guest *guest = guests->pdata[0];
    const struct meeting_word word = {.answer = what->answer,
                                      .companions = what->companions,
                                      .said = what->said,
                                      .id = what->id,
                                      .sequence = what->sequence};
    const struct cause cause = {.at = now, .actor = "mail"};
    const struct guest_tally nobody = {0};
    if (meeting_word_counts(guest, &word)) {
        SCOPED(guest) struct guest *after = guest_copy(guest);
        meeting_word_take(meeting, &nobody, guest, after, &word, &cause);
        g_free(guest->said_id);
        *guest = *after;
        guest->said_id = g_strdup(after->said_id);
        guest->words = NULL;
    }
}

/* Everything that is known afterwards but the place in the queue. The caller owns it. */
static char *outcome(const unsigned order[EVENTS])
{
    struct meeting meeting = {.capacity = 10, .state = MEETING_ANNOUNCED};
    g_autoptr(GPtrArray) guests = g_ptr_array_new_with_free_func((GDestroyNotify)guest_free);
    g_ptr_array_add(guests, g_new0(struct guest, 1));
    for (int at = 0; at < EVENTS; at++) {
        happens(&happenings[order[at]], &meeting, guests, AT + 1000 + at);
    }
    const struct guest *guest = guests->pdata[0];
    return g_strdup_printf("%s %s %d %d %" G_GINT64_FORMAT " %s %d %d",
                           guest_answer_name(guest->answer), guest_seat_name(guest->seat),
                           guest->companions, guest->said_sequence, guest->said, guest->said_id,
                           meeting.time_sequence, (int)meeting.state);
}

static void shuffle(unsigned order[EVENTS], GRand *dice)
{
    for (int at = EVENTS - 1; at > 0; at--) {
        int other = g_rand_int_range(dice, 0, at + 1);
        unsigned kept = order[at];
        order[at] = order[other];
        order[other] = kept;
    }
}

static void any_order_ends_the_same(void **state)
{
    (void)state;
    g_autoptr(GRand) dice = g_rand_new_with_seed(1);
    unsigned order[EVENTS];
    for (unsigned at = 0; at < EVENTS; at++) {
        order[at] = at;
    }
    g_autofree char *expected = outcome(order);
    assert_string_equal(expected, "maybe none 0 1 1364799900 d@x 1 3");
    for (int turn = 0; turn < ORDERS; turn++) {
        shuffle(order, dice);
        g_autofree char *got = outcome(order);
        assert_string_equal(got, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_order_ends_the_same)};
    return cmocka_run_group_tests_name("act/meeting_answer", tests, NULL, NULL);
}
