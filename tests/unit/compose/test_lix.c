/* Lix: words per sentence + percent of words longer than six letters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "compose/check.h"

/* 20 words in 2 sentences, 3 of them long: 10 + 15. */
#define EASY                                                           \
    "Vi holder møde den første tirsdag i hver måned og du er med. " \
    "Snart kommer foråret til byen efter vinteren."

struct row {
    const char *name, *text;
    double lix;
};

static const struct row rows[] = {
    {"running text", EASY, 25},
    {"too short to tell", "Kom til møde. Svar på denne mail.", 0},
    {"nothing", "", 0},
    {"headings count for nothing", "# Overskriften\n\n" EASY "\n\n## Informationsmødet", 25},
    {"lists count for nothing",
     EASY "\n\n- Arbejdsmarkedscentret inviterer.\n- Ydelsesservice kommer.\n\n"
          "1. Forvaltningerne deltager.\n2. Institutionerne deltager.",
     25},
    {"a greeting and an address have no sentence",
     "Kære Margrethe Sørensen\n\n" EASY "\n\nArbejdsmarkedscentret\nMusvågevej 15", 25},
    {"links, addresses and numbers are no words",
     "https://seniorjob.example/informationsmøde 2013 karen.sørensen@seniorjob.example " EASY, 25},
    {"a full stop inside a date or a time ends nothing",
     "Vi holder møde tirsdag den 2. april kl. 10.00 i hver måned og du er med. "
     "Snart kommer foråret til byen efter vinteren.",
     /* 14 + 7 words; tirsdag, foråret, vinteren */
     21.0 / 2 + 100.0 * 3 / 21},
    {"bold is seen through",
     "**Vi holder møde den første tirsdag i hver måned og du er med.** "
     "Snart kommer *foråret* til byen efter vinteren.",
     25},
};

static void lix_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        double value = lix(rows[i].text);
        if (fabs(value - rows[i].lix) > 0.01) {
            fail_msg("%s: %.2f instead of %.2f", rows[i].name, value, rows[i].lix);
        }
    }
}

static void official_style_is_hard(void **state)
{
    (void)state;
    const char *text = "Arbejdsmarkedscentrets informationsarrangementer henvender sig til "
                       "dagpengeberettigede personer, hvis dagpengeperiode er ophørt, og som "
                       "opfylder seniorjoblovens betingelser vedrørende efterlønsbidrag, "
                       "anciennitet samt rådighedsforpligtelse overfor kommunen.";
    assert_true(lix(text) > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lix_is),
                                       cmocka_unit_test(official_style_is_hard)};
    return cmocka_run_group_tests_name("compose/lix", tests, NULL, NULL);
}
