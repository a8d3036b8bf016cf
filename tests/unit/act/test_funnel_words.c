/* What an answer means, by what was asked and who answers. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "act/funnel_words.h"
#include "base/days.h"

static const char *const names[] = {
    [FUNNEL_NOTHING] = "nothing", [FUNNEL_STAGE] = "stage", [FUNNEL_NOT_YET] = "not yet",
    [FUNNEL_CHOOSE] = "choose",   [FUNNEL_DAY] = "day",     [FUNNEL_DAYS] = "days",
    [FUNNEL_WELL] = "well",       [FUNNEL_BADLY] = "badly", [FUNNEL_KEEP] = "keep",
    [FUNNEL_DENY] = "deny"};

static const struct row {
    const char *name;
    enum gate_what asked;
    enum pair_side side;
    struct funnel_words words;
    const char *meant;
    enum pair_stage stage;
} rows[] = {
    {"talked: yes", GATE_TALKED, PAIR_SEEKER, {.yes = true}, "stage", PAIR_INTERVIEW},
    {"talked: no", GATE_TALKED, PAIR_SEEKER, {.no = true}, "not yet", 0},
    {"talked: no, of contact",
     GATE_TALKED,
     PAIR_SEEKER,
     {.stage = PAIR_CONTACT, .no = true},
     "not yet",
     0},
    {"talked: a day", GATE_TALKED, PAIR_SEEKER, {.first = 9}, "stage", PAIR_INTERVIEW},
    {"talked: hired", GATE_TALKED, PAIR_EMPLOYER, {.stage = PAIR_HIRED}, "stage", PAIR_HIRED},
    {"talked: no, somebody else",
     GATE_TALKED,
     PAIR_EMPLOYER,
     {.stage = PAIR_DECLINED, .no = true},
     "stage",
     PAIR_DECLINED},
    {"talked: other words", GATE_TALKED, PAIR_EMPLOYER, {0}, "nothing", 0},
    {"met: yes", GATE_MET, PAIR_SEEKER, {.yes = true}, "choose", 0},
    {"met: went well", GATE_MET, PAIR_SEEKER, {.stage = PAIR_INTERVIEW}, "choose", 0},
    {"met: no of the job", GATE_MET, PAIR_EMPLOYER, {.no = true}, "stage", PAIR_DECLINED},
    {"met: no of the seeker", GATE_MET, PAIR_SEEKER, {.no = true}, "stage", PAIR_WITHDRAWN},
    {"met: another day", GATE_MET, PAIR_SEEKER, {.stage = PAIR_CONTACT, .first = 9}, "day", 0},
    {"met: trial", GATE_MET, PAIR_SEEKER, {.stage = PAIR_TRIAL, .first = 9}, "stage", PAIR_TRIAL},
    {"days: both", GATE_DAYS, PAIR_SEEKER, {.first = 9, .last = 12}, "days", 0},
    {"days: the end", GATE_DAYS, PAIR_SEEKER, {.last = 12}, "days", 0},
    {"days: no", GATE_DAYS, PAIR_SEEKER, {.no = true}, "stage", PAIR_WITHDRAWN},
    {"days: yes", GATE_DAYS, PAIR_SEEKER, {.yes = true}, "choose", 0},
    {"tried: yes", GATE_TRIED, PAIR_EMPLOYER, {.yes = true, .first = 9}, "stage", PAIR_HIRED},
    {"tried: no", GATE_TRIED, PAIR_EMPLOYER, {.no = true}, "stage", PAIR_DECLINED},
    {"tried: a day alone", GATE_TRIED, PAIR_EMPLOYER, {.first = 9}, "nothing", 0},
    {"week: yes", GATE_WEEK_1, PAIR_SEEKER, {.yes = true}, "well", 0},
    {"week: hired, yes", GATE_WEEK_4, PAIR_SEEKER, {.stage = PAIR_HIRED, .yes = true}, "well", 0},
    {"week: no", GATE_WEEK_12, PAIR_SEEKER, {.no = true}, "badly", 0},
    {"week: gone", GATE_WEEK_12, PAIR_EMPLOYER, {.stage = PAIR_WITHDRAWN}, "badly", 0},
    {"own: yes", GATE_OWN, PAIR_EMPLOYER, {.yes = true}, "stage", PAIR_HIRED},
    {"own: no", GATE_OWN, PAIR_EMPLOYER, {.stage = PAIR_HIRED, .no = true}, "keep", 0},
    {"other: yes", GATE_OTHER, PAIR_EMPLOYER, {.yes = true}, "stage", PAIR_HIRED},
    {"other: no", GATE_OTHER, PAIR_EMPLOYER, {.no = true}, "deny", 0},
    {"other: declined",
     GATE_OTHER,
     PAIR_EMPLOYER,
     {.stage = PAIR_DECLINED},
     "stage",
     PAIR_DECLINED},
    {"unasked: no", GATE_NONE, PAIR_SEEKER, {.no = true}, "badly", 0},
    {"unasked: talked", GATE_NONE, PAIR_SEEKER, {.stage = PAIR_CONTACT}, "stage", PAIR_INTERVIEW},
    {"unasked: a day", GATE_NONE, PAIR_SEEKER, {.first = 9}, "nothing", 0},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    struct funnel_meaning meaning =
        funnel_words_mean(&row->words, row->asked, PAIR_HIRED, row->side);
    assert_string_equal(names[meaning.meant], row->meant);
    if (meaning.meant == FUNNEL_STAGE) {
        assert_int_equal(meaning.stage, row->stage);
    }
}

static struct funnel_words read_words(const char *json)
{
    json_auto_t *parsed = json_loads(json, 0, NULL);
    assert_non_null(parsed);
    SCOPED(verdict) struct verdict *verdict = verdict_from_json(parsed, NULL);
    assert_non_null(verdict);
    return funnel_words_read(verdict, days_from_iso("2013-03-20"));
}

static void what_stands_in_a_verdict(void **state)
{
    (void)state;
    struct funnel_words words = read_words(
        "{\"kind\":\"message\",\"intents\":[{\"intent\":\"outcome\",\"stage\":\"trial\"}],"
        "\"says\":\"yes\",\"days\":[\"2013-04-03\",\"2013-04-12\"]}");
    assert_int_equal(words.stage, PAIR_TRIAL);
    assert_true(words.yes && !words.no);
    assert_int_equal(words.first, days_from_iso("2013-04-03"));
    assert_int_equal(words.last, days_from_iso("2013-04-12"));
    words = read_words("{\"kind\":\"message\",\"says\":\"no\",\"days\":[\"\",\"2013-04-12\"]}");
    assert_true(words.no && words.first == 0 && words.last != 0);
    /* "Ansat den 1. marts", said on the 20th. */
    words = read_words("{\"kind\":\"message\",\"days\":[\"2014-03-01\"]}");
    assert_int_equal(words.first, 0);
    words = read_words("{\"kind\":\"message\",\"intents\":[{\"intent\":\"job-state\",\"state\":"
                       "\"filled\"}]}");
    assert_int_equal(words.stage, PAIR_DECLINED);
    words = read_words("{\"kind\":\"message\",\"intents\":[{\"intent\":\"job-state\",\"state\":"
                       "\"open\"}]}");
    assert_int_equal(words.stage, 0);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {cmocka_unit_test(what_stands_in_a_verdict)};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at + 1] = (struct CMUnitTest){.name = rows[at].name,
                                            .test_func = test_row,
                                            .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/funnel_words", tests, NULL, NULL);
}
