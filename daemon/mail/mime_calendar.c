#include "mail/mime_calendar.h"

#include <string.h>

#include "base/failure.h"

#define FILE_NAME "invite.ics"

/* Base64 on purpose: the two parts must be the same octets, and CRLF is part of the object. */
static GMimePart *part_new(const struct mail_draft *draft, const char *type, const char *subtype)
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

GMimeObject *mime_calendar_part(const struct mail_draft *draft)
{
    GMimeObject *part = GMIME_OBJECT(part_new(draft, "text", "calendar"));
    g_mime_object_set_content_type_parameter(part, "charset", "utf-8");
    g_mime_object_set_content_type_parameter(part, "method", draft->method);
    g_mime_object_set_content_type_parameter(part, "component", "VEVENT");
    return part;
}

GMimeObject *mime_calendar_file(const struct mail_draft *draft, GMimeObject *body)
{
    GMimePart *file = part_new(draft, "application", "ics");
    g_mime_object_set_disposition(GMIME_OBJECT(file), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(file, FILE_NAME);
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

static bool has_crlf_only(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if ((*at == '\n' && (at == text || at[-1] != '\r')) || (*at == '\r' && at[1] != '\n')) {
            return false;
        }
    }
    return true;
}

/* Outlook believes the property when the two differ (MS-STANOICAL 2.2.168), others the parameter.
 */
static bool has_method(const char *calendar, const char *method)
{
    const char *first = strstr(calendar, "\r\nMETHOD:");
    g_autofree char *wanted = g_strdup_printf("\r\nMETHOD:%s\r\n", method);
    return first != NULL && g_str_has_prefix(first, wanted) &&
           strstr(first + 1, "\r\nMETHOD:") == NULL;
}

bool mime_calendar_check(const struct mail_draft *draft, GError **error)
{
    if (draft->calendar == NULL) {
        return true;
    }
    g_assert(draft->method != NULL && draft->html != NULL);
    if (g_utf8_validate(draft->calendar, -1, NULL) && has_crlf_only(draft->calendar) &&
        has_method(draft->calendar, draft->method)) {
        return true;
    }
    g_set_error(error, MAIL_ERROR, FAILURE_INPUT,
                "the calendar object is not UTF-8 with CRLF, or its METHOD is not %s",
                draft->method);
    return false;
}
