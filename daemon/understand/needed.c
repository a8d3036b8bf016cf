#include "understand/needed.h"

struct need {
    const char *kind, *name;
};

static const struct need needs[] = {
    {"mønstre", "hoejst"},
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
    {"ord", "ikke-arbejdssted"},
    {"ord", "ikke-arbejdstid"},
    {"ord", "ikke-arbejdstid-foran"},
    {"ord", "ikke-postnummer"},
    {"ord", "ikke-postnummer-efter"},
    {"ord", "ikke-sprog"},
    {"ord", "ikke-start"},
    {"ord", "ikke-stilling"},
    {"ord", "jeg"},
    {"ord", "job-ord"},
    {"ord", "kategori-mellem"},
    {"ord", "klokken"},
    {"ord", "koebenhavn"},
    {"ord", "koerekort-nej"},
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
    {"ord", "er"},
    {"ord", "vi"},
    {"ord", "soeger-ord"},
    {"ord", "sted-fortid"},
    {"ord", "sted-oenske"},
    {"ord", "stilling-artikel"},
    {"ord", "stilling-efter"},
    {"ord", "stillinger"},
    {"ord", "time"},
    {"ord", "timetal"},
    {"ord", "uge"},
    {"ord", "ugentlig"},
};

static GHashTable *table_of(const struct language *language, char kind)
{
    return kind == 'o' ? language->words : kind == 'n' ? language->names : language->patterns;
}

void needed_check(struct section_reader *reader)
{
    for (size_t i = 0; i < G_N_ELEMENTS(needs); i++) {
        GHashTable *table = table_of(reader->language, needs[i].kind[0]);
        if (g_hash_table_lookup(table, needs[i].name) == NULL) {
            g_autofree char *what =
                g_strdup_printf("the section [%s %s] is missing", needs[i].kind, needs[i].name);
            section_complain(reader, what);
        }
    }
}
