/* The secured lane to an SMTP relay, by libESMTP: settings, and a batch as one or more sessions.
 * The process that runs it serves nothing else: HOME and SIGPIPE are set for libESMTP.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "base/text.h"
#include "post/lane_kind.h"
#include "post/smtp_session.h"

#define AHEAD_LIMIT (2u * 1024u * 1024u) /* octets that are composed ahead */
#define SECRET_LIMIT 255u /* client-plain.c copies name and password into 2 * 255 + 3 octets */

struct secured_lane {
    struct smtp_relay relay;
    struct losses losses;
};

/* Mails with their octets, for one session after the other. */
struct ahead {
    GPtrArray *waiting; /* struct lane_mail */
    GPtrArray *rooms;   /* GString, one for each that waits */
    size_t octets;
};

/* Composes mails until a session is full; the next one that is left. */
static unsigned fill(struct ahead *ahead, GPtrArray *mails, unsigned next,
                     const struct lane_watch *watch)
{
    while (next < mails->len && ahead->waiting->len < SMTP_SESSION_LIMIT &&
           ahead->octets < AHEAD_LIMIT) {
        GString *room = g_string_new(NULL);
        struct lane_mail *mail = g_ptr_array_index(mails, next++);
        if (lane_prepare(watch, mail, room)) {
            g_ptr_array_add(ahead->waiting, mail);
            g_ptr_array_add(ahead->rooms, room);
            ahead->octets += mail->length;
        } else {
            g_string_free(room, TRUE);
        }
    }
    return next;
}

static void free_room(void *room)
{
    g_string_free(room, TRUE);
}

static void secured_deliver(void *state, struct lane_mail *mails, unsigned count,
                            const struct lane_watch *watch)
{
    struct secured_lane *lane = state;
    g_autoptr(GPtrArray) waiting = g_ptr_array_new();
    g_autoptr(GPtrArray) rooms = g_ptr_array_new_with_free_func(free_room);
    struct ahead ahead = {waiting, rooms, 0};
    struct smtp_batch batch = {.losses = &lane->losses};
    g_autofree char *reason = NULL;
    bool ours = false;
    g_autoptr(GPtrArray) order = losses_order(&lane->losses, mails, count);
    unsigned next = 0;
    while ((next < count || waiting->len > 0) && reason == NULL && !watch->ends(watch->context)) {
        if (waiting->len == 0) {
            g_ptr_array_set_size(rooms, 0);
            ahead.octets = 0;
            next = fill(&ahead, order, next, watch);
        }
        reason =
            waiting->len > 0 ? smtp_session(&lane->relay, &batch, waiting, watch, &ours) : NULL;
    }
    if (watch->ends(watch->context)) {
        return;
    }
    for (; next < count; next++) {
        g_ptr_array_add(waiting, g_ptr_array_index(order, next));
    }
    for (unsigned i = 0; i < waiting->len; i++) {
        const struct lane_mail *mail = g_ptr_array_index(waiting, i);
        lane_settle(watch, mail->id, ours ? LEDGER_OUR_FAULT : LEDGER_NOT_TRIED, "", reason);
    }
}

static void secured_close(void *state)
{
    struct secured_lane *lane = state;
    struct smtp_relay *relay = &lane->relay;
    tls_close(relay->tls);
    g_free(relay->server);
    g_free(relay->user);
    g_free(relay->password);
    g_free(relay->helo);
    g_free(relay->archive);
    g_free(lane);
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

static void *secured_open(const struct lane_settings *settings, GError **error)
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
    struct secured_lane *lane = g_new0(struct secured_lane, 1);
    struct smtp_relay *relay = &lane->relay;
    relay->server = g_strdup_printf("%s:%d", settings->host, settings->port);
    relay->user = g_strdup(settings->user);
    relay->password = g_strdup(settings->password);
    relay->helo = g_strdup(settings->helo);
    relay->archive = g_strdup(settings->archive);
    relay->timeout = settings->timeout;
    relay->tls = tls;
    return lane;
}

const struct lane_kind lane_kind_secured = {
    .open = secured_open, .close = secured_close, .deliver = secured_deliver};
