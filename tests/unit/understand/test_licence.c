/* Driving licences and fork-lift certificates. */
#include "support/language.h"
#include "support/lists.h"

#include "understand/licence.h"

static const struct list_row rows[] = {
    {"kørekort", "B"},
    {"Jeg har kørekort.", "B"},
    {"koerekort b", "B"},
    {"kørekort B og C", "B C"},
    {"Kørekort: B og BE", "B BE"},
    {"Kørekort: A, B, BE.", "A B BE"},
    {"kørekort kategori B", "B"},
    {"B-kørekort", "B"},
    {"kørekort C/E", "CE"},
    {"kørekort CE", "CE"},
    {"stort kørekort", "C"},
    {"stort kørekort (C)", "C"},
    {"stort kørekort med hænger (CE)", "CE"},
    {"kørekort til bil", "B"},
    {"kørekort til både bil og lastbil", "B C"},
    {"buskørekort", "D"},
    {"kørekort D", "D"},
    {"truckcertifikat", "truck"},
    {"gaffeltruckcertifikat B", "truck"},
    {"truck-certifikat og kørekort B", "truck B"},
    {"kørekort og truckkort", "B truck"},
    {"Kørekort B er et krav", "B"},
    {"jeg kan køre bus (kat. D) og trailer", "D"},
    {"har kørt truck i mange år", "truck"},
    {"Kørekort: B, truck", "B truck"},
    {"kørekort, truck", "truck B"},
    {"kørekort: B, C og gaffeltruck", "B C truck"},
    {"Har ikke kørekort til lastbil, men B", "B"},
    /* none */
    {"et hotel af kategori B", ""},
    {"har aldrig kørt truck", ""},
    {"har ikke kørekort, men bor tæt på", ""},
    {"jeg har ikke kørekort", ""},
    {"intet kørekort", ""},
    {"uden kørekort", ""},
    {"kørekort er ikke nødvendigt", ""},
    {"kørekort har jeg ikke", ""},
    {"jeg mangler kørekort", ""},
    {"truckfører", ""},
    {"jeg kan køre bil", ""},
    {"plan B", ""},
    {"A og C lyder godt", ""},
    /* a denial does not reach over */
    {"ikke bil, men kørekort", "B"},
    {"intet kørekort men truckcertifikat", "truck"},
};

static void find(const struct textwords *words, GPtrArray *found)
{
    licences_find(language, words, 0, words->count, found);
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
