/* Guests: kept whole, found by the token of their event, in the order in which they asked. */
#include "fixture.h"

#include "store/guest.h"

struct place {
    struct store *store;
    int64_t meeting, karen, ove;
};

static void open_place(struct place *place)
{
    place->store = fixture_open();
    place->meeting = fixture_meeting(place->store, "2026-12", "2026-12-01");
    place->karen = fixture_person(place->store, "karen@post.example");
    place->ove = fixture_person(place->store, "ove@post.example");
}

static void add(struct place *place, const struct guest *guest, const char *token)
{
    fixture_begin(place->store);
    assert_ok(guest_add(place->store, &fixture_cause, guest, token, OK_ERROR));
    fixture_commit(place->store);
}

static void update(struct place *place, const struct guest *before, const struct guest *after)
{
    fixture_begin(place->store);
    assert_ok(guest_update(place->store, &fixture_cause, before, after, OK_ERROR));
    fixture_commit(place->store);
}

static void is_kept_whole(void **state)
{
    (void)state;
    struct place place;
    open_place(&place);
    const struct guest blank = {.meeting = place.meeting, .person = place.karen, .invited = AT};
    add(&place, &blank, "tokenofkaren");
    SCOPED(guest) struct guest *after = guest_of(place.store, place.meeting, place.karen, NULL);
    assert_int_equal(after->answer, GUEST_SILENT);
    assert_int_equal(after->invited, AT);
    after->sequence = 2;
    after->answer = GUEST_YES;
    after->said = AT + 60;
    after->said_id = g_strdup("a@post.example");
    after->said_sequence = 1;
    after->companions = 1;
    after->words = g_strdup("vi er to");
    after->seat = GUEST_OFFERED;
    after->queue = AT + 60;
    after->offer = AT + 3600;
    after->by_staff = true;
    after->number = 4;
    after->presence = GUEST_CAME;
    update(&place, &blank, after);
    SCOPED(guest) struct guest *kept = guest_by_token(place.store, "tokenofkaren", NULL);
    assert_non_null(kept);
    assert_int_equal(kept->person, place.karen);
    assert_int_equal(kept->sequence, 2);
    assert_int_equal(kept->answer, GUEST_YES);
    assert_int_equal(kept->said, AT + 60);
    assert_string_equal(kept->said_id, "a@post.example");
    assert_int_equal(kept->said_sequence, 1);
    assert_int_equal(kept->companions, 1);
    assert_string_equal(kept->words, "vi er to");
    assert_int_equal(kept->seat, GUEST_OFFERED);
    assert_int_equal(kept->queue, AT + 60);
    assert_int_equal(kept->offer, AT + 3600);
    assert_true(kept->by_staff);
    assert_int_equal(kept->number, 4);
    assert_int_equal(kept->presence, GUEST_CAME);
    int64_t offer = 0;
    assert_ok(guest_next_offer(place.store, &offer, OK_ERROR));
    assert_int_equal(offer, AT + 3600);
    store_close(place.store);
}

static void tells_what_changed(void **state)
{
    (void)state;
    struct place place;
    open_place(&place);
    const struct guest blank = {.meeting = place.meeting, .person = place.karen, .invited = AT};
    add(&place, &blank, "tokenofkaren");
    struct guest after = blank;
    after.answer = GUEST_NO;
    update(&place, &blank, &after);
    g_autoptr(GPtrArray) events = event_list(place.store, place.karen, 0, INT64_MAX, NULL);
    const struct event *last = events->pdata[events->len - 1];
    assert_string_equal(last->what, "meeting");
    assert_string_equal(last->detail, "answer");
    assert_string_equal(last->before, "none");
    assert_string_equal(last->after, "no");
    store_close(place.store);
}

static void first_come_first_served(void **state)
{
    (void)state;
    struct place place;
    open_place(&place);
    add(&place, &(struct guest){.meeting = place.meeting, .person = place.karen}, "k");
    add(&place, &(struct guest){.meeting = place.meeting, .person = place.ove, .queue = AT}, "o");
    g_autoptr(GPtrArray) guests = guest_list(place.store, place.meeting, NULL);
    assert_int_equal(guests->len, 2);
    assert_int_equal(((struct guest *)guests->pdata[0])->person, place.ove);
    store_close(place.store);
}

static void seats_are_counted(void **state)
{
    (void)state;
    struct place place;
    open_place(&place);
    int64_t ida = fixture_person(place.store, "ida@post.example");
    add(&place,
        &(struct guest){
            .meeting = place.meeting, .person = place.karen, .companions = 2, .seat = GUEST_SEATED},
        "k");
    add(&place,
        &(struct guest){
            .meeting = place.meeting, .person = place.ove, .offer = AT, .seat = GUEST_OFFERED},
        "o");
    add(&place,
        &(struct guest){
            .meeting = place.meeting, .person = ida, .companions = 5, .seat = GUEST_WAITING},
        "i");
    struct guest_tally tally;
    assert_ok(guest_count_seats(place.store, place.meeting, 0, &tally, OK_ERROR));
    assert_int_equal(tally.taken, 4);
    assert_int_equal(tally.waiting, 1);
    assert_ok(guest_count_seats(place.store, place.meeting, place.karen, &tally, OK_ERROR));
    assert_int_equal(tally.taken, 1);
    assert_ok(guest_count_seats(place.store, place.meeting + 1, 0, &tally, OK_ERROR));
    assert_int_equal(tally.taken, 0);
    store_close(place.store);
}

static void a_story_is_told_in_order(void **state)
{
    (void)state;
    struct place place;
    open_place(&place);
    int64_t earlier = fixture_meeting(place.store, "2026-11", "2026-11-03");
    add(&place, &(struct guest){.meeting = place.meeting, .person = place.karen}, "december");
    add(&place, &(struct guest){.meeting = earlier, .person = place.karen}, "november");
    g_autoptr(GPtrArray) story = guest_story(place.store, place.karen, NULL);
    assert_int_equal(story->len, 2);
    assert_int_equal(((struct guest *)story->pdata[0])->meeting, earlier);
    int64_t offer = 0;
    assert_ok(guest_next_offer(place.store, &offer, OK_ERROR));
    assert_true(offer == INT64_MAX);
    store_close(place.store);
}

static void an_unknown_token_is_nobodys(void **state)
{
    (void)state;
    struct place place;
    open_place(&place);
    g_autoptr(GError) error = NULL;
    assert_null(guest_by_token(place.store, "guessed", &error));
    assert_null(error);
    store_close(place.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_kept_whole),
        cmocka_unit_test(tells_what_changed),
        cmocka_unit_test(first_come_first_served),
        cmocka_unit_test(seats_are_counted),
        cmocka_unit_test(a_story_is_told_in_order),
        cmocka_unit_test(an_unknown_token_is_nobodys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
