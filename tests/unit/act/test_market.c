/* Who fits whom, by the listings of the store. */
#include "support/market.h"

#include "base/failure.h"

static struct test_office *test;
static int64_t employer;

static int open_one(void **state)
{
    (void)state;
    test = test_office_open();
    test_market_open(test);
    employer = test_office_person(test, PERSON_EMPLOYER, "Ole", "ole@vest.example", false);
    return 0;
}

static int close_one(void **state)
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

static json_t *find(const char *kind, const char *text, const char *wishes)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *json = g_strdelimit(g_strdup(wishes), "'", '"');
    json_auto_t *wished = json_loads(json, 0, NULL);
    json_t *answer =
        market_search(test->office.market, *kind == 'j' ? LISTING_POSTING : LISTING_PROFILE, text,
                      wished, &error);
    if (answer == NULL) {
        fail_msg("%s", error->message);
    }
    return answer;
}

/* That the list of a listing with these wishes is this: "3 1 5*", * for one from outside. `wishes`
 * may have one %s, for a number. */
#define IS_LIST(listing, wishes, ...)                              \
    do {                                                           \
        json_auto_t *is_answer = best((listing), (wishes));        \
        g_autofree char *is_order = order(is_answer);              \
        g_autofree char *is_wanted = ids(__VA_ARGS__, (int64_t)0); \
        assert_string_equal(is_order, is_wanted);                  \
    } while (0)

static char *ids(int64_t first, ...)
{
    GString *text = g_string_new(NULL);
    va_list more;
    va_start(more, first);
    for (int64_t id = first; id != 0; id = va_arg(more, int64_t)) {
        g_string_append_printf(text, "%s%" G_GINT64_FORMAT, text->len > 0 ? " " : "", id);
    }
    va_end(more);
    return g_string_free(text, FALSE);
}

static char *with(const char *format, int64_t id)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, id);
    g_auto(GStrv) parts = g_strsplit(format, "@", -1);
    return g_strjoinv(number, parts);
}

static const json_t *item(const json_t *answer, size_t at)
{
    return json_array_get(json_object_get(answer, "items"), at);
}

static char *dump(const json_t *item, const char *key)
{
    return json_dumps(json_object_get(item, key), JSON_COMPACT | JSON_ENCODE_ANY);
}

#define IS_JSON(item, key, wanted)                                           \
    do {                                                                     \
        g_autofree char *is_text = dump((item), (key));                      \
        g_autofree char *is_json = g_strdelimit(g_strdup(wanted), "'", '"'); \
        assert_string_equal(is_text, is_json);                               \
    } while (0)

static void who_fits_comes_first(void **state)
{
    (void)state;
    int64_t lager = job(LAGER), anna = seeker("anna", TRUCK), bent = seeker("bent", NO_LICENCE);
    seeker("carl", KOK);
    IS_LIST(lager, NULL, anna, bent);
    json_auto_t *answer = best(lager, NULL);
    IS_JSON(answer, "count", "1");
    IS_JSON(answer, "without", "[{'condition':'licence','word':'B','count':1}]");
    IS_JSON(item(answer, 0), "unmet", "false");
    IS_JSON(item(answer, 1), "unmet", "true");
    IS_JSON(item(answer, 0), "met", "[{'condition':'licence','word':'B'}]");
    IS_JSON(item(answer, 1), "unknown", "[]");
}

/* From the other side the same pairs. */
static void a_seeker_sees_jobs(void **state)
{
    (void)state;
    int64_t lager = job(LAGER), kitchen = job("{'title':'Køkkenmedhjælper','text':'Hjælp til at "
                                              "lave mad, vaske op og rydde køkkenet.'}");
    int64_t anna = seeker("anna", TRUCK), carl = seeker("carl", KOK);
    IS_LIST(anna, NULL, lager);
    json_auto_t *there = best(lager, NULL), *back = best(anna, NULL);
    g_autofree char *score = dump(item(there, 0), "score"), *same = dump(item(back, 0), "score");
    assert_string_equal(score, same);
    IS_JSON(item(back, 0), "fits", "['Lagermedarbejder','lageret','køre truck','føre lister']");
    json_auto_t *cook = best(carl, NULL);
    assert_int_equal(json_integer_value(json_object_get(item(cook, 0), "listing")), kitchen);
}

/* Every quotation stands in the text of the one that is shown, every fit in its text or titles. */
static void quotes_are_their_own_words(void **state)
{
    (void)state;
    int64_t lager = job(LAGER), anna = seeker("anna", TRUCK);
    json_auto_t *there = best(lager, NULL), *back = best(anna, NULL);
    const struct {
        const json_t *item;
        const char *facts;
    } rows[] = {{item(there, 0), TRUCK}, {item(back, 0), LAGER}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const json_t *quotes = json_object_get(rows[i].item, "quotes");
        assert_true(json_array_size(quotes) > 0);
        for (size_t k = 0; k < json_array_size(quotes); k++) {
            assert_non_null(strstr(rows[i].facts, json_string_value(json_array_get(quotes, k))));
        }
        const json_t *fits = json_object_get(rows[i].item, "fits");
        for (size_t k = 0; k < json_array_size(fits); k++) {
            assert_non_null(strstr(rows[i].facts, json_string_value(json_array_get(fits, k))));
        }
    }
}

static void wishes_are_heeded(void **state)
{
    (void)state;
    int64_t lager = job(LAGER), anna = seeker("anna", TRUCK), bent = seeker("bent", NO_LICENCE);
    g_autofree char *no_anna = with("{'exclude':[@]}", anna);
    IS_LIST(lager, no_anna, bent);
    IS_LIST(lager, "{'limit':1}", anna);
    static const char *const relaxed[] = {"{'relax':['kørekort b']}", "{'relax':['Kørekort']}",
                                          "{'relax':['B']}"};
    for (size_t i = 0; i < G_N_ELEMENTS(relaxed); i++) {
        json_auto_t *answer = best(lager, relaxed[i]);
        IS_JSON(answer, "count", "2");
        IS_JSON(answer, "without", "[]");
    }
    json_auto_t *other = best(lager, "{'relax':['timer']}");
    IS_JSON(other, "count", "1");
}

/* A skill that is not asked for any more is not missing. */
static void a_skill_is_relaxed(void **state)
{
    (void)state;
    int64_t lager = job(LAGER);
    seeker("anna", TRUCK);
    json_auto_t *before = best(lager, NULL), *after = best(lager, "{'relax':['pakke varer']}");
    g_autofree char *lacks = dump(item(before, 0), "missing");
    g_autofree char *fewer = dump(item(after, 0), "missing");
    assert_non_null(strstr(lacks, "pakke varer"));
    assert_null(strstr(fewer, "pakke varer"));
}

static void the_often_shown_come_later(void **state)
{
    (void)state;
    int64_t lager = job("{'title':'Lagermedarbejder','text':'Pakke varer, slå græs, føre regnskab, "
                        "rydde sne.'}");
    int64_t anna = seeker("anna", "{'titles':['lagermand'],'text':'Pakke varer, slå græs.'}");
    int64_t bent = seeker("bent", "{'titles':['lagermand'],'text':'Slå græs.'}");
    IS_LIST(lager, NULL, anna, bent);
    g_autofree char *often = with("{'shown':{'@':9}}", anna);
    IS_LIST(lager, often, bent, anna);
}

/* But not when they suit the employer so well. */
static void who_suits_well_stays(void **state)
{
    (void)state;
    int64_t lager = job("{'title':'Lagermedarbejder','text':'Pakke varer, slå græs.'}");
    int64_t anna =
        seeker("anna", "{'titles':['lagermedarbejder'],'text':'Pakke varer, slå græs.'}");
    seeker("bent", "{'titles':['lagermedarbejder'],'text':'Slå græs.'}");
    g_autofree char *often = with("{'limit':1,'shown':{'@':9}}", anna);
    IS_LIST(lager, often, anna);
}

static void like_those_that_were_liked(void **state)
{
    (void)state;
    int64_t office = job("{'title':'Kontorassistent','text':'Skrive breve, passe telefon og "
                         "føre regnskab.'}");
    int64_t anna = seeker("anna", "{'titles':['kontorassistent'],'text':'Jeg kan skrive breve og "
                                  "passe telefon.'}");
    int64_t bent = seeker("bent", "{'titles':['kontorassistent'],'text':'Jeg kan føre regnskab.'}");
    int64_t carl = seeker("carl", "{'titles':['bogholder'],'text':'Jeg kan føre regnskab.'}");
    int64_t dora = seeker("dora", "{'titles':['receptionist'],'text':'Jeg kan passe telefon og "
                                  "skrive breve.'}");
    g_autofree char *others = ids(carl, dora, (int64_t)0);
    g_strdelimit(others, " ", ',');
    g_autofree char *carls =
        g_strdup_printf("{'limit':1,'exclude':[%s],'like':[%" G_GINT64_FORMAT "]}", others, carl);
    g_autofree char *doras =
        g_strdup_printf("{'limit':1,'exclude':[%s],'like':[%" G_GINT64_FORMAT "]}", others, dora);
    IS_LIST(office, carls, bent);
    IS_LIST(office, doras, anna);
}

/* The index follows the store: states, versions, and what a transaction takes back. */
static void the_store_is_followed(void **state)
{
    (void)state;
    struct store *store = test->office.store;
    int64_t lager = job(LAGER), anna = seeker("anna", TRUCK), bent = seeker("bent", KOK);
    IS_LIST(lager, "{'limit':9}", anna);
    assert_true(store_begin(store, NULL) && test_market_state(test, anna, LISTING_PAUSED) &&
                test_market_write(test, bent, NO_LICENCE));
    IS_LIST(lager, NULL, bent);
    store_rollback(store);
    IS_LIST(lager, NULL, anna);
    assert_true(store_begin(store, NULL) && test_market_state(test, anna, LISTING_CLOSED) &&
                store_commit(store, NULL));
    json_auto_t *answer = best(lager, NULL);
    assert_int_equal(json_array_size(json_object_get(answer, "items")), 0);
    assert_true(store_begin(store, NULL) && test_market_write(test, bent, TRUCK) &&
                store_commit(store, NULL));
    IS_LIST(lager, NULL, bent);
}

static void one_from_another_field(void **state)
{
    (void)state;
    int64_t lager = job(LAGER);
    int64_t carl = seeker("carl", "{'titles':['kok'],'text':'Jeg har lavet mad og kan køre "
                                  "truck.','licences':['B']}");
    json_auto_t *answer = best(lager, NULL);
    IS_JSON(answer, "count", "0");
    IS_JSON(item(answer, 0), "outside", "true");
    IS_JSON(item(answer, 0), "level", "'no'");
    assert_int_equal(json_integer_value(json_object_get(item(answer, 0), "listing")), carl);
}

static void nobody_is_offered_to_himself(void **state)
{
    (void)state;
    int64_t lager = job(LAGER);
    test_market_listing(test, LISTING_PROFILE, employer, TRUCK);
    json_auto_t *answer = best(lager, NULL);
    assert_int_equal(json_array_size(json_object_get(answer, "items")), 0);
}

static void texts_are_searched(void **state)
{
    (void)state;
    int64_t canteen = job("{'title':'Kantinemedarbejder','postcode':'2300','text':'Smøre "
                          "brød og dække borde.'}");
    int64_t other = job("{'title':'Kantinehjælp','postcode':'2700','text':'Vaske op.'}");
    job(LAGER);
    json_auto_t *answer = find("job", "kantine 2300", "{}");
    g_autofree char *found = order(answer), *wanted = ids(canteen, other, (int64_t)0);
    assert_string_equal(found, wanted);
    json_auto_t *where = find("job", "2300", "{'limit':1}");
    g_autofree char *there = order(where), *one = ids(canteen, (int64_t)0);
    assert_string_equal(there, one);
    int64_t anna = seeker("anna", TRUCK);
    json_auto_t *people = find("profile", "truck", "{}");
    g_autofree char *who = order(people), *her = ids(anna, (int64_t)0);
    assert_string_equal(who, her);
    json_auto_t *nothing = find("job", "xylofon", "{}");
    assert_int_equal(json_array_size(json_object_get(nothing, "items")), 0);
}

/* The same people in another order of arrival: the same names in the same order. */
static void storage_order_does_not_matter(void **state)
{
    (void)state;
    static const char *const people[][2] = {
        {"anna", TRUCK},
        {"bent", NO_LICENCE},
        {"carl", KOK},
        {"dora", "{'titles':['lagermand'],'licences':['B'],'text':'Jeg kan pakke varer.'}"},
        {"elin", "{'titles':['lagermand'],'licences':['B'],'text':'Jeg kan pakke varer!'}"}};
    GString *names[2] = {g_string_new(NULL), g_string_new(NULL)};
    for (unsigned turned = 0; turned < 2; turned++) {
        int64_t lager = turned == 0 ? job(LAGER) : 0;
        int64_t by_id[20] = {0};
        for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
            size_t at = turned == 0 ? i : G_N_ELEMENTS(people) - 1 - i;
            by_id[seeker(people[at][0], people[at][1])] = (int64_t)at;
        }
        lager = turned == 0 ? lager : job(LAGER);
        json_auto_t *answer = best(lager, NULL);
        for (size_t i = 0; i < json_array_size(json_object_get(answer, "items")); i++) {
            json_int_t id = json_integer_value(json_object_get(item(answer, i), "listing"));
            g_string_append_printf(names[turned], "%s ", people[by_id[id]][0]);
        }
        close_one(state);
        open_one(state);
    }
    assert_true(names[0]->len > 0);
    assert_string_equal(names[0]->str, names[1]->str);
    g_string_free(names[0], TRUE);
    g_string_free(names[1], TRUE);
}

static void what_is_not_there_is_an_error(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(market_best(test->office.market, 77, NULL, &error));
    assert_int_equal(error->code, FAILURE_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_one, close_one)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_fits_comes_first),
        TEST(a_seeker_sees_jobs),
        TEST(quotes_are_their_own_words),
        TEST(wishes_are_heeded),
        TEST(a_skill_is_relaxed),
        TEST(the_often_shown_come_later),
        TEST(who_suits_well_stays),
        TEST(like_those_that_were_liked),
        TEST(the_store_is_followed),
        TEST(one_from_another_field),
        TEST(nobody_is_offered_to_himself),
        TEST(texts_are_searched),
        TEST(storage_order_does_not_matter),
        TEST(what_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests_name("act/market", tests, NULL, NULL);
}
