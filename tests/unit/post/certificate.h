/* Certificates for servers of ours, signed by themselves. Included by one program each, so
 * everything is static.
 */
#pragma once

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "unit/post/servers.h"

#define A_DAY (24 * 3600L)

/* Makes PATH and PATH.key for `name` ("DNS:localhost"), signed by itself. False: no openssl(1). */
static inline bool make_certificate(const char *path, const char *name)
{
    g_autofree char *key = g_strconcat(path, ".key", NULL);
    g_autofree char *other_name = g_strconcat("subjectAltName=", name, NULL);
    const char *const words[] = {"/usr/bin/openssl",
                                 "req",
                                 "-x509",
                                 "-newkey",
                                 "ec",
                                 "-pkeyopt",
                                 "ec_paramgen_curve:P-256",
                                 "-nodes",
                                 "-days",
                                 "2",
                                 "-subj",
                                 "/CN=test",
                                 "-addext",
                                 other_name,
                                 "-keyout",
                                 key,
                                 "-out",
                                 path,
                                 NULL};
    pid_t pid = spawn(words);
    int status = 0;
    waitpid(pid, &status, 0);
    return status == 0;
}

/* The certificate, valid until yesterday. */
static inline void expire_certificate(const char *path)
{
    g_autofree char *key_path = g_strconcat(path, ".key", NULL);
    FILE *file = fopen(key_path, "r");
    g_assert(file != NULL);
    EVP_PKEY *key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    fclose(file);
    file = fopen(path, "r+");
    g_assert(file != NULL);
    X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
    g_assert(key != NULL && certificate != NULL);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3 * A_DAY);
    X509_gmtime_adj(X509_getm_notAfter(certificate), -A_DAY);
    g_assert(X509_sign(certificate, key, EVP_sha256()) > 0);
    g_assert(ftruncate(fileno(file), 0) == 0);
    rewind(file);
    g_assert(PEM_write_X509(file, certificate) == 1 && fclose(file) == 0);
    X509_free(certificate);
    EVP_PKEY_free(key);
}
