/* What a reply makes of a profile or a posting, and what is worth a question. */
#include "support/dialogue.h"

#include "act/listing_facts.h"

#define KNOWN                                                                               \
    "{\"titles\":[\"pedel\"],\"hours\":{\"min\":25,\"max\":30},\"licences\":[\"B\",\"C\"]," \
    "\"text\":\"Jeg er pedel\"}"
#define JOB "{\"title\":\"legeonkel\",\"postcode\":\"2200\"}"

static const struct row {
    const char *name;
    enum listing_kind kind;
    const char *before, *said, *text; /* before NULL: nothing was known */
    const char *lines;
} rows[] = {
    {"the first words", LISTING_PROFILE, NULL,
     "{\"titles\":[\"pedel\",\"kok\"],\"hours\":{\"min\":20,\"max\":20},\"start\":\"2013-05-01\"}",
     "Jeg er pedel og kok", "Arbejde: pedel, kok\nTimer: 20\nKan begynde: onsdag den 1. maj 2013"},
    {"a sentence adds to lists and replaces what is one", LISTING_PROFILE, KNOWN,
     "{\"licences\":[\"truck\",\"B\"],\"hours\":{\"min\":37,\"max\":37}}",
     "Jeg har også truckcertifikat og kan tage fuld tid",
     "Arbejde: pedel\nTimer: 37\nKørekort: B, C, truck"},
    {"a line replaces", LISTING_PROFILE, KNOWN, "{\"licences\":[\"truck\"]}", "> Kørekort: truck",
     "Arbejde: pedel\nTimer: 25-30\nKørekort: truck"},
    {"an empty line takes away", LISTING_PROFILE, KNOWN, "{}", "Kørekort:\nTimer: -",
     "Arbejde: pedel"},
    {"a line that we cannot read changes nothing", LISTING_PROFILE, KNOWN, "{}",
     "Timer: det kommer an på", "Arbejde: pedel\nTimer: 25-30\nKørekort: B, C"},
    {"English labels", LISTING_PROFILE, KNOWN, "{\"hours\":{\"min\":10,\"max\":12}}",
     "Hours: 10-12", "Arbejde: pedel\nTimer: 10-12\nKørekort: B, C"},
    {"a colon in a sentence is no line", LISTING_PROFILE, KNOWN, "{\"licences\":[\"D\"]}",
     "Jeg har et kørekort mere: D", "Arbejde: pedel\nTimer: 25-30\nKørekort: B, C, D"},
    {"the extra task", LISTING_POSTING, JOB, "{}", "* Ekstra opgave: at læse højt",
     "Opgave: legeonkel\nEkstra opgave: at læse højt\nPostnummer: 2200"},
    {"what was hidden is said in their language", LISTING_POSTING, JOB, "{}",
     "Ekstra opgave: at læse højt, spørg på [phone] eller [address]",
     "Opgave: legeonkel\nEkstra opgave: at læse højt, spørg på [telefonnummer skjult] eller "
     "[mailadresse skjult]\nPostnummer: 2200"},
};

static json_t *read_json(const char *text)
{
    json_t *json = text != NULL ? json_loads(text, 0, NULL) : NULL;
    assert_true(text == NULL || json != NULL);
    return json;
}

static void is_merged(void **state)
{
    const struct row *row = *state;
    struct test_office *test = test_office_open();
    json_auto_t *before = read_json(row->before), *said = read_json(row->said);
    json_auto_t *facts = facts_merge(&test->office, row->kind, before, said, row->text, row->text);
    g_autofree char *lines = facts_lines(&test->office, "da", row->kind, facts);
    assert_string_equal(lines, row->lines);
    test_office_close(test);
}

/* Their words are kept, once each, and no CPR number. */
static void test_words_are_kept(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    json_auto_t *before = read_json(KNOWN), *nothing = json_object();
    json_auto_t *more = facts_merge(&test->office, LISTING_PROFILE, before, nothing, "",
                                    "Mit nummer er 010160-1234");
    json_auto_t *again =
        facts_merge(&test->office, LISTING_PROFILE, more, nothing, "", "Jeg er pedel");
    const char *text = json_string_value(json_object_get(again, "text"));
    assert_string_equal(text, "Jeg er pedel\nMit nummer er 010160-xxxx");
    test_office_close(test);
}

static void asked(enum listing_kind kind, const char *facts_text, const char *const *others_text,
                  const char *wanted)
{
    json_auto_t *facts = read_json(facts_text);
    g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
    for (; *others_text != NULL; others_text++) {
        g_ptr_array_add(others, read_json(*others_text));
    }
    g_autoptr(GPtrArray) keys = facts_questions(kind, facts, others);
    g_ptr_array_add(keys, NULL);
    g_autofree char *said = g_strjoinv(" ", (char **)keys->pdata);
    assert_string_equal(said, wanted);
}

/* At most two: what may not be lacking first, then what most of the other side speak of. */
static void test_questions(void **state)
{
    (void)state;
    const char *const nobody[] = {NULL};
    const char *const drivers[] = {"{\"licences\":[\"B\"]}", "{\"licences\":[\"C\"],\"start\":1}",
                                   "{\"start\":1}", "{\"licences\":[\"B\"]}", NULL};
    asked(LISTING_PROFILE, "{}", nobody, "titles hours");
    asked(LISTING_PROFILE, KNOWN, nobody, "postcodes start");
    asked(LISTING_PROFILE, "{\"titles\":[\"kok\"]}", drivers, "licences start");
    asked(LISTING_POSTING, JOB, nobody, "extra hours");
    asked(LISTING_POSTING, "{\"extra\":\"x\",\"title\":\"y\"}", drivers, "start hours");
    asked(LISTING_POSTING,
          "{\"extra\":\"x\",\"title\":\"y\",\"hours\":1,\"start\":1,\"postcode\":1}", nobody, "");
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].name,
                                        .test_func = is_merged,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    tests[G_N_ELEMENTS(rows)] = (struct CMUnitTest)cmocka_unit_test(test_words_are_kept);
    tests[G_N_ELEMENTS(rows) + 1] = (struct CMUnitTest)cmocka_unit_test(test_questions);
    return cmocka_run_group_tests_name("act/listing_facts", tests, NULL, NULL);
}
