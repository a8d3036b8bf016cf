/* Answers to the invitation that are easily turned into their opposite: in other languages, and
 * where a Danish "ikke" is part of a yes. */
#include "support/replies.h"

#define INVITE "invitation"

static const struct reply rows[] = {
    /* no in other languages */
    {INVITE, "Ich komme leider nicht am Dienstag.", "attend no 0"},
    {INVITE, "Wir kommen nicht", "attend no 0"},
    {INVITE, "Ich komme auf keinen Fall", "attend no 0"},
    {INVITE, "Nein danke", "attend no 0"},
    {INVITE, "No, thank you", "attend no 0"},
    {INVITE, "Jag kommer inte", "attend no 0"},
    {INVITE, "Jag kan tyvärr inte komma.", "attend no 0"},
    {INVITE, "Nej tack, jag kan inte", "attend no 0"},
    {INVITE, "Count me out", "attend no 0"},
    {INVITE, "We're not coming", "attend no 0"},
    {INVITE, "I can't come, please remove me from the list of guests", "attend no 0"},
    {INVITE, "Please take me off the guest list", "attend no 0"},
    {INVITE, "Please remove me from the guest list", "attend no 0"},
    {INVITE, "Slet mig fra deltagerlisten", "attend no 0"},
    {INVITE, "Ich komme gern", "attend yes 0"},
    {INVITE, "I'm coming", "attend yes 0"},
    {INVITE, "I am coming, but not alone: my wife comes too", "attend yes 1"},
    /* looks like a no, and is none */
    {INVITE, "Det kan jeg ikke sige nej til", "attend yes 0"},
    {INVITE, "Jeg kan ikke vente til tirsdag!", "?attend yes 0"},
    {INVITE, "Jeg kommer ikke for sent, lover jeg!", "attend yes 0"},
    {INVITE, "Nej det er ikke noget problem, jeg kommer.", "attend yes 0"},
    {INVITE,
     "Jeg kommer gerne på tirsdag, men fra 10. april til 1. maj er jeg på Mallorca og vil ikke "
     "have mails",
     "attend yes 0; pause 2013-05-01"},
    {INVITE, "Jeg kan desværre ikke komme på tirsdag, men jeg kommer gerne i maj", "attend no 0"},
    {INVITE, "Jeg kommer, men ikke før kl. 11", "attend yes 0"},
    /* the weights know Danish: in other languages they only ask */
    {INVITE, "Put me down for two seats, please", "?attend yes 0"},
};

int main(void)
{
    return run_replies("understand/foreign", rows, G_N_ELEMENTS(rows));
}
