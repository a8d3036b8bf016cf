#include <string.h>

#include "compose/form_inner.h"

/* Decodes quoted-printable as the form's encoder writes it; CRLF becomes LF. The caller owns it. */
static char *decode(const char *from, const char *end)
{
    g_autoptr(GString) out = g_string_new(NULL);
    while (from < end) {
        if (*from == '=' && end - from >= 3 && from[1] == '\r') {
            from += 3;
        } else if (*from == '=' && end - from >= 3) {
            int octet = g_ascii_xdigit_value(from[1]) * 16 + g_ascii_xdigit_value(from[2]);
            g_string_append_c(out, (char)octet);
            from += 3;
        } else {
            g_string_append_len(out, from, *from == '\r' ? 0 : 1);
            from++;
        }
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* The body of the next part behind `*at`, which goes on to its end; NULL when there is none. */
static char *next_part(const char **at, const char *mark)
{
    const char *start = strstr(*at, mark);
    const char *body = start == NULL ? NULL : strstr(start, "\r\n\r\n");
    const char *end = body == NULL ? NULL : strstr(body, mark);
    if (end == NULL) {
        return NULL;
    }
    *at = end;
    return decode(body + strlen("\r\n\r\n"), end);
}

bool form_preview(const struct form *form, GBytes *slots, struct rendered *rendered)
{
    struct form_value values[FORM_FIELDS_LIMIT] = {{"", 0}};
    if (!form_values(form, slots, values)) {
        return false;
    }
    g_autoptr(GString) message = g_string_new(NULL);
    g_autoptr(GString) subject = g_string_new(NULL);
    form_execute(form, values, message, subject);
    g_autofree char *mark = g_strdup_printf("\r\n--%s", form->boundary);
    const char *at = message->str;
    g_autofree char *text = next_part(&at, mark);
    g_autofree char *html = text == NULL ? NULL : next_part(&at, mark);
    if (html == NULL) {
        return false;
    }
    rendered->subject = g_strdup(subject->str);
    rendered->text = g_steal_pointer(&text);
    rendered->html = g_steal_pointer(&html);
    return true;
}
