/* Who fits whom, by the listings of the store. */
#include "support/market.h"

static struct test_office *test;
static int64_t employer;

static int open_all(void **state)
{
    (void)state;
    test = test_office_open();
    test_market_open(test);
    employer = test_office_person(test, PERSON_EMPLOYER, "Ole", "ole@vest.example", false);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    test_market_close(test);
    test_office_close(test);
    return 0;
}

static int64_t seeker(const char *name, const char *facts)
{
    g_autofree char *address = g_strdup_printf("%s@example.dk", name);
    int64_t person = test_office_person(test, PERSON_SEEKER, name, address, false);
    return test_market_listing(test, LISTING_PROFILE, person, facts);
}

static int64_t job(const char *facts)
{
    return test_market_listing(test, LISTING_POSTING, employer, facts);
}

static json_t *best(int64_t listing, const char *wishes)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strdelimit(g_strdup(wishes == NULL ? "{}" : wishes), "'", '"');
    json_auto_t *wished = json_loads(text, 0, NULL);
    assert_non_null(wished);
    json_t *answer = market_best(test->office.market, listing, wished, &error);
    if (answer == NULL) {
        fail_msg("%s", error->message);
    }
    return answer;
}

/* The listings of an answer: "3 1". */
static char *order(const json_t *answer)
{
    GString *ids = g_string_new(NULL);
    size_t at;
    json_t *item;
    json_array_foreach(json_object_get(answer, "items"), at, item)
    {
        g_string_append_printf(ids, "%s%lld%s", at > 0 ? " " : "",
                               json_integer_value(json_object_get(item, "listing")),
                               json_is_true(json_object_get(item, "outside")) ? "*" : "");
    }
    return g_string_free(ids, FALSE);
}

#define LAGER                                                                                     \
    "{'title':'Lagermedarbejder','hours':{'min':20,'max':30},'licences':['B'],'postcode':'2450'," \
    "'text':'Vi mangler en hånd på lageret: pakke varer, køre truck og føre lister.'}"
#define TRUCK                                                                           \
    "{'titles':['lagerarbejder'],'hours':{'min':20,'max':37},'licences':['B','truck']," \
    "'text':'Jeg har 15 år på centrallager, kan køre truck og er vant til at føre lister.'}"
#define NO_LICENCE                                                       \
    "{'titles':['lagermand'],'hours':{'min':30,'max':37},'licences':[]," \
    "'text':'Jeg kan pakke varer og føre lister.'}"
#define KOK "{'titles':['kok'],'text':'Jeg har lavet mad i en kantine i 20 år.'}"

static void who_fits_comes_first(void **state)
{
    (void)state;
    int64_t lager = job(LAGER), anna = seeker("anna", TRUCK), bent = seeker("bent", NO_LICENCE);
    seeker("carl", KOK);
    json_auto_t *answer = best(lager, NULL);
    g_autofree char *ids = order(answer);
    g_autofree char *expected =
        g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, anna, bent);
    assert_string_equal(ids, expected);
    assert_int_equal(json_integer_value(json_object_get(answer, "count")), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_fits_comes_first)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
