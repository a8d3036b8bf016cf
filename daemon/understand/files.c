#include "understand/files.h"

#include <string.h>

#include "base/text.h"
#include "mail/charset.h"
#include "mail/html_text.h"
#include "understand/office_text.h"

#define TEXT_LIMIT (256u * 1024u) /* octets of a file's text that are kept */
#define FILE_LIMIT (10u * 1024u * 1024u)
#define PICTURE_LEAST (40u * 1024u) /* a smaller one is a logo, no photographed CV */

struct reading {
    const struct file_converter *converter;
    unsigned converted;
};

/* Signatures, calendars, cards, whole mails: nobody's CV. */
static bool is_document(const struct message_part *part)
{
    static const char *const others[] = {"text/calendar",        "application/ics",
                                         "text/vcard",           "text/x-vcard",
                                         "text/directory",       "message/",
                                         "application/pgp-",     "application/pkcs7-",
                                         "application/x-pkcs7-", NULL};
    for (size_t i = 0; others[i] != NULL; i++) {
        if (g_str_has_prefix(part->type, others[i])) {
            return false;
        }
    }
    return true;
}

static bool has_words(const char *text)
{
    for (const char *at = text; *at != '\0'; at = text_next(at)) {
        if (g_unichar_isalnum(g_utf8_get_char(at))) {
            return true;
        }
    }
    return false;
}

/* LF line ends, no form feeds; in place. */
static char *tidy(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from == '\f' || (*from == '\r' && from[1] != '\n')) {
            *to++ = '\n';
        } else if (*from != '\r') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return g_strstrip(text);
}

/* Takes `text`. Without a word in it, it is a picture of a text. */
static void settle(struct verdict_attachment *attachment, char *text)
{
    if (!has_words(tidy(text))) {
        g_free(text);
        attachment->unread = g_strdup("picture");
        return;
    }
    if (strlen(text) > TEXT_LIMIT) {
        *g_utf8_find_prev_char(text, text + TEXT_LIMIT) = '\0';
    }
    attachment->text = text;
}

static void read_text(struct verdict_attachment *attachment, const struct message_part *part)
{
    char *text = part->text != NULL
                     ? g_strdup(part->text)
                     : charset_to_utf8((const char *)part->octets->data, part->octets->len, NULL);
    if (strcmp(part->type, "text/html") == 0) {
        g_autofree char *html = text;
        g_autofree char *marked = html_text(html);
        text = html_text_plain(marked);
    }
    settle(attachment, text);
}

static void read_office(struct verdict_attachment *attachment, const GByteArray *octets)
{
    static const char *const reasons[] = {[OFFICE_OTHER] = "other",
                                          [OFFICE_BROKEN] = "broken",
                                          [OFFICE_TOO_BIG] = "too-large",
                                          [OFFICE_ENCRYPTED] = "encrypted"};
    enum office_problem problem = OFFICE_READ;
    char *text = office_text(octets->data, octets->len, &problem);
    if (text != NULL) {
        settle(attachment, text);
    } else {
        attachment->unread = g_strdup(reasons[problem]);
    }
}

static void have_converted(struct reading *reading, struct verdict_attachment *attachment,
                           enum file_kind kind, const GByteArray *octets)
{
    if (reading->converter == NULL || reading->converted++ >= FILES_CONVERTED_LIMIT) {
        attachment->unread = g_strdup(reading->converter == NULL ? "no-program" : "too-many");
        return;
    }
    enum conversion how = CONVERSION_FAILED;
    g_autoptr(GByteArray) said =
        reading->converter->convert(reading->converter->data, kind, octets, &how);
    if (how != CONVERTED || said == NULL) {
        attachment->unread = g_strdup(how == CONVERSION_MISSING ? "no-program"
                                      : how == CONVERSION_TIME  ? "too-large"
                                                                : "broken");
        return;
    }
    char *text = said->len > 0 ? charset_to_utf8((const char *)said->data, said->len, NULL)
                               : g_strdup(""); /* an empty array has no data */
    if (kind == FILE_RTF) {
        g_autofree char *html = text;
        g_autofree char *marked = html_text(html);
        text = html_text_plain(marked);
    }
    settle(attachment, text);
}

static void read_file(struct reading *reading, struct verdict_attachment *attachment,
                      const struct message_part *part)
{
    if (part->octets->len > FILE_LIMIT) {
        attachment->unread = g_strdup("too-large");
        return;
    }
    enum file_kind kind = file_kind(part->octets->data, part->octets->len);
    switch (kind) {
    case FILE_TEXT:
        read_text(attachment, part);
        break;
    case FILE_OFFICE:
        read_office(attachment, part->octets);
        break;
    case FILE_PDF:
    case FILE_WORD:
    case FILE_RTF:
        have_converted(reading, attachment, kind, part->octets);
        break;
    case FILE_ENCRYPTED:
        attachment->unread = g_strdup("encrypted");
        break;
    case FILE_TNEF:
        attachment->unread = g_strdup("winmail");
        break;
    case FILE_IMAGE:
        if (part->id == NULL && part->octets->len >= PICTURE_LEAST) {
            attachment->unread = g_strdup("picture");
        }
        break;
    case FILE_OTHER:
        attachment->unread = g_strdup("other");
        break;
    }
}

void files_read(struct verdict *verdict, const struct message *message,
                const struct file_converter *converter)
{
    struct reading reading = {.converter = converter};
    guint at = 0;
    for (guint i = 0; i < message->parts->len && at < verdict->attachments->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->parts, i);
        if (!part->attached || part->octets == NULL) {
            continue;
        }
        struct verdict_attachment *attachment = g_ptr_array_index(verdict->attachments, at++);
        if (is_document(part)) {
            read_file(&reading, attachment, part);
        }
    }
}
