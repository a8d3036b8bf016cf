/* Compounds and their parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#include <cmocka.h>

#include "match/splitter.h"

static const char *const known[] = {"lager",    "medarbejder", "koekken",    "chef", "arbejde",
                                    "sko",      "maskin",      "besaetning", "skov", "brug",
                                    "skovbrug", "tekniker",    "barn",       "pige", "ikke"};

static bool is_known(const void *words, const char *letters, size_t length, double *cost,
                     unsigned *what)
{
    (void)words;
    for (unsigned i = 0; i < G_N_ELEMENTS(known); i++) {
        if (strlen(known[i]) == length && strncmp(known[i], letters, length) == 0) {
            *cost = 5;
            *what = i;
            return true;
        }
    }
    return false;
}

static const struct {
    const char *word, *parts;
} rows[] = {
    {"lagermedarbejder", "lager+medarbejder"},
    {"koekkenchef", "koekken+chef"},
    {"arbejdeschef", "arbejde+chef"},           /* a link of s */
    {"skovbrugstekniker", "skovbrug+tekniker"}, /* the fewer, cheaper parts */
    {"skobrug", "sko+brug"},
    {"lager", ""}, /* a word is not its own part */
    {"lagerxmedarbejder", ""},
    {"koekkenlagermedarbejder", "koekken+lager+medarbejder"},
    {"", ""},
    {"chefchefchefchefchefchef", ""}, /* six parts */
    {"xyz", ""},
};

static void splits(void **state)
{
    (void)state;
    struct splitter splitter = {.part = is_known};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct split split;
        g_autoptr(GString) said = g_string_new(NULL);
        bool is = splitter_split(&splitter, rows[i].word, &split);
        for (unsigned k = 0; is && k < split.count; k++) {
            g_string_append_printf(said, "%s%s", k > 0 ? "+" : "", known[split.parts[k].what]);
        }
        assert_string_equal(said->str, rows[i].parts);
    }
}

static void a_long_word_stays_whole(void **state)
{
    (void)state;
    struct splitter splitter = {.part = is_known};
    struct split split;
    g_autofree char *word = g_strnfill(SPLITTER_LETTERS + 1, 'a');
    assert_false(splitter_split(&splitter, word, &split));
    assert_int_equal(split.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(splits),
                                       cmocka_unit_test(a_long_word_stays_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
