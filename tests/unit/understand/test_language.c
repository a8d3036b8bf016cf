#include "understand/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <glib/gstdio.h>

#include "base/failure.h"
#include "understand/tables.h"

static void test_shipped(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(language) struct language *language = language_load("config/language", &error);
    if (language == NULL) {
        fail_msg("%s", error->message);
    }
    g_assert(language != NULL);
    assert_true(language->wishes->len >= 4);
    assert_true(language->commands->len >= 1);
}

/* A table beside the shipped ones, and what is said about it. */
struct row {
    const char *name, *table, *finding;
};

static const struct row rows[] = {
    {"a row without a section", "hej\n", "x.tabel:1: this line stands in no section"},
    {"an unknown section", "\n[ordr x]\n", "x.tabel:2: unknown section"},
    {"a section without a name", "[ord]\n", "x.tabel:1: a section has a kind and a name"},
    {"a section without an end", "[mønstre x\n", "x.tabel:1: a section ends in ]"},
    {"an unknown class", "[mønstre x]\n\nhej <findesikke>\n", "x.tabel:3: \"<findesikke>\""},
    {"an open bracket", "[mønstre x]\n(hej du\n", "x.tabel:2: \"(hej\""},
    {"an empty alternative", "[mønstre x]\nhej||du\n", "x.tabel:2: \"hej||du\""},
    {"no word that must be there", "[mønstre x]\n^ (hej) ... $\n", "x.tabel:2: "},
    {"only a word that must not be there", "[mønstre x]\n!hej (du)\n", "x.tabel:2: "},
    {"a name in two places", "[ord x]\na\n[mønstre x]\nb\n[ord x]\nc\n",
     "x.tabel:5: [ord x] stands in x.tabel:1 already"},
    {"a wrong scope", "[ønske x]\nhej => alle\n", "x.tabel:2: behind => stands"},
    {"a wrong kind of mail", "[ønske x ikke=proof,avis]\nhej\n", "x.tabel:1: \"avis\" is no kind"},
    {"a guess", "[ønske x gæt]\ngæt: hej||du\n", "x.tabel:2: \"hej||du\""},
    {"an unknown part", "[mønstre x]\n{nix} hej\n", "x.tabel:2: there is no section [del nix]"},
    {"an endless part", "[del a]\nhej {a}\n[mønstre x]\n{a}\n",
     "x.tabel:4: the row becomes too many"},
    {"a part of a row", "[del a]\nhej\nhej||du\n[mønstre x]\n{a} dav\n", "x.tabel:5: \"hej||du\""},
    {"no value", "[navne måned]\n\njanuar\n", "x.tabel:3: a row is \"value = name, name\""},
    {"a value that is no number", "[navne måned]\nmaj = maj\n", "x.tabel:2: before = stands a"},
    {"a thirteenth month", "[navne måned]\n13 = maj\n", "x.tabel:2: before = stands a"},
    {"a name without words", "[navne måned]\n5 = maj, -\n", "x.tabel:2: a name has one"},
    {"a wrong property", "[ønske x farlig]\nhej\n", "x.tabel:1: a wish may have"},
};

static char *copy_tables(void)
{
    char *folder = g_dir_make_tmp("moedested-language-XXXXXX", NULL);
    g_autoptr(GDir) shipped = g_dir_open("config/language", 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(shipped)) != NULL) {
        if (!g_str_has_suffix(name, ".tabel")) {
            continue;
        }
        g_autofree char *from = g_build_filename("config/language", name, NULL);
        g_autofree char *to = g_build_filename(folder, name, NULL);
        g_autofree char *text = NULL;
        size_t length = 0;
        assert_true(g_file_get_contents(from, &text, &length, NULL));
        assert_true(g_file_set_contents(to, text, (gssize)length, NULL));
    }
    return folder;
}

static void remove_tables(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
}

static void test_finding(void **state)
{
    const struct row *row = *state;
    g_autofree char *folder = copy_tables();
    g_autofree char *path = g_build_filename(folder, "x.tabel", NULL);
    g_file_set_contents(path, row->table, -1, NULL);
    g_autoptr(GError) error = NULL;
    struct language *language = language_load(folder, &error);
    remove_tables(folder);
    assert_null(language);
    assert_int_equal(error->code, FAILURE_CONFIGURATION);
    if (strstr(error->message, row->finding) == NULL) {
        print_error("%s\n", error->message);
    }
    assert_non_null(strstr(error->message, row->finding));
}

static void test_missing_section(void **state)
{
    (void)state;
    g_autofree char *folder = copy_tables();
    g_autofree char *path = g_build_filename(folder, "citater.tabel", NULL);
    g_unlink(path);
    g_autoptr(GError) error = NULL;
    struct language *language = language_load(folder, &error);
    remove_tables(folder);
    assert_null(language);
    assert_non_null(strstr(error->message, "[mønstre introlinje] is missing"));
}

static void test_new_table(void **state)
{
    (void)state;
    g_autofree char *folder = copy_tables();
    g_autofree char *path = g_build_filename(folder, "egne.tabel", NULL);
    g_file_set_contents(path, "# vores egne\n[ønske human]\nså ring dog\n", -1, NULL);
    SCOPED(language) struct language *language = language_load(folder, NULL);
    remove_tables(folder);
    assert_non_null(language);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 3] = {cmocka_unit_test(test_shipped),
                                                       cmocka_unit_test(test_missing_section),
                                                       cmocka_unit_test(test_new_table)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 3] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = test_finding,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/language", tests, NULL, NULL);
}
