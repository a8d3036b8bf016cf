/* Mail addresses (RFC 5321 4.1.2) as far as we send to them: ASCII local part, IDN domains as
 * A-labels.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The address in the form we store and send to: trimmed, domain in lower case and A-labels, local
 * part as it is. FAILURE_INPUT with a sentence when it is none: no @, blanks, control characters,
 * quotes, more than 254 octets, non-ASCII local part (no SMTPUTF8), source routes, groups, several
 * addresses. The caller owns it. */
char *address_parse(const char *text, GError **error);

/* For comparing: the whole address in lower case. Owned. */
char *address_fold(const char *address);

/* Whether nobody reads mail sent from it: mailer-daemon, postmaster, noreply, *-request ... */
bool address_is_robot(const char *address);
