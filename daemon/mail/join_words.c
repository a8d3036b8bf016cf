#include "mail/join_words.h"

#include <stdbool.h>
#include <string.h>

#include "mail/base64.h"

#define CHARSET_LIMIT 40u

/* One encoded word "=?charset?B?data?=". */
struct encoded_word {
    const char *start, *end; /* of the whole word */
    const char *charset;
    size_t charset_length;
    const char *data;
    size_t data_length;
};

static bool read_word(const char *at, const char *end, struct encoded_word *word)
{
    if (end - at < 8 || at[0] != '=' || at[1] != '?') {
        return false;
    }
    const char *charset = at + 2;
    size_t room = MIN((size_t)(end - charset), (size_t)CHARSET_LIMIT);
    const char *mark = memchr(charset, '?', room);
    if (mark == NULL || mark == charset || end - mark < 5 || (mark[1] | 0x20) != 'b' ||
        mark[2] != '?') {
        return false;
    }
    const char *data = mark + 3, *stop = data;
    while (stop < end && (g_ascii_isalnum(*stop) || strchr("+/=", *stop) != NULL) &&
           *stop != '\0') {
        stop++;
    }
    if (end - stop < 2 || stop[0] != '?' || stop[1] != '=') {
        return false;
    }
    *word = (struct encoded_word){.start = at,
                                  .end = stop + 2,
                                  .charset = charset,
                                  .charset_length = (size_t)(mark - charset),
                                  .data = data,
                                  .data_length = (size_t)(stop - data)};
    return true;
}

static bool same_charset(const struct encoded_word *a, const struct encoded_word *b)
{
    return a->charset_length == b->charset_length &&
           g_ascii_strncasecmp(a->charset, b->charset, a->charset_length) == 0;
}

static bool is_padded(const struct encoded_word *word)
{
    return word->data_length > 0 && word->data[word->data_length - 1] == '=';
}

/* Reads the run of words that begins with `first`; gives its end, or NULL when there is nothing to
 * repair. `octets` collects what they hold. */
static const char *read_run(const struct encoded_word *first, const char *end, GByteArray *octets)
{
    struct encoded_word word = *first, next;
    bool repair = false;
    for (;;) {
        g_autoptr(GByteArray) piece = base64_read(word.data, word.data_length);
        g_byte_array_append(octets, piece->data, piece->len);
        const char *at = word.end;
        while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) {
            at++;
        }
        if (at == word.end || !read_word(at, end, &next) || !same_charset(first, &next)) {
            return repair ? word.end : NULL;
        }
        repair = repair || is_padded(&word);
        word = next;
    }
}

static void join_block(GString *out, const char *at, const char *end)
{
    while (at < end) {
        const char *mark = memchr(at, '=', (size_t)(end - at));
        struct encoded_word word;
        if (mark == NULL) {
            g_string_append_len(out, at, end - at);
            return;
        }
        g_string_append_len(out, at, mark - at);
        at = mark;
        if (!read_word(mark, end, &word)) {
            g_string_append_c(out, *at++);
            continue;
        }
        g_autoptr(GByteArray) octets = g_byte_array_new();
        const char *run_end = read_run(&word, end, octets);
        if (run_end == NULL) {
            g_string_append_len(out, at, word.end - at);
            at = word.end;
            continue;
        }
        g_autofree char *data = g_base64_encode(octets->data, octets->len);
        g_string_append_printf(out, "=?%.*s?B?%s?=", (int)word.charset_length, word.charset, data);
        at = run_end;
    }
}

static const char *line_end(const char *at, const char *end)
{
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    return feed == NULL ? end : feed + 1;
}

static bool is_blank_line(const char *at, const char *end)
{
    return *at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n');
}

static bool starts_header(const char *at, const char *end)
{
    const char *c = at;
    while (c < end && (g_ascii_isalnum(*c) || *c == '-')) {
        c++;
    }
    return c > at && c < end && *c == ':';
}

/* Where the next header block may begin: behind a line of a boundary, or behind the blank line of
 * a header block (an attached message). NULL when there is none. */
static const char *next_block(const char *at, const char *end)
{
    if (at < end && starts_header(at, end)) {
        return at;
    }
    while (at < end) {
        const char *next = line_end(at, end);
        if (end - at > 2 && at[0] == '-' && at[1] == '-' && next < end &&
            starts_header(next, end)) {
            return next;
        }
        at = next;
    }
    return NULL;
}

GString *join_words(const char *raw, size_t length)
{
    GString *out = g_string_sized_new(length + 1);
    const char *at = raw, *end = raw + length;
    while (at != NULL && at < end) {
        const char *stop = at;
        while (stop < end && !is_blank_line(stop, end)) {
            stop = line_end(stop, end);
        }
        join_block(out, at, stop);
        at = stop < end ? line_end(stop, end) : end;
        g_string_append_len(out, stop, at - stop);
        const char *block = next_block(at, end);
        const char *copied = block == NULL ? end : block;
        g_string_append_len(out, at, copied - at);
        at = block;
    }
    return out;
}
