/* One mail to the relay becomes another one: its words, and nothing else of it. */
#include <string.h>

#include "act/human.h"
#include "act/relay.h"
#include "act/relay_mask.h"
#include "act/relay_reply.h"
#include "understand/redact.h"

enum { TEXT_LIMIT = 20000, DAY = 24 * 60 * 60 };

/* The words that the other side gets, and what is missing in them. */
struct outgoing_words {
    char *text;
    GString *hidden; /* what was masked, in the writer's language */
};

static void words_clear(struct outgoing_words *words)
{
    g_free(words->text);
    g_string_free(words->hidden, TRUE);
}

static const struct person *writer_of(const struct relay_reply *reply)
{
    return reply->talk->people[reply->writer];
}

static const char *word_for(const struct relay_reply *reply, const struct person *reader,
                            const char *group, const char *key)
{
    return templates_word(reply->matter->office->templates, reader->language, group, key);
}

static void note_hidden(struct outgoing_words *words, const struct relay_reply *reply,
                        const char *kind)
{
    const char *said = word_for(reply, writer_of(reply), "hidden", kind);
    g_string_append_printf(words->hidden, "%s%s", words->hidden->len > 0 ? ", " : "", said);
}

/* Marks become words of the reader's language; each kind is noted once. */
static void put_words(struct outgoing_words *words, const struct relay_reply *reply)
{
    const struct person *reader = reply->talk->people[pair_other(reply->writer)];
    g_autoptr(GString) text = g_string_new(words->text);
    for (enum redact_kind kind = REDACT_CPR; kind <= REDACT_LINK; kind++) {
        const char *name = redact_kind_name(kind);
        if (g_string_replace(text, redact_mark(kind), word_for(reply, reader, "masked", name), 0) >
            0) {
            note_hidden(words, reply, name);
        }
    }
    if (g_string_replace(text, RELAY_MASK_NAME, word_for(reply, reader, "masked", "name"), 0) > 0) {
        note_hidden(words, reply, "name");
    }
    g_free(words->text);
    words->text = g_strdup(text->str);
}

/* From the open text (understand/redact) to what goes out. */
static struct outgoing_words make_words(const struct relay_reply *reply, const char *open_text,
                                        const char *display)
{
    bool masked = false, all = reply->writer == PAIR_SEEKER;
    g_autofree char *cut =
        g_utf8_substring(open_text, 0, MIN(g_utf8_strlen(open_text, -1), (glong)TEXT_LIMIT));
    struct outgoing_words words = {.hidden = g_string_new(NULL)};
    words.text = reply->talk->pair->revealed[reply->writer] != 0
                     ? g_strdup(cut)
                     : relay_mask(cut, writer_of(reply), display, all, &masked);
    g_strstrip(words.text);
    put_words(&words, reply);
    return words;
}

static bool is_ours(const struct relay_reply *reply, const char *address)
{
    const char *ours = config_text(reply->matter->office->config, CONFIG_SITE_ADDRESS);
    char token[TOKEN_LENGTH + 1];
    return g_ascii_strcasecmp(address, ours) == 0 || token_of_address(ours, address, token) ||
           person_has_address(writer_of(reply), address);
}

/* Whoever else is on the mail knows both then. */
static bool has_strangers(const struct relay_reply *reply)
{
    const GPtrArray *to = reply->matter->verdict->to;
    for (guint at = 0; at < to->len; at++) {
        if (to->pdata[at] != NULL && !is_ours(reply, to->pdata[at])) {
            return true;
        }
    }
    return false;
}

bool relay_is_over(const struct relay_talk *talk)
{
    const struct pair *pair = talk->pair;
    return pair->stopped != PAIR_NOBODY || pair->stage >= PAIR_DECLINED ||
           pair->stage < PAIR_CONTACT;
}

bool relay_refuse(struct relay_reply *reply, const char *why, GError **error)
{
    json_auto_t *more =
        json_pack("{s:s}", "afslag", word_for(reply, writer_of(reply), "relay-refused", why));
    matter_effect(reply->matter, "relay-refused");
    return relay_tell_writer(reply, "relay-refused", "relay", more, error);
}

/* Why the mail is not passed on; NULL: it is. */
static bool judge(struct relay_reply *reply, const char *open_text, const char **why,
                  GError **error)
{
    int64_t count = 0;
    enum pair_side reader = pair_other(reply->writer);
    if (!relay_mail_count(reply->matter->office->store, reply->talk->pair->id, reader,
                          reply->matter->cause.at - DAY, &count, error)) {
        return false;
    }
    bool nothing = *open_text == '\0' && reply->matter->verdict->attachments->len == 0;
    *why = relay_is_over(reply->talk) ? "over"
           : has_strangers(reply)     ? "strangers"
           : count >= RELAY_A_DAY     ? "limit"
           : nothing                  ? "empty"
                                      : NULL;
    return true;
}

static bool send_words(struct relay_reply *reply, const struct outgoing_words *words,
                       const char *in_reply_to, bool file, bool *sent, GError **error)
{
    const struct verdict *verdict = reply->matter->verdict;
    enum pair_side reader = pair_other(reply->writer);
    g_autoptr(GError) failure = NULL;
    g_autofree char *thread = relay_mail_thread(reply->matter->office->store, reply->talk->pair->id,
                                                reader, in_reply_to, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    json_auto_t *more =
        json_pack("{s:s, s:s}", "brevtekst", words->text, "erfil", file ? "ja" : "");
    struct relay_letter letter = {.name = "relay",
                                  .reader = reader,
                                  .replies = "relay",
                                  .answers = thread,
                                  .written = verdict->message_id,
                                  .in_role = true,
                                  .more = more};
    bool done = relay_letter_send(reply->talk, &letter, error);
    *sent = letter.sent;
    if (done && !letter.sent) {
        reply->matter->why_human = "relay-unreachable";
        human_receipt(reply->matter);
    }
    return done;
}

/* The first file of a seeker that we could read, or NULL. */
static const struct verdict_attachment *readable_file(const struct relay_reply *reply,
                                                      const struct verdict *verdict)
{
    for (guint at = 0; reply->writer == PAIR_SEEKER && at < verdict->attachments->len; at++) {
        const struct verdict_attachment *file = verdict->attachments->pdata[at];
        if (file->open_text != NULL && *file->open_text != '\0') {
            return file;
        }
    }
    return NULL;
}

/* What the writer hears: of what was hidden, and of files. Nothing when nothing is missing. */
static bool report(struct relay_reply *reply, const struct outgoing_words *words, bool passed,
                   GError **error)
{
    const struct verdict *verdict = reply->matter->verdict;
    const struct verdict_attachment *file = readable_file(reply, verdict);
    bool files = verdict->attachments->len > 0;
    json_auto_t *more = json_pack(
        "{s:s, s:s, s:s, s:s}", "skjult", words->hidden->str, "filer", files ? "ja" : "", "filnavn",
        file != NULL && file->filename != NULL ? file->filename : "", "sendt", passed ? "ja" : "");
    if (file != NULL && !reply->asks) {
        matter_effect(reply->matter, "relay-file-asked");
        return relay_tell_writer(reply, "relay-file", "confirmation", more, error);
    }
    return reply->asks || (words->hidden->len == 0 && !files) ||
           relay_tell_writer(reply, "relay-masked", "relay", more, error);
}

bool relay_pass_on(struct relay_reply *reply, GError **error)
{
    const struct verdict *verdict = reply->matter->verdict;
    const char *open_text = verdict_open_text(verdict), *why = NULL;
    if (open_text == NULL) {
        reply->matter->why_human = "not-understood";
        return true;
    }
    if (!judge(reply, open_text, &why, error)) {
        return false;
    }
    if (why != NULL) {
        return relay_refuse(reply, why, error);
    }
    struct outgoing_words words = make_words(reply, open_text, verdict->from_name);
    bool sent = false;
    bool done =
        *words.text == '\0' || send_words(reply, &words, verdict->in_reply_to, false, &sent, error);
    if (sent) {
        matter_effect(reply->matter, "relayed");
    }
    done = done && (reply->matter->why_human != NULL || report(reply, &words, sent, error));
    words_clear(&words);
    return done;
}

/* The mail that had the file, as it was understood; NULL: it is gone. */
static struct verdict *mail_with_file(struct relay_reply *reply, GError **error)
{
    SCOPED(ledger_mail)
    struct ledger_mail *question =
        ledger_get(reply->matter->office->store, reply->matter->proof->outgoing, error);
    SCOPED(inbound)
    struct inbound *inbound =
        question != NULL ? inbound_get(reply->matter->office->store, question->inbound, error)
                         : NULL;
    return inbound != NULL ? verdict_from_text(inbound->verdict) : NULL;
}

bool relay_file_answer(struct relay_reply *reply, bool yes, GError **error)
{
    if (!yes) {
        matter_effect(reply->matter, "relay-hidden");
        return relay_tell_writer(reply, "relay-hidden", "none", NULL, error);
    }
    g_autoptr(GError) failure = NULL;
    SCOPED(verdict) struct verdict *verdict = mail_with_file(reply, &failure);
    const struct verdict_attachment *file = verdict != NULL ? readable_file(reply, verdict) : NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    const char *why = file == NULL ? "empty" : NULL;
    if (file != NULL && !judge(reply, file->open_text, &why, error)) {
        return false;
    }
    if (why != NULL) {
        return relay_refuse(reply, why, error);
    }
    struct outgoing_words words = make_words(reply, file->open_text, verdict->from_name);
    bool sent = false;
    bool done = send_words(reply, &words, NULL, true, &sent, error);
    if (done && sent) {
        matter_effect(reply->matter, "relayed");
        json_auto_t *more = json_pack("{s:s}", "skjult", words.hidden->str);
        done = relay_tell_writer(reply, "relay-passed", "relay", more, error);
    }
    words_clear(&words);
    return done;
}
