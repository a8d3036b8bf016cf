#include "understand/understand.h"

#include <string.h>

#include "mail/html_text.h"
#include "mail/message.h"
#include "mail/mime_read.h"
#include "understand/absence.h"
#include "understand/bounce.h"
#include "understand/cpr.h"
#include "understand/gate.h"
#include "understand/inline.h"
#include "understand/intents.h"
#include "understand/kind.h"
#include "understand/profile.h"
#include "understand/refs.h"
#include "understand/shown.h"
#include "understand/visible.h"

/* As long as a book: no person writes more, and what follows is not looked at. */
#define TEXT_LIMIT (1024u * 1024u)

const char *const understand_kinds[] = {"newsletter",
                                        "invitation",
                                        "candidate-digest",
                                        "job-digest",
                                        "relay",
                                        "followup",
                                        "confirmation",
                                        "survey",
                                        "proof",
                                        "guest-list",
                                        "inbox",
                                        "none",
                                        NULL};

static void take_envelope(struct verdict *verdict, const struct message *message)
{
    if (message->from != NULL) {
        verdict->from_address = g_strdup(message->from->address);
        verdict->from_name = g_strdup(message->from->name);
    }
    if (message->reply_to != NULL) {
        verdict->reply_to = g_strdup(message->reply_to->address);
        verdict->reply_to_name = g_strdup(message->reply_to->name);
    }
    for (guint i = 0; i < message->to->len; i++) {
        const struct message_mailbox *to = g_ptr_array_index(message->to, i);
        g_ptr_array_add(verdict->to, g_strdup(to->address));
        g_ptr_array_add(verdict->to_names, g_strdup(to->name));
    }
    verdict->subject = g_strdup(message->subject);
    verdict->message_id = g_strdup(message->message_id);
    verdict->in_reply_to = g_strdup(message->in_reply_to);
    verdict->date = g_strdup(message->date);
    for (guint i = 0; i < message->warnings->len; i++) {
        g_ptr_array_add(verdict->warnings, g_strdup(g_ptr_array_index(message->warnings, i)));
    }
}

static void take_attachments(struct verdict *verdict, const struct message *message)
{
    for (guint i = 0; i < message->parts->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->parts, i);
        if (!part->attached || part->octets == NULL) {
            continue;
        }
        struct verdict_attachment *attachment = g_new0(struct verdict_attachment, 1);
        attachment->filename = g_strdup(part->filename);
        attachment->type = g_strdup(part->type);
        attachment->size = part->octets->len;
        attachment->sha256 =
            g_compute_checksum_for_data(G_CHECKSUM_SHA256, part->octets->data, part->octets->len);
        g_ptr_array_add(verdict->attachments, attachment);
    }
}

static void append_piece(GString *out, const char *piece)
{
    if (*piece == '\0') {
        return;
    }
    if (out->len > 0) {
        g_string_append(out, out->str[out->len - 1] == '\n' ? "\n" : "\n\n");
    }
    g_string_append(out, piece);
}

static char *short_text(const char *text)
{
    size_t length = strlen(text);
    if (length <= TEXT_LIMIT) {
        return g_strdup(text);
    }
    const char *end = g_utf8_find_prev_char(text, text + TEXT_LIMIT);
    return g_strndup(text, (size_t)(end - text));
}

/* "candidate-digest:3" is a digest that had three items. The caller owns the kind. */
static char *read_kind(const char *replying_to, unsigned *items)
{
    const char *kind = replying_to != NULL ? replying_to : "none";
    const char *colon = strchr(kind, ':');
    gint64 count = colon != NULL ? g_ascii_strtoll(colon + 1, NULL, 10) : 0;
    *items = count > 0 && count <= REFS_LETTERS ? (1u << count) - 1u : 0u;
    return g_strndup(kind, colon != NULL ? (gsize)(colon - kind) : strlen(kind));
}

/* Answers to a digest may stand between its quoted items. */
static void read_digest(struct intents_context *about, const struct message *message,
                        char **labelled)
{
    static const char *const digests[] = {"candidate-digest", "job-digest", NULL};
    if (!g_strv_contains(digests, about->replying_to) || message->body->len != 1) {
        return;
    }
    const struct message_part *part = g_ptr_array_index(message->body, 0);
    g_autofree char *whole =
        strcmp(part->type, "text/html") == 0 ? html_text(part->text) : short_text(part->text);
    *labelled = inline_labelled(whole);
    about->labelled = *labelled;
    about->items = about->items != 0 ? about->items : inline_items(whole);
}

/* What our letter, quoted below his answer, was about. */
static void read_confirmation(struct intents_context *about, const struct language *language,
                              const struct message *message)
{
    for (guint i = 0; strcmp(about->replying_to, "confirmation") == 0 && i < message->body->len &&
                      about->confirms == NULL;
         i++) {
        const struct message_part *part = g_ptr_array_index(message->body, i);
        g_autofree char *whole =
            strcmp(part->type, "text/html") == 0 ? html_text(part->text) : short_text(part->text);
        about->confirms = profile_confirmed(language, whole);
    }
}

static void take_text(struct verdict *verdict, const struct language *language,
                      const struct message *message, bool full, bool *mixed)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) body = g_string_new(NULL);
    for (guint i = 0; i < message->body->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->body, i);
        bool html = strcmp(part->type, "text/html") == 0;
        g_autofree char *whole = html ? html_text(part->text) : short_text(part->text);
        g_autofree char *own =
            message->malformed ? g_strdup(whole) : visible_text(language, whole, mixed);
        append_piece(text, own);
        if (full) {
            g_autofree char *plain = html ? html_text_plain(whole) : g_strdup(part->text);
            append_piece(body, plain);
        }
    }
    g_free(verdict->text);
    verdict->text = g_strdup(text->str);
    verdict->body = full ? g_strdup(body->str) : NULL;
}

static void forget(GPtrArray *intents, bool by_weights_only)
{
    for (guint i = intents->len; i > 0; i--) {
        const struct verdict_intent *intent = g_ptr_array_index(intents, i - 1);
        if (strcmp(intent->name, "unsubscribe") == 0 &&
            (!by_weights_only || verdict_is_by_weights(intent))) {
            g_ptr_array_remove_index(intents, i - 1);
        }
    }
}

/* With our own letters among his words nobody knows who wants to be unsubscribed, and the weights
 * weigh our words too. */
static void forget_unsubscribes(struct verdict *verdict)
{
    forget(verdict->intents, false);
    forget(verdict->guesses, true);
}

/* The day of return that an automatic answer names, in its words or its subject. */
static void take_absence(struct verdict *verdict, const struct language *language,
                         const char *today)
{
    const char *comment = verdict->calendar == NULL ? NULL : verdict->calendar->comment;
    const char *words = verdict->kind == VERDICT_CALENDAR_REPLY ? comment : verdict->text;
    verdict->away_until = words == NULL ? NULL : absence_until(language, words, today);
    if (verdict->away_until == NULL && verdict->subject != NULL) {
        verdict->away_until = absence_until(language, verdict->subject, today);
    }
}

/* What somebody wrote beside the button is a second opinion: "vi er to", or the opposite. */
static void take_opinion(struct verdict *verdict, const struct language *language,
                         const char *today)
{
    struct verdict_calendar *calendar = verdict->calendar;
    if (calendar == NULL || calendar->comment == NULL) {
        return;
    }
    SCOPED(verdict) struct verdict *words = verdict_new();
    g_free(words->text);
    words->text = g_strdup(calendar->comment);
    intents_find(words, language,
                 &(struct intents_context){.replying_to = "invitation", .today = today});
    const struct verdict_intent *attend = verdict_intent(words, "attend");
    if (attend != NULL && !verdict_is_by_weights(attend)) {
        json_int_t guests = json_integer_value(json_object_get(attend->slots, "guests"));
        calendar->opinion = g_strdup(verdict_slot(attend, "answer"));
        calendar->guests = CLAMP(guests, 0, 10);
    }
}

static bool has_cpr(const struct verdict *verdict)
{
    bool found = cpr_found(verdict->text) || cpr_found(verdict->subject) ||
                 (verdict->calendar != NULL && cpr_found(verdict->calendar->comment));
    for (guint i = 0; i < verdict->attachments->len && !found; i++) {
        const struct verdict_attachment *file = g_ptr_array_index(verdict->attachments, i);
        found = cpr_found(file->filename) || cpr_found(file->text);
    }
    return found;
}

struct verdict *understand(const struct language *language,
                           const struct understand_context *context, const char *raw, size_t length)
{
    struct verdict *verdict = verdict_new();
    SCOPED(message) struct message *message = mime_read(raw, length);
    take_envelope(verdict, message);
    kind_judge(verdict, language, message, context->site_domain);
    bool mixed = false;
    take_text(verdict, language, message, context->full, &mixed);
    take_attachments(verdict, message);
    if (verdict->kind == VERDICT_MESSAGE && !verdict->automatic) {
        files_read(verdict, message, context->converter);
    }
    verdict->cpr = has_cpr(verdict);
    if (verdict->kind == VERDICT_BOUNCE) {
        bounce_read(verdict, language, message);
    }
    if (verdict->kind == VERDICT_BOUNCE || verdict->kind == VERDICT_COMPLAINT) {
        bounce_read_returned(verdict, message);
    }
    if (verdict->kind == VERDICT_AUTOREPLY || verdict->kind == VERDICT_CALENDAR_REPLY) {
        take_absence(verdict, language, context->today);
    }
    if (verdict->kind == VERDICT_CALENDAR_REPLY) {
        take_opinion(verdict, language, context->today);
    }
    /* Nobody wants anything in a mail that a machine sent. */
    if (verdict->kind == VERDICT_MESSAGE && !verdict->automatic) {
        g_autofree char *labelled = NULL;
        unsigned items = 0;
        g_autofree char *kind = read_kind(context->replying_to, &items);
        struct intents_context about = {
            .replying_to = kind, .today = context->today, .items = items};
        read_digest(&about, message, &labelled);
        read_confirmation(&about, language, message);
        intents_find(verdict, language, &about);
        if (!context->terse) {
            shown_read(verdict, language, about.replying_to);
            gate_read(verdict, language, about.replying_to, about.today);
        }
        shown_forget(verdict, language, about.replying_to);
    }
    if (mixed) {
        forget_unsubscribes(verdict);
    }
    return verdict;
}
