#include "act/timeline_mail.h"

#include "act/meeting_time.h"
#include "act/outgoing.h"
#include "base/text.h"
#include "mail/mime_read.h"
#include "mail/picture.h"
#include "store/ledger.h"
#include "store/meeting.h"
#include "store/meeting_mail.h"
#include "understand/cpr.h"

enum { RAW_LIMIT = 20000 };

/* The page with its pictures in it. The caller owns it. */
static char *page_of(const struct message *message, const char *html)
{
    g_autoptr(GPtrArray) pictures = pictures_new();
    for (guint at = 0; at < message->parts->len; at++) {
        const struct message_part *part = message->parts->pdata[at];
        if (part->id == NULL || part->octets == NULL) {
            continue;
        }
        g_autoptr(GBytes) octets = g_bytes_new(part->octets->data, part->octets->len);
        struct picture *picture = picture_new(octets);
        if (picture != NULL) {
            picture->id = g_strdup(part->id);
            g_ptr_array_add(pictures, picture);
        }
    }
    return pictures_in_page(html, pictures);
}

static json_t *of_octets(const char *head, GBytes *octets)
{
    size_t length = 0;
    const char *data = g_bytes_get_data(octets, &length);
    const char *raw = data != NULL ? data : "";
    SCOPED(message) struct message *message = mime_read(raw, length);
    const struct message_part *html = message_part(message, "text/html");
    const struct message_part *plain = message_part(message, "text/plain");
    g_autofree char *shown = text_clean(raw, (gssize)MIN(length, (size_t)RAW_LIMIT));
    g_autofree char *page = page_of(message, html != NULL && html->text != NULL ? html->text : "");
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "overskrift", head, "emne",
                     message->subject != NULL ? message->subject : "", "html", page, "tekst",
                     plain != NULL && plain->text != NULL ? plain->text : "", "raa", shown);
}

json_t *timeline_mail_out(const struct office *office, int64_t id, const char *head)
{
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(office->store, id, NULL);
    g_autoptr(GBytes) octets = mail != NULL ? outgoing_octets(office, mail, NULL) : NULL;
    return octets != NULL ? of_octets(head, octets) : NULL;
}

json_t *timeline_mail_in(const struct office *office, const struct inbound *inbound,
                         const struct verdict *verdict, const char *head)
{
    g_autoptr(GBytes) octets = inbound_raw(office->store, inbound->id, NULL);
    if (octets == NULL) {
        return NULL;
    }
    size_t length = 0;
    const char *data = g_bytes_get_data(octets, &length);
    const char *raw = data != NULL ? data : "";
    g_autofree char *shown = text_clean(raw, (gssize)MIN(length, (size_t)RAW_LIMIT));
    g_autofree char *masked = cpr_mask(shown);
    g_autofree char *text = cpr_mask(verdict != NULL ? verdict->text : "");
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "overskrift", head, "emne", "", "html", "",
                     "tekst", text, "raa", masked);
}

char *timeline_understood(const struct office *office, const struct verdict *verdict)
{
    if (verdict->kind != VERDICT_MESSAGE) {
        return g_strdup(
            templates_word(office->templates, "da", "kinds", verdict_kind_name(verdict->kind)));
    }
    GString *names = g_string_new(NULL);
    for (guint at = 0; at < verdict->intents->len; at++) {
        const struct verdict_intent *intent = verdict->intents->pdata[at];
        bool undo = g_strcmp0(verdict_slot(intent, "name"), "undo") == 0;
        g_string_append_printf(names, "%s%s", at > 0 ? ", " : "",
                               templates_word(office->templates, "da", "intents",
                                              undo ? "command-undo" : intent->name));
    }
    if (names->len == 0) {
        g_string_append(names, templates_word(office->templates, "da", "intents", "unknown"));
    }
    return g_string_free(names, FALSE);
}

char *timeline_invitation(const struct office *office, const struct ledger_mail *mail)
{
    struct meeting_mail found = {0};
    if (!g_str_has_prefix(mail->kind, "invitation") ||
        !meeting_mail_of(office->store, mail->id, &found, NULL) || found.meeting == 0) {
        return NULL;
    }
    SCOPED(meeting) struct meeting *meeting = meeting_get(office->store, found.meeting, NULL);
    return meeting != NULL ? templates_date(office->templates, "da", office->clock,
                                            meeting_starts(meeting), false)
                           : NULL;
}
