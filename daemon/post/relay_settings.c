#include "post/relay_settings.h"

#include <string.h>
#include <sys/stat.h>

#include "base/failure.h"
#include "base/file.h"

#define PASSWORD_LIMIT 255u /* octets; lane_smtp.c says why */

struct relay_keys {
    enum config_key type, path, host, port, tls, ca_file, user, password, timeout, doubt, helo;
};

static const struct relay_keys open_keys = {
    CONFIG_RELAY_TYPE,    CONFIG_RELAY_PATH,  CONFIG_RELAY_HOST, CONFIG_RELAY_PORT,
    CONFIG_RELAY_TLS,     CONFIG_RELAY_CA,    CONFIG_RELAY_USER, CONFIG_RELAY_PASSWORD,
    CONFIG_RELAY_TIMEOUT, CONFIG_RELAY_DOUBT, CONFIG_RELAY_HELO,
};
static const struct relay_keys confidential_keys = {
    CONFIG_CONFIDENTIAL_TYPE,  CONFIG_CONFIDENTIAL_PATH,     CONFIG_CONFIDENTIAL_HOST,
    CONFIG_CONFIDENTIAL_PORT,  CONFIG_CONFIDENTIAL_TLS,      CONFIG_CONFIDENTIAL_CA,
    CONFIG_CONFIDENTIAL_USER,  CONFIG_CONFIDENTIAL_PASSWORD, CONFIG_CONFIDENTIAL_TIMEOUT,
    CONFIG_CONFIDENTIAL_DOUBT, CONFIG_CONFIDENTIAL_HELO,
};

static const struct relay_keys *keys_of(bool confidential)
{
    return confidential ? &confidential_keys : &open_keys;
}

static bool unfit(const struct config *config, enum config_key key, const char *what,
                  GError **error)
{
    const struct config_row *row = config_row(key);
    const char *file = config_file(config);
    g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION, "%s: [%s] %s: %s",
                file != NULL ? file : "configuration", row->section, row->name, what);
    return false;
}

/* The first line of the file. */
static bool read_password(const struct config *config, const struct relay_keys *keys,
                          char **password, GError **error)
{
    if (*config_text(config, keys->password) == '\0') {
        return unfit(config, keys->password, "is missing; a login (user) needs it", error);
    }
    g_autofree char *path = config_path(config, keys->password, "");
    struct stat about;
    if (stat(path, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return unfit(config, keys->password, "others may read the file; chmod 600 it", error);
    }
    size_t length = 0;
    g_autofree char *text = file_read(path, PASSWORD_LIMIT + 2, &length, error);
    if (text == NULL) {
        g_prefix_error(error, "password-file: ");
        return false;
    }
    text[strcspn(text, "\r\n")] = '\0';
    if (*text == '\0' || strlen(text) > PASSWORD_LIMIT) {
        return unfit(config, keys->password, "must hold a password of 1 to 255 octets", error);
    }
    *password = g_steal_pointer(&text);
    return true;
}

static bool read_login(const struct config *config, const struct relay_keys *keys,
                       struct lane_settings *settings, GError **error)
{
    settings->user = g_strdup(config_text(config, keys->user));
    if (settings->type != LANE_SMTP || *settings->user == '\0') {
        settings->password = g_strdup("");
        return true;
    }
    if (!settings->tls) {
        return unfit(config, keys->user, "a login needs tls = required", error);
    }
    return read_password(config, keys, &settings->password, error);
}

struct lane_settings *relay_settings(const struct config *config, bool confidential, GError **error)
{
    const struct relay_keys *keys = keys_of(confidential);
    SCOPED(lane_settings) struct lane_settings *settings = g_new0(struct lane_settings, 1);
    settings->type = config_is(config, keys->type, "smtp")      ? LANE_SMTP
                     : config_is(config, keys->type, "discard") ? LANE_DISCARD
                                                                : LANE_MAILDIR;
    settings->path = config_path(config, keys->path, "outbox");
    settings->host = g_strdup(config_text(config, keys->host));
    settings->port = (int)config_number(config, keys->port);
    settings->tls = config_is(config, keys->tls, "required");
    settings->ca_file = *config_text(config, keys->ca_file) == '\0'
                            ? g_strdup("")
                            : config_path(config, keys->ca_file, "");
    settings->timeout = (int)config_number(config, keys->timeout);
    settings->helo = g_strdup(config_text(config, keys->helo));
    if (!read_login(config, keys, settings, error)) {
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
