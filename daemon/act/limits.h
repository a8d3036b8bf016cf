/* Whom we may answer, and how often (RFC 3834, and what other systems learned): two machines that
 * answer each other must come to rest, and nobody can use us to mail a third party.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"
#include "understand/verdict.h"

#define LIMIT_STRANGER_A_DAY 1  /* answers to mails without a valid token, to one address */
#define LIMIT_STRANGER_A_WEEK 2 /* and in a week: whoever writes in their name */
#define LIMIT_KNOWN_A_DAY 4     /* the same for the address of somebody we know */
#define LIMIT_KNOWN_A_WEEK 10
#define LIMIT_DIALOGUE_A_DAY 20 /* letters that mails caused, with one */
#define LIMIT_ASK_A_WEEK 2      /* the same question to one address, whoever caused it */
#define LIMIT_STAFF_AN_HOUR 60  /* mails about waiting mail to one member of staff */
#define LIMIT_ALARM_A_DAY 1     /* the same alarm to one member of staff */

/* Whether this mail may be answered at all. False in `may` for automatic mail, robots, senders that
 * we cannot write to, our own mail, and the same text twice within an hour. */
bool limits_answerable(const struct office *office, const struct verdict *verdict, int64_t inbound,
                       bool *may, GError **error);

/* What is known of the sender who gets an answer. */
enum limits_sender {
    LIMITS_STRANGER,
    LIMITS_KNOWN, /* the address of somebody we know: anybody may have written that */
    LIMITS_PROVED /* a token that we mailed to this very address came back from it */
};

/* Whether another letter may go to this address, caused by a mail. */
bool limits_may_send(const struct office *office, const char *recipient, enum limits_sender sender,
                     bool *may, GError **error);

/* Whether the question `letter` may be put to this address once more. */
bool limits_may_ask(const struct office *office, const char *recipient, const char *letter,
                    bool *may, GError **error);

/* Whether another mail of this kind may go to a member of staff. */
bool limits_may_tell_staff(const struct office *office, const char *recipient, const char *kind,
                           bool *may, GError **error);

/* The same for an alarm. */
bool limits_may_alarm_staff(const struct office *office, const char *recipient, const char *kind,
                            bool *may, GError **error);
