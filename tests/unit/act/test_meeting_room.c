/* A room that becomes too small: nobody loses a seat by itself, staff are asked and answer. */
#include "support/meeting_day.h"

#include "act/meeting_change.h"
#include "act/meeting_room.h"

#define ROOM "staff-room"
#define SETTLED "staff-seats"
#define WAITING(numbers) "{\"intent\":\"seats\",\"waiting\":[" numbers "]}"
#define KEEP "{\"intent\":\"seats\",\"keep\":true}"
#define ALL_SEATED "Anna seated, Bo seated, Ida seated, Ole waiting"

struct scene {
    struct meeting_day day;
    int64_t people[4];
};

static const char *const names[] = {"Anna", "Bo", "Ida", "Ole"};

/* Four seats: Anna, Bo with a companion, Ida; Ole waits. In this order they asked. */
static void open_scene(struct scene *scene)
{
    meeting_day_open(&scene->day);
    for (size_t at = 0; at < G_N_ELEMENTS(names); at++) {
        g_autofree char *address = g_strdup_printf("%s@post.example", names[at]);
        const struct guest guest = {.answer = GUEST_YES,
                                    .companions = at == 1,
                                    .seat = at < 3 ? GUEST_SEATED : GUEST_WAITING,
                                    .queue = 1000 + (int64_t)at};
        scene->people[at] =
            meeting_day_guest(&scene->day, PERSON_SEEKER, names[at], address, guest);
    }
}

static void set_capacity(struct scene *scene, int capacity)
{
    const struct office *office = &scene->day.test->office;
    SCOPED(meeting)
    struct meeting *before = meeting_get(office->store, scene->day.meeting->id, NULL);
    SCOPED(meeting) struct meeting *after = meeting_copy(before);
    after->capacity = capacity;
    MEETING_DAY_DO(&scene->day, meeting_change_apply(office, &cause, before, after, &error));
}

static void seats(struct scene *scene, const char *expected)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (size_t at = 0; at < G_N_ELEMENTS(names); at++) {
        SCOPED(guest) struct guest *guest = meeting_day_find(&scene->day, scene->people[at]);
        g_string_append_printf(all, "%s%s %s", at > 0 ? ", " : "", names[at],
                               guest_seat_name(guest->seat));
    }
    assert_string_equal(all->str, expected);
}

static const struct row {
    const char *name;
    int capacity;
    const char *intents, *outcome, *seats, *letters;
} rows[] = {
    {"the last ones", 3, WAITING(""), "seats-moved",
     "Anna seated, Bo seated, Ida waiting, Ole waiting",
     "staff-room>mette@kk.example meeting-waiting>Ida@post.example staff-seats>mette@kk.example"},
    {"as many of the last ones as it takes", 2, WAITING(""), "seats-moved",
     "Anna seated, Bo waiting, Ida waiting, Ole waiting",
     "staff-room>mette@kk.example meeting-waiting>Ida@post.example "
     "meeting-waiting>Bo@post.example staff-seats>mette@kk.example"},
    {"by number", 3, WAITING("1"), "seats-moved",
     "Anna waiting, Bo seated, Ida seated, Ole waiting",
     "staff-room>mette@kk.example meeting-waiting>Anna@post.example staff-seats>mette@kk.example"},
    {"a number that nobody with a seat has", 3, WAITING("1,4"), "seats-same", ALL_SEATED,
     "staff-room>mette@kk.example staff-seats>mette@kk.example"},
    {"all keep theirs", 3, KEEP, "seats-kept", ALL_SEATED,
     "staff-room>mette@kk.example staff-seats>mette@kk.example"},
};

static void staff_decide(void **state)
{
    const struct row *row = *state;
    struct scene scene;
    open_scene(&scene);
    set_capacity(&scene, 4);
    set_capacity(&scene, row->capacity);
    seats(&scene, ALL_SEATED);
    DIALOGUE_EXPECT(&scene.day.dialogue, mettes_address, ROOM, row->intents, row->outcome);
    seats(&scene, row->seats);
    dialogue_letters(&scene.day.dialogue, row->letters);
    meeting_day_close(&scene.day);
}

static void what_staff_read(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    set_capacity(&scene, 3);
    DIALOGUE_READS(&scene.day.dialogue, ROOM, "givet 4 pladser, men nu er der kun 3");
    DIALOGUE_READS(&scene.day.dialogue, ROOM, "3. Ida");
    g_autofree char *text = dialogue_text(&scene.day.dialogue, ROOM);
    assert_null(strstr(text, "2. Bo"));
    DIALOGUE_EXPECT(&scene.day.dialogue, mettes_address, ROOM, WAITING(""), "seats-moved");
    DIALOGUE_READS(&scene.day.dialogue, "meeting-waiting", "Rummet er blevet mindre");
    DIALOGUE_READS(&scene.day.dialogue, SETTLED, "3. Ida");
    /* Once more: everybody fits now. */
    DIALOGUE_EXPECT(&scene.day.dialogue, mettes_address, SETTLED, WAITING(""), "seats-same");
    DIALOGUE_READS(&scene.day.dialogue, SETTLED, "Der er plads til alle");
    meeting_day_close(&scene.day);
}

/* Nobody is asked about a room that is large enough; a larger one is offered to who waits. */
static void room_enough(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    set_capacity(&scene, 10); /* from no limit at all */
    set_capacity(&scene, 4);
    seats(&scene, ALL_SEATED);
    dialogue_letters(&scene.day.dialogue, "");
    set_capacity(&scene, 5);
    seats(&scene, "Anna seated, Bo seated, Ida seated, Ole offered");
    dialogue_letters(&scene.day.dialogue, "meeting-offer>Ole@post.example");
    set_capacity(&scene, 4); /* an offer is a seat that was given */
    dialogue_letters(&scene.day.dialogue,
                     "meeting-offer>Ole@post.example staff-room>mette@kk.example");
    meeting_day_close(&scene.day);
}

static void not_once_it_has_begun(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    set_capacity(&scene, 3);
    test_office_at(scene.day.test, "2026-12-01T10:00");
    DIALOGUE_EXPECT(&scene.day.dialogue, mettes_address, ROOM, WAITING(""), "seats-same");
    DIALOGUE_READS(&scene.day.dialogue, SETTLED, "begyndt");
    seats(&scene, ALL_SEATED);
    meeting_day_close(&scene.day);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 3] = {
        cmocka_unit_test(what_staff_read),
        cmocka_unit_test(room_enough),
        cmocka_unit_test(not_once_it_has_begun),
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[3 + at] = (struct CMUnitTest){.name = rows[at].name,
                                            .test_func = staff_decide,
                                            .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/meeting_room", tests, NULL, NULL);
}
