#include "mail/head.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static bool begins(const char *line, size_t length, const char *with)
{
    size_t wanted = strlen(with);
    return length >= wanted && g_ascii_strncasecmp(line, with, wanted) == 0;
}

static bool is_empty(const char *line, size_t length)
{
    return length == 1 || (length == 2 && line[0] == '\r');
}

char *head_alone(const char *raw, size_t length, size_t *size)
{
    GString *head = g_string_new(NULL);
    const char *end = raw + MIN(length, HEAD_LIMIT), *stop = NULL;
    bool wanted = true;
    for (const char *line = raw; line < end; line = stop + 1) {
        stop = memchr(line, '\n', (size_t)(end - line));
        size_t octets = stop != NULL ? (size_t)(stop - line) + 1 : 0;
        if (stop == NULL || is_empty(line, octets)) {
            break;
        }
        bool continues = *line == ' ' || *line == '\t'; /* RFC 5322 2.2.3 */
        if (!continues) {
            wanted = !begins(line, octets, "Content-") && !begins(line, octets, "MIME-Version");
        }
        if (wanted) {
            g_string_append_len(head, line, (gssize)octets);
        }
    }
    g_string_append(head, "\r\n");
    *size = head->len;
    return g_string_free(head, FALSE);
}
