#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <string.h>

#include "compose/fields.h"
#include "compose/words.h"
#include "compose/wrap.h"

static void test_who_has_which(void **state)
{
    (void)state;
    static const struct {
        const char *letter, *name;
        int group; /* 0: unknown */
        bool may_be_empty;
    } rows[] = {
        {NULL, "fornavn", FIELD_PERSON, true},
        {"welcome", "fornavn", FIELD_PERSON, true},
        {NULL, "telefon", FIELD_SITE, false},
        {NULL, "dato", FIELD_SITE, false},
        {"welcome", "dato", FIELD_SITE, true},
        {"staff-held", "nummer", FIELD_LETTER, false},
        {"welcome", "nummer", FIELD_SITE, true},
        {NULL, "afmeldlink", FIELD_MAIL, false},
        {"staff-inbox", "brevtekst", FIELD_LETTER, true},
        {"received", "brevtekst", 0, false},
        {NULL, "sag", 0, false},
        {"staff", "sag", 0, false},
        {"inbox", "sag", 0, false},
        {NULL, "Fornavn", 0, false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct field *field = fields_find(rows[i].letter, rows[i].name);
        assert_int_equal(field == NULL ? 0 : (int)field->group, rows[i].group);
        assert_true(field == NULL || field->may_be_empty == rows[i].may_be_empty);
    }
    assert_string_equal(fields_nearest(NULL, "fornavnn"), "fornavn");
    assert_null(fields_nearest(NULL, "xqzwvkpj"));
}

static void test_people(void **state)
{
    (void)state;
    static const struct {
        const char *name, *first, *whole;
    } rows[] = {
        {"Karen Margrethe Holm", "Karen", "Karen Margrethe Holm"},
        {"Holm, Karen Margrethe", "Karen", "Holm, Karen Margrethe"},
        {"  Åse  ", "Åse", "Åse"},
        {"Holm,", "Holm", "Holm,"},
        {"karen@mail.example", "", "karen@mail.example"},
        {"Kaj\r\nBcc: x", "Kaj", "Kaj Bcc: x"},
        {"", "", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char empty[] = "";
        g_autofree char *name = g_strdup(rows[i].name);
        g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(addresses, g_strdup("a@b.example"));
        struct person person = {.role = PERSON_EMPLOYER,
                                .name = name,
                                .language = empty,
                                .phone = empty,
                                .postcode = empty,
                                .workplace = empty,
                                .administration = empty,
                                .addresses = addresses};
        json_t *values = json_object();
        fields_person(values, &person);
        assert_string_equal(json_string_value(json_object_get(values, "fornavn")), rows[i].first);
        assert_string_equal(json_string_value(json_object_get(values, "navn")), rows[i].whole);
        assert_string_equal(json_string_value(json_object_get(values, "mailadresse")),
                            "a@b.example");
        assert_string_equal(json_string_value(json_object_get(values, "arbejdsgiver")), "ja");
        assert_string_equal(json_string_value(json_object_get(values, "soeger")), "");
        assert_string_equal(json_string_value(json_object_get(values, "medarbejder")), "");
        person.role = PERSON_STAFF;
        fields_person(values, &person);
        assert_string_equal(json_string_value(json_object_get(values, "arbejdsgiver")), "");
        assert_string_equal(json_string_value(json_object_get(values, "medarbejder")), "ja");
        json_decref(values);
    }
    json_t *stranger = json_object();
    fields_person(stranger, NULL);
    assert_string_equal(json_string_value(json_object_get(stranger, "navn")), "");
    json_decref(stranger);
}

static void test_phrases(void **state)
{
    (void)state;
    static const struct {
        const char *phrase, *wanted;
    } rows[] = {
        {"{name} og {near}", "A og {name}"}, /* what is filled in is not looked at again */
        {"{{{name}}}", "{{A}}"},
        {"{{#{name}}}...{{/{name}}}", "{{#A}}...{{/A}}"},
        {"{{{{name}}}}", "{{{A}}}"},
        {"{other} {", "{other} {"},
        {"{}", "{}"},
        {"", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = words_fill(rows[i].phrase, "name", "A", "near", "{name}", NULL);
        assert_string_equal(got, rows[i].wanted);
    }
}

static void test_long_lines(void **state)
{
    (void)state;
    g_autofree char *word = g_strnfill(40, 'x');
    g_autofree char *two = g_strconcat(word, " ", word, NULL);
    static const struct {
        const char *before, *after, *rest;
    } rows[] = {
        {"", "", ""},         {"> ", "", "> "},     {"- ", " z", "  "},
        {"12. ", "", "    "}, {"  - ", "", "    "},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *line = g_strconcat("a\n", rows[i].before, two, rows[i].after, "\nb", NULL);
        g_autofree char *wanted = g_strconcat("a\n", rows[i].before, word, "\n", rows[i].rest, word,
                                              rows[i].after, "\nb", NULL);
        g_autofree char *got = wrap_lines(line, false, false);
        assert_string_equal(got, wanted);
    }
    g_autofree char *code = g_strconcat("    ", two, NULL);
    g_autofree char *same = wrap_lines(code, true, true);
    g_autofree char *middle = wrap_lines(two, false, true);
    g_autofree char *broken = wrap_lines(two, true, true);
    assert_string_equal(same, code);
    assert_string_equal(middle, two);
    assert_int_equal(strlen(broken), strlen(two));
    assert_int_equal(broken[40], '\n');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_has_which),
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_phrases),
        cmocka_unit_test(test_long_lines),
    };
    return cmocka_run_group_tests_name("compose/fields", tests, NULL, NULL);
}
