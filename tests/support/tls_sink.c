/* A relay that takes every mail: STARTTLS with a certificate made at the start, AUTH PLAIN,
 * PIPELINING; one process a connection. What smtp-sink cannot do.
 *
 *   tls_sink PORT CERTIFICATE USER PASSWORD [FOLDER]
 *
 * Writes CERTIFICATE (PEM, for localhost), says "ready" when it listens on 127.0.0.1, and tells at
 * its end (SIGTERM): sink mails=N octets=N connections=N refused-logins=N
 *
 * Without FOLDER mails are thrown away. With it each is a file in it as smtp-sink -d writes them,
 * an X-Rcpt-Args line for each recipient in front; it is there before the mail is answered with
 * 250.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define OCTETS 65536
#define DAYS 2

/* Shared by the processes. */
struct counts {
    _Atomic uint64_t mails, octets, connections, refused;
};

struct sink {
    SSL_CTX *tls;
    char *login;        /* what AUTH PLAIN has to bring, in base64 */
    const char *folder; /* NULL: mails are thrown away */
    struct counts *counts;
};

struct line {
    const struct sink *sink;
    int fd;
    SSL *tls;
    GString *in, *out, *mail;
    size_t head; /* of the mail: what we put in front */
    bool logged_in, in_body, leaving;
    uint64_t octets; /* of the mail */
};

static volatile sig_atomic_t ended;

static void on_end(int number)
{
    (void)number;
    ended = 1;
}

static EVP_PKEY *make_certificate(const char *path, X509 **certificate)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *own = X509_new();
    X509_set_version(own, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(own), 1);
    X509_gmtime_adj(X509_getm_notBefore(own), -3600);
    X509_gmtime_adj(X509_getm_notAfter(own), DAYS * 86400);
    X509_set_pubkey(own, key);
    X509_NAME *name = X509_get_subject_name(own);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1,
                               0);
    X509_set_issuer_name(own, name);
    X509_EXTENSION *names =
        X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
    X509_add_ext(own, names, -1);
    X509_EXTENSION_free(names);
    FILE *file = fopen(path, "w");
    if (X509_sign(own, key, EVP_sha256()) == 0 || file == NULL || PEM_write_X509(file, own) != 1 ||
        fclose(file) != 0) {
        fprintf(stderr, "tls_sink: cannot make the certificate %s\n", path);
        exit(1);
    }
    *certificate = own;
    return key;
}

static SSL_CTX *open_tls(const char *path)
{
    X509 *certificate = NULL;
    EVP_PKEY *key = make_certificate(path, &certificate);
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
    g_assert(SSL_CTX_use_certificate(tls, certificate) == 1);
    g_assert(SSL_CTX_use_PrivateKey(tls, key) == 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return tls;
}

static void flush(struct line *line)
{
    if (line->out->len == 0) {
        return;
    }
    ssize_t put = line->tls != NULL ? SSL_write(line->tls, line->out->str, (int)line->out->len)
                                    : write(line->fd, line->out->str, line->out->len);
    line->leaving = line->leaving || put != (ssize_t)line->out->len;
    g_string_truncate(line->out, 0);
}

/* Answers leave together, when there is nothing more to read (RFC 2920). */
static bool fill(struct line *line)
{
    flush(line);
    size_t before = line->in->len;
    g_string_set_size(line->in, before + OCTETS);
    ssize_t got = line->tls != NULL ? SSL_read(line->tls, line->in->str + before, OCTETS)
                                    : read(line->fd, line->in->str + before, OCTETS);
    g_string_set_size(line->in, before + (size_t)MAX(got, 0));
    return got > 0;
}

static void start_tls(struct line *line)
{
    g_string_append(line->out, "220 2.0.0 go\r\n");
    flush(line);
    g_string_truncate(line->in, 0);
    line->tls = SSL_new(line->sink->tls);
    SSL_set_fd(line->tls, line->fd);
    line->leaving = SSL_accept(line->tls) != 1;
}

static void answer_hello(struct line *line)
{
    g_string_append(line->out, "250-localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n"
                               "250-ENHANCEDSTATUSCODES\r\n");
    g_string_append(line->out, line->tls == NULL ? "250 STARTTLS\r\n" : "250 AUTH PLAIN\r\n");
}

static void log_in(struct line *line, const char *response)
{
    line->logged_in = line->tls != NULL && strcmp(response, line->sink->login) == 0;
    line->sink->counts->refused += line->logged_in ? 0 : 1;
    g_string_append(line->out,
                    line->logged_in ? "235 2.7.0 welcome\r\n" : "535 5.7.8 name or password\r\n");
}

static void take_recipient(struct line *line, const char *word)
{
    g_string_append_printf(line->mail, "X-Rcpt-Args: %s\n", word);
    g_string_append(line->out, "250 2.1.5 ok\r\n");
}

static void answer(struct line *line, const char *command)
{
    if (g_ascii_strncasecmp(command, "EHLO", 4) == 0) {
        answer_hello(line);
    } else if (g_ascii_strcasecmp(command, "STARTTLS") == 0 && line->tls == NULL) {
        start_tls(line);
    } else if (g_ascii_strncasecmp(command, "AUTH PLAIN ", 11) == 0) {
        log_in(line, command + 11);
    } else if (g_ascii_strcasecmp(command, "QUIT") == 0) {
        g_string_append(line->out, "221 2.0.0 bye\r\n");
        line->leaving = true;
    } else if (g_ascii_strcasecmp(command, "NOOP") == 0 ||
               g_ascii_strcasecmp(command, "RSET") == 0) {
        g_string_append(line->out, "250 2.0.0 ok\r\n");
    } else if (!line->logged_in) {
        g_string_append(line->out, "530 5.7.0 log in first\r\n");
    } else if (g_ascii_strcasecmp(command, "DATA") == 0) {
        g_string_append(line->out, "354 go\r\n");
        line->head = line->mail->len;
        line->in_body = true;
    } else if (g_ascii_strncasecmp(command, "RCPT TO:", 8) == 0) {
        take_recipient(line, command + 8);
    } else {
        g_string_truncate(line->mail, 0);
        g_string_append(line->out, "250 2.1.0 ok\r\n");
    }
}

/* One command of what was read; false: it is not all there. The line end of DATA is left standing,
 * so that an end of the body is always the same five octets. */
static bool take_command(struct line *line)
{
    const char *end = memmem(line->in->str, line->in->len, "\r\n", 2);
    if (end == NULL) {
        return false;
    }
    size_t length = (size_t)(end - line->in->str);
    g_autofree char *command = g_strndup(line->in->str, length);
    bool in_the_clear = line->tls == NULL;
    answer(line, command);
    if (in_the_clear == (line->tls == NULL)) { /* STARTTLS has thrown away what was read */
        g_string_erase(line->in, 0, (ssize_t)(line->in_body ? length : length + 2));
    }
    return true;
}

/* Under its last name only when it is whole. */
static void keep(struct line *line)
{
    if (line->sink->folder == NULL) {
        return;
    }
    g_string_erase(line->mail, (gssize)line->head, 2); /* the line end of DATA */
    static unsigned count; /* of this process, which is one connection */
    g_autofree char *name = g_strdup_printf("mail.%d.%u", getpid(), ++count);
    g_autofree char *path = g_build_filename(line->sink->folder, name, NULL);
    g_autoptr(GError) error = NULL;
    if (!g_file_set_contents_full(path, line->mail->str, (gssize)line->mail->len,
                                  G_FILE_SET_CONTENTS_CONSISTENT, 0644, &error)) {
        fprintf(stderr, "tls_sink: %s\n", error->message);
        _exit(1);
    }
    g_string_truncate(line->mail, 0);
}

static bool take_body(struct line *line)
{
    static const char end[] = "\r\n.\r\n";
    const size_t size = sizeof end - 1;
    const char *found = memmem(line->in->str, line->in->len, end, size);
    size_t used = found != NULL           ? (size_t)(found - line->in->str) + size
                  : line->in->len >= size ? line->in->len - (size - 1)
                                          : 0;
    line->octets += used;
    if (line->sink->folder != NULL) {
        g_string_append_len(line->mail, line->in->str, (gssize)used);
    }
    g_string_erase(line->in, 0, (ssize_t)used);
    if (found == NULL) {
        return false;
    }
    keep(line);
    line->sink->counts->mails++;
    line->sink->counts->octets += line->octets;
    line->octets = 0;
    line->in_body = false;
    g_string_append(line->out, "250 2.0.0 taken\r\n");
    return true;
}

static void talk(const struct sink *sink, int fd)
{
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct line line = {.sink = sink,
                        .fd = fd,
                        .in = g_string_new(""),
                        .out = g_string_new(""),
                        .mail = g_string_new("")};
    sink->counts->connections++;
    g_string_append(line.out, "220 localhost ESMTP\r\n");
    while (!line.leaving && fill(&line)) {
        while (!line.leaving && (line.in_body ? take_body(&line) : take_command(&line))) {
        }
    }
    flush(&line);
    close(fd);
}

static int listen_on(const char *port)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                  .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 100) != 0) {
        perror("tls_sink");
        exit(1);
    }
    return listener;
}

static void serve(const struct sink *sink, int listener)
{
    pid_t parent = getpid();
    while (!ended) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) {
            continue;
        }
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            signal(SIGTERM, SIG_DFL);
            if (getppid() == parent) {
                talk(sink, fd);
            }
            _exit(0);
        }
        close(fd);
    }
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: tls_sink PORT CERTIFICATE USER PASSWORD [FOLDER]\n");
        return 2;
    }
    struct sink sink = {.tls = open_tls(argv[2]), .folder = argv[5]};
    g_autofree char *plain = g_strdup_printf("%c%s%c%s", '\0', argv[3], '\0', argv[4]);
    size_t length = strlen(argv[3]) + strlen(argv[4]) + 2;
    sink.login = g_base64_encode((const unsigned char *)plain, length);
    sink.counts =
        mmap(NULL, sizeof *sink.counts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    g_assert(sink.counts != MAP_FAILED);
    struct sigaction end = {.sa_handler = on_end}; /* without SA_RESTART: it ends accept() */
    sigaction(SIGTERM, &end, NULL);
    sigaction(SIGINT, &end, NULL);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    int listener = listen_on(argv[1]);
    puts("ready");
    fflush(stdout);
    serve(&sink, listener);
    printf("sink    mails=%" PRIu64 " octets=%" PRIu64 " connections=%" PRIu64
           " refused-logins=%" PRIu64 "\n",
           (uint64_t)sink.counts->mails, (uint64_t)sink.counts->octets,
           (uint64_t)sink.counts->connections, (uint64_t)sink.counts->refused);
    SSL_CTX_free(sink.tls);
    g_free(sink.login);
    return 0;
}
