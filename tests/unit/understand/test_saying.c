/* Answers to the invitation that speak of another time, of a habit, or of somebody else; one row,
 * one thing a person could write.
 */
#include "support/replies.h"

#define INVITE "invitation"
#define NEWS "newsletter"

static const struct reply rows[] = {
    {INVITE, "Normalt kan jeg ikke om tirsdagen, men den 1. kan jeg godt", "attend yes 0"},
    {INVITE, "Jeg plejer ikke at sige ja til sådan noget, men denne gang gør jeg", "attend yes 0"},
    {INVITE, "Sidst kunne jeg ikke komme. Det kan jeg denne gang.", "attend yes 0"},
    {INVITE, "Sidst kunne jeg godt komme. Det kan jeg ikke denne gang.", "attend no 0"},
    {INVITE, "Jeg kan normalt ikke om tirsdagen", "?attend no 0"},
    {NEWS, "Ja tak til mødet den 1. december og nej tak til flere mails",
     "unsubscribe all; ?attend yes 0"},
    {INVITE, "Jeg kommer igen ligesom sidste gang", "attend yes 0"},
    {INVITE, "Som om jeg gad komme", ""},
    {INVITE, "Ja, jeg kan se mødet er den første, men der er jeg desværre i Sverige",
     "?attend yes 0"},
    {INVITE, "Ja, men min kone kan desværre ikke", "attend yes 0"},
    {INVITE, "Vi er 4 mand her fra Børnehuset, der ikke kan", "attend no 0"},
    {INVITE, "Vi er 4 mand her fra Børnehuset der ikke kan", "attend no 0"},
    {INVITE, "Selv om jeg ikke kan høre ret godt kommer jeg", "attend yes 0"},
    {INVITE, "Det vil jeg bestemt ikke gå glip af!", "attend yes 0"},
    {INVITE, "JEG HAR SAGT JA TIL KIRSTEN I TELEFONEN SÅ JEG KOMMER", "attend yes 0"},
    {INVITE, "Jeg kommer ikke og jeg vil heller ikke inviteres mere tak",
     "attend no 0; unsubscribe invitations"},
};

int main(void)
{
    return run_replies("understand/saying", rows, G_N_ELEMENTS(rows));
}
