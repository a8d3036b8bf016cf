#include "understand/redact.h"

#include <string.h>

#include "base/text.h"
#include "understand/cpr.h"
#include "understand/own.h"
#include "understand/redact_spans.h"

#define WORD_LIMIT 60000u
#define SIGNED_MESSAGE "-----BEGIN PGP SIGNED MESSAGE-----"
#define PASSES 8u /* a text that still has something to mask then is not passed on */
/* Octets; no letter is longer, and what comes behind is not passed on. */
#define TEXT_LIMIT (200u * 1024u)

static const struct {
    const char *name, *mark;
} kinds[] = {
    [REDACT_ADDRESS] = {"address", "[address]"},
    [REDACT_PHONE] = {"phone", "[phone]"},
    [REDACT_CPR] = {"cpr", "[cpr]"},
    [REDACT_LINK] = {"link", "[link]"},
};

const char *redact_kind_name(enum redact_kind kind)
{
    return kinds[kind].name;
}

const char *redact_mark(enum redact_kind kind)
{
    return kinds[kind].mark;
}

void redacted_free(struct redacted *redacted)
{
    if (redacted != NULL) {
        g_free(redacted->text);
        g_free(redacted);
    }
}

/* Characters that are not seen, but part what belongs together. */
static bool is_invisible(gunichar c)
{
    return c == 0xAD || c == 0x34F || c == 0x61C || (c >= 0x180B && c <= 0x180F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF ||
           c == 0xFFFC || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0000;
}

static bool is_dot(gunichar c)
{
    return c == 0x2024 || c == 0xFF0E || c == 0xFE52 || c == 0xFF61;
}

/* The character as everybody reads it: other digits, full-width letters and signs as plain ones. */
static void append_plain(GString *out, gunichar c)
{
    if (c < 0x80) {
        g_string_append_c(out, (char)c);
    } else if (g_unichar_isdigit(c)) {
        g_string_append_c(out, (char)('0' + g_unichar_digit_value(c)));
    } else if (c == 0xFE6B) {
        g_string_append_c(out, '@');
    } else if (is_dot(c)) {
        g_string_append_c(out, '.');
    } else if (c >= 0xFF01 && c <= 0xFF5E) {
        g_string_append_c(out, (char)(c - 0xFF01 + '!'));
    } else if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000) {
        g_string_append_c(out, ' ');
    } else if (c == 0x2028 || c == 0x2029 || c == 0x85) {
        g_string_append_c(out, '\n');
    } else if (!is_invisible(c)) {
        g_string_append_unichar(out, c);
    }
}

/* Keys, signatures and cards in the middle of a text: between BEGIN and END. */
static size_t armour_length(const char *at)
{
    static const struct {
        const char *begin, *end;
    } armours[] = {
        {"-----BEGIN ", "-----END "}, {"BEGIN:VCARD", "END:VCARD"}, {"begin 6", "\nend"}};
    if (g_str_has_prefix(at, SIGNED_MESSAGE)) { /* its text stays, but for its head */
        const char *end = strstr(at, "\n\n");
        return end == NULL ? strcspn(at, "\n") : (size_t)(end - at);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(armours); i++) {
        if (!g_str_has_prefix(at, armours[i].begin)) {
            continue;
        }
        const char *end = strstr(at, armours[i].end);
        size_t length = end == NULL ? strlen(at) : (size_t)(end - at) + strlen(armours[i].end);
        return length + strcspn(at + length, "\n");
    }
    return 0;
}

static char *plain_text(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *from = text;
    while (*from != '\0' && out->len < TEXT_LIMIT) {
        bool line = from == text || from[-1] == '\n';
        size_t armour = line ? armour_length(from) : 0;
        if (armour > 0) {
            from += armour;
            continue;
        }
        append_plain(out, g_utf8_get_char(from));
        from = text_next(from);
    }
    return g_string_free(out, FALSE);
}

/* Without "Mvh Anna" and what the signature left. */
static void drop_sign_off(const struct language *language, char *text, const char *name)
{
    SCOPED(own) struct own *own = own_read_bounds(language, text, name, OWN_WORD_LIMIT);
    if (own->to > own->from && own->to < own->all->count) {
        text[own->all->list[own->to].start] = '\0';
        g_strchomp(text);
    }
}

static void find_cpr(struct redact_search *search)
{
    size_t length = 0;
    for (const char *at = cpr_next(search->text, search->text, &length); at != NULL;
         at = cpr_next(search->text, at + length, &length)) {
        size_t from = (size_t)(at - search->text);
        redact_add(search, from, from + length, REDACT_CPR);
    }
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const struct redact_span *left = a, *right = b;
    if (left->from != right->from) {
        return left->from < right->from ? -1 : 1;
    }
    return left->to > right->to ? -1 : left->to < right->to;
}

/* Puts marks in; of pieces that overlap one mark stands, of the kind that comes first. Owned. */
static char *put_marks(struct redacted *redacted, const char *text, GArray *spans)
{
    g_array_sort(spans, by_place);
    GString *out = g_string_new(NULL);
    size_t done = 0;
    for (guint i = 0; i < spans->len;) {
        struct redact_span span = g_array_index(spans, struct redact_span, i);
        for (i++; i < spans->len; i++) {
            const struct redact_span *next = &g_array_index(spans, struct redact_span, i);
            if (next->from >= span.to) {
                break;
            }
            span.to = MAX(span.to, next->to);
            span.kind = MIN(span.kind, next->kind);
        }
        g_string_append_len(out, text + done, (gssize)(span.from - done));
        g_string_append(out, redact_mark(span.kind));
        redacted->counts[span.kind]++;
        done = span.to;
    }
    g_string_append(out, text + done);
    return g_strstrip(g_string_free(out, FALSE));
}

/* "LinkedIn: [link]" was masked already; the brackets may be inside the piece. */
static bool is_mark(const char *text, const struct redact_span *span)
{
    size_t from = span->from > 0 && text[span->from - 1] == '[' ? span->from - 1 : span->from;
    for (enum redact_kind kind = REDACT_CPR; kind <= REDACT_LINK; kind++) {
        const char *mark = redact_mark(kind);
        if (g_str_has_prefix(text + from, mark) && span->to <= from + strlen(mark)) {
            return true;
        }
    }
    return false;
}

static void drop_marks(const char *text, GArray *spans)
{
    for (guint i = spans->len; i > 0; i--) {
        if (is_mark(text, &g_array_index(spans, struct redact_span, i - 1))) {
            g_array_remove_index(spans, i - 1);
        }
    }
}

/* Whether something was masked. Words behind the limit are not passed on, since nobody looked at
 * them. */
static bool mask(const struct language *language, struct redacted *redacted)
{
    SCOPED(textwords) struct textwords *words = textwords_read(redacted->text, WORD_LIMIT);
    if (words->count == WORD_LIMIT) {
        const struct word *last = &words->list[WORD_LIMIT - 1];
        redacted->text[last->start + last->length] = '\0';
    }
    g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(struct redact_span));
    struct redact_search search = {
        .language = language, .text = redacted->text, .words = words, .spans = spans};
    find_cpr(&search);
    redact_tokens(&search);
    redact_spoken(&search);
    redact_numbers(&search);
    drop_marks(redacted->text, spans);
    char *text = put_marks(redacted, redacted->text, spans);
    g_free(redacted->text);
    redacted->text = text;
    return spans->len > 0;
}

struct redacted *redact(const struct language *language, const char *text, const char *name)
{
    struct redacted *redacted = g_new0(struct redacted, 1);
    redacted->text = plain_text(text);
    if (name != NULL) {
        drop_sign_off(language, redacted->text, name);
    }
    /* What stood around something masked may look like an address only now. */
    unsigned pass = 0;
    while (pass < PASSES && mask(language, redacted)) {
        pass++;
    }
    if (pass == PASSES) {
        *redacted->text = '\0';
    }
    return redacted;
}
