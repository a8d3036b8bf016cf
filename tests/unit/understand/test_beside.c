/* What stands beside a wish to be unsubscribed. A wrong one is the worst that can happen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/language.h"

#include "mail/mime_read.h"
#include "understand/understand.h"

/* All of them answer the newsletter. */
static const char *const never[] = {
    /* it is to go on */
    "Jeg ville være ked af, hvis I holdt op med at sende det.",
    "Det ville være en skam, hvis I stoppede brevet.",
    "Far læser ikke mails mere, men send dem endelig til mig.",
    "Jeg sletter bare de breve jeg ikke gider læse, men de fleste er gode.",
    "Jeg vil helst slippe for at møde op, men læse brevet vil jeg gerne.",
    "Tak for nyhedsbrevet. Jeg kan ikke komme til mødet tirsdag. Meld mig fra.",
    /* the meeting, not the mails */
    "Jeg er blevet syg. Afmeld mig.",
    "Jeg kan ikke tirsdag. Afmeld mig.",
    "Jeg kan alligevel ikke den 2. april. Afmeld mig venligst.",
    "Hej, jeg sagde ja til på tirsdag men kan ikke. Afmeld.",
    "Jeg skal passe barnebarn den dag, så jeg vil gerne afmeldes.",
    "Jeg har fået tid på sygehuset. I må gerne afmelde mig.",
    "Jeg fik en tid hos lægen samme dag. Vær venlig at afmelde mig.",
    "Jeg er syg, så I må gerne afmelde mig",
    "Jeg har brækket benet. Afmeld.",
    "Jeg kan ikke være der alligevel. Jeg melder mig fra.",
    "Bilen er i stykker. Meld mig fra.",
    "Fjern mig fra listen over deltagere",
    "Jeg vil gerne slettes fra jeres liste over deltagere, jeg er syg",
    "Jeg er syg. Fjern mig fra listen.",
    "Afmeld mig\nTirsdag",
    "AFMELD\nMødet",
    "Jeg er syg. Afmeld mig invitationen.",
    "Jeg har ikke tid på tirsdag. Afmeld mig.",
    "Jeg har fået job på tirsdag, så afmeld mig.",
    "Meld mig fra",
    "Tak for invitationen. Afmeld mig.",
    "Afmeld mig fra nyhedsbrevet, jeg mener mødet",
    "Jeg bliver opereret i næste uge. Vil I afmelde mig?",
    "Tak for nyhedsbrevet. Jeg skal i byretten, så meld mig fra.",
    "Tak for nyhedsbrevet. Jeg melder fra på torsdag.",
    "Det kan I godt afmelde: mødet altså. Nyhedsbrevet er fint.",
    "I skriver i nyhedsbrevet om et job hos Irma. Det vil jeg ikke have.",
    "Kollegaen spurgte: Vil du afmeldes nyhedsbrevet? Nej, sagde jeg.",
    "Kan I ikke lade være med at afmelde mig hele tiden?",
    "Jeg har bedt a-kassen om at slette mig. Nyhedsbrevet er jeg glad for.",
    /* not for ever, not all of them */
    "Afmeld mig nyhedsbrevet og skriv mig op igen",
    "Afmeld mig nyhedsbrevet i juli, jeg er på ferie",
    "Afmeld mig fra nyhedsbrevet på fredag",
    "Afmeld mig nyhedsbrevet fra den 1. august til 1. september",
    "I skal ikke sende mig flere mails om parkering",
    "Send mig ikke flere mails fra kommunen",
    "Send ikke flere mails til min arbejdsmail",
    "Nej tak til invitationen",
    "Nej tak til jeres invitation",
    "Afmeld mig. Jeg har ikke tid.",
    "Jeg gider ikke læse nyhedsbrevet på telefonen",
    /* said by or to somebody else */
    "Jeg ringede til a-kassen og sagde: Afmeld mig! Men de sagde at jeg skulle vente.",
    "Afmeld mig, sagde jeg.",
    "Min kone sagde: Afmeld mig.",
    "Jeg har skrevet til avisen: Stop med at sende mig reklamer.",
    ("Jeg har skrevet til avisen: Stop med at sende mig reklamer. Men jeres brev vil jeg gerne "
     "have."),
    /* taken back */
    "Jeg vil gerne afmeldes, nej vent, jeg vil gerne blive.",
    "Afmeld... nej, det var for sjov!",
    "AFMELD\nJeg mener selvfølgelig tilmeld, undskyld",
    "Afmeld - ikke mig, men min kone Grethe",
    "Afmeld mig nyhedsbrevet. Nej, det var for sjov.",
    /* exceptions */
    "Afmeld mig fra alt undtagen nyhedsbrevet",
    "Jeg vil ikke have flere mails end nyhedsbrevet",
    "Jeg har to adresser. Afmeld denne adresse, men behold den anden.",
    "Må jeg blive afmeldt og tilmeldt igen med min nye adresse?",
    "Jeg vil ikke modtage nyhedsbrevet i spam, hvad gør jeg",
    /* of what? */
    "Jeg vil ikke have mere. Jeg mener løn.",
    "Jeg vil ikke have flere. Jeg har tre børnebørn i forvejen.",
    "I behøver ikke sende mig mere, jeg har fået indbydelsen to gange.",
    "Du skal ikke sende mig mere. Jeg har fået brochuren.",
    "Stop. Det er for meget arbejde med ti børn, men jeg vil gerne prøve.",
    "Stop!\nJeg har fundet et job til dig",
    "Tag mig af listen til kaffe",
};

static const char *const always[] = {
    "AFMELD",
    "afmeld",
    "stop",
    "afmled",
    "Afmell mig",
    "Afmeld mig venligst. Venlig hilsen Karen",
    "Hej, afmeld mig tak. Mvh Bent",
    "Afmeld mig\n\nBent Bentsen\nNørregade 5\n2100 København Ø",
    "Jeg vil gerne framelde mig nyhedsbrevet",
    "Send mig ikke flere mails",
    "Jeg vil gerne afmeldes nyhedsbrevet, for jeg har fået arbejde",
    "Jeg vil ikke have flere mails fra jer",
    "Jeg startede den 1. april i nyt job. Afmeld mig nyhedsbrevet.",
    "Stop med at sende mig breve",
    "vil ikke ha flere af de her mails",
    "Jeg har fået job, så I må gerne afmelde mig nyhedsbrevet",
    "Jeg har fundet et job. Afmeld mig fra nyhedsbrevet",
    "Jeg har fået job, så I må gerne afmelde mig",
    "Jeg er syg og orker ikke mere. Afmeld mig nyhedsbrevet.",
    "Tak for alt, men afmeld mig fra Seniorjobberen",
    "Fjern mig fra listen",
    "Hej. Jeg ønsker ikke at få flere. Afmeld mig, tak.\n\nVær hilset\nKaren",
    "Afmeld mig – jeg ønsker ikke flere",
    "Jeg er blevet folkepensionist, så I må gerne afmelde mig. Held og lykke med det!",
    "Jeg er ikke længere jobsøgende, så jeg vil gerne afmeldes",
    "Nej tak. Afmeld mig, jeg har fundet arbejde.",
    "Afmeld venligst. Jeg er kommet i arbejde. Tak for hjælpen.",
    "Jeg begynder i nyt job på mandag, og derfor skal I ikke sende mig nyhedsbrevet mere.",
    "Jeg får ikke noget ud af nyhedsbrevet, så det kan I godt holde op med at sende mig.",
    "Hvis det ikke er til besvær, vil jeg gerne afmeldes nyhedsbrevet. Jeg er kommet i job.",
    "I må stryge mig af listen. Det har været hyggeligt, og jeg har lært meget om at søge.",
    "Jeg har ikke længere behov for jeres nyhedsbrev. Mange tak for jeres indsats.",
};

static bool unsubscribes(const char *text)
{
    g_autofree char *raw = g_strdup_printf(
        "From: Kirsten Testesen <kirsten@example.org>\r\nSubject: SV: Seniorjobberen april\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
        text);
    struct understand_context context = {.replying_to = "newsletter", .today = "2013-04-02"};
    SCOPED(verdict)
    struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    for (guint i = 0; i < verdict->intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(verdict->intents, i);
        if (strcmp(intent->name, "unsubscribe") == 0) {
            return true;
        }
    }
    return false;
}

static void check(const char *const *texts, size_t count, bool wanted)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++) {
        if (unsubscribes(texts[i]) != wanted) {
            print_error("\"%s\" %s unsubscribe\n", texts[i], wanted ? "does not" : "must not");
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_never(void **state)
{
    (void)state;
    check(never, G_N_ELEMENTS(never), false);
}

static void test_always(void **state)
{
    (void)state;
    check(always, G_N_ELEMENTS(always), true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_never), cmocka_unit_test(test_always)};
    return cmocka_run_group_tests_name("understand/beside", tests, load, unload);
}
