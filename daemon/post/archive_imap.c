/* The archive as a folder on an IMAP server. A connection that broke is opened again once. */
#include "base/failure.h"
#include "post/archive_kind.h"
#include "post/imap_mail.h"

#define REMOVED_AT_ONCE 500u /* numbers in one command; servers limit its length */

struct remote {
    struct imap_settings *settings;
    struct imap *imap; /* NULL: not connected */
};

static void remote_close(void *state)
{
    struct remote *remote = state;
    imap_close(remote->imap);
    imap_settings_free(remote->settings);
    g_free(remote);
}

static void *remote_open(const struct config *config, GError **error)
{
    struct imap_settings *settings = imap_settings_read(config, true, error);
    if (settings == NULL) {
        return NULL;
    }
    struct remote *remote = g_new0(struct remote, 1);
    remote->settings = settings;
    remote->imap = imap_open(settings, error);
    if (remote->imap == NULL) {
        remote_close(remote);
        return NULL;
    }
    return remote;
}

/* A server that says no is one that may say yes later. */
static bool unknown(GError *problem, GError **error)
{
    problem->code = FAILURE_TEMPORARY;
    g_prefix_error(&problem, "archive: ");
    g_propagate_error(error, problem);
    return false;
}

/* Numbers of the mails with this id, or (NULL) of those before `moment`. */
static GArray *ask(struct remote *remote, const char *message_id, int64_t moment, GError **error)
{
    g_autoptr(GError) problem = NULL;
    for (unsigned tries = 0; tries < 2; tries++) {
        g_clear_error(&problem);
        if (remote->imap == NULL) {
            remote->imap = imap_open(remote->settings, &problem);
        }
        GArray *found = remote->imap == NULL ? NULL
                        : message_id != NULL ? imap_find(remote->imap, message_id, &problem)
                                             : imap_older(remote->imap, moment, &problem);
        if (found != NULL) {
            return found;
        }
        g_clear_pointer(&remote->imap, imap_close);
    }
    unknown(g_steal_pointer(&problem), error);
    return NULL;
}

static bool remote_has(void *state, const char *message_id, bool *has, GError **error)
{
    g_autoptr(GArray) found = ask(state, message_id, 0, error);
    if (found == NULL) {
        return false;
    }
    *has = found->len > 0;
    return true;
}

static bool remote_purge(void *state, int64_t moment, unsigned *removed, GError **error)
{
    struct remote *remote = state;
    *removed = 0;
    g_autoptr(GArray) old = ask(remote, NULL, moment, error);
    if (old == NULL) {
        return false;
    }
    while (old->len > 0) {
        g_autoptr(GArray) some = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        guint count = MIN(old->len, REMOVED_AT_ONCE);
        g_array_append_vals(some, old->data, count);
        g_autoptr(GError) problem = NULL;
        if (!imap_remove(remote->imap, some, &problem)) {
            g_clear_pointer(&remote->imap, imap_close);
            return unknown(g_steal_pointer(&problem), error);
        }
        *removed += count;
        g_array_remove_range(old, 0, count);
    }
    return true;
}

const struct archive_kind archive_kind_imap = {NULL, remote_open, remote_close, remote_has,
                                               remote_purge};
