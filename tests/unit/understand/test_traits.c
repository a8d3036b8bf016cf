/* What an attached file adds to a profile. */
#include "support/language.h"

#include "understand/intents.h"
#include "understand/verdict.h"

struct row {
    const char *name, *text, *file, *meant;
};

static const struct row rows[] = {
    {"a CV", "Hermed mit CV. Jeg søger 30 timer.",
     "Jens Hald\nValby Langgade 10, 2500 Valby\n\n2010-2024 Pedel, Vigerslev Skole, 37 timer\n"
     "1985-1995 Smed\n\nKørekort: B, C\nSprog: dansk, tysk\n",
     "{'hours':{'max':30,'min':30},'languages':['dansk','tysk'],'licences':['B','C'],"
     "'postcodes':['2500'],'titles':['Pedel','Smed']}"},
    {"the same again", "Jeg er gartner og vedhæfter mit CV. Jeg kan arbejde 37 timer. Kørekort B.",
     "Jens Kofod\nGartner, Frederiksberg Have 1990-2024\nKørekort B\n",
     "{'hours':{'max':37,'min':37},'licences':['B'],'titles':['gartner']}"},
    {"his own postcode counts", "Mit CV. Jeg er kok. Jeg bor i 2100.", "Kok, 2500 Valby\n",
     "{'postcodes':['2100'],'titles':['kok']}"},
    {"a posting is no CV", "Jeg søger arbejde som kok, 20 timer.",
     "Vi søger en pedel. Ansøgningsfrist 1. marts.",
     "{'hours':{'max':20,'min':20},'titles':['kok']}"},
    {"an empty file", "Jeg søger arbejde som kok.", "", "{'titles':['kok']}"},
};

static void reads_file(void **state)
{
    const struct row *row = *state;
    SCOPED(verdict) struct verdict *verdict = verdict_new();
    g_free(verdict->text);
    verdict->text = g_strdup(row->text);
    struct verdict_attachment *file = g_new0(struct verdict_attachment, 1);
    file->text = g_strdup(row->file);
    g_ptr_array_add(verdict->attachments, file);
    struct intents_context context = {.replying_to = "none", .today = "2027-01-14"};
    intents_find(verdict, language, &context);
    const struct verdict_intent *profile = verdict_intent(verdict, "profile");
    assert_non_null(profile);
    char *written =
        json_dumps(json_object_get(profile->slots, "profile"), JSON_COMPACT | JSON_SORT_KEYS);
    g_strdelimit(written, "\"", '\'');
    assert_string_equal(written, row->meant);
    free(written);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = reads_file,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests(tests, load, unload);
}
