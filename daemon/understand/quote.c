/* Quoted mail among the lines. */
#include <string.h>

#include "base/text.h"
#include "understand/lines.h"

#define SEPARATOR_LENGTH 120
#define WRAPPED_AT 76 /* where clients break the lines of quotations */
#define INDENT 4      /* blanks before each line of a quotation of Outlook for Mac */
#define INITIALS_LENGTH 3u

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

/* "HJ> ", as news readers quote. */
static bool has_initials(const char *text)
{
    unsigned length = 0;
    while (length <= INITIALS_LENGTH && g_ascii_isupper(text[length])) {
        length++;
    }
    return length > 1 && length <= INITIALS_LENGTH && text[length] == '>' &&
           (text[length + 1] == ' ' || text[length + 1] == '\0');
}

static bool is_prefixed(const char *text)
{
    const char *at = skip_blanks(text);
    bool wrapped_intro = strcmp(at, ">:") == 0; /* "<hans@example.dk" stands on the line above */
    return at - text <= 3 && !wrapped_intro &&
           (*at == '>' || g_str_has_prefix(at, "&gt;") || has_initials(at));
}

/* ">>> "Seniorjob" <seniorjob@example.dk> 20-03-2013 10:12 >>>", as GroupWise begins a quotation
 * that bears no marks. */
static bool is_groupwise(const char *text)
{
    size_t length = strlen(text);
    return length > 12 && g_str_has_prefix(text, ">>> ") && g_str_has_suffix(text, ">>>") &&
           strpbrk(text, "0123456789") != NULL;
}

/* "| ", as some programs quote: more than one such line, for one alone may be anything. */
static bool has_bar(const struct lines *lines, unsigned at)
{
    const char *text = lines->list[at].text;
    return *text == '|' && (text[1] == ' ' || text[1] == '\0') &&
           ((at > 0 && *lines->list[at - 1].text == '|') ||
            (at + 1 < lines->count && *lines->list[at + 1].text == '|'));
}

static void mark_prefixed(struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (line->owner == LINE_OWN &&
            ((is_prefixed(line->text) && !is_groupwise(line->text)) || has_bar(lines, i))) {
            line->owner = LINE_QUOTED;
        }
    }
}

static bool is_quoted_text(const struct lines *lines, unsigned at)
{
    return at < lines->count && lines->list[at].owner == LINE_QUOTED;
}

/* A quoted line that a client broke once more leaves its last words without a mark: they stand
 * between two quoted lines, and would not have fitted into the first. */
static void mark_broken(struct lines *lines)
{
    for (unsigned i = 1; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        const char *above = lines->list[i - 1].text;
        size_t length = strlen(above);
        if (!line_speaks(line) || line->cut || !is_quoted_text(lines, i - 1) ||
            !is_quoted_text(lines, i + 1) || !is_prefixed(above) || length < WRAPPED_AT / 2) {
            continue;
        }
        bool full = g_utf8_strlen(above, -1) + 1 + (glong)strcspn(line->text, " ") >= WRAPPED_AT;
        if (full && strchr(".?!:", above[length - 1]) == NULL) {
            line->owner = LINE_QUOTED;
        }
    }
}

static unsigned leading_dashes(const char *text)
{
    unsigned dashes = 0;
    for (const char *c = text; *c != '\0'; c = text_next(c)) {
        gunichar letter = g_utf8_get_char(c);
        bool wide = letter >= 0x2010 && letter <= 0x2015; /* Proton */
        if (!wide && (letter >= 0x80 || strchr("-_=*", (int)letter) == NULL)) {
            return dashes;
        }
        dashes += (unsigned)(text_next(c) - c);
    }
    return dashes;
}

/* "-----Oprindelig meddelelse-----", and what has no dashes. */
static bool is_separator(const struct language *language, struct line *line)
{
    const char *start = line->text + strspn(line->text, " \t>");
    unsigned dashes = leading_dashes(start);
    if (dashes >= 2 && start[dashes] != '\0') {
        /* Yahoo glues the header block to the line of dashes, so its length says nothing. */
        SCOPED(textwords) struct textwords *words = lines_words(start + dashes);
        if (language_line_match(language, "skillelinje", words) != NULL) {
            return true;
        }
    }
    return strlen(start) < SEPARATOR_LENGTH && line_is(language, "videresendt", line);
}

/* "-----Hans Jensen/KK skrev: -----", which Lotus Notes puts above its header block. */
static bool is_dashed(const char *text)
{
    const char *start = skip_blanks(text);
    return leading_dashes(start) >= 3 && g_str_has_suffix(start, "---");
}

/* Lines of dashes and introductions right above a head belong to it. */
static unsigned with_lines_above(struct lines *lines, unsigned from)
{
    unsigned above = from;
    while (above > 0 && lines->list[above - 1].blank) {
        above--;
    }
    bool belongs =
        above > 0 && lines->list[above - 1].owner == LINE_OWN &&
        (line_is_rule(lines->list[above - 1].text) || is_dashed(lines->list[above - 1].text));
    return belongs ? above - 1 : from;
}

static bool has_indent(const char *text)
{
    return *text == '\t' || strspn(text, " ") >= INDENT;
}

/* s-nail and Outlook for Mac indent what they quote. True when they did: then only those lines are
 * quoted. */
static bool mark_indented(struct lines *lines, unsigned from)
{
    unsigned first = lines_next(lines, from);
    if (first == lines->count || lines->list[first].owner != LINE_OWN ||
        !has_indent(lines->list[first].text)) {
        return false;
    }
    for (unsigned i = first; i < lines->count; i++) {
        if (line_speaks(&lines->list[i]) && has_indent(lines->list[i].text)) {
            lines->list[i].owner = LINE_QUOTED;
        }
    }
    return true;
}

/* The head [from, to) of an earlier mail: when marked quotations follow, only they and the head are
 * not the sender's, otherwise all the rest. */
static void take_head(struct lines *lines, unsigned from, unsigned to)
{
    unsigned above = with_lines_above(lines, from);
    if (!is_quoted_text(lines, lines_next(lines, to)) && !mark_indented(lines, to)) {
        lines_cut(lines, above);
        return;
    }
    for (unsigned i = above; i < to; i++) {
        lines->list[i].owner = LINE_DROPPED;
    }
}

unsigned head_length(const struct language *language, struct lines *lines, unsigned at)
{
    struct line *line = &lines->list[at];
    unsigned block = header_block_length(language, lines, at);
    if (block > 0) {
        return block;
    }
    if (!is_separator(language, line) && !is_groupwise(line->text)) {
        return 0;
    }
    unsigned next = lines_next(lines, at + 1);
    unsigned below = next < lines->count && lines->list[next].owner == LINE_OWN
                         ? header_block_length(language, lines, next)
                         : 0;
    return below == 0 ? 1 : next - at + below;
}

/* Heads of earlier mails from the top down; the first one that no marked quotation follows ends
 * what the sender wrote. */
static void take_heads(const struct language *language, struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (line->cut) {
            lines_cut(lines, with_lines_above(lines, i));
            return;
        }
        unsigned length = line_speaks(line) ? head_length(language, lines, i) : 0;
        if (length > 0) {
            take_head(lines, i, i + length);
            continue;
        }
        struct intro intro = {.certainty = INTRO_NONE};
        if (line_speaks(line)) {
            if (intro_and_more(language, line->text)) {
                lines_cut(lines, i);
                return;
            }
            intro = intro_ending(language, lines, i);
        }
        bool quote =
            intro.certainty != INTRO_NONE && is_quoted_text(lines, lines_next(lines, i + 1));
        if (intro.certainty == INTRO_CERTAIN || quote) {
            take_head(lines, intro.from, i + 1);
        }
    }
}

void quote_find(const struct language *language, struct lines *lines)
{
    mark_prefixed(lines);
    mark_broken(lines);
    indents_find(language, lines);
    take_heads(language, lines);
}
