#include "understand/candidates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const rows[] = {
    "(afmeld) dag",        "afmeld|dag ...", "~daag",         "!afmeld dag", "afmeld mig",
    "mig|os fra (listen)", "~afmeld nu",     "nyhedsbrev*",   "@",           "ring !ikke",
    "(tak) nej",           "# timer",        "ikke flere <x>"};

/* A text, and by row whether it can have the pattern: X yes, . no, - as it comes. */
static const struct {
    const char *text, *possible;
} cases[] = {
    {"Hej, afmeld mig!", "----X...-...-"},
    {"Nyhedsbrevet, tak", "----...X-...-"},
    {"Skriv til hans@b.dk", "----....X...-"},
    {"Ring nu", "----....-X..-"},
    {"Nej", "----....-.X.-"},
    {"Afmled nu", "----..X.-...-"},
    {"Tag os fra, 30 timer", "----.X..-..X-"},
    {"", "----....-...-"},
    {"Tak for i dag", "XXXX....-...-"},
    {"Ikke flere breve", "----....-...X"},
};

static GPtrArray *patterns(void)
{
    g_autoptr(GHashTable) classes =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    GPtrArray *words = g_ptr_array_new_with_free_func(pattern_word_free);
    g_ptr_array_add(words, pattern_word_new("breve"));
    g_hash_table_insert(classes, (gpointer)(uintptr_t) "x", words);
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)pattern_free);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct pattern *pattern = pattern_compile(rows[i], classes, NULL);
        assert_non_null(pattern);
        g_ptr_array_add(list, pattern);
    }
    return list;
}

static bool matches(const struct pattern *pattern, const struct textwords *words)
{
    const struct pattern_scope scope = {.words = words};
    bool found = false;
    for (unsigned at = 0; at < words->count && !found; at++) {
        found = pattern_match(pattern, &scope, at, NULL);
    }
    return found;
}

/* What the index leaves out cannot match; what it names is what the words allow. */
static void test_finds_what_is_possible(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) list = patterns();
    SCOPED(candidates) struct candidates *candidates = candidates_new(list);
    for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
        SCOPED(textwords) struct textwords *words = textwords_read(cases[c].text, 100);
        g_autofree guint64 *bits = candidates_of(candidates, words);
        for (guint i = 0; i < list->len; i++) {
            bool set = candidates_next(bits, i, i + 1) == i;
            assert_true(set || cases[c].possible[i] != 'X');
            assert_true(set || !matches(g_ptr_array_index(list, i), words));
            assert_true(!set || cases[c].possible[i] != '.');
        }
    }
}

static void test_next(void **state)
{
    (void)state;
    const guint64 bits[] = {1u, 0, (guint64)1 << 63};
    assert_int_equal(candidates_next(bits, 0, 192), 0);
    assert_int_equal(candidates_next(bits, 1, 192), 191);
    assert_int_equal(candidates_next(bits, 1, 191), 191);
    assert_int_equal(candidates_next(bits, 1, 100), 100);
    assert_int_equal(candidates_next(bits, 192, 192), 192);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_what_is_possible),
        cmocka_unit_test(test_next),
    };
    return cmocka_run_group_tests_name("understand/candidates", tests, NULL, NULL);
}
