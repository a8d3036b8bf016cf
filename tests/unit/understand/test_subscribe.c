/* Who wants the mails. */
#include "support/meaning.h"

#define NEWS "newsletter"
#define INVITE "invitation"
#define NEW "none"

static const struct meaning rows[] = {
    {NEW, "Tilmeld mig nyhedsbrevet", "subscribe newsletter"},
    {NEW, "Tilmeld mig", "subscribe newsletter"},
    {NEW, "tilmelding", "subscribe newsletter"},
    {NEW, "Jeg vil gerne tilmeldes Seniorjobberen", "subscribe newsletter"},
    {NEW, "Jeg vil gaerne tilmeldes jeres nyhedsbrev", "subscribe newsletter"},
    {NEW, "jeg vil meget gerne ha jeres nyhedsbrev", "subscribe newsletter"},
    {NEW, "Jeg kunne godt tænke mig at få jeres nyhedsbrev", "subscribe newsletter"},
    {NEW, "Vil gerne på jeres mailliste", "subscribe newsletter"},
    {NEW, "Må jeg komme på jeres mailliste?", "subscribe newsletter"},
    {NEW, "Kan jeg få tilsendt jeres nyhedsbrev?", "subscribe newsletter"},
    {NEW, "Kan I sende mig jeres nyhedsbrev?", "subscribe newsletter"},
    {NEW, "Vil I ikke nok sende mig nyhedsbrevet fremover?", "subscribe newsletter"},
    {NEW, "Skriv mig op til nyhedsbrevet", "subscribe newsletter"},
    {NEW, "Sæt mig på listen, tak", "subscribe newsletter"},
    {NEW, "Skriv mig op til det hele, både nyhedsbrev og mødeinvitationer", "subscribe all"},
    {NEW, "Send mig jeres nyhedsbrev", "subscribe newsletter"},
    {NEW, "Send mig gerne nyhedsbrevet igen", "subscribe newsletter"},
    {NEW, "Ja tak til nyhedsbrevet", "subscribe newsletter"},
    {NEW, "Jeg abonnerer gerne på nyhedsbrevet", "subscribe newsletter"},
    {NEW, "Jeg vil gerne abonnere på jeres nyhedsbrev", "subscribe newsletter"},
    {NEW, "Hermed tilmelder jeg mig nyhedsbrevet", "subscribe newsletter"},
    {NEW, "Vi vil gerne modtage jeres nyhedsbrev på biblioteket", "subscribe newsletter"},
    {NEW, "Jeg vil gerne have invitationer til møderne", "subscribe invitations"},
    {NEW, "Jeg vil gerne have både nyhedsbrevet og invitationerne", "subscribe all"},
    {NEW, "Please subscribe me to the newsletter", "subscribe newsletter"},
    {NEW, "I må gerne sende mig nyhedsbrevet", "subscribe newsletter"},
    {NEW, "I må gerne tilmelde mig til nyhedsbrevet", "subscribe newsletter"},
    {NEWS, "Jeg vil gerne fortsat modtage nyhedsbrevet", "subscribe newsletter"},
    {NEWS, "Er det muligt at få mig på listen igen?", "subscribe newsletter"},
    {NEWS, "Jeg meldte mig fra i sommer, men vil gerne have Seniorjobberen igen.",
     "subscribe newsletter"},
    {NEWS, "Jeg vil meget gerne have invitationer også, ikke kun brevet.", "subscribe invitations"},
    {NEWS, "Tilmeld mig igen", "subscribe newsletter"},
    {NEWS, "JEG VIL GERNE HAVE NYHEDSBREVET", "subscribe newsletter"},
    {NEW, "Kan jeg blive tilmeldt nyhedsbrevet?", "subscribe newsletter"},
    {NEW, "Jeg vil gerne tilmelde mig jeres nyhedsbrev. Hvornår kommer det næste?",
     "subscribe newsletter; question"},
    /* not */
    {NEW, "Jeg vil ikke tilmeldes nyhedsbrevet", ""},
    {NEW, "Tilmeld mig ikke nyhedsbrevet", ""},
    {NEW, "Hvordan tilmelder jeg mig nyhedsbrevet?", "question"},
    {NEW, "Er jeg tilmeldt nyhedsbrevet?", "question"},
    {NEW, "Jeg er allerede tilmeldt nyhedsbrevet", ""},
    {NEW, "Jeg har aldrig tilmeldt mig nyhedsbrevet", ""},
    {NEW, "Hvis det er gratis, vil jeg gerne have nyhedsbrevet", ""},
    {NEW, "Tilmeld mig a-kassen", ""},
    {NEW, "Jeg vil gerne tilmeldes mødet", "attend yes 0"},
    {NEW, "Jeg læste om nyhedsbrevet i avisen", ""},
    {NEW, "Min kone får nyhedsbrevet", ""},
    {NEW, "Måske vil jeg tilmelde mig nyhedsbrevet", ""},
    {NEW, "Jeg vil gerne have fat i den, der skriver nyhedsbrevet", ""},
    {NEW, "Jeg har modtaget nyhedsbrevet", "none"},
    {NEW, "Nyhedsbrevet vil jeg ikke have", "unsubscribe newsletter"},
    {NEW, "I må ikke tilmelde mig nyhedsbrevet", ""},
    {NEW, "Nej tak til nyhedsbrevet", "unsubscribe newsletter"},
    {INVITE, "Skriv mig på som måske", "attend maybe 0"},
    {NEW, "Jeg vil gerne have nyhedsbrevet afmeldt", "unsubscribe newsletter"},
    {NEW, "Tilmeld mig nyhedsbrevet. Afmeld mig nyhedsbrevet.", ""},
    {NEW, "Jeg vil gerne have et job", ""},
    {NEW, "Abonnerer I på avisen?", "question"},
    {NEW, "Jeg fandt jeres nyhedsbrev i kantinen og læste det", ""},
    {NEW, "Vi kan ikke sende jer vores nyhedsbrev", ""},
    {NEW, "Jeg tilmeldte min søn til kurset", ""},
};

int main(void)
{
    return meaning_run("understand/subscribe", rows, G_N_ELEMENTS(rows));
}
