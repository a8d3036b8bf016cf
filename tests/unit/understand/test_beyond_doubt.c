/* What looks like a wish, a yes or mere thanks and is none, and answers that are taken back; one
 * row, one thing a person could write.
 */
#include "support/replies.h"

#define NEWS "newsletter"
#define CONFIRM "confirmation"
#define LIST "candidate-digest"

static const struct reply rows[] = {
    /* another thing is to go, not the mails */
    {NEWS, "Fjern billedet af mig på side 2 tak", ""},
    {NEWS, "Jeg vil gerne have slettet det billede af mig I har på side 2", ""},
    {NEWS, "Tag det interview med Lis af hjemmesiden, hun er flov", ""},
    {NEWS, "I nyhedsbrevet står der om et kursus i Excel. Det vil jeg ikke.", ""},
    {NEWS, "I skriver Svar AFMELD, hvis du ikke vil have nyhedsbrevet.\nmen det gider jeg ikke",
     "?unsubscribe newsletter"},
    {NEWS,
     "Hej. Jeg synes det er et godt brev. Karen\n\nSeniorjobberen november 2026\n\nHusk "
     "informationsmødet den 1. december.\n\nSvar AFMELD, hvis du ikke vil have nyhedsbrevet.\n",
     ""},
    /* a human answers who has lost somebody */
    {NEWS, "Min mand er død, I må gerne lade være med at invitere ham.", ""},
    {NEWS, "Min mand er afgået ved døden. Vil I slette ham fra listen", ""},
    /* no pause of the mails */
    {NEWS, "Stop nu den politik med at sende folk ud i 12 uger. Det er uværdigt.", ""},
    {NEWS, "Pause? nej jeg holder ikke pause, jeg læser hvert et ord", "question"},
    {NEWS, "jeg gider altså ik mere har skrevet det før ka i nu fjerne mig fra jeres liste",
     "unsubscribe newsletter"},
    {NEWS, "Sæt det lige på pause til jeg siger til igen", "pause"},
    {LIST, "Vi må sætte det på standby til efter nytår på grund af budgettet",
     "job-state paused 2014-01-02"},
    /* no mere thanks */
    {NEWS, "Større skrift tak", ""},
    {NEWS, "Mange tak", "none"},
    {NEWS, "Sikke et hyggeligt nummer, tusind tak", "none"},
    {NEWS, "Av melde tak", "unsubscribe newsletter"},
    {NEWS, "Af melding", "unsubscribe newsletter"},
    {NEWS, "Julefri fra jer til d. 28/12 tak", ""},
    {LIST, "Den anden på listen, tak", ""},
    /* a yes that is taken back, or none */
    {CONFIRM, "Ja, det er rigtigt at jeg har sagt det, men jeg har ombestemt mig. Lad det være",
     "?confirm yes"},
    {CONFIRM, "Jo tak, men nej", "?confirm yes"},
    {CONFIRM, "Ja, jeg har modtaget jeres mail. Hvad går det ud på?", "question; ?confirm yes"},
    {CONFIRM, "Ja tak, det er rigtigt. Hvornår hører jeg fra jer?", "confirm yes; question"},
    /* and a no that is none */
    {CONFIRM, "Nej, I har ikke misforstået noget", "?confirm no"},
    {CONFIRM, "Ikke noget at rette", "confirm yes"},
    {LIST, "A er desværre ikke noget for os men det er B", "choose A no; choose B yes"},
    {LIST, "Kun A, de andre to er ikke relevante", "choose A yes"},
    {LIST, "Kun A, resten er ikke relevante", "choose A yes"},
    {LIST, "A er ikke dårlig", "choose A yes"},
    {"followup", "Ved ikke om jeg fik jobbet", ""},
    {"guest-list", "Mødet startede 10.15 og sluttede 12", ""},
    {"guest-list", "Mødet startede 10.15. Mødt: 1, 2", "attendance came:[1,2]"},
    {"none", "Vi har en medarbejder på 61 vi gerne vil af med, kan han komme i seniorjob?",
     "question"},
    {"followup", "Han ringede og sagde han havde fået noget andet", "outcome withdrawn"},
};

int main(void)
{
    return run_replies("understand/beyond_doubt", rows, G_N_ELEMENTS(rows));
}
