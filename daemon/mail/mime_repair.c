#include "mail/mime_repair.h"

#include <stdbool.h>
#include <string.h>

/* Whether a header begins or goes on here. */
static bool is_header_line(const char *line)
{
    size_t name = 0;
    while (line[name] > ' ' && line[name] < 0x7f && line[name] != ':') {
        name++;
    }
    return *line == ' ' || *line == '\t' ||
           (name > 0 && line[name + strspn(line + name, " \t")] == ':');
}

/* Some programs put a blank into the empty line below the header. A parser takes that for a folded
 * header, and the text for more of it. */
static void close_header(GString *out)
{
    for (const char *at = out->str; at != NULL && *at != '\0';) {
        const char *feed = strchr(at, '\n');
        size_t blanks = strspn(at, " \t");
        size_t end = blanks + strspn(at + blanks, "\r");
        if (feed == NULL || at + end == feed) {
            if (feed != NULL && blanks > 0 && !is_header_line(feed + 1)) {
                g_string_erase(out, at - out->str, (gssize)blanks);
            } else if (blanks > 0) {
                at = feed == NULL ? NULL : feed + 1;
                continue;
            }
            return;
        }
        at = feed + 1;
    }
}

GString *mime_repair(const char *raw, size_t length)
{
    const char *at = raw, *end = raw + length;
    if (length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        at += 3;
    }
    while (at < end && (*at == '\r' || *at == '\n')) {
        at++;
    }
    if (end - at > 5 && memcmp(at, "From ", 5) == 0) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        at = feed == NULL ? at : feed + 1;
    }
    GString *out = g_string_new_len(at, end - at);
    if (memchr(out->str, '\n', out->len) == NULL) {
        for (size_t i = 0; i < out->len; i++) {
            if (out->str[i] == '\r') {
                out->str[i] = '\n';
            }
        }
    }
    close_header(out);
    return out;
}
