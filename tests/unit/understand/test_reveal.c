/* Whether the other side may see name and address: one row, one thing a person could write. */
#include "support/replies.h"

#define RELAY "relay"
#define ASKED "followup"

static const struct reply rows[] = {
    {RELAY, "ja", "reveal"},
    {RELAY, "Ja tak", "reveal"},
    {RELAY, "Det må I gerne", "reveal"},
    {RELAY, "Ja, det må I gerne", "reveal"},
    {RELAY, "Det er helt i orden", "reveal"},
    {RELAY, "Gerne", "reveal"},
    {RELAY, "ok", "reveal"},
    {RELAY, "I må gerne give hende mit navn og nummer", "reveal"},
    {RELAY, "ja, han må få min mail", "reveal"},
    {RELAY, "I maa gerne give dem mit navn", "reveal"},
    {RELAY, "I må godt sende mit telefonnummer til dem", "reveal"},
    {RELAY, "Hun må gerne få mine kontaktoplysninger", "reveal"},
    {RELAY, "Giv ham bare mit nummer", "reveal"},
    {RELAY, "Send dem gerne mine oplysninger", "reveal"},
    {RELAY, "I kan roligt oplyse min adresse", "reveal"},
    {RELAY, "De må godt se mit navn", "reveal"},
    {RELAY, "Det er ok, at de får mit navn og min mail", "reveal"},
    {RELAY, "Det er i orden at arbejdsgiveren ser min adresse", "reveal"},
    {RELAY, "Jeg har intet imod at I giver dem mit navn", "reveal"},
    {RELAY, "I har min tilladelse til at give mit navn videre: giv dem mit navn", "reveal"},
    {RELAY, "I må gerne fortælle dem hvem jeg er", "reveal"},
    {RELAY, "Vis dem gerne mit cv", "reveal"},
    {RELAY, "Oplys gerne vores navn", "reveal"},
    {RELAY, "You may give her my number", "reveal"},
    {ASKED, "I må gerne give hende mit navn og nummer", "reveal"},
    {ASKED, "Ja, hun må få min mail", "reveal"},
    {"job-digest", "I må gerne give dem mit nummer", "reveal"},
    /* not that */
    {RELAY, "nej", ""},
    {RELAY, "I må ikke give dem mit navn", ""},
    {RELAY, "Jeg vil ikke have at de får min adresse", ""},
    {RELAY, "Nej tak, ikke mit telefonnummer", ""},
    {RELAY, "Må de få mit navn?", "question"},
    {RELAY, "Ja, torsdag kl. 14 passer fint", ""},
    {RELAY, "Jeg kan komme forbi torsdag", ""},
    {RELAY, "Hvis de ansætter mig, må de få mit navn", ""},
    {RELAY, "Hvad er deres navn?", "question"},
    {RELAY, "Kan jeg få deres nummer?", "question"},
    {RELAY, "Måske", ""},
    {ASKED, "ja", ""},
    {"none", "I må gerne give hende mit navn og nummer", ""},
};

int main(void)
{
    return run_replies("understand/reveal", rows, G_N_ELEMENTS(rows));
}
