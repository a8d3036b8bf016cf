/* A refusal that depends on something is none, and staff hear of it: one row, one thing a person
 * could write. */
#include "support/replies.h"

#define INVITE "invitation"

static const struct reply rows[] = {
    {INVITE, "Ja, men jeg kan ikke komme uden tolk", "attend yes 0; question"},
    {INVITE, "Ja tak, men jeg kan ikke komme uden en kørestol", "attend yes 0; question"},
    {INVITE, "Ja tak, men jeg kan ikke komme uden en ledsager", "attend yes 0; question"},
    {INVITE, "Ja tak, men jeg kan ikke komme uden en tegnsprogstolk", "attend yes 0; question"},
    {INVITE, "Jeg kommer gerne, men kan ikke klare mig uden tolk", "attend yes 0; question"},
    {INVITE, "Jeg vil gerne komme, men uden tolk kan jeg ikke deltage", "attend yes 0; question"},
    {INVITE, "Ja tak. Jeg skal have en tolk med, ellers kan jeg ikke komme",
     "attend yes 0; question"},
    {INVITE, "Ja. Jeg kan dog ikke komme uden min kone", "attend yes 0; question"},
    {INVITE, "Ja tak, men jeg kan ikke klare trapper", "attend yes 0; question"},
    {INVITE, "Ja, men jeg kan ikke komme op ad trappen", "attend yes 0; question"},
    {INVITE, "Yes, but I cannot come without an interpreter", "attend yes 0; question"},
    {INVITE, "Ja, men kun hvis der er en tolk", "attend maybe 0; question"},
    {INVITE, "Jeg kan ikke komme uden tolk", "attend maybe 0; question"},
    {INVITE, "Jeg kan ikke komme, hvis der ikke er en elevator", "attend maybe 0; question"},
    {INVITE, "Hvis der ikke er en elevator, kan jeg ikke komme", "attend maybe 0; question"},
    {INVITE, "Nej, jeg kan ikke komme", "attend no 0"},
    {INVITE, "Nej, jeg kan ikke komme uden tolk", "attend no 0; question"},
    {INVITE, "Ja, men jeg kan ikke komme", "attend no 0"},
    {INVITE, "Jeg kan ikke komme. Uden job er det svært.", "attend no 0"},
    {INVITE, "Jeg kan ikke komme, I må klare jer uden mig", "attend no 0"},
    {INVITE, "Jeg kan ikke komme, uden at det går ud over mit arbejde", "question; ?attend no 0"},
    {INVITE, "Jeg kan desværre ikke komme uden bil", "question; ?attend no 0"},
    /* a refusal is behind it after all, or the yes speaks of something else */
    {INVITE,
     "Jeg kan desværre ikke komme i morgen, uden hjælp fra hjemmeplejen kommer jeg ingen steder",
     "question; ?attend yes 0"},
    {INVITE, "Jeg kan ikke komme uden min kone. Jeg kommer på hospitalet mandag.",
     "question; ?attend yes 0"},
    {INVITE, "Jeg kan ikke komme på tirsdag uden hjælp, og nu kommer jeg på hospitalet",
     "question; ?attend yes 0"},
    {INVITE, "Vi kan ikke komme uden vores hjælper. Vi skal møde på hospitalet",
     "question; ?attend yes 0"},
    {INVITE, "Ja tak for invitationen, men jeg kan ikke komme uden min kone, og hun er syg",
     "question; ?attend yes 0"},
    {INVITE, "Ja, jeg har fået invitationen, men kan ikke komme uden min kone og hun skal arbejde",
     "question; ?attend yes 0"},
    {INVITE, "Ja tak, men jeg kan ikke komme uden min mand. Han kan ikke den dag. Så desværre.",
     "question; ?attend yes 0"},
    {INVITE, "Ja tak, men jeg kan ikke komme uden min kone som er syg", "question; ?attend yes 0"},
    /* "ellers" may speak of anything */
    {INVITE, "Jeg skal møde på arbejde, ellers kan jeg ikke betale huslejen", "attend no 0"},
    {INVITE, "Jeg skal til lægen den dag, ellers kan jeg ikke få min medicin", "attend no 0"},
    {INVITE, "Jeg er syg, ellers kunne jeg ikke drømme om at blive væk", "attend no 0"},
    {INVITE, "Jeg er i Spanien med min mand, ellers kommer jeg ikke af sted på ferie",
     "attend no 0"},
    {INVITE, "Ja tak. Jeg skal have en ledsager med, ellers kan jeg desværre ikke deltage",
     "attend yes 1; question"},
    {INVITE, "Jeg skal have en tolk med, ellers kan jeg ikke komme til mødet",
     "attend maybe 0; question"},
    {INVITE, "Jeg er syg, jeg kan ikke komme uden hjælp", "attend no 0; question"},
    /* an offer in a refusal is no condition of it */
    {INVITE, "Jeg kan desværre ikke deltage, hvis I har brug for støtte så skriv", "attend no 0"},
    {INVITE, "Jeg kommer ikke, hvis I har brug for parkeringspladsen så brug den", "attend no 0"},
    {INVITE, "Jeg kan desværre ikke deltage, hvis I skal bruge hjælp til kaffen så ring til Lone",
     "attend no 0; human"},
    {INVITE, "Jeg kan desværre ikke komme, hvis jeg skal hjælpe min datter den dag", "attend no 0"},
    {INVITE, "Jeg kan ikke komme, hvis I ikke har teleslynge", "attend maybe 0; question"},
    {INVITE, "Jeg kan ikke komme, hvis jeg ikke må have min hjælper med",
     "attend maybe 0; question"},
    {INVITE, "Jeg kan ikke komme, medmindre I har en tolk", "attend maybe 0; question"},
    /* more words for it; a reason leaves it a refusal, of which staff hear */
    {INVITE, "Ja tak, men jeg kan ikke komme med mindre der er elevator", "attend yes 0; question"},
    {INVITE, "Jeg kan ikke deltage, med mindre der er teleslynge", "attend maybe 0; question"},
    {INVITE, "Ja tak, men jeg kan ikke komme, når der ikke er elevator", "attend yes 0; question"},
    {INVITE, "Jeg kan ikke komme fordi der ikke er elevator", "attend no 0; question"},
    {INVITE, "Jeg kan desværre ikke komme, da der ikke er nogen elevator", "attend no 0; question"},
    {INVITE, "Jeg kan ikke komme, når der ikke er job", "attend no 0"},
};

int main(void)
{
    return run_replies("understand/condition", rows, G_N_ELEMENTS(rows));
}
