#include "post/relay_settings.h"

#include "mail/address.h"
#include "post/login.h"

struct relay_keys {
    enum config_key type, path, host, port, tls, ca_file, user, password, timeout, doubt, helo,
        sessions, archive;
};

static const struct relay_keys open_keys = {
    CONFIG_RELAY_TYPE,    CONFIG_RELAY_PATH,  CONFIG_RELAY_HOST, CONFIG_RELAY_PORT,
    CONFIG_RELAY_TLS,     CONFIG_RELAY_CA,    CONFIG_RELAY_USER, CONFIG_RELAY_PASSWORD,
    CONFIG_RELAY_TIMEOUT, CONFIG_RELAY_DOUBT, CONFIG_RELAY_HELO, CONFIG_RELAY_SESSIONS,
    CONFIG_RELAY_ARCHIVE,
};
static const struct relay_keys confidential_keys = {
    CONFIG_CONFIDENTIAL_TYPE,    CONFIG_CONFIDENTIAL_PATH,     CONFIG_CONFIDENTIAL_HOST,
    CONFIG_CONFIDENTIAL_PORT,    CONFIG_CONFIDENTIAL_TLS,      CONFIG_CONFIDENTIAL_CA,
    CONFIG_CONFIDENTIAL_USER,    CONFIG_CONFIDENTIAL_PASSWORD, CONFIG_CONFIDENTIAL_TIMEOUT,
    CONFIG_CONFIDENTIAL_DOUBT,   CONFIG_CONFIDENTIAL_HELO,     CONFIG_CONFIDENTIAL_SESSIONS,
    CONFIG_CONFIDENTIAL_ARCHIVE,
};

static const struct relay_keys *keys_of(bool confidential)
{
    return confidential ? &confidential_keys : &open_keys;
}

static bool read_login(const struct config *config, const struct relay_keys *keys,
                       struct lane_settings *settings, GError **error)
{
    settings->user = g_strdup(config_text(config, keys->user));
    if (settings->type != LANE_SECURED || *settings->user == '\0') {
        settings->password = g_strdup("");
        return true;
    }
    if (!settings->tls) {
        return config_refuse(config, keys->user, error, "a login needs tls = required");
    }
    settings->password = login_password(config, keys->password, error);
    return settings->password != NULL;
}

/* Our own writer serves a trusted relay; TLS and logins are libESMTP's. */
static enum lane_type type_of(const struct config *config, const struct relay_keys *keys)
{
    if (config_is(config, keys->type, "discard")) {
        return LANE_DISCARD;
    }
    if (!config_is(config, keys->type, "smtp")) {
        return LANE_MAILDIR;
    }
    bool secured =
        config_is(config, keys->tls, "required") || *config_text(config, keys->user) != '\0';
    return secured ? LANE_SECURED : LANE_PLAIN;
}

static bool read_archive(const struct config *config, const struct relay_keys *keys,
                         struct lane_settings *settings, GError **error)
{
    const char *archive = config_text(config, keys->archive);
    bool smtp = settings->type == LANE_PLAIN || settings->type == LANE_SECURED;
    settings->archive = g_strdup(smtp ? archive : "");
    if (*archive == '\0') {
        return true;
    }
    g_autofree char *address = address_parse(archive, NULL);
    return address != NULL ||
           config_refuse(config, keys->archive, error, "must be one mail address");
}

struct lane_settings *relay_settings(const struct config *config, bool confidential, GError **error)
{
    const struct relay_keys *keys = keys_of(confidential);
    SCOPED(lane_settings) struct lane_settings *settings = g_new0(struct lane_settings, 1);
    settings->type = type_of(config, keys);
    settings->sessions = (unsigned)config_number(config, keys->sessions);
    settings->path = config_path(config, keys->path, "outbox");
    settings->host = g_strdup(config_text(config, keys->host));
    settings->port = (int)config_number(config, keys->port);
    settings->tls = config_is(config, keys->tls, "required");
    settings->ca_file =
        settings->type == LANE_SECURED ? login_ca_file(config, keys->ca_file, error) : g_strdup("");
    settings->timeout = (int)config_number(config, keys->timeout);
    settings->helo = g_strdup(config_text(config, keys->helo));
    if (settings->ca_file == NULL || !read_login(config, keys, settings, error) ||
        !read_archive(config, keys, settings, error)) {
        return NULL;
    }
    return g_steal_pointer(&settings);
}

void lane_settings_free(struct lane_settings *settings)
{
    if (settings == NULL) {
        return;
    }
    g_free(settings->path);
    g_free(settings->host);
    g_free(settings->ca_file);
    g_free(settings->user);
    g_free(settings->password);
    g_free(settings->helo);
    g_free(settings->archive);
    g_free(settings);
}

bool relay_is_separate(const struct config *config)
{
    return *config_text(config, CONFIG_CONFIDENTIAL_TYPE) != '\0';
}

bool relay_repeats(const struct config *config, bool confidential)
{
    return config_is(config, keys_of(confidential)->doubt, "repeat");
}
