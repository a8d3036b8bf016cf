#include "act/undo.h"

#include <string.h>

#include "act/answer.h"
#include "act/consent.h"
#include "act/moving.h"
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
    bool pause = false, address = false, lists = false;
    if (!pausing_undo(matter, told->inbound, &pause, error) ||
        !moving_undo(matter, about_address ? 0 : told->inbound, &address, error) ||
        !consent_undo_mail(matter, told->inbound, &lists, error)) {
        return false;
    }
    if (!pause && !address && !lists) {
        matter->why_human = "nothing-to-undo";
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
    if (strcmp(letter, "paused") == 0 || strcmp(letter, "done") == 0 || is_about_address(letter)) {
        return undo_mail(matter, error);
    }
    return consent_undo(matter, error);
}
