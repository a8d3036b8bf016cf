/* A relay that misbehaves as a script says: STARTTLS, logins, CHUNKING. A process a connection, on
 * the loopback. Everything that it hears goes to a file.
 */
#pragma once

#include <openssl/ssl.h>
#include <sys/mman.h>

#include "unit/post/certificate.h"

struct script {
    const char *certificate;  /* NULL: no STARTTLS is offered */
    const char *starttls;     /* the answer to STARTTLS, NULL: 220; may hold more than it should */
    const char *ehlo;         /* lines more in the answer to EHLO, a pause at each |; NULL: none */
    const char *login_answer; /* NULL: no AUTH is offered */
    bool old_tls;             /* nothing better than TLS 1.1 */
    const char *first_bdat;   /* the answer to the first BDAT of the first mail, NULL: 250 */
    bool leaves_after_bdat;   /* hangs up after it */
    const char *refused;      /* a RCPT in which this stands ... */
    const char *refusal;      /* ... gets this answer; NULL: 250, "": the line ends */
    unsigned mails_a_line;    /* so many are taken, then what comes next ... 0: all */
    const char *farewell;     /* ... gets this answer, and the line ends */
    const char *kills;        /* a RCPT in which this stands kills the sending process */
    bool kills_at_dot;        /* the end of a body does, and is not answered */
    unsigned lines;           /* at a time; any other ends at MAIL. 0: all are good */
};

struct relay_line {
    int fd;
    SSL *ssl;
    FILE *heard;
    bool open;
};

static inline int line_octet(struct relay_line *line)
{
    unsigned char octet = 0;
    ssize_t got = line->ssl != NULL ? SSL_read(line->ssl, &octet, 1) : read(line->fd, &octet, 1);
    line->open = got == 1;
    return line->open ? octet : -1;
}

static inline void line_say(struct relay_line *line, const char *text)
{
    size_t length = strlen(text);
    if (line->ssl != NULL) {
        SSL_write(line->ssl, text, (int)length);
    } else if (write(line->fd, text, length) < 0) {
        line->open = false;
    }
}

static inline bool line_hear(struct relay_line *line, char *text, size_t size)
{
    size_t length = 0;
    int octet;
    while ((octet = line_octet(line)) >= 0 && octet != '\n') {
        if (octet != '\r' && length + 1 < size) {
            text[length++] = (char)octet;
        }
    }
    text[length] = '\0';
    fprintf(line->heard, "%s\n", text);
    fflush(line->heard);
    return line->open;
}

static inline void relay_secure(struct relay_line *line, const struct script *script)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (script->old_tls) {
        SSL_CTX_set_security_level(context, 0);
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
    }
    g_autofree char *key = g_strconcat(script->certificate, ".key", NULL);
    SSL_CTX_use_certificate_file(context, script->certificate, SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM);
    line->ssl = SSL_new(context);
    SSL_set_fd(line->ssl, line->fd);
    if (SSL_accept(line->ssl) != 1) {
        line->open = false;
    } else {
        const char *name = SSL_get_servername(line->ssl, TLSEXT_NAMETYPE_host_name);
        fprintf(line->heard, "SNI %s\n", name != NULL ? name : "-");
    }
    SSL_CTX_free(context);
}

static inline void relay_ehlo(struct relay_line *line, const struct script *script)
{
    bool secure = line->ssl != NULL;
    line_say(line, "250-relay\r\n");
    g_auto(GStrv) pieces = g_strsplit(script->ehlo != NULL ? script->ehlo : "", "|", -1);
    for (unsigned i = 0; pieces[i] != NULL; i++) {
        line_say(line, pieces[i]);
        g_usleep(pieces[i + 1] != NULL ? 300000 : 0);
    }
    line_say(line, script->certificate != NULL && !secure ? "250-STARTTLS\r\n" : "");
    line_say(line, script->login_answer != NULL ? "250-AUTH PLAIN LOGIN\r\n" : "");
    line_say(line, "250 ENHANCEDSTATUSCODES\r\n");
}

static inline void relay_bdat(struct relay_line *line, const struct script *script,
                              const char *command, unsigned *chunks)
{
    long size = strtol(command + 5, NULL, 10);
    for (long i = 0; i < size && line->open; i++) {
        int octet = line_octet(line);
        fputc(octet, line->heard);
    }
    fflush(line->heard);
    bool first = (*chunks)++ == 0;
    line_say(line, first && script->first_bdat != NULL ? script->first_bdat : "250 2.0.0 ok\r\n");
    if (first && script->leaves_after_bdat) {
        line->open = false;
    }
}

static inline void relay_data(struct relay_line *line, const struct script *script, pid_t tester)
{
    char text[2000];
    line_say(line, "354 go\r\n");
    while (line_hear(line, text, sizeof text) && strcmp(text, ".") != 0) {
    }
    if (script->kills_at_dot) {
        kill(child_of(tester, "send"), SIGKILL);
        line->open = false;
        return;
    }
    line_say(line, "250 2.0.0 taken\r\n");
}

static inline bool relay_refuses(const struct script *script, const char *command)
{
    return script->refusal != NULL && g_str_has_prefix(command, "RCPT") &&
           strstr(command, script->refused) != NULL;
}

/* `tester`: whose child sends. */
static inline void relay_talk(int fd, const struct script *script, FILE *heard, bool good,
                              pid_t tester)
{
    unsigned chunks = 0;
    struct relay_line line = {.fd = fd, .heard = heard, .open = true};
    char text[2000];
    unsigned taken = 0;
    line_say(&line, "220 relay ESMTP\r\n");
    while (line.open && line_hear(&line, text, sizeof text)) {
        if (script->mails_a_line > 0 && taken == script->mails_a_line) {
            line_say(&line, script->farewell);
            line.open = false;
        } else if (g_str_has_prefix(text, "EHLO")) {
            relay_ehlo(&line, script);
        } else if (strcmp(text, "STARTTLS") == 0) {
            const char *answer = script->starttls != NULL ? script->starttls : "220 go\r\n";
            line_say(&line, answer);
            if (*answer == '2') {
                relay_secure(&line, script);
            }
        } else if (g_str_has_prefix(text, "AUTH LOGIN")) {
            line_say(&line, "334 VXNlcm5hbWU6\r\n");
            line_hear(&line, text, sizeof text);
            line_say(&line, "334 UGFzc3dvcmQ6\r\n");
            line_hear(&line, text, sizeof text);
            line_say(&line, script->login_answer);
        } else if (g_str_has_prefix(text, "AUTH")) {
            line_say(&line, script->login_answer);
        } else if (strcmp(text, "DATA") == 0) {
            relay_data(&line, script, tester);
            taken++;
        } else if (g_str_has_prefix(text, "BDAT")) {
            relay_bdat(&line, script, text, &chunks);
        } else if (script->kills != NULL && strstr(text, script->kills) != NULL) {
            kill(child_of(tester, "send"), SIGKILL);
            line.open = false;
        } else if (!good && g_str_has_prefix(text, "MAIL")) {
            line.open = false;
        } else {
            bool refuses = relay_refuses(script, text);
            line.open = !refuses || *script->refusal != '\0';
            line_say(&line, refuses ? script->refusal : "250 2.1.0 ok\r\n");
        }
    }
    SSL_free(line.ssl);
    close(fd);
}

static inline pid_t relay_start(const struct script *script, const char *heard_in, int *port)
{
    int listener = listener_open(port);
    pid_t tester = getpid(), pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGPIPE, SIG_IGN);
        signal(SIGCHLD, SIG_IGN);
        FILE *heard = fopen(heard_in, "w");
        gint *lines =
            mmap(NULL, sizeof *lines, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        for (;;) {
            int fd = accept(listener, NULL, NULL);
            bool good = g_atomic_int_add(lines, 1) < (gint)script->lines || script->lines == 0;
            if (fork() == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                relay_talk(fd, script, heard, good, tester);
                g_atomic_int_add(lines, -1);
                _exit(0);
            }
            close(fd);
        }
    }
    close(listener);
    return pid;
}
