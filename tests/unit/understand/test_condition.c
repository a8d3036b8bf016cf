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
};

int main(void)
{
    return run_replies("understand/condition", rows, G_N_ELEMENTS(rows));
}
