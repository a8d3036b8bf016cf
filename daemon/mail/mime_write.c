#include "mail/mime_write.h"

#include <string.h>

#include "base/failure.h"
#include "base/text.h"
#include "mail/mime_body.h"
#include "mail/mime_calendar.h"
#include "mail/picture.h"

#define LINE_LIMIT 998
#define ADDRESS_LIMIT 254u
#define FIRST_ROOM 32768u     /* octets: more than most letters have */
#define MESSAGE_ID_LIMIT 900u /* one line with its header name (RFC 5322 2.1.1) */

/* A CR LF in a value would start a header of its own: everything is checked before it is written.
 */
static bool check_line(const char *what, const char *value, GError **error)
{
    if (value == NULL || (!text_has_control(value) && g_utf8_validate(value, -1, NULL))) {
        return true;
    }
    g_set_error(error, MAIL_ERROR, FAILURE_INPUT,
                "%s has a control character or is not UTF-8, and cannot stand in a mail", what);
    return false;
}

/* An addr-spec or msg-id without quotes: printable ASCII around one @. */
static bool check_id(const char *what, const char *value, GError **error)
{
    const char *at = value == NULL ? NULL : strchr(value, '@');
    bool good = at != NULL && at != value && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
                strlen(value) <= ADDRESS_LIMIT;
    for (const char *c = value; good && *c != '\0'; c++) {
        good = *c > ' ' && *c < 0x7F && strchr("<>()[],;:\\\"", *c) == NULL;
    }
    if (!good) {
        /* The value itself may be a person's address: it stays out of messages, which reach logs.
         */
        g_set_error(error, MAIL_ERROR, FAILURE_INPUT, "%s is not of the form name@domain", what);
    }
    return good;
}

bool mail_is_message_id(const char *id)
{
    bool good = id != NULL && *id != '\0' && strlen(id) <= MESSAGE_ID_LIMIT;
    for (const char *c = id; good && *c != '\0'; c++) {
        good = *c > ' ' && *c < 0x7F && *c != '<' && *c != '>';
    }
    return good;
}

static bool check_reference(const char *id, GError **error)
{
    if (id == NULL || mail_is_message_id(id)) {
        return true;
    }
    g_set_error(error, MAIL_ERROR, FAILURE_INPUT, "In-Reply-To is no Message-ID");
    return false;
}

static bool check_mailbox(const char *what, const struct mail_address *mailbox, GError **error)
{
    return check_line(what, mailbox->name, error) && check_id(what, mailbox->address, error);
}

static bool check_body(const char *what, const char *text, GError **error)
{
    if (text == NULL || g_utf8_validate(text, -1, NULL)) {
        return true;
    }
    g_set_error(error, MAIL_ERROR, FAILURE_INPUT, "%s is not UTF-8", what);
    return false;
}

static bool check_headers(const char *const *headers, GError **error)
{
    for (const char *const *pair = headers; pair != NULL && *pair != NULL; pair += 2) {
        for (const char *c = pair[0]; *c != '\0'; c++) {
            if (*c <= ' ' || *c >= 0x7F || *c == ':') {
                g_set_error(error, MAIL_ERROR, FAILURE_INPUT, "this is no name of a header");
                return false;
            }
        }
        if (!check_line(pair[0], pair[1], error)) {
            return false;
        }
    }
    return true;
}

static bool check_draft(const struct mail_draft *draft, GError **error)
{
    g_assert(draft->subject != NULL && draft->text != NULL);
    return check_mailbox("From", &draft->from, error) && check_mailbox("To", &draft->to, error) &&
           (draft->reply_to.address == NULL ||
            check_mailbox("Reply-To", &draft->reply_to, error)) &&
           check_line("Subject", draft->subject, error) &&
           check_id("Message-ID", draft->message_id, error) &&
           check_reference(draft->in_reply_to, error) &&
           check_line("Auto-Submitted", draft->auto_submitted, error) &&
           check_line("Content-Language", draft->language, error) &&
           check_headers(draft->headers, error) && check_body("the text", draft->text, error) &&
           check_body("the HTML", draft->html, error) && mime_calendar_check(draft, error);
}

static void append_line(GString *out, const char *name, const char *value)
{
    g_string_append(out, name);
    g_string_append_len(out, ": ", 2);
    g_string_append(out, value);
    g_string_append_len(out, "\r\n", 2);
}

static void append_mailbox(GString *out, const char *name, const struct mail_address *mailbox)
{
    size_t start = out->len;
    g_string_append(out, name);
    g_string_append_len(out, ": ", 2);
    mail_header_mailbox(out, mailbox->name, mailbox->address, (unsigned)(out->len - start));
    g_string_append_len(out, "\r\n", 2);
}

static void append_text(GString *out, const char *name, const char *text)
{
    size_t start = out->len;
    g_string_append(out, name);
    g_string_append_len(out, ": ", 2);
    mail_header_text(out, text, (unsigned)(out->len - start));
    g_string_append_len(out, "\r\n", 2);
}

static void append_id(GString *out, const char *name, const char *id)
{
    g_string_append(out, name);
    g_string_append_len(out, ": <", 3);
    g_string_append(out, id);
    g_string_append_len(out, ">\r\n", 3);
}

/* A further header: ASCII stays as it is (List-Unsubscribe and its kind hold no encoded words). */
static void append_further(GString *out, const char *name, const char *value)
{
    if (g_str_is_ascii(value)) {
        append_line(out, name, value);
    } else {
        append_text(out, name, value);
    }
}

static void append_headers(GString *out, const struct mail_draft *draft)
{
    g_autofree char *date = mail_date(draft->date, draft->offset);
    append_mailbox(out, "From", &draft->from);
    append_mailbox(out, "To", &draft->to);
    if (draft->reply_to.address != NULL) {
        append_mailbox(out, "Reply-To", &draft->reply_to);
    }
    append_text(out, "Subject", draft->subject);
    append_line(out, "Date", date);
    append_id(out, "Message-ID", draft->message_id);
    if (draft->in_reply_to != NULL) {
        append_id(out, "In-Reply-To", draft->in_reply_to);
        append_id(out, "References", draft->in_reply_to);
    }
    if (draft->auto_submitted != NULL) {
        append_line(out, "Auto-Submitted", draft->auto_submitted);
    }
    if (draft->language != NULL) {
        append_line(out, "Content-Language", draft->language);
    }
    for (const char *const *pair = draft->headers; pair != NULL && *pair != NULL; pair += 2) {
        append_further(out, pair[0], pair[1]);
    }
    append_line(out, "MIME-Version", "1.0");
}

static bool check_pictures(const GPtrArray *pictures, GError **error)
{
    bool good = true;
    for (guint i = 0; good && pictures != NULL && i < pictures->len; i++) {
        const struct picture *picture = g_ptr_array_index(pictures, i);
        good = check_id("Content-ID", picture->id, error) &&
               check_line("the name of a picture", picture->name, error);
    }
    return good;
}

/* What SMTP without extensions carries (RFC 5321 4.5.3.1.6). */
static bool check_message(const GString *octets, GError **error)
{
    const char *line = octets->str, *end = octets->str + octets->len;
    bool good = strlen(octets->str) == octets->len && g_str_is_ascii(octets->str);
    while (good && line < end) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        good = stop != NULL && stop > line && stop[-1] == '\r' && stop - line <= LINE_LIMIT;
        line = good ? stop + 1 : end;
    }
    if (!good) {
        g_set_error(error, MAIL_ERROR, FAILURE_INPUT,
                    "the mail would have a line of more than %d octets, or octets that mail cannot "
                    "carry",
                    LINE_LIMIT);
    }
    return good;
}

GBytes *mail_write(const struct mail_draft *draft, GError **error)
{
    if (!check_draft(draft, error) || !check_pictures(draft->pictures, error)) {
        return NULL;
    }
    g_autoptr(GString) out = g_string_sized_new(FIRST_ROOM);
    append_headers(out, draft);
    mime_body_append(out, draft);
    return check_message(out, error) ? g_string_free_to_bytes(g_steal_pointer(&out)) : NULL;
}
