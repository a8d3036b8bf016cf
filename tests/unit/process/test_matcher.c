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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_answers), cmocka_unit_test(a_killed_one_is_replaced),
        cmocka_unit_test(one_that_stalls_is_an_error_for_that_question),
        cmocka_unit_test(without_a_taxonomy_it_says_so),
        cmocka_unit_test(an_index_is_not_believed)};
    return cmocka_run_group_tests_name("process/matcher", tests, NULL, NULL);
}
