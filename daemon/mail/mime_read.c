#include "mail/mime_read.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/text.h"
#include "mail/address.h"
#include "mail/charset.h"
#include "mail/join_words.h"
#include "mail/mime_part.h"
#include "mail/mime_repair.h"
#include "mail/precheck.h"

#define LINE_LIMIT 2000
#define NAME_LIMIT 300
#define ADDRESS_COUNT_LIMIT 1000
#define WARNING_LIMIT 20
#define CHARSET_NAME_LIMIT 40u
#define RAW_TEXT_LIMIT (256u * 1024u)

void mime_read_start(void)
{
    g_mime_init();
}

static char *clean_line(const char *text, size_t limit)
{
    if (text == NULL) {
        return NULL;
    }
    g_autofree char *clean = text_clean(text, -1);
    g_autofree char *folded = charset_fold_c1(clean);
    return text_one_line(folded, limit);
}

static char *filled(char *text)
{
    if (text != NULL && *text == '\0') {
        g_clear_pointer(&text, g_free);
    }
    return text;
}

static struct message_mailbox *mailbox_of(InternetAddressMailbox *from)
{
    const char *address = internet_address_mailbox_get_addr(from);
    if (address == NULL || strchr(address, '@') == NULL) {
        return NULL;
    }
    struct message_mailbox *mailbox = g_new0(struct message_mailbox, 1);
    mailbox->address = address_parse(address, NULL);
    if (mailbox->address == NULL) {
        mailbox->address = clean_line(address, NAME_LIMIT);
    }
    mailbox->name =
        filled(clean_line(internet_address_get_name(INTERNET_ADDRESS(from)), NAME_LIMIT));
    return mailbox;
}

/* Appends the mailboxes of a list; a group (RFC 5322 3.4) gives its members, groups in groups
 * not. */
static void add_mailboxes(GPtrArray *to, InternetAddressList *list, bool in_group)
{
    int count = list == NULL ? 0 : internet_address_list_length(list);
    for (int i = 0; i < count && to->len < ADDRESS_COUNT_LIMIT; i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(address)) {
            struct message_mailbox *mailbox = mailbox_of(INTERNET_ADDRESS_MAILBOX(address));
            if (mailbox != NULL) {
                g_ptr_array_add(to, mailbox);
            }
        } else if (INTERNET_ADDRESS_IS_GROUP(address) && !in_group) {
            add_mailboxes(to, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)),
                          true);
        }
    }
}

static struct message_mailbox *first_mailbox(struct message *message, InternetAddressList *list)
{
    guint before = message->to->len;
    add_mailboxes(message->to, list, false);
    if (message->to->len == before) {
        return NULL;
    }
    struct message_mailbox *first = g_ptr_array_steal_index(message->to, before);
    g_ptr_array_set_size(message->to, (int)before);
    return first;
}

static char *id_of(const char *value)
{
    if (value == NULL) {
        return NULL;
    }
    const char *start = strchr(value, '<');
    const char *end = start == NULL ? NULL : strchr(start, '>');
    g_autofree char *id =
        end == NULL ? g_strdup(value) : g_strndup(start + 1, (size_t)(end - start - 1));
    return filled(text_one_line(id, NAME_LIMIT));
}

static void read_headers(struct message *message, GMimeMessage *tree)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(tree));
    int count = g_mime_header_list_get_count(list);
    for (int i = 0; i < count; i++) {
        GMimeHeader *from = g_mime_header_list_get_header_at(list, i);
        struct message_header *header = g_new0(struct message_header, 1);
        header->name = g_ascii_strdown(g_mime_header_get_name(from), -1);
        const char *value = g_mime_header_get_value(from);
        header->value = clean_line(value == NULL ? "" : value, LINE_LIMIT);
        g_ptr_array_add(message->headers, header);
    }
}

/* "From: Søren s@example.dk" without < > is no mailbox to GMime; the address stands there all the
 * same. NULL for none. */
static struct message_mailbox *bare_mailbox(const char *value)
{
    g_auto(GStrv) words = g_strsplit_set(value == NULL ? "" : value, " \t,;<>\"", -1);
    for (size_t i = 0; words[i] != NULL; i++) {
        char *address = strchr(words[i], '@') == NULL ? NULL : address_parse(words[i], NULL);
        if (address != NULL) {
            struct message_mailbox *mailbox = g_new0(struct message_mailbox, 1);
            mailbox->address = address;
            return mailbox;
        }
    }
    return NULL;
}

static void read_envelope(struct message *message, GMimeMessage *tree)
{
    message->from = first_mailbox(message, g_mime_message_get_from(tree));
    if (message->from == NULL) {
        message->from = bare_mailbox(message_header(message, "from"));
    }
    message->reply_to = first_mailbox(message, g_mime_message_get_reply_to(tree));
    add_mailboxes(message->to, g_mime_message_get_to(tree), false);
    add_mailboxes(message->to, g_mime_message_get_cc(tree), false);
    message->subject = clean_line(g_mime_message_get_subject(tree), LINE_LIMIT);
    message->message_id = id_of(message_header(message, "message-id"));
    message->in_reply_to = id_of(message_header(message, "in-reply-to"));
    GDateTime *date = g_mime_message_get_date(tree);
    if (date != NULL) {
        message->date = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z");
    }
}

static const char *critical_finding(GMimeParserWarning code)
{
    if (code == GMIME_CRIT_CONFLICTING_HEADER) {
        return "conflicting header";
    }
    if (code == GMIME_CRIT_CONFLICTING_PARAMETER) {
        return "conflicting parameter";
    }
    return code == GMIME_CRIT_NESTING_OVERFLOW ? "parts nested too deep" : NULL;
}

static void note_warning(gint64 offset, GMimeParserWarning code, const char *item, gpointer data)
{
    (void)offset;
    struct message *message = data;
    const char *what = critical_finding(code);
    if (what == NULL || message->warnings->len >= WARNING_LIMIT) {
        return;
    }
    g_autofree char *where = clean_line(item == NULL ? "" : item, 80);
    char *warning = g_strdup_printf("%s: %s", what, where);
    for (guint i = 0; i < message->warnings->len; i++) {
        if (strcmp(g_ptr_array_index(message->warnings, i), warning) == 0) {
            g_free(warning);
            return;
        }
    }
    g_ptr_array_add(message->warnings, warning);
}

static GMimeMessage *parse(struct message *message, const GString *octets)
{
    GMimeParserOptions *options = g_mime_parser_options_new();
    const char *fallback[] = {"utf-8", "windows-1252", NULL};
    g_mime_parser_options_set_fallback_charsets(options, fallback);
    g_mime_parser_options_set_warning_callback(options, note_warning, message);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(octets->str, octets->len);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
    g_mime_parser_set_persist_stream(parser, TRUE);
    GMimeMessage *tree = g_mime_parser_construct_message(parser, options);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
    return tree;
}

/* The charset of the first encoded word in Subject and From: text that says nothing of its own is
 * likely to be in the same. NULL for none. Owned. */
static char *words_charset(GMimeMessage *tree)
{
    static const char *const names[] = {"Subject", "From"};
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(tree));
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        GMimeHeader *header = g_mime_header_list_get_header(list, names[i]);
        const char *raw = header == NULL ? NULL : g_mime_header_get_raw_value(header);
        const char *word = raw == NULL ? NULL : strstr(raw, "=?");
        size_t length = word == NULL ? 0 : strcspn(word + 2, "?* \t\r\n");
        if (length > 0 && length <= CHARSET_NAME_LIMIT && word[2 + length] == '?') {
            return g_strndup(word + 2, length);
        }
    }
    return NULL;
}

/* Whether a header starts on the first or second line: one stray line before it is common. */
static bool has_header(const GString *octets)
{
    const char *at = octets->str;
    for (int line = 0; line < 2 && at != NULL; line++) {
        size_t name = 0;
        while (at[name] > ' ' && at[name] < 0x7f && at[name] != ':') {
            name++;
        }
        size_t colon = name + strspn(at + name, " \t");
        if (name > 0 && at[colon] == ':') {
            return true;
        }
        at = strchr(at, '\n');
        at = at == NULL || at[1] == '\n' || at[1] == '\r' ? NULL : at + 1;
    }
    return false;
}

static void be_malformed(struct message *message, const GString *octets, const char *why)
{
    message->malformed = true;
    if (why != NULL) {
        g_ptr_array_add(message->warnings, g_strdup(why));
    }
    struct message_part *part = g_new0(struct message_part, 1);
    part->type = g_strdup("text/plain");
    part->text = mime_part_lines(
        charset_to_utf8(octets->str, MIN(octets->len, (gsize)RAW_TEXT_LIMIT), NULL));
    g_ptr_array_add(message->parts, part);
    g_ptr_array_add(message->body, part);
}

/* Up to the first empty line; 0 when there is none. */
static size_t header_length(const GString *octets)
{
    const char *end = strstr(octets->str, "\n\n");
    const char *dos = strstr(octets->str, "\n\r\n");
    if (dos != NULL && (end == NULL || dos < end)) {
        return (size_t)(dos - octets->str) + 3;
    }
    return end == NULL ? 0 : (size_t)(end - octets->str) + 2;
}

/* A mail that is refused for its size or its parts: its header says who sent it. */
static void read_header_alone(struct message *message, const GString *octets)
{
    size_t length = header_length(octets);
    if (length == 0 || !has_header(octets) || !precheck(octets->str, length, NULL)) {
        return;
    }
    g_autoptr(GString) joined = join_words(octets->str, length);
    GMimeMessage *tree = parse(message, joined);
    if (tree != NULL) {
        read_headers(message, tree);
        read_envelope(message, tree);
        g_object_unref(tree);
    }
}

struct message *mime_read(const char *raw, size_t length)
{
    struct message *message = message_new();
    g_autoptr(GString) octets = mime_repair(raw, MIN(length, (size_t)PRECHECK_MESSAGE_LIMIT + 1));
    g_autoptr(GError) refused = NULL;
    if (!precheck(octets->str, octets->len, &refused)) {
        be_malformed(message, octets, refused->message);
        read_header_alone(message, octets);
        return message;
    }
    if (!has_header(octets)) {
        be_malformed(message, octets, NULL);
        return message;
    }
    g_autoptr(GString) joined = join_words(octets->str, octets->len);
    GMimeMessage *tree = parse(message, joined);
    if (tree == NULL) {
        be_malformed(message, octets, NULL);
        return message;
    }
    read_headers(message, tree);
    read_envelope(message, tree);
    GMimeObject *root = g_mime_message_get_mime_part(tree);
    if (root != NULL) {
        g_autofree char *charset = words_charset(tree);
        mime_part_walk(message, root, charset);
    }
    g_object_unref(tree);
    return message;
}
