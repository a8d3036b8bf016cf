/* The lane to an SMTP relay: settings, and a batch as one or more sessions. The process that runs
 * it serves nothing else: HOME and SIGPIPE are set for libESMTP.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "base/text.h"
#include "post/lane_kind.h"
#include "post/sendable.h"
#include "post/smtp_session.h"

#define SECRET_LIMIT 255u /* client-plain.c copies name and password into 2 * 255 + 3 octets */

static void smtp_deliver(void *state, const struct lane_mail *mails, unsigned count,
                         const struct lane_watch *watch)
{
    struct smtp_relay *relay = state;
    g_autoptr(GPtrArray) waiting = g_ptr_array_new();
    for (unsigned i = 0; i < count; i++) {
        const char *reason = NULL;
        if (sendable(&mails[i], &reason)) {
            g_ptr_array_add(waiting, (gpointer)(uintptr_t)&mails[i]);
        } else {
            watch->settled(mails[i].id, LEDGER_REFUSED, "", reason, watch->context);
        }
    }
    g_autofree char *reason = NULL;
    bool ours = false;
    while (waiting->len > 0 && reason == NULL) {
        reason = smtp_session(relay, waiting, watch, &ours);
    }
    for (unsigned i = 0; i < waiting->len; i++) {
        const struct lane_mail *mail = g_ptr_array_index(waiting, i);
        watch->settled(mail->id, ours ? LEDGER_OUR_FAULT : LEDGER_NOT_TRIED, "", reason,
                       watch->context);
    }
}

static void smtp_close(void *state)
{
    struct smtp_relay *relay = state;
    tls_close(relay->tls);
    g_free(relay->server);
    g_free(relay->user);
    g_free(relay->password);
    g_free(relay->helo);
    g_free(relay);
}

static bool settings_fit(const struct lane_settings *settings, GError **error)
{
    const char *problem = NULL;
    if (*settings->user != '\0' && !settings->tls) {
        problem = "a login needs tls = required; without it the password would go out in clear";
    } else if (strlen(settings->user) > SECRET_LIMIT || strlen(settings->password) > SECRET_LIMIT) {
        problem = "user and password may have 255 octets each";
    } else if (*settings->host == '\0' || strpbrk(settings->host, ": \t\r\n") != NULL) {
        problem = "host must be a name or an IPv4 address";
    } else if (text_has_control(settings->helo) || strchr(settings->helo, ' ') != NULL) {
        problem = "helo must be one name";
    }
    if (problem != NULL) {
        g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION, "relay: %s", problem);
    }
    return problem == NULL;
}

static void *smtp_open(const struct lane_settings *settings, GError **error)
{
    if (!settings_fit(settings, error)) {
        return NULL;
    }
    struct tls *tls = NULL;
    if (settings->tls) {
        tls = tls_open(settings->host, settings->ca_file, error);
        if (tls == NULL) {
            return NULL;
        }
    }
    signal(SIGPIPE, SIG_IGN);
    /* Below HOME libESMTP looks for certificates of its own and gives up on any error but ENOENT.
     */
    setenv("HOME", "/nonexistent", 1);
    unsetenv("XDG_CONFIG_DIR");
    struct smtp_relay *relay = g_new0(struct smtp_relay, 1);
    relay->server = g_strdup_printf("%s:%d", settings->host, settings->port);
    relay->user = g_strdup(settings->user);
    relay->password = g_strdup(settings->password);
    relay->helo = g_strdup(settings->helo);
    relay->timeout = settings->timeout;
    relay->tls = tls;
    return relay;
}

static bool smtp_has(void *state G_GNUC_UNUSED, const char *message_id G_GNUC_UNUSED, bool *known)
{
    *known = false;
    return false;
}

const struct lane_kind lane_kind_smtp = {smtp_open, smtp_close, smtp_deliver, smtp_has};
