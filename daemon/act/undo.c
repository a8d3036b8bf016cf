#include "act/undo.h"

#include <string.h>

#include "act/answer.h"
#include "act/choose.h"
#include "act/consent.h"
#include "act/moving.h"
#include "act/pace.h"
#include "act/pausing.h"

static bool is_about_address(const char *letter)
{
    return g_str_has_prefix(letter, "address-");
}

/* Everything that the mail behind the answered letter had changed. */
static bool undo_mail(struct matter *matter, GError **error)
{
    SCOPED(ledger_mail)
    struct ledger_mail *told = ledger_get(matter->office->store, matter->proof->outgoing, error);
    if (told == NULL) {
        return false;
    }
    bool about_address = is_about_address(matter->proof->kind);
    bool pause = false, address = false, lists = false, choice = false, pace = false;
    if (told->inbound != 0 && (!pausing_undo(matter, told->inbound, &pause, error) ||
                               !choose_undo(matter, told->inbound, &choice, error) ||
                               !pace_undo(matter, told->inbound, &pace, error))) {
        return false;
    }
    if (!moving_undo(matter, about_address ? 0 : told->inbound, &address, error) ||
        !consent_undo_mail(matter, told->inbound, &lists, error)) {
        return false;
    }
    if (!pause && !address && !lists && !choice && !pace) {
        matter->why_human = "nothing-to-undo";
    }
    return true;
}

/* The letters about the lists alone; who left them all gets candidates or jobs again, too. */
static bool undo_lists(struct matter *matter, GError **error)
{
    SCOPED(ledger_mail)
    struct ledger_mail *told = ledger_get(matter->office->store, matter->proof->outgoing, error);
    bool pace = false;
    if (told == NULL || (told->inbound != 0 && !pace_undo(matter, told->inbound, &pace, error)) ||
        !consent_undo(matter, error)) {
        return false;
    }
    if (pace && g_strcmp0(matter->why_human, "nothing-to-undo") == 0) {
        matter->why_human = NULL;
    }
    return true;
}

bool undo_told(struct matter *matter, GError **error)
{
    if (matter->person == NULL || !matter->proved) {
        matter->why_human = matter->several ? "several-people" : "unknown-person";
        return true;
    }
    const char *letter = matter->proof->kind;
    if (strcmp(letter, "paused") == 0 || strcmp(letter, "done") == 0 || is_about_address(letter) ||
        g_str_has_prefix(letter, "meeting-") || g_str_has_prefix(letter, "digest-")) {
        return undo_mail(matter, error);
    }
    return undo_lists(matter, error);
}
