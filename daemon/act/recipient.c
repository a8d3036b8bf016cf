#include "act/recipient.h"

#include <stdbool.h>
#include <string.h>

#include "base/token.h"

enum { HEADER_LIMIT = 100 * 1024, TOKENS_LIMIT = 16 };

/* Length of the header block; line ends may be LF or CRLF. */
static size_t header_length(const char *raw, size_t length)
{
    size_t limit = MIN(length, (size_t)HEADER_LIMIT);
    for (size_t at = 0; at + 1 < limit; at++) {
        if (raw[at] == '\n' && (raw[at + 1] == '\n' ||
                                (raw[at + 1] == '\r' && at + 2 < limit && raw[at + 2] == '\n'))) {
            return at + 1;
        }
    }
    return limit;
}

static bool is_known(const GPtrArray *tokens, const char *token)
{
    for (guint at = 0; at < tokens->len; at++) {
        if (strcmp(tokens->pdata[at], token) == 0) {
            return true;
        }
    }
    return false;
}

/* Every word of `value` that is one of our addresses with a token. */
static void take_tokens(const char *ours, const char *value, GPtrArray *tokens)
{
    g_auto(GStrv) words = g_strsplit_set(value, " \t\r\n<>,;:\"()", -1);
    for (char **word = words; *word != NULL && tokens->len < TOKENS_LIMIT; word++) {
        char token[TOKEN_LENGTH + 1];
        if (token_of_address(ours, *word, token) && !is_known(tokens, token)) {
            g_ptr_array_add(tokens, g_strdup(token));
        }
    }
}

GPtrArray *recipient_tokens(const char *ours, const char *raw, size_t length)
{
    static const char *const names[] = {"Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"};
    GPtrArray *tokens = g_ptr_array_new_with_free_func(g_free);
    if (length == 0) {
        return tokens; /* an empty file is a mail too, and `raw` may be NULL */
    }
    g_autofree char *head = g_strndup(raw, header_length(raw, length));
    g_auto(GStrv) lines = g_strsplit(head, "\n", -1);
    for (size_t name = 0; name < G_N_ELEMENTS(names); name++) {
        size_t width = strlen(names[name]);
        bool inside = false;
        for (char **line = lines; *line != NULL; line++) {
            bool folded = **line == ' ' || **line == '\t';
            if (!folded) {
                inside =
                    g_ascii_strncasecmp(*line, names[name], width) == 0 && (*line)[width] == ':';
            }
            if (inside) {
                take_tokens(ours, folded ? *line : *line + width + 1, tokens);
            }
        }
    }
    return tokens;
}
