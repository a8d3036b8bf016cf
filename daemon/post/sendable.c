#include "post/sendable.h"

#include <stdint.h>
#include <string.h>

#define ADDRESS_LIMIT 254u /* RFC 5321 4.5.3.1.3 less the angle brackets */

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

/* Eight octets at a time: this is looked at for every octet of every copy. */
static bool is_seven_bit(const char *octets, size_t length)
{
    uint64_t seen = 0, word = 0;
    size_t i = 0;
    for (; i + sizeof word <= length; i += sizeof word) {
        memcpy(&word, octets + i, sizeof word);
        seen |= word;
    }
    for (; i < length; i++) {
        seen |= (unsigned char)octets[i];
    }
    return (seen & 0x8080808080808080u) == 0 && memchr(octets, '\0', length) == NULL;
}

static const char *octets_problem(const char *octets, size_t length)
{
    if (!is_seven_bit(octets, length)) {
        return "the message has an octet that is not 7-bit text";
    }
    const char *end = octets + length;
    for (const char *line = octets; line < end;) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        const char *stop = feed != NULL ? feed : end;
        const char *cr = memchr(line, '\r', (size_t)(stop - line));
        if (feed == NULL && cr == NULL) {
            return "the last line of the message has no end";
        }
        if (cr == NULL || feed == NULL || cr + 1 != feed) {
            return "the message has a line end that is not CRLF";
        }
        if ((size_t)(cr - line) > SENDABLE_LINE_LIMIT) {
            return "the message has a line of more than 998 octets";
        }
        line = feed + 1;
    }
    return NULL;
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
static bool collect_names(const struct lane_mail *mail, size_t header, GHashTable *names)
{
    const char *end = mail->octets + header;
    for (const char *line = mail->octets; line < end;) {
        const char *next = (const char *)memchr(line, '\n', (size_t)(end - line)) + 1;
        bool continues = *line == ' ' || *line == '\t';
        if (continues && line != mail->octets) {
            line = next;
            continue;
        }
        size_t length = name_length(line, (size_t)(next - line));
        if (length == 0 || !g_hash_table_add(names, g_ascii_strdown(line, (gssize)length))) {
            return false;
        }
        line = next;
    }
    return true;
}

size_t sendable_header_length(const struct lane_mail *mail)
{
    const char *gap = memmem(mail->octets, mail->length, "\r\n\r\n", 4);
    return gap == NULL ? 0 : (size_t)(gap - mail->octets) + 4;
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
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!collect_names(mail, header - 2, names)) {
        *reason = "the message has a header line that is none, or one that comes twice";
        return false;
    }
    if (!g_hash_table_contains(names, "date") || !g_hash_table_contains(names, "from") ||
        !g_hash_table_contains(names, "message-id")) {
        *reason = "the message lacks Date, From or Message-ID";
        return false;
    }
    if (g_hash_table_contains(names, "return-path")) {
        *reason = "the message brings its own Return-Path";
        return false;
    }
    return true;
}
