#include "store/inbound_content.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* In lower case; a star at the end stands for the rest of a name. */
static const char *const trace_headers[] = {
    "received",      "return-path",    "delivered-to",  "x-original-to",   "x-delivered-to",
    "delivery-date", "envelope-to",    "x-envelope-to", "x-envelope-from", "authentication-results",
    "x-received",    "received-spf",   "arc-*",         "x-spam-*",        "x-virus-*",
    "x-getmail-*",   "x-fetchmail-*",  "status",        "x-status",        "x-uid",
    "x-keywords",    "content-length", "lines",
};

static bool is_named(const char *name, size_t length, const char *wanted)
{
    size_t size = strlen(wanted);
    if (wanted[size - 1] == '*') {
        return length >= size - 1 && g_ascii_strncasecmp(name, wanted, size - 1) == 0;
    }
    return length == size && g_ascii_strncasecmp(name, wanted, size) == 0;
}

/* `line` is the first of a header. */
static bool is_trace(const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    if (colon == NULL) {
        return false;
    }
    size_t name = (size_t)(colon - line);
    while (name > 0 && (line[name - 1] == ' ' || line[name - 1] == '\t')) {
        name--;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(trace_headers); i++) {
        if (is_named(line, name, trace_headers[i])) {
            return true;
        }
    }
    return false;
}

/* Takes the next line off, without its end. */
static const char *next_line(const char **at, size_t *left, size_t *length)
{
    const char *line = *at;
    const char *end = memchr(line, '\n', *left);
    size_t whole = end == NULL ? *left : (size_t)(end - line) + 1;
    *length = end == NULL ? whole : whole - 1;
    if (*length > 0 && line[*length - 1] == '\r') {
        (*length)--;
    }
    *at += whole;
    *left -= whole;
    return line;
}

void inbound_content_hash(const char *raw, size_t length, uint8_t hash[INBOUND_HASH_SIZE])
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    while (length > 0 && (raw[length - 1] == '\n' || raw[length - 1] == '\r')) {
        length--;
    }
    bool in_header = true, skipping = length >= 5 && memcmp(raw, "From ", 5) == 0;
    bool first = skipping;
    while (length > 0) {
        size_t size;
        const char *line = next_line(&raw, &length, &size);
        if (in_header && size == 0) {
            in_header = false;
            skipping = false;
        } else if (in_header && !first && line[0] != ' ' && line[0] != '\t') {
            skipping = is_trace(line, size);
        }
        first = false;
        if (!skipping) {
            g_checksum_update(sum, (const guchar *)line, (gssize)size);
            g_checksum_update(sum, (const guchar *)"\n", 1);
        }
    }
    gsize got = INBOUND_HASH_SIZE;
    g_checksum_get_digest(sum, hash, &got);
}
