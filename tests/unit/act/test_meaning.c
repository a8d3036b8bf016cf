/* Intents in words, for the person and for staff. */
#include "support/dialogue.h"

#include "act/meaning.h"

#define COMMAND(name) "{\"intent\":\"command\",\"name\":\"" name "\"}"

struct row {
    const char *intents, *person, *staff;
};

static const struct row rows[] = {
    {PAUSE, "Du vil holde pause fra vores mails til torsdag den 1. august 2013.",
     "vil holde pause til torsdag den 1. august 2013"},
    {"{\"intent\":\"pause\"}", "Du vil holde pause fra vores mails.", "vil holde pause"},
    {"{\"intent\":\"attend\",\"answer\":\"no\",\"guests\":2}", "Du kommer ikke til mødet.",
     "kommer ikke til mødet: 2 følger med"},
    {"{\"intent\":\"choose\",\"ref\":\"B\",\"answer\":\"yes\",\"without\":[\"kørekort\"],\"more\":"
     "true}",
     "Du siger ja til B.", "siger ja til B: uden kørekort, flere af samme slags"},
    {MOVE, "Du har fået en ny mailadresse: ny@post.example",
     "har fået ny mailadresse ny@post.example"},
    {UNDO, "Du fortryder.", "fortryder"},
    {"{\"intent\":\"profile\",\"profile\":{\"titles\":[\"kok\",\"tjener\"],\"hours\":{\"min\":20,"
     "\"max\":25},\"start\":\"2013-05-01\"}}",
     "Du fortæller, hvad du kan og søger.",
     "fortæller om sig selv: arbejde kok og tjener, 20 til 25 timer om ugen, start onsdag den 1. "
     "maj 2013"},
    {RATING(4) "," HUMAN, "Du giver os karakteren 4.\nDu vil gerne tale med et menneske.",
     "giver karakteren 4; vil tale med et menneske"},
    /* Who asks us to put a question to somebody else puts no words of theirs into it. */
    {"{\"intent\":\"address-change\",\"address\":\"http://x.example klik her\"}",
     "Du har fået en ny mailadresse: ?", "har fået ny mailadresse http://x.example klik her"},
    {"{\"intent\":\"pause\",\"until\":\"du har vundet en million, ring til os nu på 20112233\"}",
     "Du vil holde pause fra vores mails til ?.",
     "vil holde pause til du har vundet en million, ring til os nu på 20112233"},
    {"{\"intent\":\"attendance\",\"came\":[1,4],\"absent\":[3]}", "Du fortæller, hvem der kom.",
     "fortæller, hvem der kom: kom 1 og 4, kom ikke 3"},
    {"{\"intent\":\"question\",\"reason\":\"cpr 010160-1234\"}", "Du har et spørgsmål til os.",
     "stiller et spørgsmål: grund cpr 010160-xxxx"},
    {"{\"intent\":\"attend\",\"answer\":\"yes\",\"guests\":0}", "Du kommer til mødet.",
     "kommer til mødet"},
    {"{\"intent\":\"job\",\"job\":{\"title\":\"legeonkel\",\"hours\":{\"min\":25,\"max\":25}}}",
     "Du har et seniorjob at tilbyde.", "har et job: stilling legeonkel, 25 timer om ugen"},
    {COMMAND("help"), "Du beder om hjælp til, hvad du kan skrive til os.",
     "beder om hjælp til, hvad man kan skrive"},
    {COMMAND("why"), "Du vil vide, hvorfor det stod på din liste.",
     "vil vide, hvorfor det stod på listen"},
    {COMMAND("oftener"), "Du vil have lister med forslag oftere.",
     "vil have lister med forslag oftere"},
    {COMMAND("rarer"), "Du vil have lister med forslag sjældnere.",
     "vil have lister med forslag sjældnere"},
    {COMMAND("stop-relay"), "Du vil ikke have flere mails fra den, du skriver med.",
     "vil ikke have flere mails fra den anden part"},
    {COMMAND("status"), "Du vil se, hvordan din sag står.", "vil se, hvordan sagen står"},
    {COMMAND("search"), "Du vil søge.", "vil søge"},
    {COMMAND("show"), "Du vil se noget fra en liste.", "vil se noget fra en liste"},
    {"{\"intent\":\"command\",\"name\":\"why\",\"argument\":\"3\"}",
     "Du vil vide, hvorfor det stod på din liste.", "vil vide, hvorfor det stod på listen: hvad 3"},
};

static void is_said(void **state)
{
    const struct row *row = *state;
    struct test_office *test = test_office_open();
    SCOPED(verdict) struct verdict *verdict = meaning(karens_address, "x", row->intents);
    g_autofree char *person = meaning_sentences(&test->office, "da", verdict->intents);
    g_autofree char *staff = meaning_for_staff(&test->office, verdict->intents);
    assert_string_equal(person, row->person);
    assert_string_equal(staff, row->staff);
    test_office_close(test);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].intents,
                                        .test_func = is_said,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    return cmocka_run_group_tests_name("act/meaning", tests, NULL, NULL);
}
