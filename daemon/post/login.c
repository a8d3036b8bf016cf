#include "post/login.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

#define CA_FILE_LIMIT (16 * 1024 * 1024) /* those of a system have a quarter of a MiB */

char *login_password(const struct config *config, enum config_key key, GError **error)
{
    if (*config_text(config, key) == '\0') {
        config_refuse(config, key, error, "is missing; a login (user) needs it");
        return NULL;
    }
    g_autofree char *path = config_path(config, key, "");
    struct stat about;
    if (stat(path, &about) == 0 && S_ISREG(about.st_mode) &&
        (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        config_refuse(config, key, error, "others may read %s; run: chmod 600 %s", path, path);
        return NULL;
    }
    size_t length = 0;
    g_autofree char *text = file_read(path, LOGIN_PASSWORD_LIMIT + 2, &length, error);
    if (text == NULL) {
        config_blame(config, key, error);
        return NULL;
    }
    text[strcspn(text, "\r\n")] = '\0';
    if (*text == '\0' || strlen(text) > LOGIN_PASSWORD_LIMIT) {
        config_refuse(config, key, error, "%s must hold a password of 1 to 255 octets", path);
        return NULL;
    }
    return g_steal_pointer(&text);
}

char *login_ca_file(const struct config *config, enum config_key key, GError **error)
{
    if (*config_text(config, key) == '\0') {
        return g_strdup("");
    }
    size_t length = 0;
    g_autofree char *path = config_path(config, key, "");
    g_autofree char *text = file_read(path, CA_FILE_LIMIT, &length, error);
    if (text == NULL) {
        config_blame(config, key, error);
        return NULL;
    }
    return g_steal_pointer(&path);
}
