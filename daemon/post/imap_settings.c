#include "post/imap_settings.h"

#include <string.h>

#include "post/login.h"

#define ARCHIVE_POLL 300 /* nobody waits for mail there */

struct imap_keys {
    enum config_key host, port, tls, ca_file, user, password, folder, timeout;
};

static const struct imap_keys inbox_keys = {
    CONFIG_INBOX_HOST, CONFIG_INBOX_PORT,     CONFIG_INBOX_TLS,    CONFIG_INBOX_CA,
    CONFIG_INBOX_USER, CONFIG_INBOX_PASSWORD, CONFIG_INBOX_FOLDER, CONFIG_INBOX_TIMEOUT,
};
static const struct imap_keys archive_keys = {
    CONFIG_ARCHIVE_HOST, CONFIG_ARCHIVE_PORT,     CONFIG_ARCHIVE_TLS,    CONFIG_ARCHIVE_CA,
    CONFIG_ARCHIVE_USER, CONFIG_ARCHIVE_PASSWORD, CONFIG_ARCHIVE_FOLDER, CONFIG_ARCHIVE_TIMEOUT,
};

/* By its name; imap_stream looks at the address it got as well. */
static bool is_this_machine(const char *host)
{
    return g_ascii_strcasecmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
           g_str_has_prefix(host, "127.");
}

struct imap_settings *imap_settings_read(const struct config *config, bool archive, GError **error)
{
    const struct imap_keys *keys = archive ? &archive_keys : &inbox_keys;
    SCOPED(imap_settings) struct imap_settings *settings = g_new0(struct imap_settings, 1);
    settings->host = g_strdup(config_text(config, keys->host));
    settings->port = (int)config_number(config, keys->port);
    settings->tls = config_is(config, keys->tls, "none")       ? IMAP_CLEAR
                    : config_is(config, keys->tls, "starttls") ? IMAP_STARTTLS
                                                               : IMAP_TLS;
    settings->ca_file =
        settings->tls != IMAP_CLEAR ? login_ca_file(config, keys->ca_file, error) : g_strdup("");
    if (settings->ca_file == NULL) {
        return NULL;
    }
    settings->user = g_strdup(config_text(config, keys->user));
    settings->folder = g_strdup(config_text(config, keys->folder));
    settings->done = archive ? NULL : g_strdup(config_text(config, CONFIG_INBOX_DONE));
    settings->timeout = (int)config_number(config, keys->timeout);
    settings->poll = archive ? ARCHIVE_POLL : (int)config_number(config, CONFIG_INBOX_POLL);
    if (*settings->user == '\0') {
        config_refuse(config, keys->user, error, "is missing");
        return NULL;
    }
    if (settings->tls == IMAP_CLEAR && !is_this_machine(settings->host)) {
        config_refuse(config, keys->tls, error,
                      "none is for a server on this machine; use tls or starttls");
        return NULL;
    }
    if (settings->done != NULL && g_ascii_strcasecmp(settings->done, settings->folder) == 0) {
        config_refuse(config, CONFIG_INBOX_DONE, error,
                      "must be another folder than the one that is read");
        return NULL;
    }
    settings->password = login_password(config, keys->password, error);
    return settings->password != NULL ? g_steal_pointer(&settings) : NULL;
}

void imap_settings_free(struct imap_settings *settings)
{
    if (settings == NULL) {
        return;
    }
    g_free(settings->host);
    g_free(settings->ca_file);
    g_free(settings->user);
    g_free(settings->password);
    g_free(settings->folder);
    g_free(settings->done);
    g_free(settings);
}
