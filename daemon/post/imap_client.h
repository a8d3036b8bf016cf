/* One connection to an IMAP server (RFC 3501), with one folder open: libetpan over imap_stream.
 * imap_mail.h has what is done with the mails in the folder.
 *
 * FAILURE_PERMANENT means that the server says no, or BAD to a single command. After an error with
 * FAILURE_TEMPORARY the connection is of no use: close it and open another. (libetpan cannot go on
 * after an answer that it does not understand, such as "1 OK" without text, or "* 5 EXISTS" before
 * "+ idling", which is legal.)
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "post/imap_settings.h"

struct imap;

/* Connects, verifies the server, logs in, opens the folder, and makes the folder for what is done.
 * FAILURE_TEMPORARY; FAILURE_PERMANENT when the server refuses the login or a folder;
 * FAILURE_CONFIGURATION when the server is not on this machine and there is no TLS. `settings` must
 * live longer. The caller owns it. */
struct imap *imap_open(const struct imap_settings *settings, GError **error);
void imap_close(struct imap *imap);
SCOPE_DEFINE(imap, imap_close)

/* Opens the folder again: it may have been deleted and made anew, and not every server says so.
 * FAILURE_PERMANENT also when there is no UIDVALIDITY. */
bool imap_select(struct imap *imap, GError **error);

/* Of the folder: when it changes, the numbers of the mails mean other mails (RFC 3501 2.3.1.1). */
uint32_t imap_uidvalidity(const struct imap *imap);

/* Has the server tell us of new mail (RFC 2177). Without IDLE, or when the server refuses it,
 * nothing happens. In between no other function may be called; imap_fd is readable, or imap_pending
 * true, when there is news. */
bool imap_idle(struct imap *imap, GError **error);
bool imap_idle_done(struct imap *imap, GError **error);
bool imap_is_idle(const struct imap *imap);
int imap_fd(const struct imap *imap);
bool imap_pending(const struct imap *imap);
