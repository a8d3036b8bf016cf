/* Occupations: of the taxonomy, inflected, by their ending, as Danes say them. */
#include "support/language.h"
#include "support/lists.h"

#include "understand/occupation.h"

static const struct list_row rows[] = {
    {"jeg er uddannet bogholder", "bogholder"},
    {"lægesekretær og kontorassistent", "lægesekretær kontorassistent"},
    {"vi søger to chauffører", "chauffører"},
    {"pædagogerne", "pædagogerne"},
    {"en magasinhjælper", "magasinhjælper"},
    {"en kaffedame og en legeonkel", "kaffedame legeonkel"},
    {"social- og sundhedshjælper", "social- og sundhedshjælper"},
    {"koekkenmedhjaelper", "koekkenmedhjaelper"},
    {"pædagomedhjælper", "pædagomedhjælper"},
    {"jeg er bibliotkar", "bibliotkar"},
    {"jeg er maler", "maler"},
    {"både maler og vicevært", "maler vicevært"},
    {"kontorarbejde", "kontorarbejde"},
    {"TRUCKFØRER", "TRUCKFØRER"},
    /* none */
    {"min læge siger nej", ""},
    {"min kone er sygeplejerske", ""},
    {"ikke som rengøringsassistent", ""},
    {"jeg maler huset", ""},
    {"et godt tilbud", ""},
    {"et samarbejde", ""},
    {"mine medarbejdere", ""},
    {"jeg melder afbud", ""},
    {"formand for foreningen", ""},
    {"seniorjobber", ""},
    {"jeg har været syg", ""},
};

static void find(const struct textwords *words, GPtrArray *found)
{
    for (unsigned at = 0; at < words->count;) {
        struct occupation one;
        bool is = occupation_at(language, words, at, words->count, &one);
        if (is) {
            g_ptr_array_add(found, textwords_between(words, one.from, one.to));
        }
        at = is ? one.to : at + 1;
    }
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
