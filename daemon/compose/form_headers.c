#include "compose/form_headers.h"

#include <string.h>

#include "mail/mime_write.h"
#include "mail/picture.h"

/* Of Feedback-ID's last part: 5 to 15 characters. */
#define SENDER_SHORTEST 5u
#define SENDER_LONGEST 15u

void form_headers_literal(struct form_build *build, const char *text)
{
    form_build_literal(build, text, strlen(text));
}

static void line(struct form_build *build, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void line(struct form_build *build, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *text = g_strdup_vprintf(format, values);
    va_end(values);
    form_headers_literal(build, text);
    form_headers_literal(build, "\r\n");
}

/* name: BEFORE value AFTER */
static void slot_line(struct form_build *build, const char *before, const char *field,
                      const char *after)
{
    form_headers_literal(build, before);
    form_build_slot(build, field, FORM_AS_HEADER);
    form_headers_literal(build, after);
    form_headers_literal(build, "\r\n");
}

/* A field of the site, with what may stand in an address or a domain only. The caller owns it. */
static char *site_text(const struct form_list *list, const char *field)
{
    const char *text = json_string_value(json_object_get(list->site, field));
    GString *clean = g_string_new(NULL);
    for (; text != NULL && *text != '\0'; text++) {
        bool good = *text > ' ' && *text < 0x7F && strchr("<>,;\"\\()", *text) == NULL;
        g_string_append_len(clean, text, good ? 1 : 0);
    }
    return g_string_free(clean, FALSE);
}

static const char *audience(const struct form_list *list)
{
    return list->role == PERSON_EMPLOYER ? "arbejdsgivere" : "soegere";
}

/* The owner of the feedback loop: letters of the domain. The caller owns it. */
static char *sender_id(const char *domain)
{
    GString *id = g_string_new(NULL);
    for (const char *c = domain; *c != '\0' && id->len < SENDER_LONGEST; c++) {
        g_string_append_len(id, c, g_ascii_isalnum(*c) ? 1 : 0);
    }
    while (id->len < SENDER_SHORTEST) {
        g_string_append_c(id, 'x');
    }
    return g_string_free(id, FALSE);
}

char *form_headers_boundary(const struct form_list *list)
{
    g_autofree char *domain = site_text(list, "domaene");
    g_autofree char *seed = g_strdup_printf("%s %s %s", list->issue, audience(list), domain);
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
    return g_strdup_printf("=_%.32s", hash);
}

/* The boundary around pictures: no beginning of the other one, nor the other way round. The caller
 * owns it. */
static char *outer_boundary(const char *boundary)
{
    return g_strdup_printf("=_r%s", boundary + strlen("=_"));
}

void form_headers_begin(struct form_build *build, const struct form_list *list)
{
    g_autofree char *address = site_text(list, "afsender");
    g_autoptr(GString) from = g_string_new("From: ");
    mail_header_mailbox(from, list->sender, address, (unsigned)from->len);
    line(build, "%s", from->str);
    form_headers_literal(build, "To: ");
    form_build_mailbox(build, "navn", "mailadresse");
    form_headers_literal(build, "\r\n");
    slot_line(build, "Reply-To: ", "svaradresse", "");
}

static void list_lines(struct form_build *build, const struct form_list *list)
{
    g_autofree char *address = site_text(list, "afsender");
    g_autofree char *domain = site_text(list, "domaene");
    g_autoptr(GString) id = g_string_new("List-Id: ");
    mail_header_text(id, list->name, (unsigned)id->len);
    line(build, "%s\r\n <seniorjobberen-%s.%s>", id->str, audience(list), domain);
    slot_line(build, "List-Unsubscribe: <mailto:", "afmeldadresse", "?subject=afmeld>");
    line(build, "List-Subscribe: <mailto:%s?subject=tilmeld>", address);
    line(build, "List-Help: <mailto:%s?subject=hj%%C3%%A6lp>", address);
    line(build, "List-Owner: <mailto:%s>", address);
    line(build, "List-Post: NO");
}

void form_headers_end(struct form_build *build, const struct form_list *list, const char *boundary,
                      bool pictures)
{
    g_autofree char *domain = site_text(list, "domaene");
    g_autofree char *sender = sender_id(domain);
    form_headers_literal(build, "\r\n");
    slot_line(build, "Date: ", "datolinje", "");
    slot_line(build, "Message-ID: <", "beskedid", ">");
    line(build, "Content-Language: da");
    list_lines(build, list);
    line(build, "Precedence: bulk");
    line(build, "Auto-Submitted: auto-generated");
    line(build, "X-Auto-Response-Suppress: OOF, AutoReply");
    line(build, "Feedback-ID: %s:%s:nyhedsbrev:%s", list->issue, audience(list), sender);
    line(build, "MIME-Version: 1.0");
    if (pictures) {
        g_autofree char *outer = outer_boundary(boundary);
        line(build,
             "Content-Type: multipart/related; type=\"multipart/alternative\";\r\n boundary=\"%s\"",
             outer);
        line(build, "\r\n--%s", outer);
    }
    line(build, "Content-Type: multipart/alternative;\r\n boundary=\"%s\"", boundary);
}

void form_headers_part(struct form_build *build, const char *boundary, const char *type)
{
    line(build, "\r\n--%s", boundary);
    line(build, "Content-Type: %s; charset=utf-8", type);
    line(build, "Content-Transfer-Encoding: quoted-printable\r\n");
}

void form_headers_close(struct form_build *build, const char *boundary)
{
    line(build, "\r\n--%s--", boundary);
}

void form_headers_pictures(struct form_build *build, const struct form_list *list,
                           const char *boundary, const GPtrArray *pictures)
{
    if (pictures->len == 0) {
        return;
    }
    g_autofree char *outer = outer_boundary(boundary);
    g_autofree char *domain = site_text(list, "domaene");
    for (guint i = 0; i < pictures->len; i++) {
        const struct picture *picture = g_ptr_array_index(pictures, i);
        g_autoptr(GString) text = g_string_new(NULL);
        gsize length;
        const void *octets = g_bytes_get_data(picture->octets, &length);
        line(build, "\r\n--%s", outer);
        line(build, "Content-Type: %s", picture->type);
        line(build, "Content-Transfer-Encoding: base64");
        line(build, "Content-ID: <%s@%s>", picture->id, domain);
        line(build, "Content-Disposition: inline;\r\n filename=\"%s\"\r\n", picture->name);
        mail_base64(text, octets, length);
        form_build_literal(build, text->str, text->len);
    }
    line(build, "\r\n--%s--", outer);
}
