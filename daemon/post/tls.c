#include "post/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/failure.h"

#define ANSWER_LIMIT 16384u /* octets */

struct tls {
    SSL_CTX *context;
    char *host;
    bool is_address;
    bool distrusted;
    char *problem;
};

static bool host_is_address(const char *host)
{
    struct in6_addr address;
    return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1;
}

/* OpenSSL asks for every certificate of the chain; 0 ends the handshake. */
static int verify(int fine, X509_STORE_CTX *store)
{
    const SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (tls->distrusted) {
        g_free(tls->problem);
        tls->problem = g_strdup("the server's answers before TLS were tampered with");
        X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
        return 0;
    }
    if (fine != 1) {
        g_free(tls->problem);
        tls->problem =
            g_strdup_printf("the certificate of %s is not good: %s", tls->host,
                            X509_verify_cert_error_string(X509_STORE_CTX_get_error(store)));
    }
    return fine;
}

/* libESMTP makes the SSL itself and sets no server name; this is the first moment to do it. */
static void name_server(const SSL *ssl, int where, int value G_GNUC_UNUSED)
{
    if ((where & SSL_CB_HANDSHAKE_START) == 0) {
        return;
    }
    struct tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (!tls->is_address && SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) == NULL) {
        union {
            const SSL *in;
            SSL *out;
        } same = {.in = ssl};
        SSL_set_tlsext_host_name(same.out, tls->host);
    }
}

static bool trust(struct tls *tls, const char *ca_file, GError **error)
{
    bool loaded = *ca_file != '\0' ? SSL_CTX_load_verify_file(tls->context, ca_file) == 1
                                   : SSL_CTX_set_default_verify_paths(tls->context) == 1;
    ERR_clear_error();
    if (!loaded) {
        g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION,
                    "cannot read certificates to trust from %s; it must be a PEM file",
                    *ca_file != '\0' ? ca_file : "the system's store");
        return false;
    }
    X509_VERIFY_PARAM *rules = SSL_CTX_get0_param(tls->context);
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    int named = tls->is_address ? X509_VERIFY_PARAM_set1_ip_asc(rules, tls->host)
                                : X509_VERIFY_PARAM_set1_host(rules, tls->host, 0);
    if (named != 1) {
        g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION, "%s is no host name", tls->host);
        return false;
    }
    return true;
}

struct tls *tls_open(const char *host, const char *ca_file, GError **error)
{
    SCOPED(tls) struct tls *tls = g_new0(struct tls, 1);
    tls->host = g_strdup(host);
    tls->is_address = host_is_address(host);
    tls->context = SSL_CTX_new(TLS_client_method());
    g_assert(tls->context != NULL);
    SSL_CTX_set_app_data(tls->context, tls);
    SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION);
    SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, verify);
    SSL_CTX_set_info_callback(tls->context, name_server);
    SSL_CTX_set_session_cache_mode(tls->context, SSL_SESS_CACHE_OFF);
    if (!trust(tls, ca_file, error)) {
        return NULL;
    }
    return g_steal_pointer(&tls);
}

void tls_close(struct tls *tls)
{
    if (tls == NULL) {
        return;
    }
    SSL_CTX_free(tls->context);
    g_free(tls->host);
    g_free(tls->problem);
    g_free(tls);
}

SSL_CTX *tls_context(const struct tls *tls)
{
    return tls->context;
}

void tls_begin(struct tls *tls)
{
    tls->distrusted = false;
    g_clear_pointer(&tls->problem, g_free);
}

void tls_distrust(struct tls *tls)
{
    tls->distrusted = true;
}

const char *tls_problem(const struct tls *tls)
{
    return tls->problem;
}

/* Waits for what OpenSSL wants; false when it will not come. */
static bool wait_for(SSL *ssl, int returned, int64_t until)
{
    int wish = SSL_get_error(ssl, returned);
    int64_t left = (until - clock_stopwatch()) / 1000;
    if ((wish != SSL_ERROR_WANT_READ && wish != SSL_ERROR_WANT_WRITE) || left <= 0) {
        return false;
    }
    struct pollfd ready = {.fd = SSL_get_fd(ssl),
                           .events = wish == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT};
    int count = poll(&ready, 1, (int)MIN(left, G_MAXINT));
    return count > 0 || (count < 0 && errno == EINTR);
}

static bool say(SSL *ssl, const char *command, int64_t until)
{
    int put;
    while ((put = SSL_write(ssl, command, (int)strlen(command))) <= 0) {
        if (!wait_for(ssl, put, until)) {
            return false;
        }
    }
    return true;
}

/* Octet by octet, so that nothing behind the answer is taken. */
static bool hear(SSL *ssl, int64_t until)
{
    unsigned column = 0;
    char fourth = ' ';
    for (unsigned i = 0; i < ANSWER_LIMIT; i++) {
        char octet = '\0';
        int got;
        while ((got = SSL_read(ssl, &octet, 1)) <= 0) {
            if (!wait_for(ssl, got, until)) {
                return false;
            }
        }
        column++;
        fourth = column == 4 ? octet : fourth;
        if (octet == '\n') {
            if (fourth != '-') {
                return true;
            }
            column = 0;
            fourth = ' ';
        }
    }
    return false;
}

bool tls_first_words(SSL *ssl, const char *command, int seconds)
{
    int64_t until = clock_stopwatch() + (int64_t)seconds * G_USEC_PER_SEC;
    bool heard = say(ssl, command, until) && hear(ssl, until);
    ERR_clear_error(); /* libESMTP looks at the queue without emptying it */
    return heard;
}
