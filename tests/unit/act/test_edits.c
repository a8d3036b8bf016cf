/* Corrections in a reply to a proof: one row, one line that a person may write. */
#include "act/edits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DOCUMENT "Mødet er kl. 10 i kantinen. Kom kl. 10.\nHej {{fornavn}}.\n"

struct row {
    const char *line, *from, *to; /* from NULL: it is no correction */
    enum edit_result result;
};

static const struct row rows[] = {
    {"\"i kantinen\" -> \"i salen\"", "i kantinen", "i salen", EDIT_DONE},
    {"Ret \"i kantinen\" til \"i salen\".", "i kantinen", "i salen", EDIT_DONE},
    {"»i kantinen« skal være »i salen«", "i kantinen", "i salen", EDIT_DONE},
    {"„i kantinen“ => „i salen“", "i kantinen", "i salen", EDIT_DONE},
    {"i kantinen -> i salen", "i kantinen", "i salen", EDIT_DONE},
    {"i kantinen → i salen", "i kantinen", "i salen", EDIT_DONE},
    {"\"Kom kl. 10.\" -> \"\"", "Kom kl. 10.", "", EDIT_DONE},
    {"\"kl. 10\" -> \"kl. 11\"", "kl. 10", "kl. 11", EDIT_SEVERAL},
    {"\"kl. 12\" -> \"kl. 11\"", "kl. 12", "kl. 11", EDIT_MISSING},
    {"\"Hej\" -> \"Hej {{navn}}\"", "Hej", "Hej {{navn}}", EDIT_TAG},
    {"\"{{fornavn}}\" -> \"Karen\"", "{{fornavn}}", "Karen", EDIT_TAG},
    {"OK, send", NULL, NULL, 0},
    {"Skriv \"hej\" foroven", NULL, NULL, 0},
    {"\"a\" eller \"b\" eller \"c\"", NULL, NULL, 0},
    {"\"\" -> \"noget\"", NULL, NULL, 0},
    {"-> noget", NULL, NULL, 0},
    {"\"halv", NULL, NULL, 0},
    {"", NULL, NULL, 0},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autoptr(GPtrArray) edits = edits_read(row->line);
    assert_int_equal(edits->len, row->from != NULL ? 1 : 0);
    if (row->from == NULL) {
        return;
    }
    const struct edit *edit = g_ptr_array_index(edits, 0);
    assert_string_equal(edit->from, row->from);
    assert_string_equal(edit->to, row->to);
    enum edit_result result = 0;
    g_autofree char *now = edit_apply(edit, DOCUMENT, &result);
    assert_int_equal(result, row->result);
    assert_int_equal(now != NULL, result == EDIT_DONE);
    if (now != NULL) {
        assert_null(strstr(now, row->from));
        assert_non_null(strstr(now, row->to));
        assert_int_equal(strlen(now), strlen(DOCUMENT) - strlen(row->from) + strlen(row->to));
    }
}

/* The process was killed after it had written the file: the mail is acted on once more. */
static void test_again(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) edits = edits_read("\"i kantinen\" -> \"i salen\"");
    enum edit_result result = 0;
    g_autofree char *once = edit_apply(edits->pdata[0], DOCUMENT, &result);
    assert_non_null(once);
    g_autofree char *twice = edit_apply(edits->pdata[0], once, &result);
    assert_int_equal(result, EDIT_DONE);
    assert_string_equal(twice, once);
}

static void test_many(void **state)
{
    (void)state;
    g_autofree char *one = g_strdup("\"a\" -> \"b\"\nHej\n\"c\" -> \"d\"\n");
    g_autoptr(GPtrArray) edits = edits_read(one);
    assert_int_equal(edits->len, 2);
    g_autoptr(GString) flood = g_string_new(NULL);
    for (unsigned i = 0; i < 10000; i++) {
        g_string_append(flood, "a -> b\n");
    }
    g_autoptr(GPtrArray) few = edits_read(flood->str);
    assert_int_equal(few->len, 50);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {cmocka_unit_test(test_many),
                                                       cmocka_unit_test(test_again)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 2] =
            (struct CMUnitTest){rows[i].line, test_row, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("act/edits", tests, NULL, NULL);
}
