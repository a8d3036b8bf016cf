#include "understand/bounce.h"

#include <string.h>

#include "base/text.h"
#include "mail/address.h"
#include "understand/automatic.h"
#include "understand/bounce_report.h"
#include "understand/bounce_status.h"
#include "understand/bounce_text.h"
#include "understand/tables.h"

#define ID_LIMIT 250u
#define HEAD_LIMIT 65536u
#define LINE_WORDS 40

static bool line_is(const struct language *language, const char *patterns, const char *text)
{
    SCOPED(textwords)
    struct textwords *words = textwords_read(text == NULL ? "" : text, LINE_WORDS);
    return language_line_match(language, patterns, words) != NULL;
}

/* How sure the sender is a mail system. */
enum mailer { MAILER_NONE, MAILER_PERHAPS, MAILER_SURE };

static enum mailer mailer_of(const struct language *language, const struct message *message)
{
    if (automatic_null_sender(message) || message->from == NULL) {
        return MAILER_SURE;
    }
    const char *address = message->from->address;
    g_autofree char *local = g_strndup(address, strcspn(address, "@"));
    g_auto(GStrv) pieces = g_strsplit(local, "-", -1); /* words of the tables have no hyphens */
    g_autofree char *joined = g_strjoinv("", pieces);
    g_autofree char *folded = text_fold(joined);
    if (language_has(language, "retur-program", folded)) {
        return MAILER_SURE;
    }
    bool perhaps = language_has(language, "retur-postmester", folded) || address_is_robot(address);
    bool named =
        message->from->name != NULL && line_is(language, "retur-navn", message->from->name);
    return named && perhaps ? MAILER_SURE : named || perhaps ? MAILER_PERHAPS : MAILER_NONE;
}

/* A postmaster may be a person, and "delivery" a parcel's: then the text says it. */
static bool text_says(const struct language *language, const struct message *message, bool subject)
{
    g_autofree char *notice = bounce_text_notice(language, message);
    g_autofree char *status = bounce_status_find(notice);
    return strchr(notice, '@') != NULL && bounce_text_says(language, notice) &&
           (status != NULL || (subject && !bounce_text_parcel(language, notice)));
}

const char *bounce_recognise(const struct language *language, const struct message *message)
{
    enum mailer mailer = mailer_of(language, message);
    if (bounce_report_found(message, mailer == MAILER_SURE)) {
        return "a part that reports a delivery";
    }
    if (message_header(message, "x-ms-exchange-message-is-ndr") != NULL) {
        return "the header x-ms-exchange-message-is-ndr";
    }
    g_autofree char *keyword = automatic_keyword(message);
    if (mailer == MAILER_NONE && keyword == NULL) {
        return NULL;
    }
    if (message_header(message, "x-failed-recipients") != NULL) {
        return "the header x-failed-recipients";
    }
    bool subject = line_is(language, "retur", message->subject);
    if (subject && mailer == MAILER_SURE) {
        return "a mail system as its sender, and its subject (retur.tabel)";
    }
    bool text = (subject || mailer != MAILER_NONE) &&
                text_says(language, message, subject || mailer == MAILER_SURE);
    return !text     ? NULL
           : subject ? "its subject and its text (retur.tabel)"
                     : "a mail system as its sender, and its text (retur.tabel)";
}

void bounce_read(struct verdict *verdict, const struct language *language,
                 const struct message *message)
{
    bounce_report_read(verdict, language, message);
    if (verdict->bounces->len == 0) {
        bounce_text_read(verdict, language, message);
    }
}

/* The first Message-ID: at the start of a line, without angle brackets. */
static char *returned_id(const char *text)
{
    for (const char *line = text; line != NULL && *line != '\0';) {
        const char *start = line + strspn(line, " \t>");
        if (g_ascii_strncasecmp(start, "message-id:", 11) == 0) {
            const char *id = start + 11 + strspn(start + 11, " \t\r\n<");
            size_t length = strcspn(id, "<> \t\r\n");
            return length > 0 && length <= ID_LIMIT ? g_strndup(id, length) : NULL;
        }
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    return NULL;
}

/* Of a mail that is given back as a file the header is in its octets. */
static char *id_of_part(const struct message_part *part)
{
    if (part->text != NULL || part->octets == NULL || part->octets->len == 0) {
        return part->text != NULL ? returned_id(part->text) : NULL;
    }
    g_autofree char *head =
        g_strndup((const char *)part->octets->data, MIN(part->octets->len, (guint)HEAD_LIMIT));
    return returned_id(head);
}

void bounce_read_returned(struct verdict *verdict, const struct message *message)
{
    static const char *const types[] = {"message/rfc822", "text/rfc822-headers", "message/global",
                                        "message/global-headers"};
    for (size_t i = 0; i < G_N_ELEMENTS(types) && verdict->returned_id == NULL; i++) {
        const struct message_part *part = message_part(message, types[i]);
        verdict->returned_id = part != NULL ? id_of_part(part) : NULL;
    }
    /* qmail, old Exim: behind their own words. */
    for (guint i = 0; i < message->body->len && verdict->returned_id == NULL; i++) {
        const struct message_part *part = g_ptr_array_index(message->body, i);
        verdict->returned_id = returned_id(part->text);
    }
    if (verdict->returned_id == NULL) {
        verdict->returned_id = g_strdup(message->in_reply_to); /* Exchange */
    }
}
