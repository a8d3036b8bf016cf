#include "post/smtp_line.h"

#include "post/smtp_outcome.h"
#include "post/smtp_socket.h"

void smtp_line_patience(const struct smtp_line *line)
{
    smtp_socket_patience(line->relay->timeout + 1);
}

void smtp_line_passed(struct smtp_line *line, const char *octets, size_t length, bool written)
{
    struct smtp_dialogue *dialogue = &line->dialogue;
    if (written) {
        smtp_line_patience(line);
        smtp_dialogue_wrote(dialogue, octets, length);
        return;
    }
    if (dialogue->greeting) {
        smtp_dialogue_hide_chunking(octets, length);
    }
    smtp_dialogue_read(dialogue, octets, length);
    if (dialogue->complete) {
        smtp_line_patience(line);
    }
    if (dialogue->out_of_turn && line->relay->tls != NULL) {
        tls_distrust(line->relay->tls);
    }
}

void smtp_line_secure(struct smtp_line *line, SSL *ssl)
{
    const struct smtp_relay *relay = line->relay;
    const char *name = *relay->helo != '\0' ? relay->helo : g_get_host_name();
    g_autofree char *ehlo = g_strdup_printf("EHLO %s\r\n", name);
    line->secured = tls_first_words(ssl, ehlo, relay->timeout);
    smtp_dialogue_secured(&line->dialogue);
}

/* libESMTP would go on without a login. */
bool smtp_line_is_right(const struct smtp_line *line)
{
    const struct smtp_relay *relay = line->relay;
    return (relay->tls == NULL || line->secured) &&
           (*relay->user == '\0' || line->dialogue.login == SMTP_LOGIN_ACCEPTED);
}

/* Why there is no TLS; NULL when that is not our fault. */
static char *tls_fault(const struct smtp_line *line)
{
    const struct smtp_relay *relay = line->relay;
    if (relay->tls == NULL || line->secured) {
        return NULL;
    }
    if (line->no_starttls) {
        return g_strdup_printf("%s offers no STARTTLS", relay->server);
    }
    if (!line->dialogue.starttls_accepted && !line->dialogue.out_of_turn) {
        return NULL;
    }
    const char *problem = tls_problem(relay->tls);
    return g_strdup_printf("no TLS with %s: %s", relay->server,
                           problem != NULL ? problem : "the handshake failed");
}

/* Why there is no login; NULL when that is not our fault. */
static char *login_fault(const struct smtp_line *line)
{
    const struct smtp_relay *relay = line->relay;
    if (*relay->user == '\0') {
        return NULL;
    }
    if (line->dialogue.login == SMTP_LOGIN_REFUSED) {
        return g_strdup_printf("%s refuses our login (user, password-file): %s", relay->server,
                               line->dialogue.objection);
    }
    if (line->dialogue.login == SMTP_LOGIN_NONE && line->held_back) {
        return g_strdup_printf("%s offers no login with PLAIN or LOGIN", relay->server);
    }
    return NULL;
}

char *smtp_line_fault(const struct smtp_line *line)
{
    char *fault = tls_fault(line);
    return fault != NULL ? fault : login_fault(line);
}

char *smtp_line_end(const struct smtp_line *line)
{
    const struct smtp_relay *relay = line->relay;
    g_autofree char *objection = smtp_reply_words(line->dialogue.objection);
    if (*objection != '\0') {
        return g_strdup_printf("%s says: %s", relay->server, objection);
    }
    return g_strdup_printf("%s closed the line or was silent for %d seconds", relay->server,
                           relay->timeout);
}
