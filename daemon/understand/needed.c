#include "understand/needed.h"

#include "understand/answer_tables.h"

/* One row, one theme: names of sections, folded. */
struct need {
    const char *kind, *names;
};

static const struct need needs[] = {
    {"ord", "naegtelse tvivl senere bisaetning mene betingelse anden-sag ordskel ny-saetning"},
    {"ord", "stedord foersteperson tiltale nyhedsbrev-ord invitation-ord alt-ord fremmoede "
            "klart-ord efter-og tak-andet andet-omtalt"},
    {"ord", "mails-ord bindeord ikke-navn optakt ja ja-tegn jeg den-inviterede"},
    {"ord", "rettelse-foran rettelse-ord fag-imellem fag-soeges"},
    {"ord", "svarforstavelse fra-hoved sendt-hoved til-hoved emne-hoved andet-hoved"},
    {"ord", "kontaktord ugedag skrev introord saetningsord jeg-ord navneord svarord"},
    {"ord", "gammel-adresse tilbage andet-sted"},
    {"ord", "skala karakter-1 karakter-2 karakter-3 karakter-4 karakter-5"},
    {"ord", "fremmed-ord dansk-ord ja-forbehold boen-ord anden-ting pause-tegn peger-ud"},
    {"mønstre", "proeve-hoeflig ja-fortrudt sag-klaret sag-er-klaret ja-modtaget intet-forkert"},
    {"mønstre", "sag-maaske-klaret sag-kollega sag-videre sag-spoergsmaal"},
    {"ord", "sag-former sag-udsagn sag-kolleger sag-til sag-hoeflig-tiltale sag-tak"},
    {"ord", "sag-tiltale retur-program retur-postmester fravaer-ikke"},
    {"mønstre", "neutral hilsen afslutning hoeflig ros anliggende tak-led"},
    {"mønstre", "moedebehov moedebehov-flere moedebehov-moedet"},
    {"mønstre", "adgangsbehov spoergsmaal intet-spoergsmaal spoergsmaal-om-mails grund "
                "fremmoede-tegn hoeflig-betingelse"},
    {"mønstre", "forbehold forbehold-naer forbehold-led forbehold-resten"},
    {"mønstre", "introlinje skillelinje videresendt citatlinje afsendt enhed bundtekst"},
    {"mønstre", "programtekst eget-brev eget-brev-start"},
    {"mønstre", "retur retur-navn retur-brev retur-original retur-endnu retur-fuld retur-stor"},
    {"mønstre", "retur-lukket retur-domaene retur-ukendt retur-afvist retur-opgivet"},
    {"mønstre", "retur-endeligt retur-pakke klage"},
    {"mønstre", "autosvar autosvar-maaske autosvar-rest autosvar-tid autosvar-notes"},
    {"mønstre", "autosvar-notes-brev fravaer-tilbage fravaer-vaek"},
    {"mønstre", "denne-adresse adresse-boen ikke-ny-adresse"},
    {"ord", answer_words},
    {"mønstre", answer_patterns},
    {"mønstre", "hoejst"},
    {"mønstre", "daglig"},
    {"mønstre", "soeger-vending"},
    {"ord", "ikke-dagligt hver-gang arbejdssted-navneled arbejdssted-led"},
    {"ord", "arbejdssted-selv arbejdssted-sankt frist-handling"},
    {"mønstre", "har-arbejde"},
    {"mønstre", "ikke-jeg"},
    {"mønstre", "ikke-opslag"},
    {"mønstre", "ikke-profil"},
    {"mønstre", "mindst"},
    {"mønstre", "opad"},
    {"mønstre", "opslag"},
    {"mønstre", "soeger"},
    {"navne", "aar"},
    {"navne", "arbejdstid"},
    {"navne", "bydel"},
    {"navne", "dag"},
    {"navne", "fag"},
    {"navne", "felt"},
    {"navne", "fra-nu"},
    {"navne", "helligdag"},
    {"navne", "kategori"},
    {"navne", "koerekort"},
    {"navne", "maaned"},
    {"navne", "maaned-kort"},
    {"navne", "naeste"},
    {"navne", "ordenstal"},
    {"navne", "postnummer"},
    {"navne", "sprog"},
    {"navne", "tal"},
    {"navne", "tidsenhed"},
    {"navne", "tidsforhold"},
    {"navne", "tidspunkt"},
    {"ord", "arbejdssted"},
    {"ord", "arbejdssted-endelse"},
    {"ord", "arbejdssted-slut"},
    {"ord", "dag-kort"},
    {"ord", "der"},
    {"ord", "dag-ord"},
    {"ord", "datoens"},
    {"ord", "efter-dag"},
    {"ord", "ejer"},
    {"ord", "eller-til"},
    {"ord", "fag-boejning"},
    {"navne", "fag-endelse"},
    {"ord", "fag-foran"},
    {"navne", "fag-ikke"},
    {"ord", "fag-nej"},
    {"navne", "fag-svag"},
    {"ord", "frist-ord"},
    {"ord", "i"},
    {"ord", "snabel-a snabel snabel-efter snabel-maaske punktum-ord bindetegn-ord topdomaene"},
    {"ord", "topdomaene-ord ikke-domaene profilsted profil-led profil-navn telefon-ord penge-ord"},
    {"navne", "cifre"},
    {"mønstre", "opslag-alder opslag-koen opslag-helbred opslag-oprindelse opslag-religion"},
    {"mønstre", "opslag-erstatter opslag-maa"},
    {"mønstre", "portraet-alder portraet-foedt portraet-cpr portraet-koen portraet-navn"},
    {"mønstre", "portraet-civil portraet-boern portraet-helbred portraet-oprindelse"},
    {"mønstre", "portraet-religion portraet-fagforening portraet-akasse portraet-adresse"},
    {"mønstre", "portraet-kontakt portraet-privat portraet-maa portraet-kan portraet-vil"},
    {"mønstre", "portraet-ikke egne-oplysninger grov-tone"},
    {"ord", "vejendelse aarendelse portraet-og portraet-begynd"},
    {"ord", "ikke-arbejdssted"},
    {"ord", "ikke-arbejdstid"},
    {"ord", "ikke-arbejdstid-foran"},
    {"ord", "ikke-postnummer"},
    {"ord", "ikke-postnummer-efter"},
    {"ord", "ikke-sprog"},
    {"ord", "ikke-start"},
    {"ord", "ikke-stilling"},
    {"ord", "jeg-selv"},
    {"ord", "arbejde-ord"},
    {"ord", "kategori-mellem"},
    {"ord", "klokken"},
    {"ord", "koebenhavn"},
    {"ord", "koerekort-nej"},
    {"ord", "koerer"},
    {"ord", "koerekort-mangler"},
    {"ord", "opslag-rettelse"},
    {"ord", "koerekort-skel"},
    {"ord", "maal"},
    {"ord", "mellem"},
    {"ord", "nummer"},
    {"ord", "og"},
    {"ord", "og-til"},
    {"ord", "omtrent"},
    {"ord", "opslag-verbum"},
    {"ord", "opslag-har"},
    {"ord", "postnummer-ord"},
    {"ord", "slaegt"},
    {"ord", "sprog-nej"},
    {"ord", "sprog-ord"},
    {"ord", "sprog-overskrift"},
    {"ord", "sprog-skel"},
    {"ord", "start-ord"},
    {"ord", "sted-andet"},
    {"ord", "sted-foran"},
    {"ord", "sted-hos"},
    {"ord", "er-ord"},
    {"ord", "vi-ord"},
    {"ord", "soeger-ord"},
    {"ord", "soeges"},
    {"ord", "soeger-andre"},
    {"ord", "bestemt-endelse"},
    {"mønstre", "vores-opslag"},
    {"mønstre", "opslag-spoergsmaal"},
    {"mønstre", "profil-spoergsmaal"},
    {"mønstre", "vores-profil"},
    {"ord", "soeger-verbum"},
    {"ord", "sted-fortid"},
    {"ord", "sted-oenske"},
    {"ord", "stilling-artikel"},
    {"ord", "stilling-efter"},
    {"ord", "stillinger"},
    {"ord", "time"},
    {"ord", "timetal"},
    {"ord", "uddannet"},
    {"ord", "ikke-uddannet"},
    {"ord", "uge"},
    {"ord", "ugentlig"},
};

static bool is_there(const struct language *language, char kind, const char *name)
{
    if (kind == 'n') {
        return g_hash_table_lookup(language->names, name) != NULL;
    }
    if (kind == 'o') {
        const struct pattern_words *words = g_hash_table_lookup(language->vocabulary->named, name);
        return words != NULL && words->count > 0;
    }
    const GPtrArray *rows = g_hash_table_lookup(language->patterns, name);
    return rows != NULL && rows->len > 0;
}

static void check(struct section_reader *reader, const char *kind, const char *name)
{
    if (!is_there(reader->language, kind[0], name)) {
        g_autofree char *what =
            g_strdup_printf("the section [%s %s] is missing or empty", kind, name);
        section_complain(reader, what);
    }
}

void needed_check(struct section_reader *reader)
{
    reader->file = "config/language";
    reader->line = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(needs); i++) {
        g_auto(GStrv) names = g_strsplit(needs[i].names, " ", -1);
        for (size_t n = 0; names[n] != NULL; n++) {
            check(reader, needs[i].kind, names[n]);
        }
    }
}
