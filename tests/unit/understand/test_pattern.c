#include "understand/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/failure.h"

/* A pattern that is looked for at every word, and the words it takes; NULL: none. */
struct row {
    const char *pattern, *text, *taken;
};

static const struct row rows[] = {
    {"afmeld mig", "Hej, AFMELD mig!", "AFMELD mig"},
    {"afmeld mig", "afmeld. Mig", NULL},
    {"afmeld mig", "afmeld, mig", "afmeld, mig"},
    {"afmeld mig|os", "afmeld os", "afmeld os"},
    {"på", "paa", "paa"},
    {"paa", "på", "på"},
    {"nyhedsbrev*", "nyhedsbrevene", "nyhedsbrevene"},
    {"~afmeld", "afmled", "afmled"},
    {"~afmeld", "afmelld", "afmelld"},
    {"~afmeld", "tilmeld", NULL},
    {"~mig", "mit", NULL},
    {"ring (til) mig", "ring mig", "ring mig"},
    {"ring (til) mig", "ring til mig", "ring til mig"},
    {"send .. mails", "send mig nu mails", "send mig nu mails"},
    {"send .. mails", "send mig nu alle mails", NULL},
    {"send ... mails", "send mig nu alle jeres mails", "send mig nu alle jeres mails"},
    {"jeg & mails", "jeg vil slet ikke have mails", "jeg vil slet ikke have mails"},
    {"jeg & mails", "jeg vil, altså mails", NULL},
    {"jeg & mails", "jeg vil men mails", NULL},
    {"den #", "den 2. april", "den 2"},
    {"til @", "til hans@b.dk nu", "til hans@b.dk"},
    {"skrev !jeg|vi", "skrev Hans", "skrev Hans"},
    {"skrev !jeg|vi", "skrev jeg", NULL},
    {"skrev !jeg|vi", "skrev", NULL},
    {"^ ring", "jeg kan ring", NULL},
    {"^ ring", "ja og ring", "ring"},
    {"^^ ring", "ja, ring", NULL},
    {"^^ ring", "ja. ring", "ring"},
    {"mig $", "mig nu", NULL},
    {"mig $", "mig, nu", "mig"},
    {"ok $$", "ok, nu", NULL},
    {"ok $$", "ok. Nu", "ok"},
    {"<dyr> her", "en hund her", "hund her"},
    {"e-mail", "e-mail", "e-mail"},
    {"(helst) u*", "helst ude", "helst ude"},
    {"(helst) u*", "ude", "ude"},
    {"~nyhedsbrev* nej", "nyhedsbrevet nej", "nyhedsbrevet nej"},
    {"arbejdsmarkedskontor*", "arbejdsmarkedskontoret", "arbejdsmarkedskontoret"},
};

static struct vocabulary *vocabulary(void)
{
    struct vocabulary *words = vocabulary_new();
    pattern_words_add(vocabulary_open(words, "dyr"), "hund");
    pattern_words_add(vocabulary_open(words, "dyr"), "kat*");
    pattern_words_add(vocabulary_open(words, "ledskel"), "men");
    pattern_words_add(vocabulary_open(words, "ordskel"), "og");
    return words;
}

static void test_row(void **state)
{
    const struct row *row = *state;
    SCOPED(vocabulary) struct vocabulary *table = vocabulary();
    SCOPED(pattern) struct pattern *pattern = pattern_compile(row->pattern, table, NULL);
    assert_non_null(pattern);
    SCOPED(textwords) struct textwords *words = textwords_read(row->text, 100);
    struct pattern_scope scope = {.words = words, .dividers = vocabulary_open(table, "ordskel")};
    g_autoptr(GByteArray) named = g_byte_array_new();
    struct pattern_hit hit = {.named = named};
    bool found = false;
    for (unsigned at = 0; at < words->count && !found; at++) {
        found = pattern_match(pattern, &scope, at, &hit);
    }
    assert_int_equal(found, row->taken != NULL);
    if (found) {
        g_autofree char *taken = textwords_between(words, hit.from, hit.to);
        assert_string_equal(taken, row->taken);
        assert_int_equal(named->len, hit.to - hit.from);
    }
}

static void test_gaps_are_not_named(void **state)
{
    (void)state;
    SCOPED(vocabulary) struct vocabulary *table = vocabulary();
    SCOPED(pattern) struct pattern *pattern = pattern_compile("send .. mails", table, NULL);
    SCOPED(textwords) struct textwords *words = textwords_read("send ikke flere mails", 100);
    struct pattern_scope scope = {.words = words};
    g_autoptr(GByteArray) named = g_byte_array_new();
    struct pattern_hit hit = {.named = named};
    assert_true(pattern_match(pattern, &scope, 0, &hit));
    static const guint8 wanted[] = {1, 0, 0, 1};
    assert_int_equal(named->len, sizeof wanted);
    assert_memory_equal(named->data, wanted, sizeof wanted);
}

static void test_what_cannot_be_read_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"ring (til mig", "not closed"},
        {"ring ()", "not closed"},
        {"ring til|(på) mig", "all of a place"},
        {"ring (til)|på mig", "not closed"},
        {"ring til||på mig", "empty"},
        {"ring <fugl>", "no such word class"},
        {"(ring) !til", "no word"},
    };
    SCOPED(vocabulary) struct vocabulary *table = vocabulary();
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        SCOPED(pattern) struct pattern *pattern = pattern_compile(wrong[i][0], table, &error);
        assert_null(pattern);
        assert_true(g_error_matches(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION));
        assert_non_null(strstr(error->message, wrong[i][1]));
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {
        cmocka_unit_test(test_gaps_are_not_named),
        cmocka_unit_test(test_what_cannot_be_read_is_refused)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].text,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/pattern", tests, NULL, NULL);
}
