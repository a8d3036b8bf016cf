/* What main knows of a writer and hides. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>

#include "act/relay_mask.h"

static const struct row {
    const char *text, *seeker, *employer;
} rows[] = {
    {"Jeg hedder Anna Holm.", "Jeg hedder [name].", "Jeg hedder [name]."},
    {"Annas have", "[name] have", "Annas have"},
    {"ANNA og anna", "[name] og [name]", "ANNA og anna"},
    {"annaholm", "[name]", "annaholm"},
    {"Holm, Anna", "[name]", "Holm, Anna"},
    {"Anna\nHolm", "[name]", "[name]"},
    {"holm77", "[name]", "holm77"},
    {"Jeg bor ved Holmen.", "Jeg bor ved Holmen.", "Jeg bor ved Holmen."},
    {"20112233", "[name]", "[name]"},
    {"20 11\n22-33", "[name]", "[name]"},
    {"Hos Lyngens Bageri, ja", "Hos [name], ja", "Hos Lyngens Bageri, ja"},
    {"Intet at skjule", "Intet at skjule", "Intet at skjule"},
    {"", "", ""},
};

static void masks(void **state)
{
    const struct row *row = *state;
    SCOPED(person) struct person *person = person_new();
    g_free(person->name);
    person->name = g_strdup("Anna Holm");
    g_free(person->phone);
    person->phone = g_strdup("+45 20 11 22 33");
    g_free(person->workplace);
    person->workplace = g_strdup("Lyngens Bageri");
    g_ptr_array_add(person->addresses, g_strdup("holm77@example.dk"));
    bool masked = false;
    g_autofree char *seeker = relay_mask(row->text, person, "Anna Holm", true, &masked);
    assert_string_equal(seeker, row->seeker);
    assert_int_equal(masked, g_strcmp0(row->text, row->seeker) != 0);
    g_autofree char *employer = relay_mask(row->text, person, "Anna Holm", false, &masked);
    assert_string_equal(employer, row->employer);
}

/* Names that are words, in other spellings, and nobody's. */
static void test_other_names(void **state)
{
    (void)state;
    SCOPED(person) struct person *person = person_new();
    g_free(person->name);
    person->name = g_strdup("Bo Ågård");
    g_ptr_array_add(person->addresses, g_strdup("b@example.dk"));
    bool masked = false;
    g_autofree char *text =
        relay_mask("Bo kan bo her. Aagaard, AAGÅRD og Bos", person, NULL, true, &masked);
    assert_string_equal(text, "[name] kan bo her. [name] og [name]");
    SCOPED(person) struct person *nobody = person_new();
    g_ptr_array_add(nobody->addresses, g_strdup("ida.lund@example.dk"));
    g_autofree char *other = relay_mask("Hilsen Ida", nobody, NULL, true, &masked);
    assert_string_equal(other, "Hilsen [name]");
}

/* Names that begin with one another, in a word that is none: at once, not in 2^100 ways. */
static void test_grown_together(void **state)
{
    (void)state;
    SCOPED(person) struct person *person = person_new();
    g_free(person->name);
    person->name = g_strdup("Ba Baba");
    g_ptr_array_add(person->addresses, g_strdup("bababa@example.dk"));
    g_autoptr(GString) word = g_string_new(NULL);
    while (word->len < 200) {
        g_string_append(word, "ba");
    }
    bool masked = false;
    g_autofree char *name = relay_mask(word->str, person, "Baba Ba", true, &masked);
    assert_string_equal(name, "[name]");
    masked = false;
    g_string_append_c(word, 'x');
    g_autofree char *none = relay_mask(word->str, person, "Baba Ba", true, &masked);
    assert_string_equal(none, word->str);
    assert_false(masked);
}

/* A stranger writes the name on the mail: its first words are looked for, and all of it. */
static void test_many_names(void **state)
{
    (void)state;
    SCOPED(person) struct person *person = person_new();
    g_autoptr(GString) display = g_string_new("Anna Holm");
    for (int at = 0; at < 30000; at++) {
        g_string_append_printf(display, " x%d", at);
    }
    bool masked = false;
    g_autofree char *text = relay_mask("Anna bor i x29999", person, display->str, true, &masked);
    assert_string_equal(text, "[name] bor i x29999");
    g_autofree char *whole = relay_mask(display->str, person, display->str, true, &masked);
    assert_string_equal(whole, "[name]");
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 3] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = *rows[at].text == '\0' ? "nothing" : rows[at].text,
                                        .test_func = masks,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    tests[G_N_ELEMENTS(rows)] = (struct CMUnitTest)cmocka_unit_test(test_other_names);
    tests[G_N_ELEMENTS(rows) + 1] = (struct CMUnitTest)cmocka_unit_test(test_grown_together);
    tests[G_N_ELEMENTS(rows) + 2] = (struct CMUnitTest)cmocka_unit_test(test_many_names);
    return cmocka_run_group_tests_name("act/relay_mask", tests, NULL, NULL);
}
