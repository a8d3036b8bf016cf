#include "mail/mime_body.h"

#include <gmime/gmime.h>
#include <string.h>

#include "mail/picture.h"

#define QUOTED "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
#define BASE64 "Content-Transfer-Encoding: base64\r\n"

/* The longest method that leaves the line of the calendar part within 78 octets. */
#define METHOD_LIMIT strlen("REQUEST")

/* "=_" cannot occur in quoted-printable text (RFC 2045 6.7). */
struct boundaries {
    char alternative[40], mixed[40], related[40];
};

static void append_boundary(GString *out, const char *boundary, const char *end)
{
    g_string_append_len(out, "\r\n--", 4);
    g_string_append(out, boundary);
    g_string_append(out, end);
    g_string_append_len(out, "\r\n", 2);
}

static void append_text(GString *out, const char *subtype, const char *text)
{
    g_string_append_printf(out, "Content-Type: text/%s; charset=utf-8\r\n" QUOTED, subtype);
    unsigned column = 0;
    mail_quoted_printable(out, text, strlen(text), &column);
}

/* Base64 on purpose: the two parts must be the same octets, and CRLF is part of the object. The
 * part has no Content-Disposition, or clients show a file instead of buttons. */
static void append_calendar(GString *out, const struct mail_draft *draft)
{
    g_assert(strlen(draft->method) <= METHOD_LIMIT);
    g_string_append_printf(
        out,
        "Content-Type: text/calendar; charset=utf-8; method=%s; component=VEVENT\r\n" BASE64 "\r\n",
        draft->method);
    mail_base64(out, draft->calendar, strlen(draft->calendar));
}

static void append_file(GString *out, const struct mail_draft *draft)
{
    g_string_append(out, "Content-Type: application/ics; name=invite.ics\r\n" BASE64
                         "Content-Disposition: attachment; filename=invite.ics\r\n\r\n");
    mail_base64(out, draft->calendar, strlen(draft->calendar));
}

static void append_alternative(GString *out, const struct mail_draft *draft,
                               const struct boundaries *boundaries)
{
    const char *boundary = boundaries->alternative;
    g_string_append_printf(out, "Content-Type: multipart/alternative;\r\n\tboundary=\"%s\"\r\n",
                           boundary);
    append_boundary(out, boundary, "");
    append_text(out, "plain", draft->text);
    append_boundary(out, boundary, "");
    append_text(out, "html", draft->html);
    if (draft->calendar != NULL) {
        append_boundary(out, boundary, "");
        append_calendar(out, draft);
    }
    append_boundary(out, boundary, "--");
}

static void append_mixed(GString *out, const struct mail_draft *draft,
                         const struct boundaries *boundaries)
{
    const char *boundary = boundaries->mixed;
    g_string_append_printf(out, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n", boundary);
    append_boundary(out, boundary, "");
    append_alternative(out, draft, boundaries);
    append_boundary(out, boundary, "");
    append_file(out, draft);
    append_boundary(out, boundary, "--");
}

/* A mail ends in a whole line; a part need not, a boundary begins with the end of a line. */
static void end_line(GString *out)
{
    if (out->str[out->len - 1] != '\n') {
        g_string_append_len(out, "\r\n", 2);
    }
}

static void append_body(GString *out, const struct mail_draft *draft,
                        const struct boundaries *boundaries)
{
    if (draft->html == NULL) {
        append_text(out, "plain", draft->text);
        end_line(out);
    } else if (draft->calendar == NULL) {
        append_alternative(out, draft, boundaries);
    } else {
        append_mixed(out, draft, boundaries);
    }
}

/* A header of GMime's, which knows how a parameter is quoted and folded; takes `value` over. */
static void append_folded(GString *out, const char *name, char *value)
{
    g_auto(GStrv) lines = g_strsplit(g_strchomp(value), "\n", -1);
    g_autofree char *folded = g_strjoinv("\r\n", lines);
    g_string_append_printf(out, "%s:%s\r\n", name, folded);
    g_free(value);
}

static void append_picture(GString *out, const struct picture *picture)
{
    GMimeContentType *type = g_mime_content_type_parse(NULL, picture->type);
    GMimeContentDisposition *disposition = g_mime_content_disposition_new();
    g_mime_content_disposition_set_disposition(disposition, GMIME_DISPOSITION_INLINE);
    if (picture->name != NULL) {
        g_mime_content_type_set_parameter(type, "name", picture->name);
        g_mime_content_disposition_set_parameter(disposition, "filename", picture->name);
    }
    append_folded(out, "Content-Type", g_mime_content_type_encode(type, NULL));
    g_string_append_printf(out, BASE64 "Content-Id: <%s>\r\n", picture->id);
    append_folded(out, "Content-Disposition", g_mime_content_disposition_encode(disposition, NULL));
    g_string_append_len(out, "\r\n", 2);
    gsize length;
    const void *octets = g_bytes_get_data(picture->octets, &length);
    mail_base64(out, octets, length);
    g_object_unref(disposition);
    g_object_unref(type);
}

/* The body with the pictures that its HTML shows (RFC 2387). */
static void append_related(GString *out, const struct mail_draft *draft,
                           const struct boundaries *boundaries)
{
    const char *boundary = boundaries->related;
    g_mime_init(); /* counted; only the first call does anything */
    g_string_append_printf(
        out,
        "Content-Type: multipart/related; boundary=\"%s\";\r\n\ttype=\"multipart/alternative\"\r\n",
        boundary);
    append_boundary(out, boundary, "");
    append_body(out, draft, boundaries);
    for (guint i = 0; i < draft->pictures->len; i++) {
        append_boundary(out, boundary, "");
        append_picture(out, g_ptr_array_index(draft->pictures, i));
    }
    append_boundary(out, boundary, "--");
}

void mime_body_append(GString *out, const struct mail_draft *draft)
{
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, draft->message_id, -1);
    struct boundaries boundaries;
    g_snprintf(boundaries.alternative, sizeof boundaries.alternative, "=_%.32s", hash);
    g_snprintf(boundaries.mixed, sizeof boundaries.mixed, "=_m%.28s", hash);
    g_snprintf(boundaries.related, sizeof boundaries.related, "=_r%.28s", hash);
    if (draft->html != NULL && draft->pictures != NULL && draft->pictures->len > 0) {
        append_related(out, draft, &boundaries);
    } else {
        append_body(out, draft, &boundaries);
    }
}
