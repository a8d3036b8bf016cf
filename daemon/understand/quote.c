/* Quoted mail among the lines. */
#include <string.h>

#include "base/text.h"
#include "understand/lines.h"

#define SEPARATOR_LENGTH 120
#define INTRO_LINES 4
#define INTRO_LENGTH 500
#define FOREIGN_INTRO_WORDS 24u
#define HEADER_LINES 12
#define HEADER_TEXT_LINES 3 /* continuation lines of a long Til: */

enum header_role {
    ROLE_NONE = 0,
    ROLE_FROM = 1,
    ROLE_SENT = 2,
    ROLE_TO = 4,
    ROLE_SUBJECT = 8,
    ROLE_OTHER = 16
};

static const char *skip_decoration(const char *text)
{
    return text + strspn(text, " \t*_>");
}

static bool is_prefixed(const char *text)
{
    const char *at = text + strspn(text, " \t");
    bool wrapped_intro = strcmp(at, ">:") == 0; /* "<hans@example.dk" stands on the line above */
    return *at == '>' && at - text <= 3 && !wrapped_intro;
}

static void mark_prefixed(struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (line->owner == LINE_OWN && is_prefixed(line->text)) {
            line->owner = LINE_QUOTED;
        }
    }
}

/* What a line such as "*Fra:* Peter" says, or ROLE_NONE. */
static enum header_role role_of(const struct language *language, const char *text)
{
    static const struct {
        const char *name;
        enum header_role role;
    } roles[] = {{"fra-hoved", ROLE_FROM},
                 {"sendt-hoved", ROLE_SENT},
                 {"til-hoved", ROLE_TO},
                 {"emne-hoved", ROLE_SUBJECT},
                 {"andet-hoved", ROLE_OTHER}};
    const char *start = skip_decoration(text);
    size_t length = strcspn(start, ":*");
    if (length == 0 || length > 40 || start[length] == '\0') {
        return ROLE_NONE;
    }
    const char *colon = start + length + strspn(start + length, "* ");
    if (*colon != ':') {
        return ROLE_NONE;
    }
    g_autofree char *label = g_strchomp(g_strndup(start, length));
    g_autofree char *folded = text_fold(label);
    g_strdelimit(folded, " -", '_');
    for (size_t i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (pattern_word_in(language_words(language, roles[i].name), folded)) {
            return roles[i].role;
        }
    }
    return ROLE_NONE;
}

/* Whether a header block begins at this line. "Fra: 1. april kan jeg ..." and "Til: 30. juni" are
 * the sender's own: a block has a date or a subject as well. */
static bool is_header_block(const struct language *language, const struct lines *lines,
                            unsigned from)
{
    unsigned seen = 0, other = 0;
    if (role_of(language, lines->list[from].text) == ROLE_NONE) {
        return false;
    }
    for (unsigned i = from; i < lines->count && i < from + HEADER_LINES; i++) {
        if (lines->list[i].blank) {
            continue;
        }
        enum header_role role = role_of(language, lines->list[i].text);
        other = role == ROLE_NONE ? other + 1 : 0;
        if (other >= HEADER_TEXT_LINES) {
            break;
        }
        seen |= role;
    }
    bool from_seen = (seen & ROLE_FROM) != 0, to_seen = (seen & ROLE_TO) != 0;
    bool sent = (seen & ROLE_SENT) != 0, subject = (seen & ROLE_SUBJECT) != 0;
    return (from_seen && (sent || subject) && (to_seen || (sent && subject))) ||
           (sent && subject && to_seen);
}

static unsigned leading_dashes(const char *text)
{
    return (unsigned)strspn(text, "-_=*");
}

static bool is_separator(const struct language *language, const char *text)
{
    const char *start = text + strspn(text, " \t>");
    unsigned dashes = leading_dashes(start);
    /* Yahoo glues the header block to the line of dashes, so its length says nothing. */
    SCOPED(textwords) struct textwords *words = lines_words(start + dashes);
    return (dashes >= 2 && language_line_match(language, "skillelinje", words) != NULL) ||
           (strlen(start) < SEPARATOR_LENGTH &&
            language_line_match(language, "videresendt", words) != NULL);
}

/* A line of dashes or underscores, as Outlook puts above its header block. */
static bool is_rule(const char *text)
{
    const char *start = text + strspn(text, " \t");
    unsigned dashes = leading_dashes(start);
    return dashes >= 5 && start[dashes] == '\0';
}

static void cut_with_rule(struct lines *lines, unsigned from)
{
    unsigned above = from;
    while (above > 0 && lines->list[above - 1].blank) {
        above--;
    }
    lines_cut(lines, above > 0 && is_rule(lines->list[above - 1].text) ? above - 1 : from);
}

/* Cuts at the first separator or header block. Lines that HTML marks as quoted count too: Gmail
 * marks the head of a forwarded mail so. */
static void cut_earlier_mail(const struct language *language, struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        const struct line *line = &lines->list[i];
        bool looked_at = line->owner == LINE_OWN || line->marked;
        if (line->cut ||
            (looked_at && !line->blank &&
             (is_separator(language, line->text) || is_header_block(language, lines, i)))) {
            cut_with_rule(lines, i);
            return;
        }
    }
}

/* Two numbers, an address and a colon at the end introduce a quotation in any language, but not
 * when the sender speaks of himself: "Jeg skrev den 2. april kl. 10 til hans@example.dk:". */
static bool is_foreign_intro(const struct language *language, const struct textwords *words)
{
    unsigned numbers = 0;
    bool address = false;
    for (unsigned i = 0; i < words->count; i++) {
        if (pattern_word_in(language_words(language, "foersteperson"), words->list[i].folded)) {
            return false;
        }
        numbers += words->list[i].number ? 1 : 0;
        address = address || words->list[i].address;
    }
    return address && numbers >= 2 && words->count <= FOREIGN_INTRO_WORDS;
}

/* How many lines from `from` are the introduction of a quotation, 0 for none. Clients break it
 * anywhere, so up to four lines are read as one. */
static unsigned intro_lines(const struct language *language, const struct lines *lines,
                            unsigned from)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    for (unsigned i = from; i < lines->count && i < from + INTRO_LINES; i++) {
        const struct line *line = &lines->list[i];
        if (line->blank || line->owner != LINE_OWN ||
            joined->len + strlen(line->text) > INTRO_LENGTH) {
            return 0;
        }
        g_string_append_printf(joined, "%s%s", joined->len > 0 ? " " : "", line->text);
        SCOPED(textwords) struct textwords *words = lines_words(joined->str);
        g_autofree char *end = g_strchomp(g_strdup(joined->str));
        size_t length = strlen(end);
        bool ends =
            length > 0 && (end[length - 1] == ':' || end[length - 1] == '>' ||
                           g_str_has_suffix(end, "skrev") || g_str_has_suffix(end, "wrote"));
        bool colon = length > 0 && end[length - 1] == ':';
        if (ends && (language_line_match(language, "introlinje", words) != NULL ||
                     (colon && is_foreign_intro(language, words)))) {
            return i - from + 1;
        }
    }
    return 0;
}

static bool quote_follows(const struct lines *lines, unsigned from)
{
    for (unsigned i = from; i < lines->count; i++) {
        if (!lines->list[i].blank) {
            return lines->list[i].owner == LINE_QUOTED;
        }
    }
    return false;
}

static void drop_intros(const struct language *language, struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        unsigned count = lines->list[i].owner == LINE_OWN ? intro_lines(language, lines, i) : 0;
        if (count == 0) {
            continue;
        }
        if (!quote_follows(lines, i + count)) {
            cut_with_rule(lines, i);
            return;
        }
        for (unsigned k = 0; k < count; k++) {
            lines->list[i + k].owner = LINE_DROPPED;
        }
        i += count - 1;
    }
}

void quote_find(const struct language *language, struct lines *lines)
{
    mark_prefixed(lines);
    cut_earlier_mail(language, lines);
    drop_intros(language, lines);
}
