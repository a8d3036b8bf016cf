#include "base/data.h"

#include <stdbool.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "unit/base/scratch.h"

/* Runs a copy of this program from `folder`, which prints its data_path("templates"). */
static char *answer_from(const char *folder)
{
    g_autofree char *program = g_build_filename(folder, "program", NULL);
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *octets = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(self, &octets, &length, NULL));
    assert_true(g_file_set_contents_full(program, octets, (gssize)length, G_FILE_SET_CONTENTS_NONE,
                                         0700, NULL));
    char option[] = "--answer";
    char *words[] = {program, option, NULL};
    char *answer = NULL;
    assert_true(
        g_spawn_sync(NULL, words, NULL, G_SPAWN_DEFAULT, NULL, NULL, &answer, NULL, NULL, NULL));
    return answer;
}

static void make_tree(const char *folder)
{
    static const char *const folders[] = {"templates", "config", "daemon/base", "build/tests/unit"};
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(folder, folders[i], NULL);
        assert_int_equal(g_mkdir_with_parents(path, 0700), 0);
    }
    static const char *const files[] = {"Makefile", "daemon/base/data.c"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i], NULL);
        assert_true(g_file_set_contents(path, "", 0, NULL));
    }
}

static void test_source_tree(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    make_tree(scratch->folder);
    static const char *const below[] = {"build", "build/tests/unit"};
    for (size_t i = 0; i < G_N_ELEMENTS(below); i++) {
        g_autofree char *folder = scratch_path(scratch, below[i]);
        g_autofree char *answer = answer_from(folder);
        g_autofree char *expected = scratch_path(scratch, "templates");
        assert_string_equal(answer, expected);
    }
}

static void test_build_folder_elsewhere(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    SCOPED(scratch) struct scratch *elsewhere = scratch_new();
    make_tree(scratch->folder);
    g_autofree char *link = scratch_path(elsewhere, "source");
    assert_int_equal(symlink(scratch->folder, link), 0);
    g_autofree char *answer = answer_from(elsewhere->folder);
    g_autofree char *expected = g_build_filename(link, "templates", NULL);
    assert_string_equal(answer, expected);
}

static void test_installed(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    /* Not a source tree: a Makefile and templates alone may be anybody's. */
    g_autofree char *makefile = scratch_file(scratch, "Makefile", "", 0);
    assert_non_null(makefile);
    g_autofree char *answer = answer_from(scratch->folder);
    assert_string_equal(answer, DATA_DIRECTORY "/templates");
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--answer") == 0) {
        g_autofree char *path = data_path("templates");
        fputs(path, stdout);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_source_tree),
        cmocka_unit_test(test_build_folder_elsewhere),
        cmocka_unit_test(test_installed),
    };
    return cmocka_run_group_tests_name("base/data", tests, NULL, NULL);
}
