/* Meetings for tests of act/: one on 2 April 2013, to which Karen is invited.
 */
#pragma once

#include "support/dialogue.h"
#include "support/meeting_row.h"

#include "act/meeting_letter.h"
#include "act/meeting_words.h"
#include "store/guest.h"
#include "store/meeting.h"

#define MEETING_TIME "2013-04-02T10:00"

struct meeting_test {
    struct dialogue dialogue;
    struct meeting *meeting;
};

static inline struct store *meeting_test_store(struct meeting_test *test)
{
    return test->dialogue.test->office.store;
}

static inline struct cause meeting_test_cause(struct meeting_test *test, const char *actor)
{
    return (struct cause){.at = clock_now(test->dialogue.test->clock), .actor = actor};
}

#define MEETING_TEST_DO(test, call)                                         \
    do {                                                                    \
        g_autoptr(GError) do_error = NULL;                                  \
        assert_true(store_begin(meeting_test_store(test), NULL));           \
        if (!(call)) {                                                      \
            fail_msg("%s", do_error != NULL ? do_error->message : "false"); \
        }                                                                   \
        assert_true(store_commit(meeting_test_store(test), NULL));          \
    } while (0)

/* The call takes this as its last argument. */
#define DO_ERROR &do_error

static inline struct meeting *meeting_test_add(struct meeting_test *test, const char *name,
                                               const char *day, int capacity)
{
    struct meeting *meeting = meeting_row(name, day, capacity);
    struct cause cause = meeting_test_cause(test, "timer");
    MEETING_TEST_DO(test, meeting_add(meeting_test_store(test), &cause, meeting, DO_ERROR));
    return meeting;
}

/* The person gets an invitation. */
static inline void meeting_test_invite(struct meeting_test *test, int64_t person)
{
    const struct office *office = &test->dialogue.test->office;
    struct cause cause = meeting_test_cause(test, "timer");
    const struct meeting_letter letter = {
        .name = "invitation", .what = "invitation", .method = "REQUEST"};
    g_autoptr(GError) error = NULL;
    assert_true(store_begin(office->store, NULL));
    SCOPED(guest)
    struct guest *before = meeting_guest(office, &cause, test->meeting, person, &error);
    assert_non_null(before);
    SCOPED(guest) struct guest *guest = guest_copy(before);
    guest->invited = cause.at;
    bool sent = guest_update(office->store, &cause, before, guest, &error) &&
                meeting_letter_send(office, &cause, test->meeting, guest, &letter, &error);
    if (!sent) {
        fail_msg("%s", error->message);
    }
    assert_true(store_commit(office->store, NULL));
}

static inline struct meeting_test meeting_test_open(int capacity)
{
    struct meeting_test test = {.dialogue = dialogue_open()};
    test.meeting = meeting_test_add(&test, "2013-04", "2013-04-02", capacity);
    meeting_test_invite(&test, test.dialogue.karen);
    return test;
}

static inline void meeting_test_close(struct meeting_test *test)
{
    meeting_free(test->meeting);
    dialogue_close(&test->dialogue);
}

/* "yes seated 1" of a guest: answer, seat, companions; "": no guest. The caller owns it. */
static inline char *meeting_test_guest(struct meeting_test *test, int64_t person)
{
    SCOPED(guest)
    struct guest *guest = guest_of(meeting_test_store(test), test->meeting->id, person, NULL);
    return guest == NULL ? g_strdup("")
                         : g_strdup_printf("%s %s %d", guest_answer_name(guest->answer),
                                           guest_seat_name(guest->seat), guest->companions);
}

/* The UID of the person's event. The caller owns it. */
static inline char *meeting_test_uid(struct meeting_test *test, int64_t person)
{
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(&test->dialogue.test->office, test->meeting, person, token);
    return g_strdup_printf("m-%s.%s@seniorjob.example", test->meeting->name, token);
}

#define ATTEND(word) "{\"intent\":\"attend\",\"answer\":\"" #word "\"}"
#define ATTEND_WITH(count) "{\"intent\":\"attend\",\"answer\":\"yes\",\"guests\":" #count "}"
