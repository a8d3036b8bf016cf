/* Reading a taxonomy. */
#include "small.h"

#include <string.h>

#include "base/failure.h"

static void reads_and_sorts(void **state)
{
    (void)state;
    for (unsigned turned = 0; turned < 2; turned++) {
        SCOPED(taxonomy) struct taxonomy *taxonomy = small_taxonomy(turned == 1);
        assert_int_equal(taxonomy->occupation_count, 6);
        assert_int_equal(taxonomy->skill_count, 6);
        assert_int_equal(taxonomy->group_count, 10);
        unsigned number = taxonomy_occupation(taxonomy, "o2");
        assert_int_equal(number, 1);
        assert_string_equal(taxonomy->occupations[number].labels[1], "gaffeltruckfører");
        assert_null(taxonomy->occupations[number].labels[2]);
        assert_int_equal(taxonomy->occupations[number].skill_count, 2);
        assert_int_equal(taxonomy->occupations[number].skills[0].skill,
                         taxonomy_skill(taxonomy, "s1"));
        assert_int_equal(taxonomy_occupation(taxonomy, "o9"), TAXONOMY_NONE);
        assert_string_equal(taxonomy->groups[taxonomy_group(taxonomy, "4321")].name,
                            "Lagerarbejde");
    }
}

static void a_bad_row_is_named(void **state)
{
    (void)state;
    char *folder = small_folder(false);
    g_autofree char *path = g_build_filename(folder, "skills.tsv", NULL);
    assert_true(g_file_set_contents(path, "s1\tS1\tpakke\t\ns2 S2 bogføring\n", -1, NULL));
    g_autoptr(GError) error = NULL;
    assert_null(taxonomy_load(folder, &error));
    assert_true(g_error_matches(error, MATCH_ERROR, FAILURE_CONFIGURATION));
    assert_non_null(strstr(error->message, "skills.tsv:2:"));
    g_clear_error(&error);
    g_unlink(path);
    assert_null(taxonomy_load(folder, &error));
    assert_non_null(strstr(error->message, "skills.tsv"));
    small_remove(folder);
}

/* What comes with the program can be read. */
static void ours_is_whole(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(taxonomy) struct taxonomy *taxonomy = taxonomy_load("config/taxonomy", &error);
    if (taxonomy == NULL) {
        fail_msg("%s", error->message);
    }
    assert_true(taxonomy->occupation_count > 2900);
    assert_true(taxonomy->skill_count > 13000);
    for (unsigned i = 0; i < taxonomy->occupation_count; i++) {
        assert_string_equal(taxonomy->occupations[i].text, ""); /* facts, no descriptions */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_and_sorts),
                                       cmocka_unit_test(a_bad_row_is_named),
                                       cmocka_unit_test(ours_is_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
