/* Marks from 1 to 5 in answers to a survey, and only there. */
#include "support/meaning.h"

#define SURVEY "survey"
#define NEWS "newsletter"

static const struct meaning rows[] = {
    {SURVEY, "1", "rating 1"},
    {SURVEY, "5", "rating 5"},
    {SURVEY, "5!", "rating 5"},
    {SURVEY, "4.", "rating 4"},
    {SURVEY, "fire", "rating 4"},
    {SURVEY, "Fem", "rating 5"},
    {SURVEY, "to", "rating 2"},
    {SURVEY, "4 af 5", "rating 4"},
    {SURVEY, "4/5", "rating 4"},
    {SURVEY, "5 ud af 5 til dig Hanne", "rating 5"},
    {SURVEY, "3 ud af 5", "rating 3"},
    {SURVEY, "fire ud af fem", "rating 4"},
    {SURVEY, "Jeg giver det et 4-tal", "rating 4"},
    {SURVEY, "Jeg giver jer et firtal. Fire!", "rating 4"},
    {SURVEY, "Det bliver en 3'er herfra. I er søde i telefonen.", "rating 3"},
    {SURVEY, "2 - jeg synes ikke, jeg er blevet hørt", "rating 2"},
    {SURVEY, "Jeg giver jer 5", "rating 5"},
    {SURVEY, "Jeg giver mødet 4", "rating 4"},
    {SURVEY, "Klart et femtal", "rating 5"},
    {SURVEY, "en treer", "rating 3"},
    {SURVEY, "Karakter: 4", "rating 4"},
    {SURVEY, "Min karakter er 3", "rating 3"},
    {SURVEY, "4 stjerner", "rating 4"},
    {SURVEY, "Hej\n\n4\n\nMvh Ole", "rating 4"},
    {SURVEY, "3\nDet var lidt langt", "rating 3"},
    {SURVEY, "5, tak for hjælpen", "rating 5"},
    {SURVEY, "I får 5 af 5", "rating 5"},
    {SURVEY, "5 herfra", "rating 5"},
    {SURVEY, "Topkarakter!", "rating 5"},
    {SURVEY, "Jeg siger 2", "rating 2"},
    {SURVEY, "JEG GIVER 4", "rating 4"},
    {SURVEY, "En etter", ""},
    {SURVEY, "Et ettal", "rating 1"},
    {SURVEY, "Jeg vil give jer et 5-tal", "rating 5"},
    /* not */
    {SURVEY, "0", ""},
    {SURVEY, "6", ""},
    {SURVEY, "10", ""},
    {SURVEY, "7 af 10", ""},
    {SURVEY, "4 ud af 10", ""},
    {SURVEY, "4/10", ""},
    {SURVEY, "Jeg giver jer 8", ""},
    {SURVEY, "12-tal", ""},
    {SURVEY, "2 eller 3", ""},
    {SURVEY, "Jeg ventede 3 timer", ""},
    {SURVEY, "Vi var 4 til mødet", ""},
    {SURVEY, "Mødet den 2. april var godt", ""},
    {SURVEY, "Ring til mig på 12345678", "human"},
    {SURVEY, "Tak", "none"},
    {SURVEY, "1 2 3 4 5", ""},
    {SURVEY, "4, nej 2", ""},
    {SURVEY, "Hvad betyder 1?", "question"},
    {SURVEY, "Jeg kom for 2 uger siden", ""},
    {SURVEY, "Er 5 bedst?", "question"},
    {NEWS, "5", ""},
    {NEWS, "4 af 5", ""},
    {"confirmation", "5", ""},
    {"none", "Jeg giver jer 5", ""},
    {"proof", "4", ""},
    {SURVEY, "2.5", ""},
};

int main(void)
{
    return meaning_run("understand/rating", rows, G_N_ELEMENTS(rows));
}
