#include "post/login.h"

#include <string.h>
#include <sys/stat.h>

#include "base/failure.h"
#include "base/file.h"

bool login_unfit(const struct config *config, enum config_key key, const char *what, GError **error)
{
    const struct config_row *row = config_row(key);
    const char *file = config_file(config);
    g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION, "%s: [%s] %s: %s",
                file != NULL ? file : "configuration", row->section, row->name, what);
    return false;
}

char *login_password(const struct config *config, enum config_key key, GError **error)
{
    if (*config_text(config, key) == '\0') {
        login_unfit(config, key, "is missing; a login (user) needs it", error);
        return NULL;
    }
    g_autofree char *path = config_path(config, key, "");
    struct stat about;
    if (stat(path, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        login_unfit(config, key, "others may read the file; chmod 600 it", error);
        return NULL;
    }
    size_t length = 0;
    g_autofree char *text = file_read(path, LOGIN_PASSWORD_LIMIT + 2, &length, error);
    if (text == NULL) {
        g_prefix_error(error, "password-file: ");
        return NULL;
    }
    text[strcspn(text, "\r\n")] = '\0';
    if (*text == '\0' || strlen(text) > LOGIN_PASSWORD_LIMIT) {
        login_unfit(config, key, "must hold a password of 1 to 255 octets", error);
        return NULL;
    }
    return g_steal_pointer(&text);
}
