#include "compose/wrap.h"

#include <glib.h>
#include <string.h>

/* Octets of "- " or "12. ", 0: no item of a list begins here. */
static size_t list_mark(const char *line)
{
    size_t digits = strspn(line, "0123456789");
    if (g_str_has_prefix(line, "- ")) {
        return strlen("- ");
    }
    return digits > 0 && g_str_has_prefix(line + digits, ". ") ? digits + strlen(". ") : 0;
}

/* What the rest of a broken line begins with. The caller owns it. */
static char *rest_marks(const char *line)
{
    size_t marks = strspn(line, "> ");
    size_t list = list_mark(line + marks);
    g_autofree char *blanks = g_strnfill(list, ' ');
    g_autofree char *before = g_strndup(line, marks);
    return g_strconcat(before, blanks, NULL);
}

/* Octets of the word at `text`, with the blank in front. */
static size_t word_length(const char *text)
{
    size_t blank = strspn(text, " ");
    return blank + strcspn(text + blank, " ");
}

static void append_wrapped(GString *out, const char *line)
{
    g_autofree char *marks = rest_marks(line);
    size_t length = strspn(line, "> ") + word_length(line + strspn(line, "> "));
    g_string_append_len(out, line, (gssize)length);
    glong column = g_utf8_strlen(line, (gssize)length);
    for (line += length; *line != '\0'; line += length) {
        length = word_length(line);
        glong width = g_utf8_strlen(line, (gssize)length);
        if (column + width > (glong)TEXT_COLUMNS && length > strspn(line, " ")) {
            g_string_append_printf(out, "\n%s", marks);
            line += strspn(line, " ");
            length = word_length(line);
            column = g_utf8_strlen(marks, -1);
            width = g_utf8_strlen(line, (gssize)length);
        }
        g_string_append_len(out, line, (gssize)length);
        column += width;
    }
}

char *wrap_lines(const char *text, bool from_start, bool to_end)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    unsigned count = g_strv_length(lines);
    g_autoptr(GString) out = g_string_new(NULL);
    for (unsigned i = 0; i < count; i++) {
        bool whole = (i > 0 || from_start) && (i + 1 < count || to_end);
        bool code =
            g_str_has_prefix(lines[i], "    ") && list_mark(lines[i] + strspn(lines[i], " ")) == 0;
        bool perhaps = strlen(lines[i]) > TEXT_COLUMNS; /* octets are counted faster */
        g_string_append(out, i > 0 ? "\n" : "");
        if (whole && !code && perhaps && g_utf8_strlen(lines[i], -1) > (glong)TEXT_COLUMNS) {
            append_wrapped(out, lines[i]);
        } else {
            g_string_append(out, lines[i]);
        }
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}
