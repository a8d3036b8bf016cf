#include "understand/kind.h"

#include <string.h>

#include "mail/address.h"
#include "understand/automatic.h"
#include "understand/bounce.h"
#include "understand/calendar.h"
#include "understand/tables.h"

static bool is_feedback(const struct message *message)
{
    const struct message_part *part = message_part(message, "message/feedback-report");
    return part != NULL && part->report != NULL;
}

/* Providers that send the whole mail back, without a report: the subject is theirs. */
static bool is_plain_complaint(const struct language *language, const struct message *message)
{
    SCOPED(textwords)
    struct textwords *words = textwords_read(message->subject == NULL ? "" : message->subject, 20);
    return message_part(message, "message/rfc822") != NULL &&
           language_line_match(language, "klage", words) != NULL;
}

/* Feedback-Type (RFC 5965 7.3): that it was no spam, or how our mail was authenticated (RFC 6591),
 * is nobody's complaint. */
static bool is_complaint(const struct language *language, const struct message *message)
{
    if (!is_feedback(message)) {
        return is_plain_complaint(language, message);
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
    static const char *const types[] = {"message/disposition-notification",
                                        "message/global-disposition-notification"};
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        const struct message_part *part = message_part(message, types[i]);
        if (part != NULL && (part->report != NULL || message->parts->len == 1)) {
            return true; /* else a person passes one on */
        }
    }
    return false;
}

/* Our own mail that came back: its Message-ID is of our domain and it says that a machine made
 * it. */
static bool is_ours(const struct message *message, const char *domain)
{
    if (domain == NULL || *domain == '\0' || message->message_id == NULL) {
        return false;
    }
    const char *at = strrchr(message->message_id, '@');
    g_autofree char *keyword = automatic_keyword(message);
    return at != NULL && g_ascii_strcasecmp(at + 1, domain) == 0 &&
           (keyword != NULL || message_header(message, "list-id") != NULL ||
            message_header(message, "x-moedested") != NULL);
}

/* For a person who asks why: "the header list-id". The first reason stands. */
static void note(struct verdict *verdict, const char *before, const char *what)
{
    if (verdict->why == NULL && what != NULL) {
        verdict->why = g_strconcat(before, what, NULL);
    }
}

static bool is_autoreply(struct verdict *verdict, const struct language *language,
                         const struct message *message)
{
    g_autofree char *keyword = automatic_keyword(message);
    if (keyword != NULL) {
        bool replied = g_str_has_prefix(keyword, "auto-replied") || !verdict->bulk;
        note(verdict, "the header auto-submitted: ", replied ? keyword : NULL);
        return replied;
    }
    const char *header = automatic_marks(message);
    const char *rule = header == NULL ? automatic_subject(language, message) : NULL;
    note(verdict, "the header ", header);
    note(verdict, "its subject, by the rule ", rule);
    return header != NULL || rule != NULL;
}

static enum verdict_kind kind_of(struct verdict *verdict, const struct language *language,
                                 const struct message *message)
{
    if (message->malformed) {
        return VERDICT_MALFORMED;
    }
    if (is_complaint(language, message)) {
        note(verdict, "",
             is_feedback(message) ? "a part message/feedback-report"
                                  : "our mail as a part, and its subject");
        return VERDICT_COMPLAINT;
    }
    const char *bounce = bounce_recognise(language, message);
    if (bounce != NULL) {
        note(verdict, "", bounce);
        return VERDICT_BOUNCE;
    }
    verdict->calendar = calendar_read(language, message);
    if (verdict->calendar != NULL) {
        return VERDICT_CALENDAR_REPLY;
    }
    if (is_feedback(message) || is_receipt(message)) {
        note(verdict, "", "a part that reports to its sender's program");
        return VERDICT_AUTOREPLY;
    }
    return is_autoreply(verdict, language, message) ? VERDICT_AUTOREPLY : VERDICT_MESSAGE;
}

/* Google's calendar answers are "auto-generated", and yet a person pressed the button. */
static bool says_automatic(const struct verdict *verdict, const struct message *message)
{
    g_autofree char *keyword = automatic_keyword(message);
    bool pressed =
        verdict->kind == VERDICT_CALENDAR_REPLY && g_strcmp0(keyword, "auto-generated") == 0;
    return (keyword != NULL && !pressed) || automatic_marks(message) != NULL;
}

void kind_judge(struct verdict *verdict, const struct language *language,
                const struct message *message, const char *site_domain)
{
    const char *from = message->from == NULL ? NULL : message->from->address;
    verdict->bulk = automatic_bulk(message) != NULL;
    verdict->kind = kind_of(verdict, language, message);
    verdict->ours = is_ours(message, site_domain);
    verdict->automatic = verdict->kind == VERDICT_BOUNCE || verdict->kind == VERDICT_AUTOREPLY ||
                         verdict->kind == VERDICT_COMPLAINT || verdict->bulk || verdict->ours ||
                         says_automatic(verdict, message) ||
                         automatic_null_sender(message) != NULL || address_is_robot(from);
    note(verdict, "the header ", automatic_bulk(message));
    note(verdict, "the empty sender in the header ", automatic_null_sender(message));
    note(verdict, "", address_is_robot(from) ? "an address that people do not write from" : NULL);
}
