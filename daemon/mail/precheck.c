#include "mail/precheck.h"

#include <string.h>

#include "base/failure.h"

/* The numbers are Postfix's and Dovecot's limits or measured on GMime 3.2.13: a group inside a
 * group recurses and falls from about 1,200 groups on a small stack; parts cost 1.3 KB each. */
#define HEADER_BLOCK_LIMIT (100u * 1024u)
#define CONTENT_TYPE_LIMIT 1000u
#define NESTING_LIMIT 50u
#define DASH_LINE_LIMIT 10000u
#define ADDRESS_COLON_LIMIT 100u
#define ADDRESS_HEADER_LIMIT (8u * 1024u)
#define PARENTHESIS_LIMIT 50u

enum header_kind { HEADER_OTHER, HEADER_ADDRESS, HEADER_CONTENT_TYPE };

struct precheck {
    const char *at, *end; /* the line that is looked at */
    bool first_block;
    size_t block_size; /* of the header block, 0 outside */
    enum header_kind kind;
    size_t header_size;
    unsigned colons, parentheses, content_types, nestings, dash_lines;
    bool nesting_counted;
    GError **error;
};

static const char *const address_headers[] = {
    "from",          "sender",           "reply-to",  "to",        "cc",
    "bcc",           "resent-from",      "resent-to", "resent-cc", "resent-bcc",
    "resent-sender", "mail-followup-to", NULL};

static bool broken(struct precheck *check, const char *limit)
{
    g_set_error(check->error, MAIL_ERROR, FAILURE_INPUT, "The message breaks a limit: %s", limit);
    return false;
}

/* The length of the name before the colon, 0 when the line starts no header. GMime allows blanks
 * before the colon. */
static size_t header_name(const char *line, size_t length)
{
    size_t name = 0;
    while (name < length && line[name] > ' ' && line[name] != ':' && line[name] != 0x7f) {
        name++;
    }
    size_t colon = name;
    while (colon < length && (line[colon] == ' ' || line[colon] == '\t')) {
        colon++;
    }
    return colon < length && line[colon] == ':' ? name : 0;
}

static bool is_name(const char *line, size_t length, const char *name)
{
    return strlen(name) == length && g_ascii_strncasecmp(line, name, length) == 0;
}

static bool has_word(const char *line, size_t length, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= length; i++) {
        if (g_ascii_tolower(line[i]) == *word && g_ascii_strncasecmp(line + i, word, size) == 0) {
            return true;
        }
    }
    return false;
}

static bool count_content_type(struct precheck *check, const char *line, size_t length)
{
    bool nests = has_word(line, length, "multipart/") || has_word(line, length, "message/");
    if (nests && !check->nesting_counted) {
        check->nesting_counted = true;
        if (++check->nestings > NESTING_LIMIT) {
            return broken(check, "more than 50 nested parts");
        }
    }
    for (size_t i = 0; i + 9 <= length; i++) {
        if (g_ascii_tolower(line[i]) != 'b' || g_ascii_strncasecmp(line + i, "boundary=", 9) != 0) {
            continue;
        }
        const char *value = line + i + 9;
        size_t left = length - i - 9;
        if (left >= 2 && value[0] == '"' && (value[1] == '"' || value[1] == '\\')) {
            return broken(check, "a boundary that is empty or holds a quote");
        }
    }
    return true;
}

static bool count_in_header(struct precheck *check, const char *line, size_t length)
{
    check->header_size += length;
    for (size_t i = 0; i < length; i++) {
        check->colons += line[i] == ':';
        if (line[i] == '(') {
            check->parentheses++;
        } else if (line[i] == ')' && check->parentheses > 0) {
            check->parentheses--;
        }
        if (check->kind != HEADER_OTHER && check->parentheses > PARENTHESIS_LIMIT) {
            return broken(check, "parentheses nested more than 50 deep in a header");
        }
    }
    if (check->kind == HEADER_ADDRESS && check->colons > ADDRESS_COLON_LIMIT) {
        return broken(check, "more than 100 colons in an address header");
    }
    if (check->kind == HEADER_ADDRESS && check->header_size > ADDRESS_HEADER_LIMIT) {
        return broken(check, "an address header longer than 8 KB");
    }
    return check->kind != HEADER_CONTENT_TYPE || count_content_type(check, line, length);
}

/* Address and Content-Type headers are looked for on every line, also in what seems to be body:
 * what is a header block is the parser's opinion, and we do not want to be cleverer. */
static bool header_line(struct precheck *check, const char *line, size_t length)
{
    if (length > 0 && (line[0] == ' ' || line[0] == '\t')) {
        return check->kind == HEADER_OTHER || count_in_header(check, line, length);
    }
    check->kind = HEADER_OTHER;
    check->header_size = 0;
    check->colons = 0;
    check->parentheses = 0;
    check->nesting_counted = false;
    size_t name = header_name(line, length);
    if (name == 0) {
        return true;
    }
    for (size_t i = 0; address_headers[i] != NULL; i++) {
        if (is_name(line, name, address_headers[i])) {
            check->kind = HEADER_ADDRESS;
        }
    }
    if (is_name(line, name, "content-type")) {
        check->kind = HEADER_CONTENT_TYPE;
        if (++check->content_types > CONTENT_TYPE_LIMIT) {
            return broken(check, "more than 1,000 parts");
        }
    }
    return check->kind == HEADER_OTHER || count_in_header(check, line, length);
}

static bool block_line(struct precheck *check, const char *line, size_t length, size_t whole)
{
    if (length == 0) {
        check->block_size = 0;
        check->first_block = false;
        return true;
    }
    if (length >= 2 && line[0] == '-' && line[1] == '-') {
        if (++check->dash_lines > DASH_LINE_LIMIT) {
            return broken(check, "more than 10,000 lines that begin with --");
        }
        check->block_size = check->first_block ? check->block_size : 1;
        return true;
    }
    if (check->block_size == 0 && !check->first_block) {
        return true;
    }
    bool continues = line[0] == ' ' || line[0] == '\t';
    if (!check->first_block && !continues && header_name(line, length) == 0) {
        check->block_size = 0; /* text behind a line of dashes: no header */
        return true;
    }
    check->block_size += whole;
    return check->block_size <= HEADER_BLOCK_LIMIT || broken(check, "a header block over 100 KB");
}

bool precheck(const char *raw, size_t length, GError **error)
{
    struct precheck check = {.first_block = true, .error = error};
    if (length > PRECHECK_MESSAGE_LIMIT) {
        return broken(&check, PRECHECK_TOO_LARGE);
    }
    const char *end = raw + length;
    for (const char *line = raw; line < end;) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        const char *next = feed == NULL ? end : feed + 1;
        size_t size = (size_t)((feed == NULL ? end : feed) - line);
        if (size > 0 && line[size - 1] == '\r') {
            size--;
        }
        if (!block_line(&check, line, size, (size_t)(next - line)) ||
            !header_line(&check, line, size)) {
            return false;
        }
        line = next;
    }
    return true;
}
