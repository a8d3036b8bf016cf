/* config_render: the configuration as a file that config_load reads. */
#include "base/config_data.h"

#include <string.h>

static const char introduction[] =
    "# moedested: the configuration. Every key stands here with its default; a key that is left\n"
    "# out has it too. `moedested config --changed` shows what you changed, `moedested check`\n"
    "# whether it is right.\n"
    "#\n"
    "# A remark begins with # at the start of a line, or behind a blank. Paths are relative to\n"
    "# this file. The file is UTF-8.\n";

static bool is_changed(const struct config *config, enum config_key key)
{
    const struct config_row *row = config_row(key);
    const struct config_value *value = &config->values[key];
    if (strcmp(value->text, row->fallback) == 0) {
        return false;
    }
    if (row->type != CONFIG_NUMBER && row->type != CONFIG_DURATION && row->type != CONFIG_TIME) {
        return true;
    }
    /* "1 day" is "24 hours". */
    int64_t number = 0;
    g_autofree char *wrong = config_value_read(row, row->fallback, &number);
    g_assert(wrong == NULL);
    return value->number != number;
}

static void append_help(GString *out, const struct config_row *row)
{
    g_autofree char *kind = config_value_kind(row);
    g_string_append_printf(out, "\n# %s\n# (%s; default: %s)\n", row->help, kind,
                           *row->fallback != '\0' ? row->fallback : "empty");
}

char *config_render(const struct config *config, bool changed_only, bool commented)
{
    GString *out = g_string_new(commented ? introduction : "");
    const char *section = "";
    for (size_t i = 0; i < CONFIG_KEYS; i++) {
        enum config_key key = (enum config_key)i;
        const struct config_row *row = config_row(key);
        if (changed_only && !is_changed(config, key)) {
            continue;
        }
        if (strcmp(section, row->section) != 0) {
            section = row->section;
            g_string_append_printf(out, "%s[%s]\n", out->len > 0 ? "\n" : "", section);
        }
        if (commented) {
            append_help(out, row);
        }
        const char *value = config->values[key].text;
        g_string_append_printf(out, "%s =%s%s\n", row->name, *value != '\0' ? " " : "", value);
    }
    return g_string_free(out, FALSE);
}
