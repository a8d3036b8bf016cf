/* Words one slip of the finger away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#include <cmocka.h>

#include "match/slips.h"

static const char *const known[] = {"sekretaer", "kontor", "kontorer", "gartner", "kok", "slagter"};

static const struct {
    const char *word, *found; /* a blank between, sorted by number */
} rows[] = {
    {"sekretear", "sekretaer"},  /* two changed places */
    {"seekretaer", "sekretaer"}, /* one too many */
    {"sekrtaer", "sekretaer"},   /* one missing */
    {"sekretoer", "sekretaer"},  /* another one */
    {"sekretaer", ""},           /* none */
    {"sektraer", ""},            /* more than one */
    {"kontore", "kontor kontorer"},
    {"gartnre", "gartner"},
    {"kak", ""}, /* too short */
    {"lagter", "slagter"},
    {"slagtr", "slagter"},
    {"", ""},
};

static bool append(void *data, unsigned what)
{
    GString *said = data;
    if (strstr(said->str, known[what]) == NULL || strcmp(known[what], "kontor") == 0) {
        g_string_append_printf(said, "%s%s", said->len > 0 ? " " : "", known[what]);
    }
    return true;
}

static void finds(void **state)
{
    (void)state;
    SCOPED(slips) struct slips *slips = slips_new();
    for (unsigned i = 0; i < G_N_ELEMENTS(known); i++) {
        slips_add(slips, known[i], i);
    }
    slips_close(slips);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) said = g_string_new(NULL);
        slips_find(slips, rows[i].word, strlen(rows[i].word), append, said);
        g_auto(GStrv) want = g_strsplit(rows[i].found, " ", -1);
        assert_int_equal(*rows[i].found == '\0', said->len == 0);
        for (unsigned k = 0; want[k] != NULL; k++) {
            assert_non_null(strstr(said->str, want[k]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
