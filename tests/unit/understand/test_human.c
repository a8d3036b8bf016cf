/* Who wants to talk to a human being. */
#include "support/meaning.h"

#define NEWS "newsletter"
#define FOLLOWUP "followup"
#define CANDIDATES "candidate-digest"
#define JOBS "job-digest"
#define NEW "none"

static const struct meaning rows[] = {
    {NEWS, "RING", "human"},
    {NEWS, "ring", "human"},
    {NEWS, "Ring til mig", "human"},
    {NEWS, "Ring mig op", "human"},
    {NEWS, "Ring venligst på 28 19 20 21", "human"},
    {NEWS, "I må meget gerne ringe til mig", "human"},
    {NEWS, "Kan du ikke ringe til mig?", "human"},
    {NEWS, "Vil en af jer ringe til mig i morgen?", "human"},
    {NEWS, "Må jeg ikke bede dig ringe til mig på 28 19 20 21, jeg er bedst til at snakke",
     "human"},
    {CANDIDATES, "Giv mig lige et kald i morgen formiddag, Hanne. 24 25 26 27.", "human"},
    {NEW, "Min mor læser ikke mails. Kan I kontakte hende pr. telefon på 36 30 30 30?", "human"},
    {FOLLOWUP, "Jeg er gået helt i stå. Kan jeg få en samtale med en medarbejder?", "human"},
    {NEW, "Jeg vil gerne tale med et rigtigt menneske.", "human"},
    {NEW, "Jeg vil hellere snakke med nogen i telefonen", "human"},
    {NEW, "Jeg vil gerne tale med Hanne Birk", "human"},
    {NEW, "Er det muligt at få en snak?", "human"},
    {NEW, "Kan jeg få lov at snakke med en rådgiver?", "human"},
    {NEW, "Jeg har brug for at tale med en", "human"},
    {NEW, "Jeg har brug for en samtale", "human"},
    {NEW, "Jeg vil gerne ringes op", "human"},
    {NEW, "Jeg ønsker at blive kontaktet telefonisk", "human"},
    {NEW, "Jeg kan træffes på 33 44 55 66", "human"},
    {NEW, "Slå på tråden", "human"},
    {NEW, "Jeg hører gerne fra dig på telefon 33445566", "human"},
    {NEW, "Bed en medarbejder ringe", "human"},
    {NEW, "Bed nogen om at ringe til mig", "human"},
    {NEW, "Please call me on 12345678", "human"},
    {NEW, "Can I talk to someone", "human"},
    {NEW, "ring til mig naar i har tid", "human"},
    {NEW, "RING TIL MIG", "human"},
    {NEW, "Gider I ringe?", "human"},
    {NEW, "Kan vi tage en snak?", "question"},
    {JOBS, "Jeg vil gerne have et opkald", "human"},
    {JOBS, "Du er velkommen til at ringe", "human"},
    {NEW, "Jeg forstår ikke mailen. Ring hellere.", "human"},
    {NEW, "I bedes kontakte mig", "human"},
    {NEW, "Vil I være søde at ringe til mig?", "human"},
    {NEW, "Ring til mig. Hvornår er mødet?", "human; question"},
    {NEW, "Jeg ønsker en opringning fra en jobkonsulent, helst onsdag.", "human"},
    {NEW, "Lad mig få et menneske i røret.", "human"},
    /* not */
    {NEW, "I skal ikke ringe til mig", ""},
    {NEW, "Ring ikke til mig", ""},
    {NEW, "Jeg ringer til jer i morgen", ""},
    {NEW, "Jeg har ringet tre gange uden held", ""},
    {NEW, "Hvilket nummer skal jeg ringe til?", "question"},
    {NEW, "Kan man ringe til jer?", "question"},
    {NEW, "Hvem kan jeg ringe til?", "question"},
    {NEW, "Jeg har talt med Hanne", ""},
    {NEW, "Min telefon ringer hele tiden", ""},
    {NEW, "Telefonen er 33 44 55 66", ""},
    {NEW, "Har du spørgsmål, så ring endelig til mig på 33445566", ""},
    {NEW, "Interesserede kan ringe til mig på 33445566", ""},
    {FOLLOWUP, "Jeg har ringet til forstanderen", "outcome contact"},
    {FOLLOWUP, "Jeg har talt i telefon med hende", "outcome contact"},
    {CANDIDATES, "A vil vi gerne tale med allerede i denne uge.", "choose A yes"},
    {CANDIDATES, "Vi vil gerne tale med kandidat C", "choose C yes"},
    {CANDIDATES, "Ham vil vi gerne tale med", ""},
    {NEW, "Jeg vil aldrig tale med jer igen", ""},
    {NEW, "Hun ringede til mig i går", ""},
    {NEW, "Ringen er væk", ""},
    {"relay", "Ring til mig på 12345678", "human"},
    {"inbox", "Ring til mig på 12345678", ""},
    {NEW, "Jeg vil ikke ringes op", ""},
    {NEW, "Man kan ikke ringe igennem", ""},
};

int main(void)
{
    return meaning_run("understand/human", rows, G_N_ELEMENTS(rows));
}
