/* What became of a job: one row, one thing that an employer could write. */
#include "support/replies.h"

#define PEOPLE "candidate-digest"
#define ASKED "followup"
#define NEW "none"

static const struct reply rows[] = {
    {PEOPLE, "BESAT", "job-state filled"},
    {PEOPLE, "stillingen er besat", "job-state filled"},
    {PEOPLE, "Tak, men stillingen er nu besat", "job-state filled"},
    {PEOPLE, "Jobbet er besat.", "job-state filled"},
    {PEOPLE, "Pladsen er desværre væk", "job-state filled"},
    {PEOPLE, "Vi har fundet en til jobbet", "job-state filled"},
    {PEOPLE, "Vi har fundet en anden", "job-state filled"},
    {PEOPLE, "Vi har ansat en", "job-state filled"},
    {PEOPLE, "Stillingen er ikke længere ledig", "job-state filled"},
    {PEOPLE, "Stillingen er besat, så I kan lukke opslaget", "job-state filled"},
    {PEOPLE, "stilingen er besat", "job-state filled"},
    {PEOPLE, "Vi mangler ikke nogen længere", "job-state filled"},
    {NEW, "Stillingen som pedel er besat", "job-state filled"},
    {PEOPLE, "vi sætter den på pause til efter sommer", "job-state paused"},
    {PEOPLE, "Sæt jobbet på pause", "job-state paused"},
    {PEOPLE, "Vi må sætte stillingen i bero", "job-state paused"},
    {PEOPLE, "Jobbet er sat på hold", "job-state paused"},
    {PEOPLE, "Stillingen må vente til efter sommerferien", "job-state paused"},
    {PEOPLE, "Vi har ansættelsesstop", "job-state paused"},
    {PEOPLE, "Ansættelsen er udskudt til august", "job-state paused"},
    {PEOPLE, "I kan lukke opslaget", "job-state closed"},
    {PEOPLE, "Luk opslaget", "job-state closed"},
    {PEOPLE, "I må gerne tage opslaget ned", "job-state closed"},
    {PEOPLE, "Slet vores annonce", "job-state closed"},
    {PEOPLE, "Stillingen er nedlagt", "job-state closed"},
    {NEW, "Jobbet som pedel er aflyst", "job-state closed"},
    {PEOPLE, "Vi har alligevel ikke råd", "job-state closed"},
    {PEOPLE, "Stillingen er ikke aktuel længere", "job-state closed"},
    {PEOPLE, "Opgaven bortfalder desværre", "job-state closed"},
    {PEOPLE, "jobbet er stadig ledigt", "job-state open"},
    {PEOPLE, "Stillingen er fortsat ledig", "job-state open"},
    {PEOPLE, "Vi søger stadig en pedel", "job-state open"},
    {PEOPLE, "Vi har ikke fundet nogen endnu", "job-state open"},
    {PEOPLE, "Jobbet er ikke besat endnu", "job-state open"},
    {PEOPLE, "I må gerne åbne stillingen igen", "job-state open"},
    {PEOPLE, "Genåbn opslaget", "job-state open"},
    /* nothing of it */
    {PEOPLE, "Er stillingen besat?", "question"},
    {PEOPLE, "Jeg har fået brevet", ""},
    {NEW, "Er jobbet stadig ledigt?", "question"},
    {PEOPLE, "Hvis stillingen er besat, hører I fra os", ""},
    {"job-digest", "Jobbet er besat", ""},
    {PEOPLE, "Naboen har ikke skovlet", ""},
    {PEOPLE, "Tak for mailen", "none"},
};

int main(void)
{
    return run_replies("understand/job-state", rows, G_N_ELEMENTS(rows));
}
