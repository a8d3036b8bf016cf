/* Ten weeks of the meeting place, over the night in which summer time begins, an hour at a time,
 * with a clock that is wrong every fifth time and then right again: lists, questions and reminders
 * come as often as with a clock that is never wrong. */
#include "support/digests.h"
#include "support/jumps.h"

#include "act/funnel.h"
#include "act/listing.h"
#include "act/overdue.h"

enum { WEEKS = 10, AGREED = 30 };

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
    GHashTable *counts = jumps_count(site.talk.test);
    digests_close(&site);
    return counts;
}

static void as_often(void **state)
{
    const int64_t *wrong = *state;
    g_autoptr(GHashTable) right = play(0);
    g_autoptr(GHashTable) played = play(*wrong);
    assert_int_equal(jumps_times(right, "funnel-talked>ole@vest.example"), 3);
    jumps_compare(right, played, "staff-unshown");
}

int main(void)
{
    return jumps_run("act/market_jumps", as_often);
}
