/* Working time a week; and times that are none. */
#include "support/language.h"

#include "understand/hours.h"

struct row {
    const char *text;
    double least, most; /* both 0: none */
};

static const struct row rows[] = {
    {"20-25 timer", 20, 25},
    {"4 dage a 6 timer", 24, 24},
    {"gerne 3 dage á 5 timer", 15, 15},
    {"en stilling af 6 timer", 0, 0},
    {"halvdelen af fuld tid", 18.5, 18.5},
    {"20 - 25 timer om ugen", 20, 25},
    {"20–25 timer", 20, 25},
    {"20 til 25 timer", 20, 25},
    {"mellem 20 og 25 timer", 20, 25},
    {"20 eller 25 timer", 20, 25},
    {"20/25 timer", 20, 25},
    {"ca. 30 t/uge", 30, 30},
    {"cirka 30 timer ugentligt", 30, 30},
    {"30 timer", 30, 30},
    {"30t", 30, 30},
    {"30 t.", 30, 30},
    {"37,5 timer om ugen", 37.5, 37.5},
    {"tredive timer", 30, 30},
    {"et 30-timers job", 30, 30},
    {"30 timers stilling", 30, 30},
    {"Timer: 20-37", 20, 37},
    {"Timetal: 30", 30, 30},
    {"Timer 25 til 37.", 25, 37},
    {"mindst 30 timer", 30, 0},
    {"minimum 30 timer", 30, 0},
    {"ikke under 30 timer", 30, 0},
    {"30 timer eller mere", 30, 0},
    {"højst 25 timer", 0, 25},
    {"max. 25 timer", 0, 25},
    {"op til 25 timer", 0, 25},
    {"ikke mere end 25 timer", 0, 25},
    {"kan ikke arbejde mere end 25 timer", 0, 25},
    {"fuld tid", 37, 37},
    {"FULDTID", 37, 37},
    {"fuldtidsstilling", 37, 37},
    {"halv tid", 18.5, 18.5},
    {"på halvtid", 18.5, 18.5},
    {"2-3 dage om ugen", 14.8, 22.2},
    {"tre dage om ugen", 22.2, 22.2},
    {"4 dage ugentligt", 29.6, 29.6},
    {"30 timer om ugen, ikke 37 timer", 30, 30},
    {"ikke 37 timer, men 30 timer", 30, 30},
    {"ikke fuld tid men 25-30 timer", 25, 30},
    {"fuld tid, altså 37 timer", 37, 37},
    /* none */
    {"deltid", 0, 0},
    {"hverdage 8-14", 0, 0},
    {"kl. 8-14", 0, 0},
    {"20 timers erfaring", 0, 0},
    {"om 2 timer", 0, 0},
    {"inden for 24 timer", 0, 0},
    {"for 5 timer siden", 0, 0},
    {"6 timer om dagen", 30, 30},
    {"7 timer om dagen tre dage om ugen", 21, 21},
    {"4-5 timer dagligt", 20, 25},
    {"4 timer dagligt på landevejen", 0, 0},
    {"10 timer om ugen hver", 10, 10},
    {"200 timer", 0, 0},
    {"1 time", 0, 0},
    {"22 år", 0, 0},
    {"vil ikke have fuldtid", 0, 0},
    {"3 dage", 0, 0},
    {"uge 34", 0, 0},
    {"timer", 0, 0},
    {"", 0, 0},
};

static void reads_hours(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(textwords) struct textwords *words = textwords_read(rows[i].text, 100);
        struct hours hours = {0};
        bool found = hours_find(language, words, 0, words->count, &hours);
        bool wanted = rows[i].least > 0 || rows[i].most > 0;
        if (found != wanted || (int)(hours.least * 10 + 0.5) != (int)(rows[i].least * 10 + 0.5) ||
            (int)(hours.most * 10 + 0.5) != (int)(rows[i].most * 10 + 0.5)) {
            print_error("\"%s\": %.1f to %.1f\n", rows[i].text, hours.least, hours.most);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_hours)};
    return cmocka_run_group_tests(tests, load, unload);
}
