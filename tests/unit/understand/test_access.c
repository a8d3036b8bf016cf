/* What a guest of the meeting needs: staff hear of it as a question, in Danish or English, and not
 * of what stands in a signature. */
#include "support/replies.h"

#define INVITE "invitation"
#define NEW "none"
#define TOLD "attend yes 0; question"
#define UNTOLD "attend yes 0"

static const struct reply rows[] = {
    /* a trade or a workplace in a signature is no need */
    {INVITE, "Ja tak.\n\nMvh Kirsten Testesen\nTolk og oversætter", UNTOLD},
    {INVITE, "Ja tak.\n\nMed venlig hilsen\nKirsten Testesen\nTegnsprogstolk", UNTOLD},
    {INVITE, "Jeg kommer.\n\nMvh\nKirsten Testesen\nKørestolsværkstedet\nTlf. 33 17 10 01", UNTOLD},
    {INVITE, "Jeg kommer.\n\nMvh\nKirsten, Kørestolsværkstedet", UNTOLD},
    {INVITE, "Ja tak\n\nVenlig hilsen\n\nKirsten Testesen\nElevatormontør\nElevator A/S", UNTOLD},
    {INVITE, "Ja tak\n\n-- \nKirsten Testesen\nHandicaphjælper\nRampen 4, 2300 København S",
     UNTOLD},
    {INVITE, "I will come.\n\nKind regards\nKirsten Testesen\nInterpreter", UNTOLD},
    {INVITE, "Ja tak. Jeg sidder i kørestol.\n\nMvh\nKirsten Testesen\nTolk", TOLD},
    /* an interpreter for the meeting is a need and no job */
    {INVITE, "Jeg skal bruge en tolk", "question"},
    {INVITE, "Jeg har brug for en tolk", "question"},
    {INVITE, "Jeg kan kun deltage med en tolk", "attend yes 0; question"},
    {INVITE, "Vi har brug for en tolk på mødet", "question"},
    {INVITE, "Ja, men jeg har brug for en tolk", "attend yes 0; question"},
    {INVITE, "Jeg kommer. Jeg har brug for en tegnsprogstolk", "attend yes 0; question"},
    {INVITE, "Ja, vi kommer to. Vi skal bruge en tolk", "attend yes 1; question"},
    {INVITE, "Ja tak. Vi har brug for en hjælper",
     "attend yes 0; job job:{\"title\":\"hjælper\"}; question"},
    {NEW, "Jeg kommer til infomødet og har brug for en tolk", "attend yes 0; question"},
    {"confirmation", "Jeg kommer til mødet. Jeg skal bruge en tolk", "attend yes 0; question"},
    {INVITE, "Jeg kommer. Vi søger en tolk 20 timer om ugen",
     "attend yes 0; job job:{\"title\":\"tolk\",\"hours\":{\"min\":20,\"max\":20}}"},
    {NEW, "Vi har brug for en tolk", "job job:{\"title\":\"tolk\"}"},
    {INVITE, "Vi har brug for en tolk til mødet", "question"},
    {INVITE, "Jeg skal bruge en hjælper", "question"},
    {NEW, "Jeg har brug for en tolk til infomødet", "question"},
    /* what an employer looks for is a job, wherever he answers */
    {INVITE, "Vi mangler en handicaphjælper", "job job:{\"title\":\"handicaphjælper\"}"},
    {INVITE, "Vi søger en handicaphjælper", "job job:{\"title\":\"handicaphjælper\"}"},
    {INVITE, "Vi mangler en hjælper til køkkenet", "job job:{\"title\":\"hjælper\"}"},
    {INVITE, "Tak for sidst på mødet. Vi mangler en handicaphjælper",
     "job job:{\"title\":\"handicaphjælper\"}"},
    {INVITE, "Jeg har brug for en hjælper i køkkenet", "job job:{\"title\":\"hjælper\"}"},
    {INVITE, "Jeg har brug for en handicaphjælper", "question"},
    {NEW, "Tak for mødet i går. Vi har brug for en hjælper i køkkenet",
     "job job:{\"title\":\"hjælper\"}"},
    {NEW, "Tak for mødet. Vi har brug for en hjælper i vuggestuen",
     "job job:{\"title\":\"hjælper\"}"},
    {"newsletter", "Tak for mødet i går. Vi har brug for en hjælper",
     "job job:{\"title\":\"hjælper\"}"},
    {NEW, "Tak for et godt infomøde. Vi mangler en handicaphjælper",
     "job job:{\"title\":\"handicaphjælper\"}"},
    {NEW, "Efter mødet har vi besluttet at søge en hjælper til vores børn",
     "job job:{\"title\":\"hjælper\"}"},
    {NEW, "Vi snakkede om det på mødet. Vi skal bruge en tolk på arabisk i børnehaven",
     "job job:{\"title\":\"tolk\"}"},
    /* who looks for work may have a need, too */
    {NEW, "Jeg var til infomødet. Jeg søger arbejde som chauffør og har høreapparat",
     "profile profile:{\"titles\":[\"chauffør\"]}"},
    {INVITE, "Tak for et godt møde. Jeg søger arbejde som pedel. Jeg bruger høreapparat.",
     "profile profile:{\"titles\":[\"pedel\"]}"},
    /* English */
    {INVITE, "Yes, I will come. I use a wheelchair.", TOLD},
    {INVITE, "Yes please. I need an interpreter.", TOLD},
    {INVITE, "Yes, I need a sign language interpreter", TOLD},
    {INVITE, "Yes, but I need a hearing loop", TOLD},
    {INVITE, "Yes, but only if there is a hearing loop", TOLD},
    {INVITE, "Yes, I have a hearing aid", TOLD},
    {INVITE, "Yes, I need an induction loop", TOLD},
    {INVITE, "Yes. I am deaf", TOLD},
    {INVITE, "Yes. I'm almost blind", TOLD},
    {INVITE, "Yes, I am hard of hearing", TOLD},
    {INVITE, "Yes. I am visually impaired", TOLD},
    {INVITE, "Yes, I have a guide dog", TOLD},
    {INVITE, "Yes. I need step-free access", TOLD},
    {INVITE, "Yes. I need step free access", TOLD},
    {INVITE, "Yes. I walk with crutches", TOLD},
    {INVITE, "Yes. I use a walker", TOLD},
    {INVITE, "Yes, but I cannot climb stairs", TOLD},
    {INVITE, "Yes, I need help with the stairs", TOLD},
    {INVITE, "Yes. I need a ramp or a lift", TOLD},
    {INVITE, "Yes. I need disabled parking", TOLD},
    {INVITE, "Yes please", UNTOLD},
    {INVITE, "Yes, I will come. I have a lift home at 11.", UNTOLD},
    {INVITE, "I cannot come. I use a wheelchair.", "attend no 0"},
};

int main(void)
{
    return run_replies("understand/access", rows, G_N_ELEMENTS(rows));
}
