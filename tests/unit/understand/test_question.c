/* What asks, and what only looks like it; and mails that want nothing. */
#include "support/meaning.h"

#define NEWS "newsletter"
#define INVITE "invitation"
#define JOBS "job-digest"
#define NEW "none"

static const struct meaning rows[] = {
    {NEWS, "Hvad får man egentlig i løn i et seniorjob?", "question"},
    {NEWS, "hvor ligger arbejdsmarkedscentret henne", "question"},
    {NEWS, "Hvor længe varer det?", "question"},
    {NEW, "Kan jeg få seniorjob, når mine dagpenge slipper op til sommer?", "question"},
    {NEW, "Hvor stort er tilskuddet pr. år, og hvem udbetaler det?", "question"},
    {JOBS, "Hvor langt er I med min sag? Det er tre uger siden jeg hørte noget.", "question"},
    {NEW, "Er der elevator?", "question"},
    {NEW, "Må man tage sin hund med?", "question"},
    {NEW, "Jeg vil gerne vide, hvornår ordningen begynder", "question"},
    {NEW, "Jeg har et spørgsmål om efterløn", "question"},
    {NEW, "Jeg er i tvivl om reglerne", "question"},
    {NEW, "Jeg ved ikke, hvordan jeg søger", "question"},
    {NEW, "Mon jeg kan få seniorjob", "question"},
    {NEW, "Kan du oplyse om reglerne", "question"},
    {NEW, "Gælder ordningen også for selvstændige", "question"},
    {NEW, "Findes der et skema", "question"},
    {NEW, "hvornaar er naeste moede", "question"},
    {NEW, "HVORNÅR ER MØDET", "question"},
    {NEW, "What is a seniorjob?", "question"},
    {NEW, "Jeg venter på svar på min ansøgning", "question"},
    {NEW, "Ved du, om mødet er flyttet", "question"},
    {NEW, "Jeg kan ikke finde ud af, hvordan jeg sender mit cv", "question"},
    {NEW, "Jeg vil gerne have mere information om seniorjob", "question"},
    {NEW, "Jeg forstår ikke, hvorfor jeg fik afslag", "question"},
    {NEW, "Jeg vil IKKE afmeldes! Jeg fik bare brevet to gange. Hvordan kan det være?", "question"},
    {NEWS, "I skriver \"Svar AFMELD\", men hvor er knappen?", "question"},
    {NEWS, "Har I job til mig?", "question"},
    {NEWS, "Kommer der snart et møde på Amager?", "question"},
    /* within a yes: what staff have to hear of before the day */
    {"invitation", "Ja vi er to, men jeg går dårligt, er der elevator?", "attend yes 1; question"},
    {"invitation", "Ja, jeg kommer. Kan jeg komme ind med rollator?", "attend yes 0; question"},
    {"invitation", "Ja, jeg kommer. Jeg sidder i kørestol og skal bruge en rampe.",
     "attend yes 0; question"},
    {"invitation", "Ja, jeg kommer med min ledsager, som sidder i kørestol",
     "attend yes 1; question"},
    {"invitation", "Ja jeg kommer, men jeg hører dårligt og bruger teleslynge",
     "attend yes 0; question"},
    {"invitation", "Ja tak, jeg kommer og har en tolk med", "attend yes 0; question"},
    {"invitation", "Ja, min hjælper kommer med", "attend yes 1; question"},
    {"invitation", "Ja jeg kommer, kan man parkere med handicapskilt", "attend yes 0; question"},
    {"invitation", "Nej, jeg sidder i kørestol og kan ikke komme", "attend no 0"},
    /* not */
    {NEWS, "Hvordan går det?", "none"},
    {NEWS, "Hvor er det et dejligt brev, I skriver. Man bliver helt glad.", "none"},
    {NEWS, "Hvor er det flot", "none"},
    {"relay", "Skal jeg tage mine papirer med?", ""},
    {"inbox", "Kan du komme torsdag?", ""},
    {NEWS, "Jeg spurgte min kone", ""},
    {NEWS, "Det var et godt spørgsmål", ""},
    {NEWS, "Kan I afmelde mig?", "unsubscribe newsletter"},
    {NEWS, "Vil I ringe til mig?", "human"},
    /* nothing to do */
    {NEWS, "Tak", "none"},
    {NEWS, "Tak for brevet, det var godt.", "none"},
    {NEWS, "Thank you very much, mange tak!", "none"},
    {NEWS, "Tusind tak for et dejligt møde i går, og for kaffen. God weekend!", "none"},
    {NEWS, "Glædelig bagjul og godt nytår til jer alle sammen.", "none"},
    {JOBS, "Mail modtaget, tak for det.", "none"},
    {NEWS, "I må ikke stoppe med at sende brevet til mig. Det er ugens højdepunkt :-) Tak!",
     "none"},
    {NEWS, "Bussen har nu fået et stop lige uden for min dør. Tak for brevet.", "none"},
    {NEWS, "Jeg er meget glad for jeres brev", "none"},
    {NEWS, "Bliv endelig ved", "none"},
    {NEWS, "Sikke et flot nummer", "none"},
    {NEWS, "Hav en god sommer alle sammen", "none"},
    {NEWS, "Tak fordi I skriver så godt", "none"},
    /* and what a human must read */
    {NEWS, "Tak, men jeg er ikke tilfreds med hjælpen", ""},
    {NEWS, "Tak for brevet. Jeg har et problem med min sag", ""},
    {NEWS, "Tak for ingenting. Jeg klager", ""},
    {NEWS, "Det har sneet hele natten", ""},
    {NEWS, "Ja ja, det siger I jo altid.", ""},
    {NEWS, "Til orientering.", ""},
    {NEWS, "se vedhæftede", ""},
    {JOBS, "Tak. Det lyder som noget for mig, det sidste", ""},
    {NEWS, "Tak for brevet. Slet min gamle adresse", ""},
    {NEWS, "Tak, og ring ikke mere", ""},
    {NEWS, "Tak for mailen. Jeg er på ferie i uge 7", ""},
};

int main(void)
{
    return meaning_run("understand/question", rows, G_N_ELEMENTS(rows));
}
