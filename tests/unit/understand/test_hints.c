/* Answers to the invitation by a detour, and what only looks like one. */
#include "support/replies.h"

#define INVITE "invitation"

static const struct reply rows[] = {
    {INVITE, "Regn halvt med mig.", "attend maybe 0"},
    {INVITE, "Giv min plads til en anden.", "attend no 0"},
    {INVITE, "Ja, det er da ærgerligt, men jeg er i Aarhus hos min søster fra mandag.",
     "attend no 0"},
    {INVITE, "Ja, sæt kryds ved mig. Sidst meldte jeg afbud, det gør jeg ikke igen.",
     "attend yes 0"},
    {INVITE, "Jeg kan ikke finde ud af at svare på det her.", ""},
    {INVITE, "Hun kommer ikke", "?attend no 0"},
    {INVITE, "Jeg skal lige se på vagtplanen. Må jeg svare senere?", "attend maybe 0"},
    {INVITE, "Nu kan jeg alligevel komme.", "attend yes 0"},
    {INVITE, "Det kan I tro, jeg gør.", "attend yes 0"},
    {INVITE, "Jeg må desværre stå over.", "attend no 0"},
    {INVITE, "Jeg kan ikke finde den rette side. Hvor er mødet?", "question"},
};

int main(void)
{
    return run_replies("understand/hints", rows, G_N_ELEMENTS(rows));
}
