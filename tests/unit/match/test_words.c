/* Words and phrases of a text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>
#include <stdbool.h>

#include <cmocka.h>

#include "match/words.h"

static const struct {
    const char *text, *words; /* folded, a blank between; / between phrases */
} rows[] = {
    {"", ""},
    {"Lagermedarbejder", "lagermedarbejder"},
    {"Køre truck. Pakke varer", "koere truck / pakke varer"},
    {"Køre truck.Pakke", "koere truck pakke"},
    {"mad- og drikkevarer; opvask", "mad og drikkevarer / opvask"},
    {"Åben\nÆrlig", "aaben / aerlig"},
    {"CV: 3.5 år", "cv / 3 5 aar"},
    {"...!!!", ""},
    {"a|b", "a / b"},
};

static void splits(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GArray) words = match_words(rows[i].text, 100);
        g_autoptr(GString) said = g_string_new(NULL);
        for (guint k = 0; k < words->len; k++) {
            const struct match_word *word = &g_array_index(words, struct match_word, k);
            bool fresh = k > 0 && word->phrase != word[-1].phrase;
            g_string_append_printf(said, "%s%s%s", k > 0 ? " " : "", fresh ? "/ " : "",
                                   word->folded);
        }
        assert_string_equal(said->str, rows[i].words);
    }
}

static void stops_at_the_limit(void **state)
{
    (void)state;
    g_autoptr(GArray) words = match_words("en to tre fire", 3);
    assert_int_equal(words->len, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(splits),
                                       cmocka_unit_test(stops_at_the_limit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
