#include "post/sendable.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define ADDRESS_LIMIT 254u /* RFC 5321 4.5.3.1.3 less the angle brackets */
#define HEADERS_USUAL 32u  /* more take a little longer */

/* An envelope address as it stands between < and >. `empty_allowed`: the null sender. */
static bool address_is_plain(const char *address, bool empty_allowed)
{
    size_t length = strlen(address);
    if (length == 0) {
        return empty_allowed;
    }
    for (const char *at = address; *at != '\0'; at++) {
        if (*at <= ' ' || *at == 127 || strchr("<>()[]\\,;:\"", *at) != NULL) {
            return false;
        }
    }
    const char *sign = strrchr(address, '@');
    return length <= ADDRESS_LIMIT && sign != NULL && sign != address && sign[1] != '\0' &&
           strchr(address, '@') == sign;
}

#define BLOCK 512u /* octets that are looked at side by side */

struct findings {
    uint8_t seen;   /* all octets, or'ed */
    uint8_t least;  /* of all octets */
    uint8_t broken; /* not 0: CR without LF behind it, or LF without CR before it */
};

/* `octets[-1]` is there. A fixed number of octets without a branch: the compiler looks at 16 and
 * more at a time. Every octet of every copy passes here. */
static void look_at_block(struct findings *findings, const char *octets)
{
    struct findings block = {.least = UINT8_MAX};
    for (size_t i = 0; i < BLOCK; i++) {
        uint8_t octet = (uint8_t)octets[i];
        block.seen |= octet;
        block.least = MIN(block.least, octet);
        block.broken |= (octets[i] == '\n') ^ (octets[i - (size_t)1] == '\r');
    }
    findings->seen |= block.seen;
    findings->least = MIN(findings->least, block.least);
    findings->broken |= block.broken;
}

/* Whole blocks where they stand, the beginning and the rest in a copy with blanks around it. */
static struct findings look_at(const char *octets, size_t length)
{
    struct findings findings = {.least = UINT8_MAX};
    char edge[1 + BLOCK];
    size_t done = MIN(length, BLOCK), rest;
    memset(edge, ' ', sizeof edge);
    memcpy(edge + 1, octets, done);
    look_at_block(&findings, edge + 1);
    for (; length - done >= BLOCK; done += BLOCK) {
        look_at_block(&findings, octets + done);
    }
    rest = length - done;
    memset(edge, ' ', sizeof edge);
    memcpy(edge, octets + done - 1, rest + 1);
    look_at_block(&findings, edge + 1);
    return findings;
}

/* From the last line end within reach to the next such. */
static bool lines_are_short(const char *octets, size_t length)
{
    const char *line = octets, *end = octets + length;
    while ((size_t)(end - line) > SENDABLE_LINE_LIMIT + 2) {
        const char *feed = memrchr(line, '\n', SENDABLE_LINE_LIMIT + 2);
        if (feed == NULL) {
            return false;
        }
        line = feed + 1;
    }
    return true;
}

static const char *octets_problem(const char *octets, size_t length)
{
    if (length == 0) {
        return "the message is empty";
    }
    const struct findings findings = look_at(octets, length);
    if (findings.seen >= 128 || findings.least == 0) {
        return "the message has an octet that is not 7-bit text";
    }
    if (findings.broken != 0 || octets[length - 1] == '\r') {
        return "the message has a line end that is not CRLF";
    }
    if (octets[length - 1] != '\n') {
        return "the last line of the message has no end";
    }
    return lines_are_short(octets, length) ? NULL
                                           : "the message has a line of more than 998 octets";
}

/* The name of a header. Without copies and a table: there are some twenty, in every mail. */
struct name {
    const char *text;
    size_t length;
    unsigned sum; /* of its octets, whatever their case */
};

static struct name name_of(const char *text, size_t length)
{
    struct name name = {text, length, 0};
    for (size_t i = 0; i < length; i++) {
        name.sum = name.sum * 31 + ((uint8_t)text[i] | 0x20);
    }
    return name;
}

static bool has_name(const GArray *names, const struct name *name)
{
    for (guint i = 0; i < names->len; i++) {
        const struct name *other = &g_array_index(names, struct name, i);
        if (other->sum == name->sum && other->length == name->length &&
            g_ascii_strncasecmp(other->text, name->text, name->length) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_header(const GArray *names, const char *text)
{
    const struct name name = name_of(text, strlen(text));
    return has_name(names, &name);
}

/* The length of a header name at the start of a line, 0 when it is none (RFC 5322 3.6.8). */
static size_t name_length(const char *line, size_t length)
{
    size_t i = 0;
    while (i < length && line[i] > ' ' && line[i] < 127 && line[i] != ':') {
        i++;
    }
    return i < length && line[i] == ':' ? i : 0;
}

/* Collects the names of all headers; false when a line is no header or a name comes twice. */
static bool collect_names(const struct lane_mail *mail, size_t header, GArray *names)
{
    const char *end = mail->octets + header;
    for (const char *line = mail->octets; line < end;) {
        const char *next = (const char *)memchr(line, '\n', (size_t)(end - line)) + 1;
        bool continues = *line == ' ' || *line == '\t';
        if (continues && line != mail->octets) {
            line = next;
            continue;
        }
        const struct name name = name_of(line, name_length(line, (size_t)(next - line)));
        if (name.length == 0 || has_name(names, &name)) {
            return false;
        }
        g_array_append_val(names, name);
        line = next;
    }
    return true;
}

size_t sendable_header_length(const struct lane_mail *mail)
{
    const char *line = mail->octets, *end = mail->octets + mail->length;
    while (end - line >= 2 && memcmp(line, "\r\n", 2) != 0) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        line = feed != NULL ? feed + 1 : end;
    }
    return end - line >= 2 ? (size_t)(line - mail->octets) + 2 : 0;
}

bool sendable(const struct lane_mail *mail, const char **reason)
{
    if (!address_is_plain(mail->sender, true) || !address_is_plain(mail->recipient, false)) {
        *reason = "the sender or recipient is no plain mail address";
        return false;
    }
    *reason = octets_problem(mail->octets, mail->length);
    if (*reason != NULL) {
        return false;
    }
    size_t header = sendable_header_length(mail);
    if (header <= 4) {
        *reason = "the message has no header with an empty line behind it";
        return false;
    }
    g_autoptr(GArray) names = g_array_sized_new(FALSE, FALSE, sizeof(struct name), HEADERS_USUAL);
    if (!collect_names(mail, header - 2, names)) {
        *reason = "the message has a header line that is none, or one that comes twice";
        return false;
    }
    if (!has_header(names, "date") || !has_header(names, "from") ||
        !has_header(names, "message-id")) {
        *reason = "the message lacks Date, From or Message-ID";
        return false;
    }
    if (has_header(names, "return-path")) {
        *reason = "the message brings its own Return-Path";
        return false;
    }
    return true;
}
