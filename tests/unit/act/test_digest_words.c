/* What a list says of one item, and of all that did not fit. */
#include "support/office.h"

#include "act/digest_words.h"

static char *field_of(struct test_office *test, enum pair_side side, const char *language,
                      const char *item, const char *field)
{
    const struct digest_speech speech = {&test->office, language, side};
    json_auto_t *parsed = json_loads(item, 0, NULL);
    assert_non_null(parsed);
    json_auto_t *fields = digest_words_item(&speech, 2, parsed);
    return g_strdup(json_string_value(json_object_get(fields, field)));
}

static const struct {
    enum pair_side side;
    const char *language, *item, *field, *text;
} items[] = {
    {PAIR_EMPLOYER, "da", "{\"level\":\"well\",\"score\":80}", "niveau", "passer godt, ca. 80"},
    {PAIR_EMPLOYER, "da", "{\"level\":\"partly\",\"score\":55}", "niveau",
     "passer på flere punkter, ca. 55"},
    {PAIR_SEEKER, "da", "{\"level\":\"perhaps\",\"score\":40}", "niveau", "kunne passe, ca. 40"},
    {PAIR_SEEKER, "da", "{\"level\":\"no\",\"score\":30,\"outside\":true}", "niveau",
     "et bud udefra, ca. 30"},
    {PAIR_SEEKER, "da", "{\"level\":\"well\",\"score\":80,\"unmet\":true}", "niveau",
     "ville passe, ca. 80"},
    {PAIR_EMPLOYER, "en", "{\"level\":\"well\",\"score\":80}", "niveau", "fits well, about 80"},
    {PAIR_EMPLOYER, "da", "{\"fits\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}", "passer", "a, b, c, d"},
    {PAIR_EMPLOYER, "da", "{\"fits\":[\"a\"],\"quotes\":[\"x y\"]}", "citat", "\"x y\""},
    {PAIR_SEEKER, "da", "{\"fits\":[\"a\"],\"quotes\":[\"ring på [phone]\"]}", "citat",
     "\"ring på [telefonnummer skjult]\""},
    {PAIR_EMPLOYER, "da", "{\"fits\":[],\"quotes\":[\"x y\"]}", "citat", ""},
    {PAIR_EMPLOYER, "da", "{\"missing\":[{\"condition\":\"licence\",\"word\":\"truck\"}]}",
     "mangler", "truckcertifikat"},
    {PAIR_EMPLOYER, "da", "{\"missing\":[{\"condition\":\"weekly\",\"word\":\"\"}]}", "mangler",
     "timetallet passer ikke"},
    {PAIR_EMPLOYER, "da", "{\"missing\":[{\"condition\":\"weekly\",\"word\":\"\"}]}", "loeses",
     "Kan I bruge et andet timetal? Svar \"B ok uden timetal\", så regner vi om."},
    {PAIR_SEEKER, "da", "{\"missing\":[{\"condition\":\"licence\",\"word\":\"C\"}]}", "loeses",
     "Har du kørekort C? Så skriv det til os."},
    {PAIR_SEEKER, "da", "{\"unknown\":[\"weekly\",\"start\"]}", "vedikke",
     "timetallet, startdagen"},
    {PAIR_SEEKER, "da",
     "{\"unknown\":[\"weekly\"],\"missing\":[{\"condition\":\"language\",\"word\":\"dansk\"}]}",
     "vedikke", ""}, /* three lines at most */
    {PAIR_SEEKER, "da", "{}", "bogstav", "B"},
};

static void one_item(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    for (size_t at = 0; at < G_N_ELEMENTS(items); at++) {
        g_autofree char *text =
            field_of(test, items[at].side, items[at].language, items[at].item, items[at].field);
        assert_string_equal(text, items[at].text);
    }
    test_office_close(test);
}

static const struct {
    enum pair_side side;
    const char *best, *foot;
} feet[] = {
    {PAIR_EMPLOYER, "{\"count\":0,\"without\":[]}", "Med disse krav passer ingen."},
    {PAIR_EMPLOYER,
     "{\"count\":0,\"without\":[{\"condition\":\"licence\",\"word\":\"B\",\"count\":4}]}",
     "Med disse krav passer ingen. Uden krav om kørekort B: 4."},
    {PAIR_EMPLOYER,
     "{\"count\":2,\"without\":[{\"condition\":\"language\",\"word\":\"tysk\",\"count\":3}]}",
     "Med disse krav passer 2. Uden krav om tysk: 5."},
    {PAIR_EMPLOYER,
     "{\"count\":9,\"without\":[{\"condition\":\"weekly\",\"word\":\"\",\"count\":3}]}",
     "Uden krav om timetal ville 3 mere passe."},
    {PAIR_EMPLOYER, "{\"count\":9,\"without\":[]}", ""},
    {PAIR_SEEKER,
     "{\"count\":0,\"without\":[{\"condition\":\"weekly\",\"word\":\"\",\"count\":2}]}",
     "Lige nu passer ingen job. Med et andet timetal: 2."},
    {PAIR_SEEKER,
     "{\"count\":5,\"without\":[{\"condition\":\"licence\",\"word\":\"B\",\"count\":1}]}",
     "Med kørekort B ville 1 job mere passe."},
};

static void how_many_fit(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    for (size_t at = 0; at < G_N_ELEMENTS(feet); at++) {
        const struct digest_speech speech = {&test->office, "da", feet[at].side};
        json_auto_t *best = json_loads(feet[at].best, 0, NULL);
        g_autofree char *foot = digest_words_foot(&speech, best);
        assert_string_equal(foot, feet[at].foot);
    }
    test_office_close(test);
}

static const struct {
    const char *missing, *said;
    bool means;
} demands[] = {
    {"{\"condition\":\"licence\",\"word\":\"B\"}", "kørekort", true},
    {"{\"condition\":\"licence\",\"word\":\"B\"}", "Kørekort B", true},
    {"{\"condition\":\"licence\",\"word\":\"B\"}", "kørekortet", true},
    {"{\"condition\":\"licence\",\"word\":\"B\"}", "truck", false},
    {"{\"condition\":\"licence\",\"word\":\"truck\"}", "truck", true},
    {"{\"condition\":\"licence\",\"word\":\"truck\"}", "truckcertifikat", true},
    {"{\"condition\":\"weekly\",\"word\":\"\"}", "timetal", true},
    {"{\"condition\":\"weekly\",\"word\":\"\"}", "kørekort", false},
    {"{\"condition\":\"language\",\"word\":\"arabisk\"}", "Arabisk", true},
    {"{\"condition\":\"skill\",\"word\":\"pakke varer\"}", "pakke varer", true},
};

static void what_is_done_without(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    const struct digest_speech speech = {&test->office, "da", PAIR_EMPLOYER};
    for (size_t at = 0; at < G_N_ELEMENTS(demands); at++) {
        json_auto_t *missing = json_loads(demands[at].missing, 0, NULL);
        if (digest_words_means(&speech, missing, demands[at].said) != demands[at].means) {
            fail_msg("%s: %s", demands[at].missing, demands[at].said);
        }
    }
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_item), cmocka_unit_test(how_many_fit),
                                       cmocka_unit_test(what_is_done_without)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
