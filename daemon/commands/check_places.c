#include "commands/check_places.h"

#include <string.h>
#include <unistd.h>

#include "base/failure.h"
#include "base/token.h"
#include "calendar/meeting_dates.h"
#include "compose/check.h"
#include "post/deliver.h"
#include "post/imap_settings.h"
#include "post/pace.h"
#include "post/relay_settings.h"
#include "store/backup.h"
#include "store/db.h"

struct places {
    const struct config *config;
    GPtrArray *findings;
};

static void say(const struct places *places, bool stops, unsigned line, char *text)
{
    struct finding *finding = g_new0(struct finding, 1);
    finding->stops = stops;
    finding->file = g_strdup(config_file(places->config));
    finding->line = line;
    finding->text = text;
    g_ptr_array_add(places->findings, finding);
}

/* "[store] path: /srv/x WHAT" */
static void say_of(const struct places *places, enum config_key key, const char *path,
                   const char *what)
{
    const struct config_row *row = config_row(key);
    say(places, true, config_line(places->config, key),
        g_strdup_printf("[%s] %s: %s %s", row->section, row->name, path, what));
}

/* What a room says begins with the place of the key (config_blame): "FILE:LINE: " or "FILE: ". */
static void say_failure(const struct places *places, const GError *error)
{
    const char *file = config_file(places->config);
    g_assert(g_str_has_prefix(error->message, file));
    const char *place = error->message + strlen(file) + 1;
    unsigned line = (unsigned)g_ascii_strtoull(place, NULL, 10);
    say(places, true, line, g_strdup(strchr(place, ' ') + 1));
}

static void look_at_folder(const struct places *places, enum config_key key, const char *fallback)
{
    g_autofree char *path = config_path(places->config, key, fallback);
    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        say_of(places, key, path,
               g_file_test(path, G_FILE_TEST_EXISTS) ? "is not a folder" : "does not exist");
    }
}

/* The first folder above a path that is there already. The caller owns it. */
static char *nearest_folder(const char *path)
{
    char *folder = g_path_get_dirname(path);
    while (!g_file_test(folder, G_FILE_TEST_EXISTS) && g_strcmp0(folder, "/") != 0) {
        char *above = g_path_get_dirname(folder);
        g_free(folder);
        folder = above;
    }
    return folder;
}

/* What is there has to be a store that can be read from end to end; one of an older program is
 * brought forward by the next round. */
static void open_store(const struct places *places, const char *path)
{
    g_autoptr(GError) error = NULL;
    SCOPED(store) struct store *store = store_open(path, STORE_READ, &error);
    if (store != NULL ? !backup_is_sound(store, &error) : error->code != FAILURE_TEMPORARY) {
        config_blame(places->config, CONFIG_STORE_PATH, &error);
        say_failure(places, error);
    }
}

static void look_at_store(const struct places *places)
{
    g_autofree char *path = config_path(places->config, CONFIG_STORE_PATH, "moedested.db");
    g_autofree char *folder = g_path_get_dirname(path);
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        say_of(places, CONFIG_STORE_PATH, path, "is a folder; the store is a file");
    } else if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        say_of(places, CONFIG_STORE_PATH, folder, "is the folder of the store and does not exist");
    } else if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        open_store(places, path);
    } else {
        say(places, false, config_line(places->config, CONFIG_STORE_PATH),
            g_strdup_printf("[store] path: there is no store %s yet; the next round makes an empty "
                            "one (is its name right?)",
                            path));
    }
}

/* A new place gets its key at the first start. */
static void look_at_key(const struct places *places)
{
    g_autofree char *path = config_path(places->config, CONFIG_STORE_KEY, "moedested.key");
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *store = config_path(places->config, CONFIG_STORE_PATH, "moedested.db");
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        if (g_file_test(store, G_FILE_TEST_IS_REGULAR)) {
            say_of(places, CONFIG_STORE_KEY, path,
                   "is missing; restore it from a copy (without it answers to mails already sent "
                   "cannot be understood)");
        } else if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
            say_of(places, CONFIG_STORE_KEY, folder, "is the folder of the key and does not exist");
        }
        return;
    }
    g_autoptr(GError) error = NULL;
    SCOPED(token_key) struct token_key *key = token_key_load(path, &error);
    if (key == NULL) {
        config_blame(places->config, CONFIG_STORE_KEY, &error);
        say_failure(places, error);
    }
}

/* Made when it is missing: then the folder above it counts. */
static void look_at_maildir(const struct places *places, enum config_key key, const char *fallback)
{
    static const char *const parts[] = {"tmp", "new", "cur"};
    g_autofree char *path = config_path(places->config, key, fallback);
    for (size_t at = 0; at < G_N_ELEMENTS(parts); at++) {
        g_autofree char *part = g_build_filename(path, parts[at], NULL);
        bool there = g_file_test(part, G_FILE_TEST_EXISTS);
        g_autofree char *folder = there ? g_strdup(part) : nearest_folder(part);
        const char *what = !g_file_test(folder, G_FILE_TEST_IS_DIR)
                               ? "is not a folder, so there can be no Maildir"
                           : access(folder, R_OK | W_OK | X_OK) != 0
                               ? "cannot be written by who asks, so there can be no Maildir"
                               : NULL;
        if (what != NULL) {
            say_of(places, key, folder, what);
            return;
        }
    }
}

static void look_at_relay(const struct places *places, bool confidential)
{
    g_autoptr(GError) error = NULL;
    SCOPED(lane_settings)
    struct lane_settings *settings = relay_settings(places->config, confidential, &error);
    if (settings == NULL) {
        say_failure(places, error);
    } else if (settings->type == LANE_MAILDIR) {
        look_at_maildir(places, confidential ? CONFIG_CONFIDENTIAL_PATH : CONFIG_RELAY_PATH,
                        "outbox");
    }
}

static void look_at_pace(const struct places *places)
{
    g_autoptr(GError) error = NULL;
    SCOPED(quota) struct quota *quota = pace_read(places->config, &error);
    if (quota == NULL) {
        say_failure(places, error);
    }
}

static void look_at_imap(const struct places *places, bool archive)
{
    g_autoptr(GError) error = NULL;
    SCOPED(imap_settings)
    struct imap_settings *settings = imap_settings_read(places->config, archive, &error);
    if (settings == NULL) {
        say_failure(places, error);
    }
}

/* A store that cannot be read has its finding already. */
static bool had_archive(const struct places *places)
{
    g_autofree char *path = config_path(places->config, CONFIG_STORE_PATH, "moedested.db");
    bool had = false;
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        return false;
    }
    SCOPED(store) struct store *store = store_open(path, STORE_READ, NULL);
    return store != NULL && deliver_had_archive(store, &had, NULL) && had;
}

/* In an empty one nothing would be found of mails that have gone, and they would go again. New mail
 * goes meanwhile: it stops nothing. */
static bool archive_has_gone(const struct places *places)
{
    static const char *const parts[] = {"new", "cur"};
    g_autofree char *path = config_path(places->config, CONFIG_ARCHIVE_PATH, "archive");
    for (size_t at = 0; at < G_N_ELEMENTS(parts); at++) {
        g_autofree char *part = g_build_filename(path, parts[at], NULL);
        if (!g_file_test(part, G_FILE_TEST_EXISTS) && had_archive(places)) {
            say(places, false, config_line(places->config, CONFIG_ARCHIVE_PATH),
                g_strdup_printf("[archive] path: %s does not exist, and is not made again, for "
                                "this store has had an archive: put it back (a disk that is not "
                                "mounted?), or see \"[archive]\" in moedested(8) to begin another",
                                part));
            return true;
        }
    }
    return false;
}

static void look_at_archive(const struct places *places)
{
    if (*config_text(places->config, CONFIG_RELAY_ARCHIVE) == '\0' &&
        *config_text(places->config, CONFIG_CONFIDENTIAL_ARCHIVE) == '\0') {
        return;
    }
    if (config_is(places->config, CONFIG_ARCHIVE_TYPE, "imap")) {
        look_at_imap(places, true);
    } else if (!archive_has_gone(places)) {
        look_at_maildir(places, CONFIG_ARCHIVE_PATH, "archive");
    }
}

static void look_at_meetings(const struct places *places)
{
    g_autoptr(GError) error = NULL;
    SCOPED(meeting_dates)
    struct meeting_dates *dates = meeting_dates_load(places->config, &error);
    if (dates == NULL) {
        say_failure(places, error);
    }
}

void check_places(const struct config *config, GPtrArray *findings)
{
    struct places places = {config, findings};
    look_at_folder(&places, CONFIG_SITE_TEMPLATES, "templates");
    look_at_folder(&places, CONFIG_SITE_LANGUAGE, "config/language");
    look_at_store(&places);
    look_at_key(&places);
    if (config_is(config, CONFIG_INBOX_TYPE, "maildir")) {
        look_at_maildir(&places, CONFIG_INBOX_PATH, "inbox");
    }
    look_at_pace(&places);
    look_at_meetings(&places);
    if (config_is(config, CONFIG_INBOX_TYPE, "imap")) {
        look_at_imap(&places, false);
    }
    look_at_archive(&places);
    look_at_relay(&places, false);
    if (relay_is_separate(config)) {
        look_at_relay(&places, true);
    }
}
