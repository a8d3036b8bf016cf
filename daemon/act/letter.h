/* Letters: every mail of ours that is not a newsletter copy. Rendered from templates/letters/,
 * composed once, and queued in the ledger with its Message-ID and tokens fixed.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"
#include "store/ledger.h"
#include "store/person.h"

struct letter {
    const char *name;            /* of the template, and the kind in the ledger */
    const struct person *person; /* NULL: a stranger */
    const char *recipient;       /* the address it goes to */
    const char *recipient_name;  /* for a stranger, NULL: none */
    const char
        *replies; /* what a reply to it answers (contract of `parse`): "confirmation", "none" ... */
    const char *answers; /* Message-ID of the mail that it answers, NULL: none */
    const char *
        subject; /* that mail's subject: the letter stays in its thread. NULL: the template's own */
    const char *from_name;   /* whom it seems to come from, NULL: the office */
    json_t *more;            /* further fields of this letter, borrowed; NULL: none */
    enum ledger_class class; /* 0: open */
    const char *calendar;    /* an iCalendar object that goes with it, NULL: none */
    const char *method;      /* its METHOD */
    int64_t *queued;         /* out: its row, 0 when it goes nowhere; NULL: not wanted */
};

/* Queues the letter, due now. When the address is suppressed it goes to another one of the person,
 * or nowhere (an event says so). To be called inside a transaction. */
bool letter_send(const struct office *office, const struct cause *cause,
                 const struct letter *letter, GError **error);

/* A subject without its "Re: SV: ..." in front. The caller owns it. */
char *letter_topic(const char *subject);

/* Adds the fields of one mail (svaradresse, afmeldlink, konvolut, beskedid, datolinje ...) to
 * `values`, made from the ledger row `row`, and gives the tokens that its addresses carry. `label`
 * begins the Message-ID. */
struct mail_tokens {
    char reply[TOKEN_LENGTH + 1], unsubscribe[TOKEN_LENGTH + 1], bounce[TOKEN_LENGTH + 1];
};
void letter_addresses(const struct office *office, const char *label, int64_t person, int64_t row,
                      json_t *values, struct mail_tokens *tokens);
