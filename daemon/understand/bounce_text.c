#include "understand/bounce_text.h"

#include <string.h>

#include "mail/address.h"
#include "mail/html_text.h"
#include "understand/bounce_status.h"
#include "understand/lines.h"

#define NOTICE_LIMIT 16000u
#define LINE_LIMIT 600u
#define RECIPIENT_LIMIT 200u
#define OPENING_WORDS 160u

char *bounce_text_notice(const struct language *language, const struct message *message)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < message->body->len && all->len < NOTICE_LIMIT; i++) {
        const struct message_part *part = g_ptr_array_index(message->body, i);
        bool html = strcmp(part->type, "text/html") == 0;
        g_autofree char *marked = html ? html_text(part->text) : NULL;
        g_autofree char *plain = html ? html_text_plain(marked) : NULL;
        const char *text = html ? plain : part->text;
        g_string_append_len(all, text, (gssize)MIN(strlen(text), (size_t)NOTICE_LIMIT));
        g_string_append_c(all, '\n');
    }
    g_autofree char *text = g_utf8_make_valid(all->str, (gssize)all->len);
    g_auto(GStrv) lines = g_strsplit(text, "\n", LINE_LIMIT);
    g_autoptr(GString) notice = g_string_new(NULL);
    for (size_t i = 0; lines[i] != NULL; i++) {
        SCOPED(textwords) struct textwords *words = lines_words(lines[i]);
        if (notice->len > 0 && language_line_match(language, "retur-original", words) != NULL) {
            break;
        }
        g_string_append_printf(notice, "%s\n", lines[i]);
    }
    return g_strdup(notice->str);
}

static bool opening_says(const struct language *language, const char *patterns, const char *notice)
{
    g_autofree char *line = g_strdelimit(g_strdup(notice), "\n\t", ' ');
    SCOPED(textwords) struct textwords *words = textwords_read(line, OPENING_WORDS);
    language_mark(language, words);
    return language_says(language, patterns, words);
}

bool bounce_text_says(const struct language *language, const char *notice)
{
    return opening_says(language, "retur-brev", notice);
}

bool bounce_text_parcel(const struct language *language, const char *notice)
{
    return opening_says(language, "retur-pakke", notice);
}

static bool is_address_char(char c)
{
    return g_ascii_isalnum(c) || (c != '\0' && strchr(".!#$%&*+-/=?^_`{|}~@", c) != NULL);
}

/* Whether the mail is from or to this address: then it is not the one that failed. */
static bool is_own(const struct message *message, const char *address)
{
    bool own = message->from != NULL && g_ascii_strcasecmp(message->from->address, address) == 0;
    for (guint i = 0; i < message->to->len && !own; i++) {
        const struct message_mailbox *to = g_ptr_array_index(message->to, i);
        own = g_ascii_strcasecmp(to->address, address) == 0;
    }
    return own;
}

/* The address that has its @ at `sign`, when it may be the one that failed. Owned, or NULL. */
static char *address_around(const struct message *message, const char *text, const char *sign,
                            const char **start)
{
    const char *end = sign;
    *start = sign;
    while (*start > text && is_address_char((*start)[-1])) {
        (*start)--;
    }
    while (is_address_char(*end)) {
        end++;
    }
    while (end > sign && strchr(".-=", end[-1]) != NULL) {
        end--;
    }
    g_autofree char *found = g_strndup(*start, (size_t)(end - *start));
    char *address = address_parse(found, NULL);
    if (address != NULL && (address_is_robot(address) || is_own(message, address))) {
        g_clear_pointer(&address, g_free);
    }
    return address;
}

/* One recipient and the lines that speak of him. */
struct recipient {
    char *address;
    GString *lines;
};

static void recipient_free(gpointer data)
{
    struct recipient *recipient = data;
    g_free(recipient->address);
    g_string_free(recipient->lines, TRUE);
    g_free(recipient);
}

static struct recipient *recipient_for(GPtrArray *recipients, const char *address)
{
    for (guint i = 0; i < recipients->len; i++) {
        struct recipient *known = g_ptr_array_index(recipients, i);
        if (g_ascii_strcasecmp(known->address, address) == 0) {
            return known;
        }
    }
    if (recipients->len >= RECIPIENT_LIMIT) {
        return NULL;
    }
    struct recipient *recipient = g_new0(struct recipient, 1);
    recipient->address = g_strdup(address);
    recipient->lines = g_string_new(NULL);
    g_ptr_array_add(recipients, recipient);
    return recipient;
}

/* The address with which the line begins, behind brackets, bullets and a reply code ("550
 * hans@..."), or NULL. Owned. */
static char *address_first(const struct message *message, const char *line)
{
    const char *at = line + strspn(line, " \t<>*'\"-\xE2\x80\xA2\xC2\xA0");
    if (strspn(at, "0123456789") == 3 && at[3] == ' ') {
        at += 4 + strspn(at + 4, " <");
    }
    at += g_ascii_strncasecmp(at, "mailto:", 7) == 0 ? 7 : 0;
    const char *sign = at;
    while (is_address_char(*sign) && *sign != '@') {
        sign++;
    }
    const char *start = NULL;
    return *sign != '@' || sign == at ? NULL : address_around(message, at, sign, &start);
}

/* The recipients that stand at the beginning of lines, each with the lines up to the next. */
static GPtrArray *listed(const struct message *message, const char *notice)
{
    GPtrArray *recipients = g_ptr_array_new_with_free_func(recipient_free);
    g_auto(GStrv) lines = g_strsplit(notice, "\n", -1);
    struct recipient *current = NULL;
    for (size_t i = 0; lines[i] != NULL; i++) {
        g_autofree char *address = address_first(message, lines[i]);
        if (address != NULL) {
            current = recipient_for(recipients, address);
        }
        if (current != NULL) {
            g_string_append_printf(current->lines, "%s\n", lines[i]);
        }
    }
    return recipients;
}

/* X-Failed-Recipients (Exim, Gmail): a list with commas. */
static GPtrArray *from_header(const struct message *message, const char *notice)
{
    GPtrArray *recipients = g_ptr_array_new_with_free_func(recipient_free);
    const char *failed = message_header(message, "x-failed-recipients");
    g_auto(GStrv) list = g_strsplit(failed == NULL ? "" : failed, ",", -1);
    for (size_t i = 0; list[i] != NULL; i++) {
        g_autofree char *address = address_parse(list[i], NULL);
        struct recipient *recipient = address == NULL ? NULL : recipient_for(recipients, address);
        if (recipient == NULL) {
            continue;
        }
        const char *behind = strstr(notice, address);
        g_string_append(recipient->lines, behind != NULL && list[1] != NULL ? behind : notice);
    }
    return recipients;
}

/* Whether the address at `at` is said to be somebody else's: the sender's, or a helper's. */
static bool is_aside(const char *notice, const char *at)
{
    const char *line = at;
    while (line > notice && line[-1] != '\n') {
        line--;
    }
    static const char *const names[] = {"from:", "fra:",         "sender:",   "afsender:",
                                        "von:",  "return-path:", "reply-to:", "message-id:"};
    line += strspn(line, " \t");
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strncasecmp(line, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* The first address anywhere in the text. */
static void add_first(GPtrArray *recipients, const struct message *message, const char *notice)
{
    for (const char *sign = strchr(notice, '@'); sign != NULL && recipients->len == 0;
         sign = strchr(sign + 1, '@')) {
        const char *start = NULL;
        g_autofree char *address = address_around(message, notice, sign, &start);
        if (address != NULL && !is_aside(notice, start)) {
            recipient_for(recipients, address);
        }
    }
}

/* The status that is stated of the recipient, else anywhere; else what the words amount to, which
 * `*told` then are. Owned, or NULL. */
static char *status_of(const struct language *language, const struct recipient *recipient,
                       const char *notice, bool tries, const char **told)
{
    *told = recipient->lines->str;
    char *stated = bounce_status_find(*told);
    stated = stated != NULL ? stated : bounce_status_find(notice);
    if (stated != NULL) {
        return stated;
    }
    char *said = bounce_status_from_words(language, *told);
    if (said == NULL || g_str_has_suffix(said, ".0.0")) {
        *told = notice;
        char *other = bounce_status_from_words(language, notice);
        g_free(said);
        said = other;
    }
    if (said != NULL && tries) {
        *said = '4'; /* the reason, but not yet for good */
    }
    return said;
}

static void add(struct verdict *verdict, const struct language *language,
                const struct recipient *recipient, const char *notice)
{
    bool tries = bounce_status_retries(language, notice);
    const char *told = NULL;
    g_autofree char *status = status_of(language, recipient, notice, tries, &told);
    struct verdict_bounce *bounce = g_new0(struct verdict_bounce, 1);
    bounce->address = g_strdup(recipient->address);
    bounce->action = g_strdup(tries ? "delayed" : "failed");
    bounce->hard = bounce_status_hard(language, bounce->action, status, told);
    bounce->status = g_steal_pointer(&status);
    g_ptr_array_add(verdict->bounces, bounce);
}

void bounce_text_read(struct verdict *verdict, const struct language *language,
                      const struct message *message)
{
    g_autofree char *notice = bounce_text_notice(language, message);
    g_autoptr(GPtrArray) recipients = from_header(message, notice);
    if (recipients->len == 0) {
        g_ptr_array_unref(recipients);
        recipients = listed(message, notice);
    }
    if (recipients->len == 0) {
        add_first(recipients, message, notice);
    }
    for (guint i = 0; i < recipients->len; i++) {
        add(verdict, language, g_ptr_array_index(recipients, i), notice);
    }
}
