/* Who wants to see what we have about him, and who wants to be deleted altogether. */
#include "support/meaning.h"

#define NEWS "newsletter"
#define JOBS "job-digest"
#define NEW "none"

static const struct meaning rows[] = {
    {NEW, "Hvilke oplysninger har I om mig?", "data-access"},
    {NEW, "Hvad har I skrevet ned om mig?", "data-access"},
    {NEW, "Hvad har I stående om mig", "data-access"},
    {NEW, "Hvad ved I om mig?", "data-access"},
    {NEW, "Hvilke data har I gemt om mig?", "data-access"},
    {NEW, "Jeg vil gerne se, hvilke oplysninger I har liggende om mig.", "data-access"},
    {NEW, "Jeg vil gerne have indsigt i mine data", "data-access"},
    {NEW, "Jeg søger om indsigt i mine personoplysninger", "data-access"},
    {NEW, "Jeg anmoder hermed om aktindsigt", "data-access"},
    {NEW, "Send mig en kopi af alt, hvad I har om mig", "data-access"},
    {NEW, "Jeg vil vide, hvad I har registreret om mig", "data-access"},
    {NEW, "Kan jeg få en udskrift af mine oplysninger?", "data-access"},
    {NEW, "Må jeg se alt det, I har om mig?", "data-access"},
    {NEW, "Kan I sende mig alle de oplysninger, I har om mig?", "data-access"},
    {NEW, "I want to see the data you have stored about me", "data-access"},
    {NEW, "Jeg vil gerne se mine data", "data-access"},
    {NEW, "Efter databeskyttelsesforordningens artikel 15 beder jeg om svar", "data-access"},
    {NEW, "Jeg vil se alt det, I har om mig. Bagefter skal I slette det hele.",
     "data-access; erase"},
    {NEW, "INDSIGT", "data-access"},
    {NEW, "Vis mig alle mine oplysninger", "data-access"},
    /* erase */
    {NEW, "SLET", "erase"},
    {JOBS, "slet", "erase"},
    {NEW, "Slet mig helt", "erase"},
    {NEW, "Slet alle mine oplysninger hos jer, tak.", "erase"},
    {NEW, "Slet alt om mig", "erase"},
    {NEW, "Slet alt, hvad I har om mig", "erase"},
    {NEW, "Slet mine data", "erase"},
    {NEW, "Slet min profil", "erase"},
    {NEW, "Jeg vil slettes helt", "erase"},
    {NEW, "Jeg vil gerne slettes fra jeres system", "erase"},
    {NEW, "Jeg ønsker at få slettet alle mine oplysninger", "erase"},
    {NEW, "Jeg vil gerne have alle mine oplysninger slettet", "erase"},
    {NEW, "Fjern mig fra jeres database", "erase"},
    {NEW, "I skal slette alt om mig", "erase"},
    {NEW, "I bedes slette mine persondata", "erase"},
    {NEW, "Kan I slette alle mine data?", "erase"},
    {NEW, "Vil I slette mig helt fra jeres systemer?", "erase"},
    {NEW, "Vil I være søde at slette alle mine oplysninger?", "erase"},
    {NEW, "Min mand er død i søndags. Vil I slette ham helt fra jeres system.", "erase"},
    {NEW, "Jeg vil benytte min ret til at blive glemt.", "erase"},
    {NEW, "Alt hvad der findes om mig i jeres systemer, skal slettes.", "erase"},
    {NEW, "Glem mig", "erase"},
    {NEW, "Please delete all my data", "erase"},
    {NEW, "slet venligst alle mine oplysninger", "erase"},
    {NEWS, "Slet mig", "? erase"},
    /* neither */
    {NEW, "I må ikke slette mine oplysninger", ""},
    {NEW, "Slet ikke mine oplysninger", ""},
    {NEW, "Jeg vil ikke slettes", ""},
    {NEW, "Det er slet ikke så tosset", ""},
    {NEW, "Hvordan sletter jeg mine oplysninger?", "question"},
    {NEW, "Er mine oplysninger blevet slettet?", "question"},
    {NEW, "Hvornår sletter I mine data?", "question"},
    {NEW, "Hvis I ikke svarer, skal I slette mine oplysninger", ""},
    {NEW, "Jeg er bange for at I sletter mig", ""},
    {NEW, "Slet det gamle opslag", ""},
    {NEW, "Slet mit gamle telefonnummer", ""},
    {NEW, "Jeg slettede mailen ved en fejl", ""},
    {NEW, "Mine oplysninger er rigtige", ""},
    {NEW, "Har I oplysninger om mødet?", "question"},
    {NEW, "Hvad har I af job?", "question"},
    {NEW, "Slet mig fra listen over deltagere", ""},
    {NEW, "Jeg kom til at slette jeres mail", ""},
    {NEW, "Overvej at slette mine oplysninger", ""},
    {NEW, "Jeg har fået slettet min gæld", ""},
    {NEWS, "Kan jeg se oplysninger om kandidaten?", "question"},
};

int main(void)
{
    return meaning_run("understand/data", rows, G_N_ELEMENTS(rows));
}
