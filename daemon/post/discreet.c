#include "post/discreet.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static bool is_delimiter(char octet)
{
    return (octet > 0 && octet <= ' ') || strchr("<>()[]\",;:'", octet) != NULL;
}

/* Where the local part before the sign at `at` begins, not before `first`. */
static const char *begin_of(const char *first, const char *at)
{
    if (at > first && at[-1] == '"') { /* "one two"@example.dk, RFC 5321 4.1.2 */
        const char *quote = g_strrstr_len(first, at - 1 - first, "\"");
        if (quote != NULL) {
            return quote;
        }
    }
    while (at > first && !is_delimiter(at[-1])) {
        at--;
    }
    return at;
}

static const char *end_of(const char *at)
{
    if (*at == '[') { /* a@[192.0.2.1] */
        const char *end = strchr(at, ']');
        return end != NULL ? end + 1 : at + 1;
    }
    while (*at != '\0' && !is_delimiter(*at)) {
        at++;
    }
    return at;
}

char *discreet(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *from = text;
    for (const char *sign = strchr(from, '@'); sign != NULL; sign = strchr(from, '@')) {
        const char *begin = begin_of(from, sign);
        const char *end = end_of(sign + 1);
        bool bracketed = begin > text && begin[-1] == '<' && *end == '>';
        g_string_append_len(out, from, begin - from);
        g_string_append(out, bracketed ? "..." : "<...>");
        from = end;
    }
    g_string_append(out, from);
    return g_string_free(out, FALSE);
}
