/* How far it is to a job counts, by the table of ways that came with the program. */
#include "support/market.h"

static void a_far_job_comes_last(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_market_open(test);
    int64_t ole = test_office_person(test, PERSON_EMPLOYER, "Ole", "ole@vest.example", false);
    int64_t anna = test_office_person(test, PERSON_SEEKER, "Anna", "anna@example.dk", false);
    test_market_listing(test, LISTING_POSTING, ole,
                        "{'title':'kok','postcode':'4000','text':'Lave mad.'}");
    int64_t near = test_market_listing(test, LISTING_POSTING, ole,
                                       "{'title':'kok','postcode':'2100','text':'Lave mad.'}");
    int64_t profile = test_market_listing(
        test, LISTING_PROFILE, anna, "{'titles':['kok'],'postcodes':['2400'],'text':'Lave mad.'}");
    json_auto_t *answer = market_best(test->office.market, profile, NULL, NULL);
    const json_t *items = json_object_get(answer, "items");
    assert_int_equal(json_array_size(items), 2);
    const json_t *first = json_array_get(items, 0);
    assert_int_equal(json_integer_value(json_object_get(first, "listing")), near);
    test_market_close(test);
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_far_job_comes_last)};
    return cmocka_run_group_tests_name("act/market, the way", tests, NULL, NULL);
}
