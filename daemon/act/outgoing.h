/* The octets of a mail in the ledger, made again: the same as those that went out.
 */
#pragma once

#include <glib.h>

#include "act/office.h"
#include "store/ledger.h"

/* FAILURE_NOT_FOUND when the frozen form or the composed mail is gone. The caller owns it. */
GBytes *outgoing_octets(const struct office *office, const struct ledger_mail *mail,
                        GError **error);
