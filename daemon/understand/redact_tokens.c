/* Addresses and links by their form. A token is what stands between blanks. */
#include <string.h>

#include "base/text.h"
#include "understand/redact_spans.h"

#define TOKEN_LIMIT 500u /* octets; what is longer is no word */

static bool is_host_char(gunichar c)
{
    return g_unichar_isalnum(c) || c == '-' || c == '.';
}

/* A character given by its number or name in HTML; `length` is what it takes. 0: there is none. */
static gunichar entity(const char *at, size_t *length)
{
    static const struct {
        const char *name;
        gunichar c;
    } names[] = {{"&commat;", '@'}, {"&period;", '.'}, {"&sol;", '/'}, {"&colon;", ':'}};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strncasecmp(at, names[i].name, strlen(names[i].name)) == 0) {
            *length = strlen(names[i].name);
            return names[i].c;
        }
    }
    if (at[0] != '&' || at[1] != '#') {
        return 0;
    }
    bool hex = at[2] == 'x' || at[2] == 'X';
    char *end = NULL;
    guint64 number = g_ascii_strtoull(at + (hex ? 3 : 2), &end, hex ? 16 : 10);
    *length = (size_t)(end - at) + (*end == ';' ? 1 : 0);
    return number > 0x20 && number < 0x7F ? (gunichar)number : 0;
}

/* The same as %40, =40 or \u0040. */
static gunichar escaped(const char *at, size_t *length)
{
    bool percent = (*at == '%' || *at == '=') && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2]);
    if (percent) {
        *length = 3;
        return (gunichar)(g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2]));
    }
    return entity(at, length);
}

/* A token with what is escaped in it (also twice) as it is meant. Owned. */
static char *unescape(const char *token)
{
    char *plain = g_strdup(token);
    for (int round = 0; round < 3 && strpbrk(plain, "%=&") != NULL; round++) {
        GString *out = g_string_new(NULL);
        for (const char *at = plain; *at != '\0';) {
            size_t length = 0;
            gunichar c = escaped(at, &length);
            if (c > 0x20 && c < 0x7F) {
                g_string_append_c(out, (char)c);
                at += length;
            } else {
                g_string_append_c(out, *at++);
            }
        }
        g_free(plain);
        plain = g_string_free(out, FALSE);
    }
    return plain;
}

/* Whether the host name ends like one: "firma.dk", but not "huset.De" where a blank is missing. */
static bool is_domain(const struct language *language, const char *host)
{
    const char *dot = strrchr(host, '.');
    if (dot == NULL || dot == host || dot[1] == '\0') {
        return false;
    }
    g_autofree char *folded = g_utf8_strdown(dot + 1, -1);
    bool word = language_has(language, "topdomaene-ord", folded);
    if (!word && !language_has(language, "topdomaene", folded)) {
        return false;
    }
    g_autofree char *before = g_strndup(host, (gsize)(dot - host));
    const char *label = strrchr(before, '.');
    label = label == NULL ? before : label + 1;
    g_autofree char *whole = g_utf8_strdown(host, -1);
    bool letters = false;
    for (const char *c = label; *c != '\0'; c = text_next(c)) {
        letters = letters || g_unichar_isalpha(g_utf8_get_char(c));
    }
    bool lower = g_unichar_islower(g_utf8_get_char(dot + 1));
    return letters && !language_has(language, "ikke-domaene", whole) &&
           (!word || (lower && g_utf8_strlen(label, -1) > 2));
}

/* Whether a name of a host stands anywhere in the token. */
static bool has_domain(const struct language *language, const char *token)
{
    const char *at = token;
    while (*at != '\0') {
        const char *from = at;
        while (*at != '\0' && is_host_char(g_utf8_get_char(at))) {
            at = text_next(at);
        }
        g_autofree char *host = g_strndup(from, (gsize)(at - from));
        size_t length = strlen(host);
        while (length > 0 && strchr(".-", host[length - 1]) != NULL) {
            host[--length] = '\0';
        }
        char *start = host + strspn(host, ".-");
        if (is_domain(language, start)) {
            return true;
        }
        at = *at == '\0' ? at : text_next(at);
    }
    return false;
}

/* An @ with a letter, a digit or a sign of an address on both sides. */
static bool has_sign_between(const char *token)
{
    for (const char *at = strchr(token, '@'); at != NULL; at = strchr(at + 1, '@')) {
        bool before = at > token && strchr("(<[\"':,;", at[-1]) == NULL;
        bool after = at[1] != '\0' && g_unichar_isalnum(g_utf8_get_char(at + 1));
        if (before && after) {
            return true;
        }
    }
    return false;
}

static bool has_word(const char *token, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strstr(token, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* "@anna" for a name on a network. */
static bool is_handle(const char *token)
{
    const char *sign = strchr(token, '@');
    return sign != NULL && sign[1] != '\0' && g_unichar_isalpha(g_utf8_get_char(sign + 1));
}

static bool is_link(const struct language *language, const char *plain, const char *lower)
{
    static const char *const schemes[] = {"://", "www.", "tel:", "sms:", "skype:", "callto:", NULL};
    bool coded = strstr(plain, "=?") != NULL && strstr(plain, "?=") != NULL; /* RFC 2047 */
    return coded || has_word(lower, schemes) || has_domain(language, plain);
}

/* What a token is; false: nothing that has to go. */
static bool judge(const struct language *language, const char *token, enum redact_kind *kind)
{
    g_autofree char *plain = unescape(token);
    g_autofree char *lower = g_utf8_strdown(plain, -1);
    if (has_sign_between(plain) || strstr(lower, "mailto:") != NULL) {
        *kind = REDACT_ADDRESS;
        return true;
    }
    *kind = REDACT_LINK;
    return is_link(language, plain, lower) || is_handle(plain);
}

/* A token without the marks around it. */
struct token {
    size_t from, to;
};

static struct token trimmed(const char *text, size_t from, size_t to)
{
    while (from < to && strchr("(<[{\"'*_,;:!?", text[from]) != NULL) {
        from++;
    }
    while (to > from && strchr(")>]}\"'*_,;:!?.", text[to - 1]) != NULL) {
        to--;
    }
    return (struct token){from, to};
}

static bool next_token(const char *text, size_t *at, struct token *token)
{
    *at += strspn(text + *at, " \t\n\r\v\f");
    size_t length = strcspn(text + *at, " \t\n\r\v\f");
    *token = (struct token){*at, *at + length};
    *at += length;
    return length > 0;
}

static bool begins_with_letter(const char *text, const struct token *token)
{
    struct token inner = trimmed(text, token->from, token->to);
    return inner.from < inner.to && g_unichar_isalpha(g_utf8_get_char(text + inner.from));
}

/* "anna @ firma.dk", "anna@ firma.dk": an @ at the end of a token, or at its beginning. */
static void judge_split(struct redact_search *search, const struct token *before,
                        const struct token *token, const struct token *next)
{
    const char *text = search->text;
    bool alone = token->to - token->from == 1;
    bool at_end = text[token->to - 1] == '@', at_start = text[token->from] == '@';
    if (next != NULL && at_end && begins_with_letter(text, next)) {
        bool joined = alone && before != NULL;
        redact_add(search, joined ? before->from : token->from, next->to, REDACT_ADDRESS);
    } else if (before != NULL && at_start && !alone && strchr(text + token->from, '.') != NULL) {
        g_autofree char *rest = g_strndup(text + token->from, token->to - token->from);
        if (has_domain(search->language, rest)) {
            redact_add(search, before->from, token->to, REDACT_ADDRESS);
        }
    }
}

static void judge_token(struct redact_search *search, const struct token *token)
{
    struct token inner = trimmed(search->text, token->from, token->to);
    size_t length = inner.to - inner.from;
    if (length > TOKEN_LIMIT) {
        redact_add(search, inner.from, inner.to, REDACT_LINK);
        return;
    }
    g_autofree char *piece = g_strndup(search->text + inner.from, length);
    enum redact_kind kind;
    if (strpbrk(piece, ".@%&=:") != NULL && judge(search->language, piece, &kind)) {
        redact_add(search, inner.from, inner.to, kind);
    }
}

void redact_tokens(struct redact_search *search)
{
    size_t at = 0;
    struct token before = {0}, token = {0}, next = {0};
    bool is_next = next_token(search->text, &at, &next), is_token = false, is_before = false;
    while (is_next || is_token) {
        if (is_token) {
            judge_token(search, &token);
            judge_split(search, is_before ? &before : NULL, &token, is_next ? &next : NULL);
        }
        before = token;
        is_before = is_token;
        token = next;
        is_token = is_next;
        is_next = is_next && next_token(search->text, &at, &next);
    }
}
