#include "mail/mime_write.h"

#include <string.h>

/* RFC 2045 6.7 rule 5: 76 octets with the soft break; RFC 2047 2: the same for lines with encoded
 * words, and 75 for a word. */
#define LINE_LIMIT 76u
#define WORD_LIMIT 75u
#define BASE64_LINE ((size_t)(LINE_LIMIT / 4 * 3)) /* octets in a line of 76 */
#define WORD_BEGIN "=?utf-8?Q?"
#define WORD_END "?="
#define WORD_FRAME (sizeof WORD_BEGIN WORD_END - 1)

/* An ASCII word longer than this is encoded, because it could not be folded (RFC 5322 2.1.1). */
#define PLAIN_WORD_LIMIT 60u

static const char hexadecimal[] = "0123456789ABCDEF";

static void put_code(char to[3], char mark, char octet)
{
    to[0] = mark;
    to[1] = hexadecimal[((unsigned char)octet) >> 4];
    to[2] = hexadecimal[((unsigned char)octet) & 15];
}

static void append_octet(GString *out, char mark, char octet)
{
    char code[3];
    put_code(code, mark, octet);
    g_string_append_len(out, code, 3);
}

static bool is_line_end(const char *text, size_t length, size_t i)
{
    return text[i] == '\n' || (text[i] == '\r' && i + 1 < length && text[i + 1] == '\n');
}

/* Whether the octet stands for itself, wherever it stands. */
static bool is_always_plain(char c)
{
    return c > ' ' && c < 0x7F && c != '=' && c != '.';
}

/* Whether it does here. A dot at the beginning of a line does not: then no transport has to double
 * it (RFC 5321 4.5.2). */
static bool is_plain(const char *text, size_t length, size_t i, unsigned column)
{
    char c = text[i];
    if (c == ' ' || c == '\t') {
        return i + 1 < length && !is_line_end(text, length, i + 1);
    }
    return is_always_plain(c) || (c == '.' && column > 0);
}

/* Writes one octet of text, with the soft break before it where it needs one, and gives how many
 * octets that made: 6 at most. */
static size_t put_octet(char *to, const char *text, size_t length, size_t i, unsigned *column)
{
    size_t made = 0;
    bool plain = is_plain(text, length, i, *column);
    if (*column + (plain ? 1 : 3) >= LINE_LIMIT) {
        memcpy(to, "=\r\n", 3);
        made = 3;
        *column = 0;
        plain = is_plain(text, length, i, 0);
    }
    if (plain) {
        to[made] = text[i];
        *column += 1;
        return made + 1;
    }
    put_code(to + made, '=', text[i]);
    *column += 3;
    return made + 3;
}

void mail_quoted_printable(GString *out, const char *text, size_t length, unsigned *column)
{
    char piece[512]; /* encoded, and not appended yet */
    size_t used = 0;
    unsigned at = *column;
    for (size_t i = 0; i < length; i++) {
        if (is_always_plain(text[i]) && at < LINE_LIMIT - 1) {
            piece[used++] = text[i];
            at++;
        } else if (is_line_end(text, length, i)) {
            memcpy(piece + used, "\r\n", 2);
            used += 2;
            i += text[i] == '\r';
            at = 0;
        } else {
            used += put_octet(piece + used, text, length, i, &at);
        }
        if (used + 6 > sizeof piece) {
            g_string_append_len(out, piece, (gssize)used);
            used = 0;
        }
    }
    g_string_append_len(out, piece, (gssize)used);
    *column = at;
}

void mail_base64(GString *out, const void *octets, size_t length)
{
    const unsigned char *at = octets;
    for (size_t done = 0; done < length; done += BASE64_LINE) {
        g_autofree char *line = g_base64_encode(at + done, MIN(BASE64_LINE, length - done));
        g_string_append(out, line);
        g_string_append_len(out, "\r\n", 2);
    }
}

/* Octets of the character at `text`, 0 when it is not valid UTF-8. */
static size_t character_length(const char *text)
{
    gunichar c = g_utf8_get_char_validated(text, -1);
    return c >= 0x80000000u ? 0 : (size_t)g_utf8_skip[(unsigned char)*text];
}

/* What a Q word may hold unencoded, also within a phrase (RFC 2047 5 (3)). */
static bool is_word_octet(char c)
{
    return g_ascii_isalnum(c) || strchr("!*+-/", c) != NULL;
}

/* Appends one character of `size` octets to an encoded word. */
static void append_encoded(GString *word, const char *text, size_t size)
{
    if (size == 1 && (*text == ' ' || g_ascii_iscntrl(*text))) {
        g_string_append_c(word, '_');
    } else if (size == 0) {
        g_string_append(word, "=3F");
    } else if (size == 1 && is_word_octet(*text)) {
        g_string_append_c(word, *text);
    } else {
        for (size_t i = 0; i < size; i++) {
            append_octet(word, '=', text[i]);
        }
    }
}

/* Encoded words for the whole text, one a line after the first; the blank between two of them is
 * not part of the text (RFC 2047 6.2). Returns the column. */
static unsigned append_words(GString *out, const char *text, unsigned column)
{
    size_t room = column + WORD_FRAME + 12 < LINE_LIMIT ? LINE_LIMIT - column - WORD_FRAME : 0;
    if (room == 0) {
        g_string_append(out, "\r\n ");
        column = 1;
        room = WORD_LIMIT - WORD_FRAME;
    }
    g_string_append(out, WORD_BEGIN);
    size_t start = out->len;
    while (*text != '\0') {
        size_t size = character_length(text);
        size_t before = out->len;
        append_encoded(out, text, size);
        text += size == 0 ? 1 : size;
        if (out->len - start > room) {
            g_string_insert(out, (gssize)before, WORD_END "\r\n " WORD_BEGIN);
            start = before + strlen(WORD_END "\r\n " WORD_BEGIN);
            room = WORD_LIMIT - WORD_FRAME;
            column = 1;
        }
    }
    column += (unsigned)(strlen(WORD_BEGIN WORD_END) + out->len - start);
    g_string_append(out, WORD_END);
    return column;
}

/* Whether the text can stand as it is: printable ASCII in words that can be folded, and nothing
 * that a reader would decode. */
static bool is_ordinary(const char *text)
{
    size_t word = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < ' ' || *at == 0x7F || (*at == '=' && at[1] == '?')) {
            return false;
        }
        word = *at == ' ' ? 0 : word + 1;
        if (word > PLAIN_WORD_LIMIT) {
            return false;
        }
    }
    return *text == '\0' || (*text != ' ' && text[strlen(text) - 1] != ' ');
}

static unsigned append_folded(GString *out, const char *text, unsigned column)
{
    while (*text != '\0') {
        size_t blanks = strspn(text, " ");
        size_t length = blanks + strcspn(text + blanks, " ");
        if (column + length > LINE_LIMIT && blanks > 0) {
            g_string_append(out, "\r\n");
            column = 0;
        }
        g_string_append_len(out, text, (gssize)length);
        column += (unsigned)length;
        text += length;
    }
    return column;
}

void mail_header_text(GString *out, const char *text, unsigned column)
{
    if (is_ordinary(text)) {
        append_folded(out, text, column);
    } else {
        append_words(out, text, column);
    }
}

/* RFC 5322 3.2.3: what needs no quotes in a display name. A dot does (obs-phrase). */
static bool is_phrase(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (!g_ascii_isalnum(*at) && strchr(" !#$%&'*+-/^_`{|}~", *at) == NULL) {
            return false;
        }
    }
    return true;
}

/* The caller owns it. */
static char *quoted(const char *text)
{
    g_autoptr(GString) out = g_string_new("\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            g_string_append_c(out, '\\');
        }
        g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void append_address(GString *out, const char *address)
{
    for (const char *at = address; *at != '\0'; at++) {
        if (*at > ' ' && *at < 0x7F && *at != '<' && *at != '>') {
            g_string_append_c(out, *at);
        }
    }
}

void mail_header_mailbox(GString *out, const char *name, const char *address, unsigned column)
{
    if (name == NULL || *name == '\0') {
        append_address(out, address);
        return;
    }
    if (!is_ordinary(name) || strlen(name) > PLAIN_WORD_LIMIT) {
        column = append_words(out, name, column);
    } else if (is_phrase(name)) {
        column = append_folded(out, name, column);
    } else {
        g_autofree char *phrase = quoted(name);
        column = append_folded(out, phrase, column);
    }
    g_string_append(out, column + strlen(address) + 3 > LINE_LIMIT ? "\r\n <" : " <");
    append_address(out, address);
    g_string_append_c(out, '>');
}

char *mail_date(int64_t moment, int offset)
{
    static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    g_autoptr(GDateTime) civil = g_date_time_new_from_unix_utc(moment + offset);
    g_assert(civil != NULL && ABS(offset) < 24 * 3600);
    int minutes = ABS(offset) / 60;
    return g_strdup_printf(
        "%s, %02d %s %04d %02d:%02d:%02d %c%02d%02d", days[g_date_time_get_day_of_week(civil) - 1],
        g_date_time_get_day_of_month(civil), months[g_date_time_get_month(civil) - 1],
        g_date_time_get_year(civil), g_date_time_get_hour(civil), g_date_time_get_minute(civil),
        g_date_time_get_second(civil), offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}
