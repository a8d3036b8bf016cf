/* A draft as GMime alone writes it: what mail/mime_write has to write, octet for octet. */
#pragma once

#include <gmime/gmime.h>
#include <string.h>

#include "mail/mime_write.h"
#include "mail/picture.h"

/* Raw values, because GMime chooses iso-8859-1 for names where that suffices and makes encoded
 * words of more than 75 octets out of long words (mime.md 5). */
static void set_raw(GMimeMessage *message, const char *name, const char *value)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    g_autofree char *raw = g_strdup_printf(" %s\n", value);
    g_mime_header_list_append(headers, name, "", NULL);
    int last = g_mime_header_list_get_count(headers) - 1;
    g_mime_header_set_raw_value(g_mime_header_list_get_header_at(headers, last), raw);
}

static void set_mailbox(GMimeMessage *message, const char *header,
                        const struct mail_address *mailbox)
{
    g_autoptr(GString) value = g_string_new(NULL);
    mail_header_mailbox(value, mailbox->name, mailbox->address, (unsigned)strlen(header) + 2);
    set_raw(message, header, value->str);
}

static void set_text(GMimeMessage *message, const char *header, const char *text)
{
    g_autoptr(GString) value = g_string_new(NULL);
    mail_header_text(value, text, (unsigned)strlen(header) + 2);
    set_raw(message, header, value->str);
}

static void set_id(GMimeMessage *message, const char *header, const char *id)
{
    g_autofree char *value = g_strdup_printf("<%s>", id);
    set_raw(message, header, value);
}

/* A further header: ASCII stays as it is (List-Unsubscribe and its kind hold no encoded words). */
static void set_further(GMimeMessage *message, const char *name, const char *value)
{
    if (g_str_is_ascii(value)) {
        set_raw(message, name, value);
    } else {
        set_text(message, name, value);
    }
}

static void set_headers(GMimeMessage *message, const struct mail_draft *draft)
{
    g_autofree char *date = mail_date(draft->date, draft->offset);
    set_mailbox(message, "From", &draft->from);
    set_mailbox(message, "To", &draft->to);
    if (draft->reply_to.address != NULL) {
        set_mailbox(message, "Reply-To", &draft->reply_to);
    }
    set_text(message, "Subject", draft->subject);
    set_raw(message, "Date", date);
    set_id(message, "Message-ID", draft->message_id);
    if (draft->in_reply_to != NULL) {
        set_id(message, "In-Reply-To", draft->in_reply_to);
        set_id(message, "References", draft->in_reply_to);
    }
    if (draft->auto_submitted != NULL) {
        set_raw(message, "Auto-Submitted", draft->auto_submitted);
    }
    if (draft->language != NULL) {
        set_raw(message, "Content-Language", draft->language);
    }
    for (const char *const *pair = draft->headers; pair != NULL && *pair != NULL; pair += 2) {
        set_further(message, pair[0], pair[1]);
    }
}

/* The text goes in as a stream: g_mime_text_part_set_text would choose the charset itself. */
static GMimeObject *part_new(const char *subtype, const char *text)
{
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_object_unref(content);
    g_object_unref(stream);
    return GMIME_OBJECT(part);
}

/* Base64 on purpose: the two parts must be the same octets, and CRLF is part of the object. */
static GMimePart *calendar_new(const struct mail_draft *draft, const char *type,
                               const char *subtype)
{
    GMimePart *part = g_mime_part_new_with_type(type, subtype);
    GMimeStream *stream =
        g_mime_stream_mem_new_with_buffer(draft->calendar, strlen(draft->calendar));
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_object_unref(content);
    g_object_unref(stream);
    return part;
}

static GMimeObject *calendar_part(const struct mail_draft *draft)
{
    GMimeObject *part = GMIME_OBJECT(calendar_new(draft, "text", "calendar"));
    g_mime_object_set_content_type_parameter(part, "charset", "utf-8");
    g_mime_object_set_content_type_parameter(part, "method", draft->method);
    g_mime_object_set_content_type_parameter(part, "component", "VEVENT");
    return part;
}

static GMimeObject *calendar_file(const struct mail_draft *draft, GMimeObject *body)
{
    GMimePart *file = calendar_new(draft, "application", "ics");
    g_mime_object_set_disposition(GMIME_OBJECT(file), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(file, "invite.ics");
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, draft->message_id, -1);
    g_autofree char *boundary = g_strdup_printf("=_m%.28s", hash);
    GMimeMultipart *all = g_mime_multipart_new_with_subtype("mixed");
    g_mime_multipart_set_boundary(all, boundary);
    g_mime_multipart_add(all, body);
    g_mime_multipart_add(all, GMIME_OBJECT(file));
    g_object_unref(body);
    g_object_unref(file);
    return GMIME_OBJECT(all);
}

/* "=_" cannot occur in quoted-printable text (RFC 2045 6.7), and the id makes it the same at every
 * retry. */
static GMimeObject *body_new(const struct mail_draft *draft)
{
    GMimeObject *text = part_new("plain", draft->text);
    if (draft->html == NULL) {
        return text;
    }
    GMimeObject *html = part_new("html", draft->html);
    GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, draft->message_id, -1);
    g_autofree char *boundary = g_strdup_printf("=_%.32s", hash);
    g_mime_multipart_set_boundary(both, boundary);
    g_mime_multipart_add(both, text);
    g_mime_multipart_add(both, html);
    g_object_unref(text);
    g_object_unref(html);
    if (draft->calendar == NULL) {
        return GMIME_OBJECT(both);
    }
    GMimeObject *calendar = calendar_part(draft);
    g_mime_multipart_add(both, calendar);
    g_object_unref(calendar);
    return calendar_file(draft, GMIME_OBJECT(both));
}

static GMimeObject *picture_part(const struct picture *picture)
{
    g_auto(GStrv) type = g_strsplit(picture->type, "/", 2);
    GMimePart *part = g_mime_part_new_with_type(type[0], type[1]);
    gsize length;
    const char *data = g_bytes_get_data(picture->octets, &length);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_object_set_content_id(GMIME_OBJECT(part), picture->id);
    g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_INLINE);
    if (picture->name != NULL) {
        g_mime_part_set_filename(part, picture->name);
    }
    g_object_unref(content);
    g_object_unref(stream);
    return GMIME_OBJECT(part);
}

/* The body with the pictures that its HTML shows (RFC 2387); takes the body over. */
static GMimeObject *with_pictures(const struct mail_draft *draft, GMimeObject *body)
{
    if (draft->html == NULL || draft->pictures == NULL || draft->pictures->len == 0) {
        return body;
    }
    GMimeMultipart *all = g_mime_multipart_new_with_subtype("related");
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, draft->message_id, -1);
    g_autofree char *boundary = g_strdup_printf("=_r%.28s", hash);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(all), "type", "multipart/alternative");
    g_mime_multipart_set_boundary(all, boundary);
    g_mime_multipart_add(all, body);
    g_object_unref(body);
    for (guint i = 0; i < draft->pictures->len; i++) {
        GMimeObject *part = picture_part(g_ptr_array_index(draft->pictures, i));
        g_mime_multipart_add(all, part);
        g_object_unref(part);
    }
    return GMIME_OBJECT(all);
}

/* The caller owns it. */
static GBytes *gmime_write(const struct mail_draft *draft)
{
    g_mime_init();
    GMimeMessage *message = g_mime_message_new(FALSE);
    set_headers(message, draft);
    GMimeObject *body = with_pictures(draft, body_new(draft));
    g_mime_message_set_mime_part(message, body);
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
    GByteArray *octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    GBytes *bytes = g_bytes_new(octets->data, octets->len);
    g_mime_format_options_free(format);
    g_object_unref(stream);
    g_object_unref(body);
    g_object_unref(message);
    return bytes;
}
