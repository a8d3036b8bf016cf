/* From words to terms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#include <cmocka.h>

#include "match/lexis.h"
#include "match/words.h"

static const char *const texts[] = {"lagermedarbejder", "lager",     "medarbejder", "advokat",
                                    "sekretær",         "køkken",    "chauffør",    "en maskine",
                                    "maskinfører",      "fører til", NULL};

static const struct {
    const char *text, *has; /* terms that are among its, a blank between */
} rows[] = {
    {"lagermedarbejder", "lagermedarbejd lag medarbejd"},
    {"Lagermedarbejderne", "lagermedarbejd"},  /* inflected */
    {"advokatsekretær", "advokat sekretaer"},  /* a new compound */
    {"advokatsekretaer", "advokat sekretaer"}, /* and spelled with ae */
    {"chauffoer", "chauffoer"},
    {"sekretæer", "sekretaer"},             /* a slip */
    {"køkkenmedarbejdr", "koek medarbejd"}, /* a slip in a part */
    {"xylofon", ""},
};

static struct lexis *made(void)
{
    struct lexis *lexis = lexis_new();
    for (unsigned i = 0; texts[i] != NULL; i++) {
        lexis_learn(lexis, texts[i]);
    }
    lexis_close(lexis);
    return lexis;
}

static GArray *terms_of(struct lexis *lexis, const char *text, bool make)
{
    g_autoptr(GArray) words = match_words(text, 100);
    GArray *terms = g_array_new(FALSE, FALSE, sizeof(struct term));
    lexis_terms(lexis, words, (struct lexis_reading){.part = 1, .make = make}, terms);
    return terms;
}

static bool has(const struct lexis *lexis, const GArray *terms, const char *name)
{
    for (guint i = 0; i < terms->len; i++) {
        unsigned id = g_array_index(terms, struct term, i).id;
        if (id != LEXIS_UNKNOWN && strcmp(lexis_name(lexis, id), name) == 0) {
            return true;
        }
    }
    return false;
}

static void reads(void **state)
{
    (void)state;
    SCOPED(lexis) struct lexis *lexis = made();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GArray) terms = terms_of(lexis, rows[i].text, false);
        g_auto(GStrv) want = g_strsplit(rows[i].has, " ", -1);
        for (unsigned k = 0; want[k] != NULL; k++) {
            if (*rows[i].has != '\0' && !has(lexis, terms, want[k])) {
                fail_msg("%s has no term %s", rows[i].text, want[k]);
            }
        }
        if (*rows[i].has == '\0') {
            assert_int_equal(g_array_index(terms, struct term, 0).id, LEXIS_UNKNOWN);
        }
    }
}

static void a_new_word_is_a_term_when_it_is_indexed(void **state)
{
    (void)state;
    SCOPED(lexis) struct lexis *lexis = made();
    unsigned before = lexis_count(lexis);
    g_autoptr(GArray) first = terms_of(lexis, "xylofon", true);
    g_autoptr(GArray) second = terms_of(lexis, "xylofonen", false);
    assert_int_equal(lexis_count(lexis), before + 1);
    assert_int_equal(g_array_index(first, struct term, 0).id,
                     g_array_index(second, struct term, 0).id);
}

static void a_word_list_helps_to_split(void **state)
{
    (void)state;
    SCOPED(lexis) struct lexis *lexis = lexis_new();
    lexis_learn(lexis, "brandmand");
    lexis_learn(lexis, "mand");
    assert_false(lexis_learn_list(lexis, "/nowhere/at/all"));
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "moedested-words", NULL);
    assert_true(g_file_set_contents(path, "2\nbrand/70,10\nBerlin/5\n", -1, NULL));
    assert_true(lexis_learn_list(lexis, path));
    lexis_close(lexis);
    g_autoptr(GArray) terms = terms_of(lexis, "brandmand", false);
    assert_true(has(lexis, terms, "mand"));
    assert_true(has(lexis, terms, "brand"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads),
                                       cmocka_unit_test(a_new_word_is_a_term_when_it_is_indexed),
                                       cmocka_unit_test(a_word_list_helps_to_split)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
