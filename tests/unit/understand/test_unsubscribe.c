/* Who wants no more mails, and who does not say so. */
#include "support/meaning.h"

#define NEWS "newsletter"
#define INVITE "invitation"
#define JOBS "job-digest"
#define NEW "none"

static const struct meaning rows[] = {
    {NEWS, "Please unsubscribe me from this newsletter", "unsubscribe newsletter"},
    {NEWS, "I behøver ikke længere sende mig Seniorjobberen.", "unsubscribe newsletter"},
    {NEWS, "Vil I være så venlige at slette min adresse fra modtagerlisten?",
     "unsubscribe newsletter"},
    {INVITE, "Jeg vil gerne være fri for flere invitationer", "unsubscribe invitations"},
    {NEWS, "Jeg skal ikke bruge nyhedsbrevet mere.", "unsubscribe newsletter"},
    {NEWS, "Nu har jeg bedt om det tre gange. Fjern mig så fra den liste!",
     "unsubscribe newsletter"},
    {NEWS, "Jeg ønsker slet ikke at få mails fra jer mere.", "unsubscribe all"},
    {NEWS, "Ingen nyhedsbreve. Ingen invitationer.", "unsubscribe all"},
    {NEWS, "Vil I tage mig af listen over dem, der får nyhedsbrevet?", "unsubscribe newsletter"},
    {NEWS, "Stop nyhedsbrevet, tak", "unsubscribe newsletter"},
    {NEWS, "Jeg vil gerne opsige mit abonnement på nyhedsbrevet", "unsubscribe newsletter"},
    {NEWS, "I må gerne stoppe med at sende nyhedsbrevet til mig.", "unsubscribe newsletter"},
    {NEWS, "Kan I ikke stoppe med at sende mig det nyhedsbrev?", "unsubscribe newsletter"},
    {NEWS, "Det er ikke nødvendigt at sende mig flere mails.", "unsubscribe all"},
    {NEWS, "Jeg har ikke længere brug for jeres nyhedsbrev.", "unsubscribe newsletter"},
    {NEWS, "Spar mig for flere mails", "unsubscribe all"},
    {NEWS, "Jeg fravælger nyhedsbrevet", "unsubscribe newsletter"},
    {NEWS, "Er det muligt at afmelde mig?", "unsubscribe newsletter"},
    {NEWS, "Må jeg bede jer om at afmelde mig nyhedsbrevet?", "unsubscribe newsletter"},
    {NEWS, "Jeg kunne godt tænke mig at blive afmeldt nyhedsbrevet", "unsubscribe newsletter"},
    {NEWS, "JEG VIL AFMELDES NYHEDSBREVET", "unsubscribe newsletter"},
    {NEWS, "Jeg oensker at afmelde mig fra nyhedsbrevet", "unsubscribe newsletter"},
    {NEWS, "vil gærne afmelles nyhedbrevet", "unsubscribe newsletter"},
    {NEWS, "Jeg er flyttet til Jylland. Afmeld mig venligst.", "unsubscribe newsletter"},
    {NEWS, "Jeg er blevet 67 og gået på pension. Afmeld mig, tak.", "unsubscribe newsletter"},
    {NEWS, "Jeg får alt for mange mails. Afmeld mig.", "unsubscribe newsletter"},
    {NEWS, "Jeg har fået fast arbejde hos Irma, så I kan afmelde mig", "unsubscribe newsletter"},
    {NEWS, "Det interesserer mig ikke længere. Afmeld mig", "unsubscribe newsletter"},
    {NEWS, "Please remove me from your mailing list", "unsubscribe newsletter"},
    {NEWS, "Stop sending me emails", "unsubscribe newsletter"},
    {NEWS, "Bitte abmelden", "unsubscribe newsletter"},
    {NEWS, "Jeg vil af listen", "unsubscribe newsletter"},
    {NEWS, "Jeg vil ikke stå på jeres mailliste længere", "unsubscribe newsletter"},
    {NEWS, "Afmeld mig nyhedsbrevet. Ring til mig på 12345678.", "unsubscribe newsletter; human"},
    {NEW, "Hermed afmelder jeg mig Seniorjobberen", "unsubscribe newsletter"},
    {NEW, "Send mig ikke flere mails", "unsubscribe all"},
    {JOBS, "STOP", "unsubscribe all"},
    {JOBS, "Afmeld", "unsubscribe all"},
    {INVITE, "Jeg vil ikke have flere indkaldelser", "unsubscribe invitations"},
    /* likely, and asked back */
    {NEWS, "Jeg er syg. Afmeld mig.", "? unsubscribe newsletter"},
    {NEWS, "Min kone siger: Afmeld mig nyhedsbrevet", "? unsubscribe newsletter"},
    /* never */
    {NEWS, "Jeg vil IKKE afmeldes", ""},
    {NEWS, "Jeg vil ikke afmeldes nyhedsbrevet, men jeg vil ikke på møder", ""},
    {NEWS, "Hvorfor skulle jeg afmelde mig?", "question"},
    {NEWS, "Hvordan slipper jeg for nyhedsbrevet?", "question"},
    {NEWS, "Jeg vil ikke have at I fjerner mig fra listen", ""},
    {NEWS, "I må ikke slette mig fra listen", ""},
    {NEWS, "Jeg slap ikke for at blive afmeldt dagpenge", ""},
    {NEWS, "Jeg er blevet afmeldt som ledig", ""},
    {NEWS, "Skal jeg afmelde mig på Jobnet", "question"},
    {NEWS, "Afmeld mig fra jobnet", ""},
    {NEWS, "Afmeld mig hos a-kassen", ""},
    {NEWS, "Afmeld min kone, hun får det også", ""},
    {NEWS, "Min nabo vil gerne afmeldes nyhedsbrevet", ""},
    {NEWS, "I en anden by kunne man skrive STOP til den slags", ""},
    {NEWS, "Busstoppet er nedlagt. Stop er nu ved kirken.", ""},
    {NEWS, "Jeg kan ikke undvære jeres mails", ""},
    {NEWS, "Jeg vil hellere have færre mails", ""},
    {NEWS, "Afmeld mig, hvis det ikke er gratis", ""},
    {NEWS, "Måske vil jeg afmeldes", ""},
    {NEWS, "Jeg har tænkt på at framelde mig nyhedsbrevet", ""},
    {NEWS, "Hvis jeg får et job, vil jeg gerne afmeldes nyhedsbrevet.", ""},
    {NEWS, "Afmeld mig nyhedsbrevet, nej vent, det gør jeg selv", ""},
    {NEWS, "Der stod \"afmeld mig\" i emnet", ""},
    {NEWS, "Fjern mig fra deltagerlisten", ""},
    {INVITE, "Jeg er syg. Afmeld mig mødet.", "attend no 0"},
    {NEWS, "Send mig ikke flere mails før 1. maj", "pause 2013-05-01"},
    {NEWS, "Jeg vil ikke have flere mails i juli", "pause 2013-08-01"},
};

int main(void)
{
    return meaning_run("understand/unsubscribe", rows, G_N_ELEMENTS(rows));
}
