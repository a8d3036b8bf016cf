/* Postings that wait for staff, and such that only look so. */
#include "support/language.h"

#include <string.h>

#include "understand/posting_rules.h"

static const struct row {
    const char *text, *reason; /* NULL: nothing wrong */
} rows[] = {
    /* age */
    {"Vi søger en ung og frisk medarbejder til caféen.", "age"},
    {"Vi søger en ung medarbejder.", "age"},
    {"Vi leder efter en yngre kollega.", "age"},
    {"Du skal helst være under 60 år.", "age"},
    {"Alder: 55-60 år.", "age"},
    {"En frisk pensionist til haven.", "age"},
    {"Skriv din fødselsdato i ansøgningen.", "age"},
    {"Oplys venligst alder.", "age"},
    {"Du er i 50'erne.", "age"},
    {"Vi søger en 55-årig medarbejder", "age"},
    {"Ikke for gammel, tak", "age"},
    {"Helst lidt yngre", "age"},
    {"Vi ønsker os en moden kvinde", "sex"},
    {"mellem 50 og 60 år", "age"},
    {"ungdomsklub", NULL},
    {"Vi søger en medhjælper til ungdomsklubben.", NULL},
    {"Vi søger en til at hjælpe de unge i klubben med lektier.", NULL},
    {"Vi er en ung arbejdsplads med højt til loftet.", NULL},
    {"Du skal arbejde med friske råvarer.", NULL},
    {"Vi søger en, der kan læse højt for børn i alderen 3 til 6 år.", NULL},
    {"Du har mindst 10 års erfaring.", NULL},
    {"Vi har ligget her i 30 år.", NULL},
    {"Vi opfordrer alle uanset alder, køn og baggrund til at søge.", NULL},
    {"Vi søger en, der kan gå tur med vores ældre beboere.", NULL},
    {"Vi søger en til arbejdet med børn og unge.", NULL},
    {"Vi søger en seniorjobber til køkkenet", NULL},
    /* sex */
    {"Vi søger en kvinde til rengøring.", "sex"},
    {"Vi søger en sød pige til receptionen.", "sex"},
    {"Helst en mand.", "sex"},
    {"En rask mand til lageret", "sex"},
    {"Vi mangler en kaffedame", "sex"},
    {"Kvindelig ansøger foretrækkes", "sex"},
    {"Du skal være mand.", "sex"},
    {"Kvindekrisecentret mangler en handymand.", NULL},
    {"Vi er et værested for mænd og søger en kok.", NULL},
    {"Du skal hjælpe kvinder på krisecentret.", NULL},
    {"Et hold med både kvinder og mænd.", NULL},
    {"Vi søger en vicevært eller sekretær.", NULL},
    /* health */
    {"Du skal være sund og rask.", "health"},
    {"Du er rask og rørig.", "health"},
    {"Uden skånehensyn.", "health"},
    {"Du har et godt helbred.", "health"},
    {"Vi forventer lavt sygefravær.", "health"},
    {"Skriv, om du har et handicap.", "health"},
    {"Du skal have en stærk ryg.", "health"},
    {"Arbejdet foregår i rask tempo.", NULL},
    {"Vi laver sund mad.", NULL},
    {"Du skal følge syge beboere til lægen.", NULL},
    {"Vi har et lavt sygefravær og et sundt arbejdsmiljø.", NULL},
    {"Børn med autisme skal have følgeskab i bussen.", NULL},
    {"Der er tunge løft.", NULL},
    /* origin, religion */
    {"Du skal have dansk baggrund.", "origin"},
    {"Vi søger en etnisk dansk medarbejder.", "origin"},
    {"Født i Danmark.", "origin"},
    {"Ingen indvandrere.", "origin"},
    {"Uden tørklæde", "religion"},
    {"Du skal tale godt dansk.", NULL},
    {"Du skal synge danske sange med beboerne.", NULL},
    {"Du skal hjælpe flygtninge med breve.", NULL},
    /* ordinary labour */
    {"Det er et barselsvikariat.", "replaces"},
    {"Du kommer i stedet for vores pedel.", "replaces"},
    {"Der er en opsagt stilling.", "replaces"},
    {"Vores køkkenassistent har sagt op.", "replaces"},
    {"Vores pedel er gået på pension.", "replaces"},
    {"Fordi vores sekretær er sygemeldt, søger vi en.", "replaces"},
    {"Vikar for pædagog", "replaces"},
    {"Stillingen er blevet nedlagt efter besparelser.", "replaces"},
    {"Du skal ikke erstatte en ansat.", NULL},
    {"Det er ud over den normale normering.", NULL},
    {"Opgaven har ingen i dag.", NULL},
    {"Du kan hjælpe med kaffe, have og breve.", NULL},
    {"Vi bager selv i stedet for at købe brød.", NULL},
    {"Vi søger en til kantinen, 20-25 timer, 2300 København S.", NULL},
    {"", NULL},
};

static void judges(void **state)
{
    const struct row *row = *state;
    json_auto_t *held = posting_rules_broken(language, row->text);
    if (row->reason == NULL) {
        if (held != NULL) {
            g_autofree char *got = json_dumps(held, JSON_COMPACT);
            print_error("%s\n", got);
        }
        assert_null(held);
        return;
    }
    assert_non_null(held);
    const json_t *first = json_array_get(held, 0);
    assert_string_equal(json_string_value(json_object_get(first, "reason")), row->reason);
    assert_true(strlen(json_string_value(json_object_get(first, "words"))) > 0);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].text,
                                        .test_func = judges,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("understand/posting_rules", tests, load, unload);
}
