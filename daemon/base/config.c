#include "base/config.h"

#include <string.h>

#include "base/config_data.h"
#include "base/data.h"

static const struct config_row rows[CONFIG_KEYS] = {
#define CONFIG_ROW(key, section, name, type, fallback, words, low, high, help) \
    [CONFIG_##key] = {section, name, type, fallback, words, low, high, help},
#include "base/config_keys.h"
#undef CONFIG_ROW
};

const struct config_row *config_row(enum config_key key)
{
    g_assert(key < CONFIG_KEYS);
    return &rows[key];
}

struct config *config_defaults(const char *directory)
{
    struct config *config = g_new0(struct config, 1);
    config->directory = g_canonicalize_filename(directory, NULL);
    for (size_t key = 0; key < CONFIG_KEYS; key++) {
        struct config_value *value = &config->values[key];
        value->text = g_strdup(rows[key].fallback);
        g_autofree char *wrong = config_value_read(&rows[key], value->text, &value->number);
        g_assert(wrong == NULL);
    }
    return config;
}

void config_free(struct config *config)
{
    if (config == NULL) {
        return;
    }
    for (size_t key = 0; key < CONFIG_KEYS; key++) {
        g_free(config->values[key].text);
    }
    g_free(config->directory);
    g_free(config->file);
    g_free(config);
}

const char *config_text(const struct config *config, enum config_key key)
{
    g_assert(key < CONFIG_KEYS);
    return config->values[key].text;
}

int64_t config_number(const struct config *config, enum config_key key)
{
    enum config_type type = config_row(key)->type;
    g_assert(type == CONFIG_NUMBER || type == CONFIG_DURATION || type == CONFIG_TIME);
    return config->values[key].number;
}

char *config_path(const struct config *config, enum config_key key, const char *fallback)
{
    g_assert(config_row(key)->type == CONFIG_PATH);
    const char *text = config->values[key].text;
    if (*text != '\0') {
        return g_canonicalize_filename(text, config->directory);
    }
    return fallback != NULL ? data_path(fallback) : NULL;
}

bool config_is(const struct config *config, enum config_key key, const char *word)
{
    g_assert(config_row(key)->type == CONFIG_CHOICE);
    g_auto(GStrv) words = g_strsplit(config_row(key)->words, "|", -1);
    g_assert(g_strv_contains((const char *const *)words, word));
    return strcmp(config->values[key].text, word) == 0;
}

unsigned config_line(const struct config *config, enum config_key key)
{
    g_assert(key < CONFIG_KEYS);
    return config->values[key].line;
}

const char *config_file(const struct config *config)
{
    return config->file;
}
