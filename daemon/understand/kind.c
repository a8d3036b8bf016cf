#include "understand/kind.h"

#include <string.h>

#include "mail/address.h"
#include "understand/bounce.h"
#include "understand/calendar.h"
#include "understand/tables.h"

static bool header_has(const struct message *message, const char *name, const char *needle)
{
    const char *value = message_header(message, name);
    g_autofree char *lower = value == NULL ? NULL : g_ascii_strdown(value, -1);
    return lower != NULL && strstr(lower, needle) != NULL;
}

static bool precedence_is(const struct message *message, const char *const *values)
{
    static const char *const names[] = {"precedence", "x-precedence"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = message_header(message, names[i]);
        g_autofree char *lower = value == NULL ? NULL : g_ascii_strdown(value, -1);
        if (lower != NULL && g_strv_contains(values, g_strstrip(lower))) {
            return true;
        }
    }
    return false;
}

static bool is_bulk(const struct message *message)
{
    static const char *const precedences[] = {"bulk", "list", "junk", NULL};
    return message_header(message, "list-id") != NULL ||
           message_header(message, "list-unsubscribe") != NULL ||
           message_header(message, "list-post") != NULL ||
           message_header(message, "feedback-id") != NULL || precedence_is(message, precedences);
}

/* The keyword of Auto-Submitted (RFC 3834 5), or NULL for none and "no". Owned. */
static char *auto_submitted(const struct message *message)
{
    const char *value = message_header(message, "auto-submitted");
    if (value == NULL) {
        return NULL;
    }
    g_autofree char *keyword = g_ascii_strdown(value, (gssize)strcspn(value, " \t;("));
    return *keyword == '\0' || strcmp(keyword, "no") == 0 ? NULL : g_steal_pointer(&keyword);
}

static bool null_sender(const struct message *message)
{
    const char *path = message_header(message, "return-path");
    return path != NULL && strncmp(path, "<>", 2) == 0;
}

/* Marks of automatic answers that are older than RFC 3834 or ignore it. X-Auto-Response-Suppress
 * alone says nothing: Exchange puts it on mail of people too. */
static bool old_auto_marks(const struct message *message)
{
    static const char *const precedences[] = {"auto_reply", "auto-reply", NULL};
    static const char *const headers[] = {"x-autoreply", "x-autorespond", "x-auto-reply",
                                          "x-autoreply-from", "x-mail-autoreply"};
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        const char *value = message_header(message, headers[i]);
        if (value != NULL && g_ascii_strcasecmp(value, "no") != 0) {
            return true;
        }
    }
    return precedence_is(message, precedences) ||
           header_has(message, "content-identifier", "auto-replied") ||
           header_has(message, "x-fc-machinegenerated", "true") ||
           (header_has(message, "x-auto-response-suppress", "all") &&
            message_header(message, "x-ms-exchange-inbox-rules-loop") != NULL);
}

static bool subject_is(const struct language *language, const char *patterns, const char *subject)
{
    if (subject == NULL) {
        return false;
    }
    SCOPED(textwords) struct textwords *words = textwords_read(subject, 40);
    return language_line_match(language, patterns, words) != NULL;
}

static bool is_autoreply(const struct language *language, const struct message *message, bool bulk)
{
    g_autofree char *keyword = auto_submitted(message);
    if (keyword != NULL) {
        return g_str_has_prefix(keyword, "auto-replied") || !bulk;
    }
    return old_auto_marks(message) || subject_is(language, "autosvar", message->subject);
}

static bool is_feedback(const struct message *message)
{
    const struct message_part *part = message_part(message, "message/feedback-report");
    return part != NULL && part->report != NULL && strcmp(part->report, "feedback-report") == 0;
}

/* Feedback-Type (RFC 5965 7.3): that it was no spam, or how our mail was authenticated (RFC 6591),
 * is nobody's complaint. */
static bool is_complaint(const struct message *message)
{
    if (!is_feedback(message)) {
        return false;
    }
    const struct message_part *part = message_part(message, "message/feedback-report");
    g_autofree char *lower = g_strconcat("\n", part->text != NULL ? part->text : "", NULL);
    g_autofree char *text = g_ascii_strdown(lower, -1);
    const char *type = strstr(text, "\nfeedback-type:");
    type = type != NULL ? type + strlen("\nfeedback-type:") : "";
    type += strspn(type, " \t");
    return !g_str_has_prefix(type, "not-spam") && !g_str_has_prefix(type, "auth-failure");
}

/* A read receipt: never answered (RFC 8098 3), and it asks for nothing. */
static bool is_receipt(const struct message *message)
{
    return message_part(message, "message/disposition-notification") != NULL ||
           message_part(message, "message/global-disposition-notification") != NULL;
}

static bool is_mailer(const struct message *message)
{
    if (message->from == NULL) {
        return null_sender(message);
    }
    g_autofree char *folded = address_fold(message->from->address);
    return g_str_has_prefix(folded, "mailer-daemon@") || g_str_has_prefix(folded, "postmaster@") ||
           g_str_has_prefix(folded, "mailerdaemon@") ||
           g_str_has_prefix(folded, "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@") ||
           null_sender(message);
}

static bool is_bounce(const struct language *language, const struct message *message)
{
    if (bounce_is_report(message)) {
        return true;
    }
    return is_mailer(message) && subject_is(language, "retur", message->subject);
}

/* Our own mail that came back: its Message-ID is of our domain and it says that a machine made
 * it. */
static bool is_ours(const struct message *message, const char *domain)
{
    if (domain == NULL || *domain == '\0' || message->message_id == NULL) {
        return false;
    }
    const char *at = strrchr(message->message_id, '@');
    g_autofree char *keyword = auto_submitted(message);
    return at != NULL && g_ascii_strcasecmp(at + 1, domain) == 0 &&
           (keyword != NULL || message_header(message, "list-id") != NULL ||
            message_header(message, "x-moedested") != NULL);
}

static enum verdict_kind kind_of(struct verdict *verdict, const struct language *language,
                                 const struct message *message)
{
    if (message->malformed) {
        return VERDICT_MALFORMED;
    }
    if (is_complaint(message)) {
        return VERDICT_COMPLAINT;
    }
    if (is_bounce(language, message)) {
        return VERDICT_BOUNCE;
    }
    verdict->calendar = calendar_read(language, message);
    if (verdict->calendar != NULL) {
        return VERDICT_CALENDAR_REPLY;
    }
    return is_feedback(message) || is_receipt(message) ||
                   is_autoreply(language, message, verdict->bulk)
               ? VERDICT_AUTOREPLY
               : VERDICT_MESSAGE;
}

/* Google's calendar answers are "auto-generated", and yet a person pressed the button. */
static bool says_automatic(const struct verdict *verdict, const struct message *message)
{
    g_autofree char *keyword = auto_submitted(message);
    bool pressed =
        verdict->kind == VERDICT_CALENDAR_REPLY && g_strcmp0(keyword, "auto-generated") == 0;
    return (keyword != NULL && !pressed) || old_auto_marks(message);
}

void kind_judge(struct verdict *verdict, const struct language *language,
                const struct message *message, const char *site_domain)
{
    const char *from = message->from == NULL ? NULL : message->from->address;
    verdict->bulk = is_bulk(message);
    verdict->kind = kind_of(verdict, language, message);
    verdict->ours = is_ours(message, site_domain);
    verdict->automatic = verdict->kind == VERDICT_BOUNCE || verdict->kind == VERDICT_AUTOREPLY ||
                         verdict->kind == VERDICT_COMPLAINT || verdict->bulk || verdict->ours ||
                         says_automatic(verdict, message) || null_sender(message) ||
                         address_is_robot(from);
}
