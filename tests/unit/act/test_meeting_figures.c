/* What came of a meeting, in numbers. */
#include "support/meeting_day.h"

#include "act/meeting_figures.h"
#include "act/meeting_thanks.h"
#include "store/bounce.h"
#include "store/ledger.h"
#include "store/rating.h"

static int64_t letter(struct meeting_day *day, int64_t person, const char *what)
{
    SCOPED(guest) struct guest *guest = meeting_day_find(day, person);
    int64_t row = 0;
    const struct meeting_letter mail = {.name = "meeting-missing", .what = what, .queued = &row};
    MEETING_DAY_DO(
        day, meeting_letter_send(&day->test->office, &cause, day->meeting, guest, &mail, &error));
    return row;
}

/* It went out. */
static void hand_over(struct meeting_day *day)
{
    struct store *store = day->test->office.store;
    int64_t now = clock_now(day->test->clock);
    g_autoptr(GPtrArray) claimed = ledger_claim(store, now, LEDGER_OPEN, 50, NULL);
    for (guint at = 0; at < claimed->len; at++) {
        const struct ledger_mail *mail = claimed->pdata[at];
        bool go = false;
        assert_true(ledger_hand_over(store, mail->id, now, &go, NULL));
        assert_true(ledger_settle(store, mail->id, now, LEDGER_ACCEPTED, "250", "ok", NULL));
    }
}

static void set_administration(struct meeting_day *day, int64_t id, const char *name)
{
    SCOPED(person) struct person *before = person_get(day->test->office.store, id, NULL);
    SCOPED(person) struct person *after = person_get(day->test->office.store, id, NULL);
    g_free(after->administration);
    after->administration = g_strdup(name);
    bool changed = false;
    MEETING_DAY_DO(day,
                   person_update(day->test->office.store, &cause, before, after, &changed, &error));
}

static void expect(const struct figures *figures, const char *wanted)
{
    json_auto_t *json = meeting_figures_json(figures);
    g_autofree char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(3));
    assert_string_equal(text, wanted);
}

#define FIGURES(invited, delivered, yes, maybe, no, silent, waiting, companions)                \
    "{\"invited\":" #invited ",\"delivered\":" #delivered ",\"yes\":" #yes ",\"maybe\":" #maybe \
    ",\"no\":" #no ",\"silent\":" #silent ",\"waiting\":" #waiting ",\"companions\":" #companions

static void counts(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    int64_t anna = meeting_day_guest(
        &day, PERSON_SEEKER, "Anna", "anna@post.example",
        (struct guest){.invited = 1, .answer = GUEST_YES, .companions = 2, .presence = GUEST_CAME});
    int64_t bo = meeting_day_guest(
        &day, PERSON_SEEKER, "Bo", "bo@post.example",
        (struct guest){
            .invited = 1, .answer = GUEST_YES, .seat = GUEST_WAITING, .presence = GUEST_CAME});
    int64_t ole = meeting_day_guest(&day, PERSON_EMPLOYER, "Ole", "ole@kk.example",
                                    (struct guest){.invited = 1, .answer = GUEST_MAYBE});
    meeting_day_guest(&day, PERSON_SEEKER, "Per", "per@post.example",
                      (struct guest){.answer = GUEST_NO});
    meeting_day_guest(&day, PERSON_SEEKER, "Ida", "ida@post.example",
                      (struct guest){.invited = 1, .presence = GUEST_ABSENT});
    set_administration(&day, ole, "Økonomiforvaltningen");
    set_administration(&day, bo, "Børneforvaltningen");
    letter(&day, anna, "invitation");
    letter(&day, bo, "invitation");
    hand_over(&day);
    letter(&day, ole, "invitation"); /* still waits */
    int64_t thanks = letter(&day, anna, MEETING_THANKS), other = letter(&day, bo, MEETING_THANKS);
    int was = 0;
    struct store *store = day.test->office.store;
    MEETING_DAY_DO(&day, rating_give(store, &cause, anna, thanks, 5, &was, &error));
    MEETING_DAY_DO(&day, rating_give(store, &cause, bo, other, 2, &was, &error));
    SCOPED(meeting_figures)
    struct meeting_figures *figures = meeting_figures_count(&day.test->office, day.meeting, NULL);
    assert_non_null(figures);
    expect(&figures->all, FIGURES(4, 2, 2, 1, 1, 1, 1, 2) ",\"came\":2,\"absent\":1,\"marks\":2,"
                                                          "\"mean\":3.5}");
    assert_int_equal(figures->administrations->len, 3);
    const struct administration_figures *first = figures->administrations->pdata[0];
    const struct administration_figures *second = figures->administrations->pdata[1];
    const struct administration_figures *last = figures->administrations->pdata[2];
    assert_string_equal(first->name, "Børneforvaltningen");
    assert_string_equal(second->name, "Økonomiforvaltningen");
    assert_string_equal(last->name, "");
    expect(&second->figures, FIGURES(1, 0, 0, 1, 0, 0, 0, 0) ",\"came\":0,\"absent\":0,"
                                                             "\"marks\":0,\"mean\":null}");
    meeting_day_close(&day);
}

/* What came back did not arrive; a complaint comes from somebody who has it. */
static void bounced(void **state)
{
    (void)state;
    static const struct {
        enum bounce_kind kind;
        int delivered;
    } rows[] = {{BOUNCE_HARD, 0}, {BOUNCE_SOFT, 0}, {BOUNCE_POLICY, 0}, {BOUNCE_COMPLAINT, 1}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct meeting_day day;
        meeting_day_open(&day);
        struct store *store = day.test->office.store;
        int64_t anna = meeting_day_guest(&day, PERSON_SEEKER, "Anna", "anna@post.example",
                                         (struct guest){.invited = 1});
        int64_t row = letter(&day, anna, "invitation");
        hand_over(&day);
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, row, NULL);
        bool fresh = false;
        MEETING_DAY_DO(&day,
                       bounce_add(store, &cause, mail, rows[at].kind, "5.1.1", &fresh, &error));
        SCOPED(meeting_figures)
        struct meeting_figures *figures =
            meeting_figures_count(&day.test->office, day.meeting, NULL);
        assert_int_equal(figures->all.delivered, rows[at].delivered);
        meeting_day_close(&day);
    }
}

/* Said to a time that the meeting no longer has. */
static void an_old_answer_is_none(void **state)
{
    (void)state;
    struct meeting_day day;
    meeting_day_open(&day);
    meeting_day_guest(&day, PERSON_SEEKER, "Anna", "anna@post.example",
                      (struct guest){.invited = 1, .answer = GUEST_YES, .companions = 1});
    day.meeting->sequence = day.meeting->time_sequence = 1;
    SCOPED(meeting_figures)
    struct meeting_figures *figures = meeting_figures_count(&day.test->office, day.meeting, NULL);
    expect(&figures->all, FIGURES(1, 0, 0, 0, 0, 1, 0, 0) ",\"came\":0,\"absent\":0,\"marks\":0,"
                                                          "\"mean\":null}");
    meeting_day_close(&day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts),
        cmocka_unit_test(bounced),
        cmocka_unit_test(an_old_answer_is_none),
    };
    return cmocka_run_group_tests_name("act/meeting_figures", tests, NULL, NULL);
}
