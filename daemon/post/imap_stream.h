/* The connection below libetpan: a socket and, when asked for, TLS by post/tls, so that chain and
 * name are verified, and the name is sent, before a word of ours leaves. (libetpan's own streams
 * verify nothing.) Every command has a limit of time and of octets.
 */
#pragma once

#include <glib.h>
#include <libetpan/mailstream.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"
#include "post/tls.h"

struct imap_stream;

/* Connects within so many seconds. With `local` only to an address of this machine
 * (FAILURE_CONFIGURATION). FAILURE_TEMPORARY when nobody answers. The caller owns it. */
struct imap_stream *imap_stream_open(const char *host, int port, bool local, int seconds,
                                     GError **error);
void imap_stream_close(struct imap_stream *stream);
SCOPE_DEFINE(imap_stream, imap_stream_close)

/* From now on everything goes through TLS. `tls` must live longer. */
bool imap_stream_secure(struct imap_stream *stream, struct tls *tls, GError **error);

/* What libetpan reads and writes; it owns this, and must let go of it before imap_stream_close. */
mailstream *imap_stream_lend(struct imap_stream *stream);

#define IMAP_STREAM_SLOWEST (32u * 1024u) /* octets a second that an answer must come at */

/* The next answer may take `seconds`, more when it comes at a fair speed, and so many octets. */
void imap_stream_allow(struct imap_stream *stream, int seconds, size_t octets);

/* For poll; and whether octets were read ahead that poll does not see. */
int imap_stream_fd(const struct imap_stream *stream);
bool imap_stream_pending(const struct imap_stream *stream);

/* Octets that came in clear behind the answer to STARTTLS: they are not the server's. */
bool imap_stream_injected(const struct imap_stream *stream);

/* Why it broke, or NULL. Borrowed. */
const char *imap_stream_problem(const struct imap_stream *stream);
