#include "compose/html_scan.h"

#include <string.h>

bool html_next(const char **cursor, struct html_tag *tag)
{
    const char *at = *cursor;
    memset(tag, 0, sizeof *tag);
    tag->text = at;
    const char *open = strchr(at, '<');
    if (open == NULL) {
        tag->text_end = at + strlen(at);
        return false;
    }
    tag->text_end = open;
    if (g_str_has_prefix(open, "<!--")) {
        const char *close = strstr(open, "-->");
        *cursor = close != NULL ? close + 3 : open + strlen(open);
        g_strlcpy(tag->name, "!", sizeof tag->name);
        tag->inside = tag->end = open;
        return true;
    }
    const char *close = strchr(open, '>');
    if (close == NULL) {
        return false;
    }
    tag->closing = open[1] == '/';
    const char *name = open + (tag->closing ? 2 : 1);
    size_t length = MIN(strcspn(name, " \t\n/>"), sizeof tag->name - 1);
    for (size_t i = 0; i < length; i++) {
        tag->name[i] = g_ascii_tolower(name[i]);
    }
    tag->inside = name + length;
    tag->end = close;
    *cursor = close + 1;
    return true;
}

char *html_attribute(const struct html_tag *tag, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = tag->inside; at + length + 2 < tag->end; at++) {
        bool here = g_ascii_isspace(at[0]) && g_ascii_strncasecmp(at + 1, name, length) == 0 &&
                    at[1 + length] == '=' && at[2 + length] == '"';
        if (here) {
            const char *value = at + length + 3;
            return g_strndup(value, strcspn(value, "\""));
        }
    }
    return NULL;
}

char *html_style(const char *style, const char *property)
{
    char *value = NULL;
    g_auto(GStrv) parts = g_strsplit(style, ";", -1);
    for (char **part = parts; *part != NULL; part++) {
        char *colon = strchr(*part, ':');
        if (colon == NULL) {
            continue;
        }
        *colon = '\0';
        if (strcmp(g_strstrip(*part), property) == 0) {
            g_free(value);
            value = g_strdup(g_strstrip(colon + 1));
        }
    }
    return value;
}

bool html_is_void(const char *name)
{
    static const char *const names[] = {"!",   "!doctype", "meta", "br",    "img", "hr",
                                        "col", "link",     "base", "input", "wbr", NULL};
    return g_strv_contains(names, name);
}
