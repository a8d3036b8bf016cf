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
    {"Tak for i dag", "XX.X....-...-"},
    {"En daage til", "--X.....-...-"},
    {"Ikke flere breve", "----....-...X"},
};

static GPtrArray *patterns(struct vocabulary *vocabulary)
{
    pattern_words_add(vocabulary_open(vocabulary, "x"), "breve");
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)pattern_free);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct pattern *pattern = pattern_compile(rows[i], vocabulary, NULL);
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
    SCOPED(vocabulary) struct vocabulary *vocabulary = vocabulary_new();
    g_autoptr(GPtrArray) list = patterns(vocabulary);
    SCOPED(candidates) struct candidates *candidates = candidates_new(list, vocabulary);
    for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
        SCOPED(textwords) struct textwords *words = textwords_read(cases[c].text, 100);
        SCOPED(textwords) struct textwords *marked = textwords_read(cases[c].text, 100);
        candidates_mark(candidates, marked);
        for (guint i = 0; i < list->len; i++) {
            bool set = candidates_next(marked->possible, i, i + 1) == i;
            assert_true(set || cases[c].possible[i] != 'X');
            assert_true(set || !matches(g_ptr_array_index(list, i), words));
            assert_int_equal(matches(g_ptr_array_index(list, i), marked),
                             matches(g_ptr_array_index(list, i), words));
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
