/* How a match went: one row, one thing that an employer or a seeker could write. */
#include "support/replies.h"

#define ASKED "followup"
#define PEOPLE "candidate-digest"

static const struct reply rows[] = {
    {ASKED, "vi har ansat hende", "outcome hired"},
    {ASKED, "Vi har nu ansat ham fra 1. maj.", "outcome hired"},
    {ASKED, "hun starter 1. maj", "outcome hired"},
    {ASKED, "Hun begynder hos os på mandag", "outcome hired"},
    {ASKED, "Jeg fik jobbet!", "outcome hired"},
    {ASKED, "jeg har faaet jobbet", "outcome hired"},
    {ASKED, "Jeg er blevet ansat", "outcome hired"},
    {ASKED, "VI HAR ANSAT HENDE", "outcome hired"},
    {ASKED, "Kontrakten er underskrevet", "outcome hired"},
    {ASKED, "De tog mig :-)", "outcome hired"},
    {ASKED, "Vi valgte hende", "outcome hired"},
    {ASKED, "Hun er i praktik", "outcome trial"},
    {ASKED, "Han er startet i praktik", "outcome trial"},
    {ASKED, "Jeg skal i praktik i fire uger", "outcome trial"},
    {ASKED, "Vi har aftalt praktik fra 1. april", "outcome trial"},
    {ASKED, "vi har haft ham til samtale", "outcome interview"},
    {ASKED, "Jeg har været til samtale, og venter på svar", "outcome interview"},
    {ASKED, "Vi skal have hende til samtale på fredag", "outcome interview"},
    {ASKED, "Jeg er indkaldt til samtale", "outcome interview"},
    {ASKED, "Jeg har talt med lederen i telefonen", "outcome contact"},
    {ASKED, "Vi har ringet sammen", "outcome contact"},
    {ASKED, "Jeg har skrevet til dem", "outcome contact"},
    {ASKED, "det blev ikke til noget", "outcome declined"},
    {ASKED, "Det blev desværre ikke til noget", "outcome declined"},
    {ASKED, "Vi havde ham til samtale, men det blev ikke til noget", "outcome declined"},
    {ASKED, "Vi valgte en anden", "outcome declined"},
    {ASKED, "Jeg fik afslag", "outcome declined"},
    {ASKED, "Jeg fik ikke jobbet", "outcome declined"},
    {ASKED, "De valgte en anden kandidat", "outcome declined"},
    {ASKED, "Vi har ikke ansat hende", "outcome declined"},
    {ASKED, "Det blev et nej", "outcome declined"},
    {ASKED, "Han passede ikke ind hos os", "outcome declined"},
    {ASKED, "jeg har fået et andet job", "outcome withdrawn"},
    {ASKED, "jeg trækker min ansøgning tilbage", "outcome withdrawn"},
    {ASKED, "Hun har trukket sig", "outcome withdrawn"},
    {ASKED, "Hun takkede nej", "outcome withdrawn"},
    {ASKED, "Jeg har sagt nej tak til jobbet", "outcome withdrawn"},
    {PEOPLE, "Vi har ansat hende", "outcome hired"},
    /* nothing of it */
    {ASKED, "de har ikke ringet", ""},
    {ASKED, "Jeg har ikke hørt noget", ""},
    {ASKED, "Vi har ikke haft hende til samtale endnu", ""},
    {ASKED, "Hvis hun starter 1. maj, giver vi besked", ""},
    {ASKED, "Hvornår starter hun?", "question"},
    {ASKED, "Skal hun til samtale?", "question"},
    {ASKED, "Tak for mailen", "none"},
    {ASKED, "Jeg ved det ikke", ""},
    {"none", "Jeg har været til samtale", ""},
};

int main(void)
{
    return run_replies("understand/outcome", rows, G_N_ELEMENTS(rows));
}
