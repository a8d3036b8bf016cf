/* The process that has the index of the market. */
#include "support/market.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/failure.h"
#include "process/matcher.h"

#define JOB "{'title':'Kok','text':'Vi skal lave mad til mange og holde styr på egenkontrol.'}"
#define COOK "{'titles':['kok'],'text':'Jeg kan lave mad og kender egenkontrol.'}"

struct site {
    struct test_office *test;
    struct matcher *matcher;
    int64_t job;
};

static struct site site_open(void)
{
    struct site site = {.test = test_office_open()};
    test_market_configure(site.test);
    site.matcher = matcher_new(site.test->config);
    const struct market_desk desk = matcher_desk(site.matcher);
    site.test->office.market = market_new(&site.test->office, &desk);
    int64_t ole = test_office_person(site.test, PERSON_EMPLOYER, "Ole", "ole@x.example", false);
    int64_t anna = test_office_person(site.test, PERSON_SEEKER, "Anna", "anna@x.example", false);
    site.job = test_market_listing(site.test, LISTING_POSTING, ole, JOB);
    test_market_listing(site.test, LISTING_PROFILE, anna, COOK);
    return site;
}

static void site_close(const struct site *site)
{
    test_market_close(site->test);
    test_office_close(site->test);
}

static int64_t count(const struct site *site, GError **error)
{
    json_auto_t *answer = market_best(site->test->office.market, site->job, NULL, error);
    return answer == NULL ? -1 : json_integer_value(json_object_get(answer, "count"));
}

static void it_answers(void **state)
{
    (void)state;
    struct site site = site_open();
    assert_int_equal(matcher_pid(site.matcher), 0); /* nobody has asked */
    assert_int_equal(count(&site, NULL), 1);
    assert_true(matcher_pid(site.matcher) > 0);
    site_close(&site);
}

/* Whoever kills it loses nothing: the next one is told everything. */
static void a_killed_one_is_replaced(void **state)
{
    (void)state;
    struct site site = site_open();
    assert_int_equal(count(&site, NULL), 1);
    pid_t first = matcher_pid(site.matcher);
    kill(first, SIGKILL);
    assert_int_equal(count(&site, NULL), 1);
    assert_true(matcher_pid(site.matcher) > 0 && matcher_pid(site.matcher) != first);
    site_close(&site);
}

static void one_that_stalls_is_an_error_for_that_question(void **state)
{
    (void)state;
    struct site site = site_open();
    assert_int_equal(count(&site, NULL), 1);
    kill(matcher_pid(site.matcher), SIGSTOP);
    matcher_wait(site.matcher, 50);
    g_autoptr(GError) error = NULL;
    assert_int_equal(count(&site, &error), -1);
    assert_int_equal(error->code, FAILURE_TEMPORARY);
    assert_non_null(strstr(error->message, "did not answer in time"));
    assert_int_equal(matcher_pid(site.matcher), 0);
    matcher_wait(site.matcher, 60000);
    assert_int_equal(count(&site, NULL), 1);
    site_close(&site);
}

static void without_a_taxonomy_it_says_so(void **state)
{
    (void)state;
    struct site site = site_open();
    market_free(site.test->office.market);
    test_office_configure(site.test, "[site]\ntaxonomy = nowhere\n");
    const struct market_desk desk = matcher_desk(matcher_new(site.test->config));
    site.test->office.market = market_new(&site.test->office, &desk);
    g_autoptr(GError) error = NULL;
    assert_int_equal(count(&site, &error), -1);
    assert_non_null(strstr(error->message, "nowhere"));
    site_close(&site);
}

static json_t *lie(void *desk, const json_t *question, GError **error)
{
    (void)desk;
    (void)error;
    return json_object_get(question, "best") == NULL
               ? json_pack("{s:i}", "count", 1)
               : json_pack("{s:[{s:i, s:i}]}", "items", "listing", 1, "person", 77);
}

/* Another owner, or a listing that it was not told of, is no answer. */
static void an_index_is_not_believed(void **state)
{
    (void)state;
    struct site site = site_open();
    const struct market_desk desk = {.desk = NULL, .ask = lie, .free = test_market_keep};
    SCOPED(market) struct market *market = market_new(&site.test->office, &desk);
    g_autoptr(GError) error = NULL;
    assert_null(market_best(market, site.job, NULL, &error));
    assert_int_equal(error->code, FAILURE_PERMANENT);
    site_close(&site);
}

/* ---- listings of which the process ends -------------------------------------------------------
 */

/* The real process, killed whenever it has the question of that listing, or its entry, to read. */
struct trap {
    struct matcher *matcher;
    int64_t best, put; /* listings, 0: none */
    unsigned kills;
    bool stops; /* instead of killing it */
};

static bool has(const json_t *offers, int64_t id)
{
    for (size_t at = 0; at < json_array_size(offers); at++) {
        const json_t *offer = json_array_get(offers, at);
        if (json_integer_value(json_object_get(offer, "id")) == id) {
            return true;
        }
    }
    return false;
}

static json_t *trap_ask(void *data, const json_t *question, GError **error)
{
    struct trap *trap = data;
    const json_t *best = json_object_get(question, "best");
    bool asks = trap->best != 0 && json_integer_value(json_object_get(best, "id")) == trap->best;
    bool puts = trap->put != 0 && has(json_object_get(question, "put"), trap->put);
    if ((asks || puts) && matcher_pid(trap->matcher) > 0) {
        kill(matcher_pid(trap->matcher), trap->stops ? SIGSTOP : SIGKILL);
        matcher_wait(trap->matcher, trap->stops ? 50 : 60000);
        trap->kills++;
    }
    const struct market_desk desk = matcher_desk(trap->matcher);
    json_t *answer = desk.ask(desk.desk, question, error);
    matcher_wait(trap->matcher, 60000);
    return answer;
}

static bool trap_died(void *data)
{
    const struct market_desk desk = matcher_desk(((struct trap *)data)->matcher);
    return desk.died(desk.desk);
}

static void trap_end(void *data)
{
    matcher_stop(((struct trap *)data)->matcher);
}

/* Twenty other jobs and cooks; every question of `trap` ends the process. */
static struct site trapped_open(struct trap *trap)
{
    struct site site = site_open();
    market_free(site.test->office.market);
    site.matcher = matcher_new(site.test->config);
    trap->matcher = site.matcher;
    const struct market_desk desk = {trap, trap_ask, trap_end, trap_died};
    site.test->office.market = market_new(&site.test->office, &desk);
    for (int at = 0; at < 20; at++) {
        g_autofree char *address = g_strdup_printf("cook-%d@x.example", at);
        int64_t cook = test_office_person(site.test, PERSON_SEEKER, "Bo", address, false);
        test_market_listing(site.test, LISTING_PROFILE, cook, COOK);
    }
    return site;
}

static int64_t count_of(const struct site *site, int64_t listing, int *code)
{
    g_autoptr(GError) error = NULL;
    json_auto_t *answer = market_best(site->test->office.market, listing, NULL, &error);
    *code = error != NULL ? error->code : 0;
    return answer == NULL ? -1 : json_integer_value(json_object_get(answer, "count"));
}

static void staff_hear(const struct site *site, const char *letters)
{
    g_autoptr(GError) error = NULL;
    if (!market_tell_aside(site->test->office.market, &error)) {
        fail_msg("%s", error->message);
    }
    test_office_expect(site->test, letters);
}

static void a_question_that_ends_it_twice_is_set_aside(void **state)
{
    (void)state;
    struct trap trap = {0};
    struct site site = trapped_open(&trap);
    int code = 0;
    test_office_person(site.test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    int64_t other = test_market_listing(site.test, LISTING_POSTING, 1, JOB);
    assert_int_equal(count_of(&site, site.job, &code), 21);
    trap.best = site.job;
    assert_int_equal(count_of(&site, site.job, &code), -1);
    assert_int_equal(code, FAILURE_PERMANENT);
    unsigned kills = trap.kills;
    assert_true(kills >= 2 && kills <= 3);
    staff_hear(&site, "staff-set-aside>mette@kk.example");
    assert_int_equal(count_of(&site, site.job, &code), -1); /* and nobody asks again */
    assert_int_equal(code, FAILURE_PERMANENT);
    assert_int_equal(trap.kills, kills);
    assert_int_equal(count_of(&site, other, &code), 21);
    staff_hear(&site, "staff-set-aside>mette@kk.example");
    trap.best = 0; /* another version may do better */
    assert_true(store_begin(site.test->office.store, NULL) &&
                test_market_write(site.test, site.job, JOB) &&
                store_commit(site.test->office.store, NULL));
    assert_int_equal(count_of(&site, site.job, &code), 21);
    site_close(&site);
}

/* A killed process alone is nobody's fault. */
static void one_death_is_forgiven(void **state)
{
    (void)state;
    struct trap trap = {0};
    struct site site = trapped_open(&trap);
    int code = 0;
    for (int at = 0; at < 4; at++) {
        assert_int_equal(count_of(&site, site.job, &code), 21);
        kill(matcher_pid(site.matcher), SIGKILL);
    }
    assert_int_equal(count_of(&site, site.job, &code), 21);
    site_close(&site);
}

static void a_question_that_stalls_twice_is_set_aside(void **state)
{
    (void)state;
    struct trap trap = {.stops = true};
    struct site site = trapped_open(&trap);
    int code = 0;
    assert_int_equal(count_of(&site, site.job, &code), 21);
    trap.best = site.job;
    assert_int_equal(count_of(&site, site.job, &code), -1);
    assert_int_equal(code, FAILURE_TEMPORARY);
    assert_int_equal(matcher_pid(site.matcher), 0);
    assert_int_equal(count_of(&site, site.job, &code), -1);
    assert_int_equal(code, FAILURE_PERMANENT);
    site_close(&site);
}

/* The index is told of it with others: which one it is has to be found out. */
static void an_entry_that_ends_it_is_found_and_set_aside(void **state)
{
    (void)state;
    struct trap trap = {.stops = true};
    struct site site = trapped_open(&trap);
    int code = 0;
    test_office_person(site.test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    assert_int_equal(count_of(&site, site.job, &code), 21);
    trap.put = 7;
    assert_true(store_begin(site.test->office.store, NULL) &&
                test_market_write(site.test, trap.put, COOK) &&
                store_commit(site.test->office.store, NULL));
    assert_int_equal(count_of(&site, site.job, &code), 20);
    assert_int_equal(code, 0);
    staff_hear(&site, "staff-set-aside>mette@kk.example");
    unsigned kills = trap.kills;
    kill(matcher_pid(site.matcher), SIGKILL);
    assert_int_equal(count_of(&site, site.job, &code), 20);
    assert_int_equal(trap.kills, kills);
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_answers),
        cmocka_unit_test(a_killed_one_is_replaced),
        cmocka_unit_test(one_that_stalls_is_an_error_for_that_question),
        cmocka_unit_test(without_a_taxonomy_it_says_so),
        cmocka_unit_test(an_index_is_not_believed),
        cmocka_unit_test(a_question_that_ends_it_twice_is_set_aside),
        cmocka_unit_test(one_death_is_forgiven),
        cmocka_unit_test(a_question_that_stalls_twice_is_set_aside),
        cmocka_unit_test(an_entry_that_ends_it_is_found_and_set_aside)};
    return cmocka_run_group_tests_name("process/matcher", tests, NULL, NULL);
}
