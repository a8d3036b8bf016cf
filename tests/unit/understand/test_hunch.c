/* What all words of a mail together make likely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "understand/hunch.h"

static const char weights[] = "# made by hand\n"
                              "=-\t99.00\t99.00\n"
                              "=subscribe newsletter\t0.50\t0.10\n"
                              "=human\t0.50\t0.10\n"
                              "w:brevet\t1:300 2:-100\n"
                              "p:telef\t2:400\n"
                              "b:^_hallo\t0:900\n"
                              "none:gerne\t1:20\n"
                              "c:post\t1:300\n"
                              "n:ud_post\t0:900\n"
                              "~post*\tpost\n"
                              "~ud\tud\n";

static const struct {
    const char *text, *meant;
    bool sure;
} rows[] = {{"Mon brevet kommer", "subscribe newsletter", true},
            {"Hellere i telefonen", "human", true},
            {"Meget gerne altid igen", NULL, false},
            {"Ja gerne", "subscribe newsletter", false},
            {"Hallo brevet", NULL, false},
            {"Noget helt andet", NULL, false},
            /* a concept of the word, and two of them near each other */
            {"Mere postomdeling, tak", "subscribe newsletter", true},
            {"Ud med posten", NULL, false},
            {"Ud. Med posten", "subscribe newsletter", true},
            /* a single sentence of a long mail */
            {"Hallo i alle de gamle stuer og alle de nye, i by og på land, til vands og i luften. "
             "Mon brevet kommer?",
             "subscribe newsletter", true}};

static void test_rows(void **state)
{
    (void)state;
    g_autofree char *folder = g_dir_make_tmp("hunch-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "skoen.tsv", NULL);
    assert_true(g_file_set_contents(path, weights, -1, NULL));
    SCOPED(hunch) struct hunch *hunch = hunch_load(path, NULL);
    assert_non_null(hunch);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(textwords) struct textwords *words = textwords_read(rows[i].text, 100);
        struct hunch_view view = {.words = words, .to = words->count, .replying_to = "none"};
        struct hunch_found found;
        const char *meant = hunch_of(hunch, &view, &found);
        print_message("%s\n", rows[i].text);
        assert_int_equal(meant == NULL, rows[i].meant == NULL);
        if (meant != NULL) {
            assert_string_equal(meant, rows[i].meant);
            assert_int_equal(found.certainty >= 1, rows[i].sure);
        }
    }
    g_unlink(path);
    g_rmdir(folder);
}

/* A row that is none is refused with its line. */
static void test_nonsense(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "w:gal\tnonsense", "w:gal\t1:2:3",      "w:gal\t9:30",   "w:gal\t1:30 x", "w:gal\t",
        "w:gal",           "w:gal\t1:99999",    "w:gal\t-1:30",  "=question\t1",  "~post*",
        "~\tpost",         "=question\tx\t0.1", "=question\t\t", "w:gal\t1:30\t2"};
    g_autofree char *folder = g_dir_make_tmp("hunch-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "skoen.tsv", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *text = g_strconcat(weights, wrong[i], "\n", NULL);
        assert_true(g_file_set_contents(path, text, -1, NULL));
        g_autoptr(GError) error = NULL;
        print_message("%s\n", wrong[i]);
        assert_null(hunch_load(path, &error));
        assert_non_null(error);
        assert_true(g_str_has_prefix(error->message, "skoen.tsv:13: "));
    }
    g_unlink(path);
    g_rmdir(folder);
}

static void test_missing(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(hunch_load("/nonexistent/skoen.tsv", &error));
    assert_null(error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_nonsense),
                                       cmocka_unit_test(test_missing)};
    return cmocka_run_group_tests_name("understand/hunch", tests, NULL, NULL);
}
