/* Staff add people to the list by mail. */
#include "support/meeting_day.h"

#include "act/meeting_list.h"

#define LIST "staff-guests"
#define ADDED "staff-added"
#define ONE(address, name, guests) \
    "{\"address\":\"" address "\",\"name\":\"" name "\",\"guests\":" #guests "}"
#define ADD(people, unclear) \
    "{\"intent\":\"guest-add\",\"people\":[" people "],\"unclear\":[" unclear "]}"
#define ANNA ONE("anna@post.example", "Anna Jensen", 1)

struct scene {
    struct meeting_day day;
    int64_t anna;
};

static void open_scene(struct scene *scene)
{
    meeting_day_open(&scene->day);
    scene->anna = test_office_person(scene->day.test, PERSON_SEEKER, "Anna Jensen",
                                     "anna@post.example", false);
    MEETING_DAY_DO(&scene->day, meeting_list_send(&scene->day.test->office, &cause,
                                                  scene->day.meeting, false, &error));
}

static char *anna_of(struct scene *scene)
{
    SCOPED(guest)
    struct guest *guest =
        guest_of(scene->day.test->office.store, scene->day.meeting->id, scene->anna, NULL);
    return guest == NULL ? g_strdup("no guest")
                         : g_strdup_printf("%s %s+%d %s", guest_answer_name(guest->answer),
                                           guest_seat_name(guest->seat), guest->companions,
                                           guest_presence_name(guest->presence));
}

static const struct row {
    const char *name, *at, *intents, *outcome, *anna, *says;
} rows[] = {
    {"she rang up", "2026-11-30T10:00", ADD(ANNA, ""), "guests-added", "yes seated+1 unknown",
     "Anna Jensen, + 1 ledsager: har en plads"},
    {"she was there", "2026-12-01T12:30", ADD(ANNA, ""), "guests-added", "none none+0 came",
     "Anna Jensen: var der"},
    {"nobody has the address", "2026-11-30T10:00", ADD(ONE("ukendt@x.dk", "Bo Friis", 0), ""),
     "guests-not-added", "no guest", "Bo Friis, ukendt@x.dk: vi kender ikke adressen"},
    {"it is another one's", "2026-11-30T10:00", ADD(ONE("anna@post.example", "Bo Friis", 0), ""),
     "guests-not-added", "no guest",
     "Bo Friis, anna@post.example: adressen h\xc3\xb8rer til Anna Jensen"},
    {"without a name", "2026-11-30T10:00", ADD(ONE("ANNA@post.example", "", 0), ""), "guests-added",
     "yes seated+0 unknown", "Anna Jensen: har en plads"},
    {"one of two", "2026-11-30T10:00", ADD(ANNA "," ONE("ukendt@x.dk", "Bo", 0), "\"Ida Lund\""),
     "guests-added", "yes seated+1 unknown", "Ida Lund: vi forstod ikke linjen"},
    {"nothing that can be read", "2026-11-30T10:00", ADD("", "\"Anna Jensen\""), "guests-not-added",
     "no guest", "Ingen er skrevet"},
};

static void is_added(void **state)
{
    const struct row *row = *state;
    struct scene scene;
    open_scene(&scene);
    test_office_at(scene.day.test, row->at);
    DIALOGUE_EXPECT(&scene.day.dialogue, mettes_address, LIST, row->intents, row->outcome);
    g_autofree char *anna = anna_of(&scene);
    assert_string_equal(anna, row->anna);
    DIALOGUE_READS(&scene.day.dialogue, ADDED, row->says);
    meeting_day_close(&scene.day);
}

/* The answer may be answered, too. */
static void everybody_of_staff_is_told(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    test_office_person(scene.day.test, PERSON_STAFF, "Hanne", "hanne@kk.example", false);
    DIALOGUE_EXPECT(&scene.day.dialogue, mettes_address, LIST, ADD(ONE("ukendt@x.dk", "Bo", 0), ""),
                    "guests-not-added");
    DIALOGUE_EXPECT(&scene.day.dialogue, mettes_address, ADDED, ADD(ANNA, ""), "guests-added");
    dialogue_letters(&scene.day.dialogue,
                     "staff-guests>mette@kk.example staff-added>mette@kk.example "
                     "meeting-yes>anna@post.example staff-added>mette@kk.example "
                     "staff-added>hanne@kk.example");
    meeting_day_close(&scene.day);
}

static void only_for_a_list(void **state)
{
    (void)state;
    struct scene scene;
    open_scene(&scene);
    DIALOGUE_EXPECT(&scene.day.dialogue, mettes_address, NULL, ADD(ANNA, ""), "asked");
    DIALOGUE_EXPECT(&scene.day.dialogue, karens_address, "welcome", ADD(ANNA, ""),
                    "to-human!unclear");
    g_autofree char *anna = anna_of(&scene);
    assert_string_equal(anna, "no guest");
    meeting_day_close(&scene.day);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {
        cmocka_unit_test(everybody_of_staff_is_told),
        cmocka_unit_test(only_for_a_list),
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[2 + at] = (struct CMUnitTest){.name = rows[at].name,
                                            .test_func = is_added,
                                            .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/meeting_additions", tests, NULL, NULL);
}
