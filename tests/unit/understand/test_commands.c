/* What our mails teach, and the same wish in other words. */
#include "support/meaning.h"

#define NEWS "newsletter"
#define JOBS "job-digest"
#define CANDIDATES "candidate-digest"
#define RELAY "relay"
#define NEW "none"

static const struct meaning rows[] = {
    {NEWS, "FORTRYD", "command undo"},
    {NEWS, "FORTRYD.", "command undo"},
    {NEWS, "FORTRYD!", "command undo"},
    {NEWS, "fortryd", "command undo"},
    {NEWS, "Hej Hanne\nFORTRYD\nMvh Steen", "command undo"},
    {NEWS, "Det var en fejl, at jeg meldte mig fra.\nFORTRYD\n\nHilsen Steen", "command undo"},
    {JOBS, "SØG kantine 2300", "command search kantine 2300"},
    {JOBS, "SOEG kantine", "command search kantine"},
    {JOBS, "SØG: kantine", "command search kantine"},
    {JOBS, "SØG   Kantine på  Amager", "command search Kantine på Amager"},
    {JOBS, "SØG KANTINE 2300", "command search KANTINE 2300"},
    {JOBS, "SØG", "command search"},
    {CANDIDATES, "VIS 203", "command show 203"},
    {CANDIDATES, "VIS PLAN", "command show PLAN"},
    {CANDIDATES, "VIS B og D", "command show B og D"},
    {JOBS, "STATUS", "command status"},
    {JOBS, "status", "command status"},
    {JOBS, "Status.", "command status"},
    {JOBS, "STATUS\nMvh Ebbe", "command status"},
    {CANDIDATES, "HVORFOR B", "command why B"},
    {CANDIDATES, "HVORFOR", "command why"},
    {CANDIDATES, "HVORFOR B?", "command why B?"},
    {JOBS, "OFTERE", "command oftener"},
    {JOBS, "oftere", "command oftener"},
    {JOBS, "SJÆLDNERE", "command rarer"},
    {JOBS, "SJAELDNERE", "command rarer"},
    {RELAY, "STOP MAIL", "command stop-relay"},
    {RELAY, "STOP MAIL\nMvh Peder", "command stop-relay"},
    {RELAY, "Stop mail", "command stop-relay"},
    {RELAY, "stop mail.", "command stop-relay"},
    {RELAY, "Hej\nStop mails\nMvh Peder", "command stop-relay"},
    {RELAY, "STOP", "command stop-relay"},
    {RELAY, "Stop", "command stop-relay"},
    {RELAY, "Stop nu lige lidt op, og tænk over det", ""},
    {RELAY, "STOP mig, hvis jeg skriver for meget", ""},
    {NEW, "HJÆLP", "command help"},
    {NEW, "hjælp", "command help"},
    {NEW, "HJAELP", "command help"},
    {JOBS, "STATUS\nSØG kantine 2300", "command status; command search kantine 2300"},
    {JOBS, "Tak for sidst.\nVIS 12", "command show 12"},
    {JOBS, "- SØG kantine", "command search kantine"},
    {"inbox", "STATUS", "command status"},
    /* not */
    {NEWS, "Jeg skriver FORTRYD", ""},
    {NEWS, "I skriver, at man kan svare FORTRYD", ""},
    {NEWS, "Jeg vil gerne fortryde min afmelding", "question"},
    {NEWS, "Jeg fortryder min afmelding", "question"},
    {JOBS, "Jeg vil gerne have mails sjældnere", "question"},
    {JOBS, "Jeg vil gerne have forslag oftere", "question"},
    {JOBS, "Kan jeg få forslag sjældnere?", "question"},
    {JOBS, "Kan du finde nogle job til mig i en kantine i stedet for?", "question"},
    {JOBS, "Hvad er status på min sag?", "question"},
    {JOBS, "Hvorfor fik jeg B?", "question"},
    {JOBS, "Hvorfor?", "question"},
    {JOBS, "Status på min sag er uklar", ""},
    {JOBS, "Min status: ledig", ""},
    {JOBS, "søg kantine 2300", ""},
    {JOBS, "Vis mig noget andet", ""},
    {JOBS, "hjælp mig med at finde et job", ""},
    {RELAY, "Du må gerne stoppe mails", ""},
    {JOBS, "Jeg kommer ofte", ""},
    {JOBS, "Her er lidt.\nStatus\nLedig siden maj", ""},
    {NEWS, "Jeg har brug for HJÆLP", ""},
    {NEWS, "FORTRYDELSE", ""},
    {NEWS, "STOPMAIL", ""},
    {NEWS, "Tak for hjælp", "none"},
};

int main(void)
{
    return meaning_run("understand/commands", rows, G_N_ELEMENTS(rows));
}
