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

/* From another mailbox it is asked about first; then it is the same answer. */
static void what_is_confirmed_later_means_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *words, *outcome, *licences;
        enum pair_stage stage;
    } rows[] = {
        {"A nej, hun er for gammel", "to-human!grounds", "[\"B\"]", PAIR_SUGGESTED},
        {"A nej, mangler truck", "chose", "[\"B\",\"truck\"]", PAIR_DECLINED},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct digests site = digests_listed();
        g_autofree char *mail = g_strdup_printf(
            "From: Ole <ole@hjemme.example>\nMessage-ID: <a@x>\nContent-Type: text/plain; "
            "charset=utf-8\n\n%s\n",
            rows[at].words);
        int64_t row = talk_last(&site.talk, PAIR_EMPLOYER, CANDIDATES);
        SCOPED(inbound)
        struct inbound *settled = talk_mail(&site.talk, PAIR_EMPLOYER, row, mail, strlen(mail));
        assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
        g_free(talk_say(&site.talk, PAIR_EMPLOYER, "confirm-wish", "", "Ja"));
        SCOPED(inbound)
        struct inbound *source = inbound_get(site.talk.test->office.store, settled->id, NULL);
        g_autofree char *outcome = g_strdup_printf(
            "%s%s%s", source->reason != NULL ? "to-human" : source->effect,
            source->reason != NULL ? "!" : "", source->reason != NULL ? source->reason : "");
        assert_string_equal(outcome, rows[at].outcome);
        assert_int_equal(stage_of(&site), rows[at].stage);
        demands(&site, rows[at].licences);
        digests_close(&site);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_no_misses_is_demanded),
        cmocka_unit_test(a_seekers_no_demands_nothing),
        cmocka_unit_test(what_is_confirmed_later_means_the_same),
    };
    return cmocka_run_group_tests_name("act/choose_demand", tests, load, unload);
}
