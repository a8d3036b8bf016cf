#include "understand/inline.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "mail/html_text.h"

/* A digest is short; what follows is not looked at. */
#define LINE_LIMIT 400u
#define LAST_ITEM 'P'

/* Behind the marks of quotation; NULL when the line is not quoted. */
static const char *quoted(const char *line)
{
    const char *at = line;
    bool marked = *at == HTML_QUOTED || *at == HTML_OURS || *at == HTML_INDENT;
    at += marked ? 1 : 0;
    while (*at == ' ' || *at == '>' || *at == '\t') {
        marked |= *at == '>';
        at++;
    }
    return marked ? at : NULL;
}

/* "A. Kandidat 142", "B) ...": its letter, 0 for none. */
static char item_of(const char *text)
{
    text += strspn(text, "*• ");
    bool letter =
        text[0] >= 'A' && text[0] <= LAST_ITEM && text[1] != '\0' && strchr(".):", text[1]) != NULL;
    return letter && text[2] == ' ' ? text[0] : '\0';
}

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t\r")] == '\0';
}

/* Whether a quoted line comes from line `from` on. */
static bool quotes_follow(char **lines, size_t from)
{
    for (size_t i = from; i < LINE_LIMIT && lines[i] != NULL; i++) {
        if (quoted(lines[i]) != NULL) {
            return true;
        }
    }
    return false;
}

char *inline_labelled(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", (int)LINE_LIMIT);
    g_autoptr(GString) labelled = g_string_new(NULL);
    char item = '\0';
    bool between = false, found = false;
    for (size_t i = 0; i < LINE_LIMIT - 1 && lines[i] != NULL; i++) {
        const char *line = lines[i], *inner = quoted(line);
        if (inner != NULL) {
            char letter = item_of(inner);
            item = letter != '\0' ? letter : between ? '\0' : item;
            between = false;
        } else if (!is_blank(line)) {
            bool first = !between && item != '\0' && (found || quotes_follow(lines, i + 1));
            if (first) {
                g_string_append_printf(labelled, "\n%c: ", item);
            }
            found |= first;
            if (found) {
                g_string_append_printf(labelled, "%s\n", line);
            }
            between = true;
        }
    }
    return found ? g_string_free(g_steal_pointer(&labelled), FALSE) : NULL;
}

unsigned inline_items(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", (int)LINE_LIMIT);
    unsigned items = 0;
    for (size_t i = 0; i < LINE_LIMIT - 1 && lines[i] != NULL; i++) {
        const char *inner = quoted(lines[i]);
        char letter = item_of(inner == NULL ? lines[i] : inner);
        items |= letter == '\0' ? 0u : 1u << (letter - 'A');
    }
    return items;
}
