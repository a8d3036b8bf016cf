/* What became of one mail of an SMTP session, from what is known about it. Pure.
 *
 * libESMTP's return value, its error number and the recipient's status alone say nothing
 * (traps.md 1.2, reliability.md 1.1).
 */
#pragma once

#include <stdbool.h>

#include "store/ledger.h"

/* A reply of the relay; code 0: there was none. */
struct smtp_reply {
    int code, class, subject, detail; /* 450 4.2.0 (RFC 3463); class 0: no enhanced code */
};

struct smtp_trace {
    struct smtp_reply mail, recipient, transfer; /* to MAIL, RCPT and the end of the data */
    bool login_refused;                          /* all that follows is about that, not the mail */
    bool asked;                                  /* the body was read: it may be on the line */
    bool ended;                                  /* the transaction came to its end */
    bool taken_back;                             /* left out before the body */
    bool told_to_leave_before; /* a 421 is about the line: another mail of the session got one, or
                                  the line had been of use before */
    bool recipient_accepted;   /* RCPT of some mail of the session was */
};

struct smtp_outcome {
    enum ledger_result result;      /* 0: not tried */
    const struct smtp_reply *reply; /* that decided it, inside the trace; NULL: none did */
    bool at_mail; /* LEDGER_LATER, said of our sender: before the relay knew whom it is for */
    bool unsure;  /* LEDGER_OUR_FAULT, or LEDGER_REFUSED when the relay takes other recipients */
};

struct smtp_outcome smtp_outcome(const struct smtp_trace *trace);

/* "450 4.2.0", or "450" without an enhanced code. The caller owns it. */
char *smtp_reply_status(const struct smtp_reply *reply);

/* The same of the reply that decided, with LEDGER_AT_MAIL. The caller owns it. */
char *smtp_outcome_status(const struct smtp_outcome *outcome);

/* A relay's words as they are kept: clean UTF-8, one line, not endless. The caller owns it. */
char *smtp_reply_words(const char *text);
