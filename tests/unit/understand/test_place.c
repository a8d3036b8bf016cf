/* Postcodes by number, town and district; and numbers that are none. */
#include "support/language.h"
#include "support/lists.h"

#include "understand/place.h"

static const struct list_row rows[] = {
    {"2720 Vanløse", "2720"},
    {"Jeg bor i Vanløse", "2720"},
    {"jeg bor i vanloese", "2720"},
    {"bor paa oesterbro", "2100"},
    {"gerne på Nørrebro eller Østerbro", "2200 2100"},
    {"København NV.", "2400"},
    {"Kbh. S", "2300"},
    {"Kbh NV", "2400"},
    {"i 2100 eller 2200", "2100 2200"},
    {"2100/2200", "2100 2200"},
    {"bor i Hvidovre (2650)", "2650"},
    {"2300 København S og 2300", "2300"},
    {"helst i Valby, Vanløse eller på Frederiksberg", "2500 2720 2000"},
    {"Bopæl: 2450 København SV", "2450"},
    {"postnr. 2000", "2000"},
    {"2000 Frederiksberg", "2000"},
    {"1172 København K", "1172"},
    {"bor i Roskilde", "4000"},
    /* not wanted, not his, no postcode */
    {"ikke på Amager", ""},
    {"i hele København", ""},
    {"Arbejde hos Madservice Amager", ""},
    {"fra 2000 til 2010", ""},
    {"siden 1998", ""},
    {"i 2012", ""},
    {"tlf. 2720 1234", ""},
    {"ring 33 12 45 67", ""},
    {"2500 kr.", ""},
    {"jeg gik 2400 meter", ""},
    {"1988-1996", ""},
    {"postbud, Valby postkontor", ""},
    {"jeg er født i Valby", ""},
    {"uddannet i Roskilde", ""},
    {"Jeg tager til Valby med toget i morgen tidlig", ""},
    {"9999", ""},
    {"0000", ""},
    {"010203-1234", ""},
    {"det er rart", ""},
};

static void find(const struct textwords *words, GPtrArray *found)
{
    places_find(language, words, 0, words->count, false, found);
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
