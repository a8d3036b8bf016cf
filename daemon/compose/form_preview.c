#include <string.h>

#include "compose/form_inner.h"
#include "mail/picture.h"

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

/* What stands between two marks from `at` on; NULL when they are not there. The caller owns it. */
static char *between(const char *at, const char *before, const char *after)
{
    const char *start = strstr(at, before);
    start = start == NULL ? NULL : start + strlen(before);
    const char *end = start == NULL ? NULL : strstr(start, after);
    return end == NULL ? NULL : g_strndup(start, (gsize)(end - start));
}

/* The pictures behind the two texts, as form_headers.c writes them; NULL when there are none. */
static GPtrArray *read_pictures(const char *at)
{
    GPtrArray *pictures = NULL;
    while ((at = strstr(at, "\r\nContent-Type: image/")) != NULL) {
        at += strlen("\r\n");
        g_autofree char *id = between(at, "\r\nContent-ID: <", ">");
        g_autofree char *name = between(at, "filename=\"", "\"");
        g_autofree char *text = between(at, "\r\n\r\n", "\r\n--");
        gsize length = 0;
        guchar *data = text == NULL ? NULL : g_base64_decode(text, &length);
        g_autoptr(GBytes) octets = g_bytes_new_take(data, length);
        struct picture *picture = id == NULL || name == NULL ? NULL : picture_new(octets);
        if (picture != NULL) {
            picture->id = g_steal_pointer(&id);
            picture->name = g_steal_pointer(&name);
            pictures = pictures == NULL ? pictures_new() : pictures;
            g_ptr_array_add(pictures, picture);
        }
    }
    return pictures;
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
    rendered->pictures = read_pictures(at);
    return true;
}
