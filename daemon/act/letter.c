#include "act/letter.h"

#include <string.h>

#include "act/unreachable.h"
#include "base/text.h"
#include "compose/fields.h"
#include "mail/mime_write.h"
#include "understand/cpr.h"

enum { SUBJECT_LIMIT = 150 }; /* characters of a subject that comes back to its sender */

static int offset_at(const struct clock *clock, int64_t moment)
{
    g_autoptr(GDateTime) civil = clock_civil(clock, moment);
    return (int)(g_date_time_get_utc_offset(civil) / G_TIME_SPAN_SECOND);
}

static void set_text(json_t *values, const char *name, const char *text)
{
    g_assert(json_object_set_new(values, name, json_string(text)) == 0);
}

void letter_addresses(const struct office *office, const char *label, int64_t person, int64_t row,
                      json_t *values, struct mail_tokens *tokens)
{
    const char *ours = config_text(office->config, CONFIG_SITE_ADDRESS);
    token_make(office->key, TOKEN_REPLY, person, row, tokens->reply);
    token_make(office->key, TOKEN_UNSUBSCRIBE, person, row, tokens->unsubscribe);
    token_make(office->key, TOKEN_BOUNCE, person, row, tokens->bounce);
    char id[TOKEN_LENGTH + 1];
    token_make(office->key, TOKEN_MESSAGE_ID, person, row, id);

    g_autofree char *reply = token_address(ours, tokens->reply);
    g_autofree char *unsubscribe = token_address(ours, tokens->unsubscribe);
    g_autofree char *bounce = token_address(ours, tokens->bounce);
    g_autofree char *link = g_strdup_printf("mailto:%s?subject=afmeld", unsubscribe);
    g_autofree char *message_id =
        g_strdup_printf("%s.%s@%s", label, id, config_text(office->config, CONFIG_SITE_DOMAIN));
    int64_t now = clock_now(office->clock);
    g_autofree char *date = mail_date(now, offset_at(office->clock, now));
    set_text(values, "svaradresse", reply);
    set_text(values, "afmeldadresse", unsubscribe);
    set_text(values, "afmeldlink", link);
    set_text(values, "konvolut", bounce);
    set_text(values, "beskedid", message_id);
    set_text(values, "datolinje", date);
}

char *letter_topic(const char *subject)
{
    static const char *const prefixes[] = {"re:", "sv:", "vs:", "fw:", "fwd:", "aw:"};
    const char *rest = subject != NULL ? subject : "";
    for (size_t at = 0; at < G_N_ELEMENTS(prefixes);) {
        size_t width = strlen(prefixes[at]);
        if (g_ascii_strncasecmp(rest, prefixes[at], width) != 0) {
            at++;
            continue;
        }
        rest += width;
        rest += strspn(rest, " ");
        at = 0; /* "SV: Re: SV: ..." loses them all */
    }
    return g_strdup(rest);
}

/* "Re: X" for a letter that answers a mail about X: it stays in the reader's thread. Danish clients
 * write SV:, but RFC 5322 3.6.5 knows only "Re: ", and every client folds both. */
static char *subject_of(const struct letter *letter, const char *own)
{
    if (letter->subject == NULL || *letter->subject == '\0') {
        return g_strdup(own);
    }
    g_autofree char *topic = letter_topic(letter->subject);
    g_autofree char *masked = cpr_mask(topic);
    g_autofree char *line = g_strdup_printf("Re: %s", masked);
    return text_one_line(line, SUBJECT_LIMIT);
}

static GBytes *compose(const struct office *office, const struct letter *letter, json_t *values,
                       GError **error)
{
    const char *language = letter->person != NULL ? letter->person->language : "da";
    struct rendered rendered = {0};
    if (!templates_letter(office->templates, letter->name, language, values, &rendered, error)) {
        return NULL;
    }
    g_autofree char *subject = subject_of(letter, rendered.subject);
    g_autofree char *stranger =
        letter->recipient_name != NULL ? cpr_mask(letter->recipient_name) : NULL;
    int64_t now = clock_now(office->clock);
    struct mail_draft draft = {
        .from = {letter->from_name != NULL ? letter->from_name
                                           : config_text(office->config, CONFIG_SITE_NAME),
                 config_text(office->config, CONFIG_SITE_ADDRESS)},
        .to = {letter->person != NULL ? letter->person->name : stranger, letter->recipient},
        .reply_to = {NULL, json_string_value(json_object_get(values, "svaradresse"))},
        .subject = subject,
        .date = now,
        .offset = offset_at(office->clock, now),
        .message_id = json_string_value(json_object_get(values, "beskedid")),
        .in_reply_to = mail_is_message_id(letter->answers) ? letter->answers : NULL,
        .auto_submitted = letter->answers != NULL ? "auto-replied" : "auto-generated",
        .language = language,
        .headers = (const char *const[]){"X-Auto-Response-Suppress", "OOF, AutoReply", NULL},
        .text = rendered.text,
        .html = rendered.html,
        .calendar = letter->calendar,
        .method = letter->method,
    };
    GBytes *composed = mail_write(&draft, error);
    rendered_clear(&rendered);
    return composed;
}

static bool queue(const struct office *office, const struct cause *cause,
                  const struct letter *letter, GError **error)
{
    int64_t row = 0;
    if (!ledger_next(office->store, &row, error)) {
        return false;
    }
    json_auto_t *values = fields_site(office->config);
    fields_person(values, letter->person);
    int64_t person = letter->person != NULL ? letter->person->id : 0;
    struct mail_tokens tokens;
    letter_addresses(office, letter->name, person, row, values, &tokens);
    if (letter->more != NULL) {
        g_assert(json_object_update(values, letter->more) == 0);
    }
    g_autoptr(GBytes) composed = compose(office, letter, values, error);
    if (composed == NULL) {
        g_prefix_error(error, "letter %s: ", letter->name);
        return false;
    }
    int64_t now = clock_now(office->clock);
    struct ledger_mail mail = {
        .id = row,
        .state = LEDGER_QUEUED,
        .class = letter->class == 0 ? LEDGER_OPEN : letter->class,
        .kind = g_strdup(letter->name),
        .person = person,
        .inbound = cause->inbound,
        .recipient = g_strdup(letter->recipient),
        .sender = g_strdup(json_string_value(json_object_get(values, "konvolut"))),
        .message_id = g_strdup(json_string_value(json_object_get(values, "beskedid"))),
        .queued = now,
        .due = now,
        .composed = composed,
    };
    const char *const words[] = {tokens.reply, tokens.unsubscribe, tokens.bounce};
    static const enum token_purpose purposes[] = {TOKEN_REPLY, TOKEN_UNSUBSCRIBE, TOKEN_BOUNCE};
    bool added = false;
    if (letter->queued != NULL) {
        *letter->queued = row;
    }
    bool queued = ledger_queue(office->store, cause, &mail, letter->replies, words, purposes,
                               G_N_ELEMENTS(words), &added, error);
    g_free(mail.kind);
    g_free(mail.recipient);
    g_free(mail.sender);
    g_free(mail.message_id);
    return queued;
}

bool letter_send(const struct office *office, const struct cause *cause,
                 const struct letter *letter, GError **error)
{
    struct letter out = *letter;
    if (!unreachable_recipient(office, letter, &out.recipient, error)) {
        return false;
    }
    int64_t person = letter->person != NULL ? letter->person->id : 0;
    if (out.queued != NULL) {
        *out.queued = 0;
    }
    return out.recipient != NULL ? queue(office, cause, &out, error)
                                 : event_add(office->store, cause, person, 0, "mail-out",
                                             letter->name, NULL, "suppressed", error);
}
