/* What a yes teaches the next list. */
#include "support/digests.h"

#include "store/liked.h"

/* The likes of the last question to the market: "3 1". */
static char *liked(void)
{
    const json_t *like = json_object_get(market_asked, "like");
    GString *text = g_string_new(NULL);
    for (size_t at = 0; at < json_array_size(like); at++) {
        g_string_append_printf(text, "%s%d", at > 0 ? " " : "",
                               (int)json_integer_value(json_array_get(like, at)));
    }
    return g_string_free(text, FALSE);
}

#define ASKED_LIKE(wanted)                            \
    do {                                              \
        g_autofree char *asked_like = liked();        \
        g_autofree char *wanted_like = (wanted);      \
        assert_string_equal(asked_like, wanted_like); \
    } while (0)

static char *number(int64_t id)
{
    return id != 0 ? g_strdup_printf("%d", (int)id) : g_strdup("");
}

/* A new candidate, so that there is a list in the next week. */
static void another(struct digests *site, const char *name)
{
    g_autofree char *address = g_strdup_printf("%s@x.example", name);
    int64_t id = digests_add(site->talk.test, LISTING_PROFILE, name, address, PROFILE_FACTS);
    g_autofree char *answer = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"score\":70,\"level\":\"partly\",\"fits\":["
        "\"lager\"],\"quotes\":[],\"missing\":[],\"unknown\":[]}],\"without\":[]}",
        (int)id);
    digests_answer(site->posting, answer);
    digests_answer(site->profile, "{\"count\":0,\"items\":[],\"without\":[]}");
}

static void a_week_on(struct digests *site, const char *name, const char *when)
{
    another(site, name);
    digests_round(site, when);
    g_autoptr(GError) error = NULL;
    SCOPED(digest_draft)
    struct digest_draft *draft = digest_draft_new(
        &site->talk.test->office, &(struct cause){.at = clock_now(site->talk.test->clock)},
        site->posting, DIGEST_REGULAR, &error);
    assert_true(digest_rank(draft, NULL, &error));
}

static void the_next_list_looks_for_more_like_a_yes(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    a_week_on(&site, "Bo", "2013-03-28T09:30");
    ASKED_LIKE(number(site.profile));
    TALK_READS(&site.talk, PAIR_EMPLOYER, CANDIDATES, "IKKE FLERE");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "HVORFOR?", "explained");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-why", "IKKE FLERE");
    digests_close(&site);
}

static void a_no_or_no_answer_teaches_nothing(void **state)
{
    (void)state;
    static const char *const answers[] = {"", "A nej"};
    for (size_t at = 0; at < G_N_ELEMENTS(answers); at++) {
        struct digests site = digests_listed();
        if (*answers[at] != '\0') {
            SAYS(&site, PAIR_EMPLOYER, CANDIDATES, answers[at], "chose");
        }
        a_week_on(&site, "Bo", "2013-03-28T09:30");
        ASKED_LIKE(number(0));
        digests_close(&site);
    }
}

static void it_is_forgotten_by_a_word_and_learns_anew(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    a_week_on(&site, "Bo", "2013-03-28T09:30");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "Ikke flere som dem", "forgotten");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Det er glemt.");
    a_week_on(&site, "Ib", "2013-04-04T09:30");
    ASKED_LIKE(number(0));
    SCOPED(pair) struct pair *pair = pair_get(site.talk.test->office.store, site.talk.pair, NULL);
    assert_int_equal(pair->stage, PAIR_INTERESTED); /* the yes itself stands */
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    g_autoptr(GArray) now = liked_of(site.talk.test->office.store, site.posting, 5, NULL);
    assert_int_equal(now->len, 1);
    digests_close(&site);
}

/* Beside another answer both are heard; "flere som" is not what it says. */
static void it_is_forgotten_beside_an_answer(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja. Ikke flere som dem.", "chose,forgotten");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Det er glemt.");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Ja til A.");
    SCOPED(pair) struct pair *pair = pair_get(site.talk.test->office.store, site.talk.pair, NULL);
    assert_int_equal(pair->stage, PAIR_INTERESTED);
    a_week_on(&site, "Bo", "2013-03-28T09:30");
    ASKED_LIKE(number(0));
    digests_close(&site);
}

static void fortryd_takes_it_back(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    SAYS(&site, PAIR_EMPLOYER, "done", "FORTRYD", "chose");
    g_autoptr(GArray) none = liked_of(site.talk.test->office.store, site.posting, 5, NULL);
    assert_int_equal(none->len, 0);
    digests_close(&site);
}

/* It is the listing's own: the seeker's yes is hers. */
static void each_side_learns_for_itself(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_SEEKER, JOBS, "A ja", "chose");
    g_autoptr(GArray) hers = liked_of(site.talk.test->office.store, site.profile, 5, NULL);
    g_autoptr(GArray) his = liked_of(site.talk.test->office.store, site.posting, 5, NULL);
    assert_int_equal(hers->len, 1);
    assert_int_equal(g_array_index(hers, int64_t, 0), site.posting);
    assert_int_equal(his->len, 0);
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_list_looks_for_more_like_a_yes),
        cmocka_unit_test(a_no_or_no_answer_teaches_nothing),
        cmocka_unit_test(it_is_forgotten_by_a_word_and_learns_anew),
        cmocka_unit_test(it_is_forgotten_beside_an_answer),
        cmocka_unit_test(fortryd_takes_it_back),
        cmocka_unit_test(each_side_learns_for_itself),
    };
    return cmocka_run_group_tests_name("act/liked", tests, load, unload);
}
