/* "B nej, mangler truck": the job demands it from now on. */
#include "support/digests.h"

static enum pair_stage stage_of(const struct digests *site)
{
    SCOPED(pair) struct pair *pair = pair_get(site->talk.test->office.store, site->talk.pair, NULL);
    return pair->stage;
}

static void demands(const struct digests *site, const char *wanted)
{
    SCOPED(listing)
    struct listing *posting = listing_get(site->talk.test->office.store, site->posting, NULL);
    json_auto_t *facts =
        digest_facts(site->talk.test->office.store, site->posting, posting->confirmed, NULL);
    g_autofree char *text = json_dumps(json_object_get(facts, "licences"), JSON_COMPACT);
    assert_string_equal(text, wanted);
}

/* The job says what was missing, its owner reads so, and FORTRYD takes it back. */
static void what_a_no_misses_is_demanded(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said, *licences;
    } rows[] = {
        {"A nej, mangler truck", "Jobbet kræver nu truck", "[\"B\",\"truck\"]"},
        {"A nej, han har ikke stort kørekort", "Jobbet kræver nu kørekort C", "[\"B\",\"C\"]"},
        {"A nej, har ikke kørekort B", "Nej til A", "[\"B\"]"}, /* it was demanded */
        {"A nej, kører truck", "Nej til A", "[\"B\"]"},
        {"A nej", "Nej til A", "[\"B\"]"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct digests site = digests_listed();
        SAYS(&site, PAIR_EMPLOYER, CANDIDATES, rows[at].text, "chose");
        TALK_READS(&site.talk, PAIR_EMPLOYER, "done", rows[at].said);
        demands(&site, rows[at].licences);
        SAYS(&site, PAIR_EMPLOYER, "done", "FORTRYD", "chose");
        demands(&site, "[\"B\"]");
        assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
        digests_close(&site);
    }
}

/* A seeker's no changes no job. */
static void a_seekers_no_demands_nothing(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_SEEKER, JOBS, "A nej, jeg har ikke truckcertifikat", "chose");
    demands(&site, "[\"B\"]");
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_no_misses_is_demanded),
        cmocka_unit_test(a_seekers_no_demands_nothing),
    };
    return cmocka_run_group_tests_name("act/choose_demand", tests, load, unload);
}
