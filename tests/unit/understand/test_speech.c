/* Languages that somebody speaks. */
#include "support/language.h"
#include "support/lists.h"

#include "understand/speech.h"

static const struct list_row rows[] = {
    {"Jeg taler engelsk og lidt tysk.", "engelsk tysk"},
    {"taler arabisk, engelsk og dansk", "arabisk engelsk dansk"},
    {"Jeg snakker tyrkisk, kurdisk og dansk", "tyrkisk kurdisk dansk"},
    {"Jeg læser både engelsk, tysk og svensk", "engelsk tysk svensk"},
    {"Sprog: dansk", "dansk"},
    {"Sprog\nDansk, engelsk, lidt svensk", "dansk engelsk svensk"},
    {"dansk/engelsk/spansk", "dansk engelsk spansk"},
    {"Man skal kunne læse engelsk.", "engelsk"},
    {"I speak English", "engelsk"},
    {"Modersmål: polsk", "polsk"},
    {"taler tysk og taler tysk", "tysk"},
    {"gerne arabisktalende", "arabisk"},
    {"Vi søger en polsk- eller dansktalende pedel", "polsk dansk"},
    /* none */
    {"jeg taler ikke tysk", ""},
    {"jeg kan ikke engelsk", ""},
    {"jeg er dansk statsborger", ""},
    {"en engelsk bil", ""},
    {"jeg elsker fransk mad", ""},
    {"engelsklærer", ""},
    {"taler ikke tysk, men engelsk", "engelsk"},
};

static void find(const struct textwords *words, GPtrArray *found)
{
    speech_find(language, words, 0, words->count, found);
}

static void reads(void **state)
{
    (void)state;
    assert_lists(rows, G_N_ELEMENTS(rows), find);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads)};
    return cmocka_run_group_tests(tests, load, unload);
}
