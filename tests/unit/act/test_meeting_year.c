/* A year of meetings with 300 seekers and 60 employers who answer in all ways, three times in rooms
 * that are too small: the counts add up, the seats are given as the rules say, and every reminder
 * goes to whom it should, once. Working days are counted by hand here. It takes less than 10 s of
 * the processor.
 */
#include "support/year.h"

#include <time.h>

#include "act/meeting_figures.h"
#include "act/meeting_seats.h"
#include "act/meeting_timer.h"
#include "store/meeting_mail.h"
#include "support/speed.h"

enum { MORNING = 9, AFTERNOON = 15, CPU_LIMIT = 10, DAY = 86400 };

static void run_timers(struct year *year)
{
    g_autoptr(GError) error = NULL;
    bool more = true;
    for (int turn = 0; more; turn++) {
        assert_true(turn < 100); /* it comes to rest */
        if (!meeting_timer(&year->test->office, &more, &error) ||
            !seats_timer(&year->test->office, &error)) {
            fail_msg("%s", error->message);
        }
    }
    for (int which = 0; which < MEETINGS; which++) {
        room_time(&year->rooms[which], clock_now(year->test->clock));
    }
}

static void answer(struct year *year, int which, int person, int turn)
{
    struct plan *plan = &year->plans[which][person];
    if (plan->by_calendar[turn]) {
        press(year, which, person, plan->says[turn]);
    } else {
        write_words(year, person, plan->says[turn], plan->companions[turn]);
    }
    plan->answer = plan->says[turn];
    int party = plan->answer == GUEST_YES ? 1 + plan->companions[turn] : 0;
    room_hear(&year->rooms[which], person, party, clock_now(year->test->clock));
}

/* The day after a seat was offered. */
static void answer_offer(struct year *year, int which, int person)
{
    struct plan *plan = &year->plans[which][person];
    struct room *room = &year->rooms[which];
    const struct room_guest *guest = &room->guests[person];
    int64_t now = clock_now(year->test->clock);
    bool asked = guest->seat == GUEST_OFFERED && now - guest->since > DAY / 2;
    if (!asked || now - guest->since > DAY + DAY / 2 || plan->offered == GUEST_SILENT) {
        return;
    }
    int party = plan->offered == GUEST_YES ? guest->party : 0;
    write_words(year, person, plan->offered, MAX(party, 1) - 1);
    plan->answer = plan->offered;
    room_hear(room, person, party, clock_now(year->test->clock));
}

static void people_answer(struct year *year, int which, GDate *today)
{
    GDate invited = before(days[which], 15);
    GDate day = date_of(days[which]);
    int since = g_date_days_between(&invited, today);
    for (int person = 0; person < PEOPLE && g_date_compare(today, &day) < 0; person++) {
        const struct plan *plan = &year->plans[which][person];
        answer_offer(year, which, person);
        for (int turn = 0; turn < 2; turn++) {
            if (plan->says[turn] != GUEST_SILENT && plan->after[turn] == since) {
                answer(year, which, person, turn);
            }
        }
    }
}

static int64_t mails_of(struct year *year, const struct meeting *meeting, int person,
                        const char *what)
{
    int64_t count = 0;
    assert_true(meeting_mail_count(year->test->office.store, meeting->id, year->people[person],
                                   what, &count, NULL));
    return count;
}

/* Whoever has a seat, or may come, when the reminder is due has had it once; nobody else. */
static void reminders_went(struct year *year, int which, const char *what)
{
    SCOPED(meeting) struct meeting *meeting = meeting_at(year, which);
    for (int person = 0; person < PEOPLE; person++) {
        enum guest_answer now = year->plans[which][person].answer;
        bool seated = year->rooms[which].guests[person].seat == GUEST_SEATED;
        bool wanted =
            strcmp(what, "missing") == 0 ? now == GUEST_SILENT : seated || now == GUEST_MAYBE;
        int64_t count = mails_of(year, meeting, person, what);
        if (count != (wanted ? 1 : 0)) {
            fail_msg("%s of %s to %s: %d", what, days[which], year->addresses[person], (int)count);
        }
    }
}

static void look_at_morning(struct year *year, int which, GDate *today)
{
    static const struct {
        const char *what;
        int days;
    } due[] = {{"missing", 8}, {"reminder-5", 5}, {"reminder-1", 1}};
    for (size_t at = 0; at < G_N_ELEMENTS(due); at++) {
        GDate day = before(days[which], due[at].days);
        if (g_date_compare(&day, today) == 0) {
            reminders_went(year, which, due[at].what);
        }
    }
}

static void figures_are_right(struct year *year, int which, const struct meeting *meeting)
{
    int said[GUEST_NO + 1] = {0}, companions = 0, waiting = 0;
    for (int person = 0; person < PEOPLE; person++) {
        const struct room_guest *guest = &year->rooms[which].guests[person];
        said[year->plans[which][person].answer]++;
        companions += MAX(guest->party, 1) - 1;
        waiting += guest->seat == GUEST_WAITING || guest->seat == GUEST_OFFERED;
    }
    SCOPED(meeting_figures)
    struct meeting_figures *counted = meeting_figures_count(&year->test->office, meeting, NULL);
    const struct figures *all = &counted->all;
    assert_int_equal(all->invited, PEOPLE);
    assert_int_equal(all->yes, said[GUEST_YES]);
    assert_int_equal(all->maybe, said[GUEST_MAYBE]);
    assert_int_equal(all->no, said[GUEST_NO]);
    assert_int_equal(all->silent, said[GUEST_SILENT]);
    assert_int_equal(all->companions, companions);
    assert_int_equal(all->waiting, waiting);
}

/* One invitation, a letter for each offer and each that nobody took, and at most one of each other
 * mail; the last word stands, and the seat is theirs. */
static void is_right(struct year *year, int which, const struct meeting *meeting, int person)
{
    static const char *const kinds[] = {"missing", "reminder-5", "reminder-1"};
    const struct plan *plan = &year->plans[which][person];
    const struct room_guest *wanted = &year->rooms[which].guests[person];
    SCOPED(guest)
    struct guest *guest =
        guest_of(year->test->office.store, meeting->id, year->people[person], NULL);
    assert_int_equal(guest->answer, plan->answer);
    assert_int_equal(guest->companions, MAX(wanted->party, 1) - 1);
    assert_int_equal(guest->seat, wanted->seat);
    assert_int_equal(mails_of(year, meeting, person, "invitation"), 1 + plan->refreshed);
    assert_int_equal(mails_of(year, meeting, person, "meeting-offer"), wanted->offered);
    assert_int_equal(mails_of(year, meeting, person, "meeting-passed"), wanted->passed);
    assert_int_equal(mails_of(year, meeting, person, "meeting-counter"), plan->countered);
    for (size_t at = 0; at < G_N_ELEMENTS(kinds); at++) {
        assert_true(mails_of(year, meeting, person, kinds[at]) <= 1);
    }
}

/* Somebody waited in each small room, was offered a seat, took it, or let it pass. */
static void was_full(const struct room *room)
{
    int waiting = 0, offered = 0, passed = 0;
    for (int at = 0; at < room->count; at++) {
        waiting += room->guests[at].seat == GUEST_WAITING;
        offered += room->guests[at].offered;
        passed += room->guests[at].passed;
    }
    assert_true(waiting > 0 && offered > passed && passed > 0);
}

static void adds_up(struct year *year, int which)
{
    SCOPED(meeting) struct meeting *meeting = meeting_at(year, which);
    assert_true(g_str_has_prefix(meeting->starts, days[which]));
    assert_int_equal(meeting->capacity, capacities[which]);
    g_autoptr(GPtrArray) guests = guest_list(year->test->office.store, meeting->id, NULL);
    assert_int_equal(guests->len, PEOPLE);
    figures_are_right(year, which, meeting);
    for (int person = 0; person < PEOPLE; person++) {
        is_right(year, which, meeting, person);
    }
    if (capacities[which] != 0) {
        was_full(&year->rooms[which]);
    }
}

static int64_t mails_in_all(struct year *year)
{
    int64_t counts[LEDGER_HELD + 1] = {0}, sum = 0;
    assert_true(ledger_count(year->test->office.store, NULL, counts, NULL));
    for (size_t state = 0; state < G_N_ELEMENTS(counts); state++) {
        sum += counts[state];
    }
    return sum;
}

/* The clocks change: whatever the hour is, or is twice, no mail is due on a Sunday night. */
static void live_a_night(struct year *year, const char *text)
{
    int64_t mails = mails_in_all(year);
    for (int hour = 0; hour <= 4; hour++) {
        int64_t moment = 0;
        g_autofree char *midnight = g_strdup_printf("%sT00:30", text);
        assert_true(clock_parse(year->test->clock, midnight, &moment, NULL));
        clock_set(year->test->clock, moment + hour * 3600, false);
        run_timers(year);
    }
    assert_int_equal(mails_in_all(year), mails);
}

static void live_a_day(struct year *year, GDate *today)
{
    char text[16];
    g_date_strftime(text, sizeof text, "%Y-%m-%d", today);
    if (strcmp(text, "2028-03-26") == 0 || strcmp(text, "2028-10-29") == 0) {
        live_a_night(year, text);
    }
    g_autofree char *morning = g_strdup_printf("%sT%02d:00", text, MORNING);
    g_autofree char *afternoon = g_strdup_printf("%sT%02d:00", text, AFTERNOON);
    test_office_at(year->test, morning);
    run_timers(year);
    for (int which = 0; which < MEETINGS; which++) {
        look_at_morning(year, which, today);
    }
    test_office_at(year->test, afternoon);
    for (int which = 0; which < MEETINGS; which++) {
        people_answer(year, which, today);
        GDate day = date_of(days[which]);
        if (g_date_compare(&day, today) == 0) {
            adds_up(year, which);
        }
    }
    run_timers(year);
}

/* Seconds of the processor. */
static double live_a_year(void)
{
    clock_t begun = clock();
    struct year *year = year_open();
    GDate today = date_of("2027-12-01"), last = date_of("2028-12-06");
    while (g_date_compare(&today, &last) <= 0) {
        live_a_day(year, &today);
        g_date_add_days(&today, 1);
    }
    double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
    print_message("%u answers in %.1f s of CPU\n", year->mails, seconds);
    assert_true(year->delegated > 0);
    year_close(year);
    return seconds;
}

static void adds_up_and_reminds_once(void **state)
{
    (void)state;
    double slow = slowness();
    double seconds = live_a_year();
    slow = MAX(slow, slowness());
    print_message("the machine is %.1f times as slow as it can be\n", slow);
#ifndef SANITIZED
    assert_true(seconds < CPU_LIMIT * slow);
#else
    (void)seconds;
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(adds_up_and_reminds_once)};
    return cmocka_run_group_tests_name("act/meeting_year", tests, NULL, NULL);
}
