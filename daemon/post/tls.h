/* TLS contexts for our connections to relays. The one file of the house that configures OpenSSL.
 *
 * TLS 1.2 or better, the chain verified against the CA file (or the system's certificates), and
 * the certificate must carry the name from the configuration (RFC 6125), not the one that DNS
 * gives. The name goes out as SNI (RFC 6066 3).
 */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>
#include <stdbool.h>

#include "base/scope.h"

struct tls;

/* `host`: name or IP address that the certificate must carry. `ca_file`: PEM file, "" for the
 * system's store. FAILURE_CONFIGURATION when the file cannot be used. The caller owns it. */
struct tls *tls_open(const char *host, const char *ca_file, GError **error);
void tls_close(struct tls *tls);
SCOPE_DEFINE(tls, tls_close)

/* Borrowed; good for any number of connections, one after the other. */
SSL_CTX *tls_context(const struct tls *tls);

/* Forgets what happened on the connection before. */
void tls_begin(struct tls *tls);

/* The peer sent something in clear that it could not send honestly: the next handshake fails
 * (response injection, CVE-2011-0411 and its kin). */
void tls_distrust(struct tls *tls);

/* Why the handshake failed, in words, or NULL when OpenSSL's verification had no objection.
 * Borrowed until the next tls_begin. */
const char *tls_problem(const struct tls *tls);

/* Says one SMTP command on a fresh TLS connection (non-blocking socket) and reads the whole answer,
 * whatever it is, within so many seconds. A TLS 1.3 server sends session tickets behind the
 * handshake; libESMTP takes them for the answer to a command that it has not sent yet, and both
 * sides wait for ever. When the answer is here, the tickets are through. */
bool tls_first_words(SSL *ssl, const char *command, int seconds);
