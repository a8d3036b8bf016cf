/* Five months of meetings, over a new year and the night in which summer time begins, an hour at a
 * time, with a clock that is wrong every fifth time and then
 * right again: everybody gets the same letters, as often, as with a clock that is never wrong. */
#include "support/jumps.h"
#include "support/rounds.h"

#include "act/meeting_after.h"
#include "act/meeting_seats.h"

static void look(struct scene *scene, int64_t moment)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &scene->test->office;
    clock_set(scene->test->clock, moment, false);
    bool more = true;
    while (more) {
        if (!meeting_timer(office, &more, &error) || !seats_timer(office, &error) ||
            !meeting_after_timer(office, &error)) {
            fail_msg("%s", error->message);
        }
    }
}

/* How often each letter was written to each person. The caller owns it. */
static GHashTable *play(int64_t wrong)
{
    struct scene scene;
    open_scene(&scene);
    int64_t people[] = {
        subscriber(&scene, PERSON_SEEKER, "yes@x"), subscriber(&scene, PERSON_SEEKER, "maybe@x"),
        subscriber(&scene, PERSON_SEEKER, "no@x"), subscriber(&scene, PERSON_EMPLOYER, "silent@x")};
    test_office_person(scene.test, PERSON_STAFF, "Mette Holm", "mette@x", false);
    static const enum guest_answer answers[] = {GUEST_YES, GUEST_MAYBE, GUEST_NO};
    int64_t begin = clock_now(scene.test->clock), answered = 0, end = 0;
    assert_true(clock_parse(scene.test->clock, "2026-11-12T10:00", &answered, NULL));
    assert_true(clock_parse(scene.test->clock, "2027-04-10T00:00", &end, NULL));
    unsigned hour = 0;
    for (int64_t moment = begin; moment < end; moment += HOUR, hour++) {
        look(&scene, moment);
        for (size_t at = 0; moment == answered && at < G_N_ELEMENTS(answers); at++) {
            says(&scene, people[at], answers[at]);
        }
        if (wrong != 0 && hour % 5 == 0) {
            look(&scene, moment + wrong);
        }
    }
    GHashTable *counts = jumps_count(scene.test);
    close_scene(&scene);
    return counts;
}

static void as_often(void **state)
{
    const int64_t *wrong = *state;
    g_autoptr(GHashTable) right = play(0);
    g_autoptr(GHashTable) played = play(*wrong);
    assert_int_equal(jumps_times(right, "invitation>yes@x"), 5);
    assert_int_equal(jumps_times(right, "meeting-reminder>yes@x"), 2);
    assert_int_equal(jumps_times(right, "meeting-reminder>no@x"), 0);
    jumps_compare(right, played, NULL);
}

int main(void)
{
    return jumps_run("act/meeting_jumps", as_often);
}
