#include "mail/flowed.h"

#include <string.h>

struct flowed_line {
    unsigned depth; /* of `>` marks */
    const char *text;
    size_t length;
    bool soft, fixed; /* fixed: "-- ", which ends a paragraph though it ends in a blank */
};

static struct flowed_line read_line(const char *at, size_t length)
{
    struct flowed_line line = {0};
    while (line.depth < length && at[line.depth] == '>') {
        line.depth++;
    }
    line.text = at + line.depth;
    line.length = length - line.depth;
    if (line.length > 0 && line.text[0] == ' ') {
        line.text++;
        line.length--;
    }
    line.fixed = line.length == 3 && memcmp(line.text, "-- ", 3) == 0;
    line.soft = !line.fixed && line.length > 0 && line.text[line.length - 1] == ' ';
    return line;
}

static void append_marks(GString *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        g_string_append_c(out, '>');
    }
    if (depth > 0) {
        g_string_append_c(out, ' ');
    }
}

char *flowed_read(const char *text, bool delsp)
{
    GString *out = g_string_sized_new(strlen(text));
    bool open = false; /* the last line was soft */
    unsigned depth = 0;
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        struct flowed_line line = read_line(at, length);
        if (open && (line.depth != depth || line.fixed)) {
            g_string_append_c(out, '\n');
            open = false;
        }
        if (!open) {
            append_marks(out, line.depth);
        }
        g_string_append_len(out, line.text, (gssize)(line.length - (line.soft && delsp ? 1u : 0u)));
        open = line.soft;
        depth = line.depth;
        at += length;
        if (*at == '\n') {
            at++;
            if (!open) {
                g_string_append_c(out, '\n');
            }
        }
    }
    return g_string_free(out, FALSE);
}
