/* Ten weeks of the meeting place, over the night in which summer time begins, an hour at a time,
 * with a clock that is wrong every fifth time and then right again: lists, questions and reminders
 * come as often as with a clock that is never wrong. */
#include "support/digests.h"

#include "act/funnel.h"
#include "act/listing.h"
#include "act/overdue.h"

enum { HOUR = 3600, DAY = 24 * HOUR, WEEKS = 10, AGREED = 30 };

static void look(struct digests *site, int64_t moment)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &site->talk.test->office;
    clock_set(site->talk.test->clock, moment, false);
    bool more = true;
    while (more) {
        if (!digest_timer(office, &more, &error) || !listing_timer(office, &error) ||
            !funnel_timer(office, &error) || !overdue_timer(office, &error)) {
            fail_msg("%s", error->message);
        }
    }
}

/* How often each letter was written to each person. The caller owns it. */
static GHashTable *play(int64_t wrong)
{
    struct digests site = digests_open();
    test_office_person(site.talk.test, PERSON_STAFF, "Mette Holm", "mette@kk.example", false);
    digests_fit(&site, "partly", 60);
    int64_t begin = 0;
    assert_true(clock_parse(site.talk.test->clock, "2013-03-21T07:00", &begin, NULL));
    for (unsigned hour = 0; hour < WEEKS * 7 * 24; hour++) {
        look(&site, begin + hour * (int64_t)HOUR);
        if (hour == AGREED) {
            talk_agree(&site.talk, PAIR_EMPLOYER);
            talk_agree(&site.talk, PAIR_SEEKER);
        }
        if (wrong != 0 && hour % 5 == 4) {
            look(&site, begin + hour * (int64_t)HOUR + wrong);
        }
    }
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) letters = test_office_letters(site.talk.test);
    for (guint at = 0; at < letters->len; at++) {
        guint times = GPOINTER_TO_UINT(g_hash_table_lookup(counts, letters->pdata[at]));
        g_hash_table_insert(counts, g_strdup(letters->pdata[at]), GUINT_TO_POINTER(times + 1));
    }
    digests_close(&site);
    return counts;
}

static void as_often(void **state)
{
    const int64_t *wrong = *state;
    g_autoptr(GHashTable) right = play(0);
    g_autoptr(GHashTable) played = play(*wrong);
    assert_int_equal(GPOINTER_TO_UINT(g_hash_table_lookup(right, "funnel-talked>ole@vest.example")),
                     3);
    GHashTableIter all;
    void *letter = NULL, *times = NULL;
    g_hash_table_iter_init(&all, right);
    while (g_hash_table_iter_next(&all, &letter, &times)) {
        guint again = GPOINTER_TO_UINT(g_hash_table_lookup(played, letter));
        /* It sums up who is due, and a clock that is ahead may find one of two. */
        bool sums_up = g_str_has_prefix(letter, "staff-unshown");
        if (!sums_up && again != GPOINTER_TO_UINT(times)) {
            fail_msg("%s: %u times, and %u with a clock that jumps", (char *)letter,
                     GPOINTER_TO_UINT(times), again);
        }
    }
    assert_int_equal(g_hash_table_size(right), g_hash_table_size(played));
}

int main(void)
{
    static const int64_t wrong[] = {HOUR, -HOUR, DAY, -DAY};
    static const char *const names[] = {"at times an hour ahead", "at times an hour behind",
                                        "at times a day ahead", "at times a day behind"};
    struct CMUnitTest tests[G_N_ELEMENTS(wrong)];
    for (size_t at = 0; at < G_N_ELEMENTS(wrong); at++) {
        tests[at] =
            (struct CMUnitTest){names[at], as_often, NULL, NULL, (void *)(uintptr_t)&wrong[at]};
    }
    return cmocka_run_group_tests_name("act/market_jumps", tests, NULL, NULL);
}
