/* Who wants peace for a while, and until when. */
#include "support/meaning.h"

#define NEWS "newsletter"
#define JOBS "job-digest"
#define CANDIDATES "candidate-digest"
#define INVITE "invitation"

/* Today is Tuesday 2 April 2013. */
static const struct meaning rows[] = {
    {NEWS, "PAUSE", "pause"},
    {NEWS, "pause", "pause"},
    {NEWS, "Pause, tak", "pause"},
    {NEWS, "Sæt mig på pause", "pause"},
    {JOBS, "Sæt mig på pause lige nu tak. Min kone er meget syg.", "pause"},
    {NEWS, "Hold venligst pause med mails til mig til den 30. maj.", "pause 2013-05-30"},
    {JOBS, "Vent med flere jobforslag til den 9/8.", "pause 2013-08-09"},
    {NEWS, "Vi tager til Thailand. Send mig ikke noget før 15. maj, så er vi hjemme igen.",
     "pause 2013-05-15"},
    {JOBS, "Stop lige forslagene indtil 1/6, så vender jeg tilbage", "pause 2013-06-01"},
    {JOBS, "Jeg er sygemeldt indtil 1. maj. Kan I holde pause med jobforslag så længe?",
     "pause 2013-05-01"},
    {JOBS, "Jeg vil gerne være fri for mails til og med uge 30. Skriv igen mandag i uge 31.",
     "pause 2013-07-29"},
    {NEWS, "Jeg vil gerne have en pause fra mails", "pause"},
    {NEWS, "Jeg vil gerne holde pause til 1. juni", "pause 2013-06-01"},
    {NEWS, "Kan I sætte mig på pause til 1. juni?", "pause 2013-06-01"},
    {NEWS, "Stil mine mails i bero til september", "pause 2013-09-01"},
    {NEWS, "Kan I stille mine mails i bero?", "pause"},
    {NEWS, "Skriv først igen efter 1. august", "pause 2013-08-02"},
    {NEWS, "Skriv igen den 1. september", "pause 2013-09-01"},
    {NEWS, "I behøver ikke skrive til mig før 1. juni", "pause 2013-06-01"},
    {NEWS, "I må ikke sende mig noget, før jeg er tilbage den 1. juni", "pause 2013-06-01"},
    {NEWS, "Jeg vil ikke have flere mails før 1. juni", "pause 2013-06-01"},
    {NEWS, "Send ikke mere før jeg siger til", "pause"},
    {NEWS, "Ingen mails før 1. juni, tak", "pause 2013-06-01"},
    {NEWS, "Vent med at skrive til mig til den 1. juni", "pause 2013-06-01"},
    {NEWS, "Jeg har brug for en pause fra jeres mails", "pause"},
    {NEWS, "Jeg beder om en pause", "pause"},
    {NEWS, "Jeg holder ferie. Hold en pause til den 1/8", "pause 2013-08-01"},
    {NEWS, "SÆT MIG PÅ PAUSE TIL 1. JUNI", "pause 2013-06-01"},
    {NEWS, "saet mig paa pause til 1. juni", "pause 2013-06-01"},
    {NEWS, "Stop nyhedsbrevet midlertidigt", "pause"},
    {NEWS, "Lad være med at sende mig mails, mens jeg er indlagt", "pause"},
    {NEWS, "Please pause my emails", "pause"},
    {NEWS, "Pause til 1. maj", "pause 2013-05-01"},
    {JOBS, "Læg mig på is til 15/6.", "pause 2013-06-15"},
    {JOBS, "I bedes vente med at skrive til mig til den 3. maj, hvor jeg er færdig.",
     "pause 2013-05-03"},
    {JOBS, "Jeg kan ikke overskue flere mails lige nu.", "pause"},
    /* not */
    {NEWS, "Jeg er på ferie i uge 28", ""},
    {NEWS, "Jeg er sygemeldt", ""},
    {NEWS, "Jeg er på ferie til 1. august", ""},
    {NEWS, "Er der en pause til mødet?", "question"},
    {NEWS, "Jeg har holdt en lang pause fra arbejdsmarkedet", ""},
    {NEWS, "I pausen mødte jeg en dame", ""},
    {NEWS, "Kaffepausen var hyggelig", ""},
    {NEWS, "Jeg vil ikke på pause", ""},
    {NEWS, "Sæt mig ikke på pause", ""},
    {NEWS, "Jeg vil ikke have pause", ""},
    {NEWS, "Er jeg sat på pause?", "question"},
    {NEWS, "Hvor længe er jeg på pause?", "question"},
    {NEWS, "Hvordan sætter jeg mig på pause?", "question"},
    {NEWS, "Vi havde en pause i samarbejdet", ""},
    {NEWS, "Jeg venter på svar", ""},
    {NEWS, "Jeg kan vente til 1. maj", ""},
    {NEWS, "Jeg har ikke fået mails før", ""},
    {NEWS, "Jeg skrev til jer før jul", ""},
    {NEWS, "Send mig mødets dagsorden før den 1. maj", ""},
    {NEWS, "Kan I sende nyhedsbrevet før den 1. i måneden?", "question"},
    {NEWS, "Tag en pause fra computeren", ""},
    {NEWS, "Jeg holder pause klokken 12", ""},
    {NEWS, "Må jeg bede om fred til 1. maj?", "pause 2013-05-01"},
    {NEWS, "Send først noget igen i maj", "pause 2013-05-01"},
    {NEWS, "Midlertidig stop til 1. maj tak", "pause 2013-05-01"},
    {NEWS, "Jeg er syg og orker ikke mails for tiden", "pause"},
    {NEWS, "Spar mig for nyhedsbreve i fire uger", "pause 2013-04-30"},
    {JOBS, "Hold igen med forslag til 1. juni", "pause 2013-06-01"},
    {NEWS, "Vi rejser. Send intet før den 8. maj", "pause 2013-05-08"},
    {JOBS, "I må gerne vende tilbage til maj", "pause 2013-05-01"},
    {NEWS, "Jeg er på ferie til den 12. maj", ""},
    {NEWS, "Jeg har travlt i maj", ""},
};

int main(void)
{
    return meaning_run("understand/pause", rows, G_N_ELEMENTS(rows));
}
