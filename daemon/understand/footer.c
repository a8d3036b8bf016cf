/* What telephones, virus scanners and employers add to a mail. */
#include <string.h>

#include "understand/lines.h"

#define DEVICE_WORDS 16u
#define OWN_DEVICE_WORDS 9u /* "Sent from my Wiko RIDGE FAB 4G" */
#define FOOTER_LINES 4u     /* looked at to know a footer */
#define LEGAL_WORDS 25u     /* no sender writes so much that begins like a disclaimer */

/* Without "<https://aka.ms/o0ukef>" and the like. */
static char *without_links(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *c = text; *c != '\0'; c++) {
        size_t bracket = *c == '<' || *c == '[' || *c == '(' ? strcspn(c, ">])") : 0;
        if (bracket > 0 && c[bracket] != '\0' && g_strstr_len(c, (gssize)bracket, "://") != NULL) {
            c += bracket;
        } else if (g_str_has_prefix(c, "http://") || g_str_has_prefix(c, "https://")) {
            c += strcspn(c, " \t>)") - 1;
        } else {
            g_string_append_c(out, *c);
        }
    }
    return g_string_free(out, FALSE);
}

/* Whether the first sentence says something of its own: "sendt fra min telefon fik I ikke svar". */
static bool tells(const struct language *language, const struct textwords *words)
{
    for (unsigned i = 0; i < words->count; i++) {
        if (i > 0 && words->list[i].before >= BREAK_SENTENCE) {
            return false;
        }
        if (line_word_in(language, "saetningsord", &words->list[i])) {
            return true;
        }
    }
    return false;
}

/* "Sendt fra min" and a name that no table knows: in capitals or with numbers. */
static bool is_unknown_device(const struct language *language, const struct textwords *words)
{
    unsigned from = lines_match_end(language, "afsendt", words);
    for (unsigned i = from; from > 0 && i < words->count; i++) {
        const struct word *word = &words->list[i];
        if (!word->title && !word->number && !line_word_in(language, "enhed", word) &&
            !line_word_in(language, "introord", word)) {
            return false;
        }
    }
    return from > 0 && from < words->count && words->count <= OWN_DEVICE_WORDS;
}

/* A sentence that was broken goes on in the next line, in small letters. */
static bool goes_on(const struct lines *lines, unsigned at)
{
    if (at + 1 >= lines->count || !line_speaks(&lines->list[at + 1])) {
        return false;
    }
    const char *next = lines->list[at + 1].text;
    return g_unichar_islower(g_utf8_get_char(next)) && !g_str_has_prefix(next, "http") &&
           !g_str_has_prefix(next, "www");
}

static bool is_device(const struct language *language, const struct lines *lines, unsigned at)
{
    struct line *line = &lines->list[at];
    bool linked = strstr(line->text, "://") != NULL;
    g_autofree char *bare = linked ? without_links(line->text) : NULL;
    SCOPED(textwords) struct textwords *unlinked = linked ? lines_words(bare) : NULL;
    const struct textwords *words = linked ? unlinked : line_words(line);
    if (words->count == 0 || words->count > DEVICE_WORDS) {
        return false;
    }
    bool known =
        language_line_match(language, "enhed", words) != NULL || is_unknown_device(language, words);
    return known && !tells(language, words) && !goes_on(lines, at);
}

static bool own_above(const struct lines *lines, unsigned to)
{
    for (unsigned i = 0; i < to; i++) {
        if (line_speaks(&lines->list[i])) {
            return true;
        }
    }
    return false;
}

static void drop_run(struct lines *lines, unsigned from)
{
    for (unsigned i = from; i < lines->count && lines->list[i].owner != LINE_QUOTED; i++) {
        lines->list[i].owner = LINE_DROPPED;
    }
}

/* Below the line of the device a new greeting begins an earlier mail that bears no mark. */
static void drop_devices(const struct language *language, struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        if (!line_speaks(&lines->list[i]) || !is_device(language, lines, i)) {
            continue;
        }
        lines->list[i].owner = LINE_DROPPED;
        unsigned next = lines_next(lines, i + 1);
        if (next < lines->count && next > i + 1 && line_speaks(&lines->list[next]) &&
            line_is(language, "hilsen", &lines->list[next]) && own_above(lines, i)) {
            drop_run(lines, next);
        }
    }
}

static bool speaks_of_himself(const struct language *language, const struct textwords *words)
{
    for (unsigned i = 0; i < words->count; i++) {
        if (line_word_in(language, "jeg-ord", &words->list[i])) {
            return true;
        }
    }
    return false;
}

/* The lines up to the next quotation, and the last of them in which the sender goes on: what looks
 * like a footer above it is his own. */
struct region {
    unsigned end, last; /* `last` is 0 for none */
};

/* Once for all lines of a region: a mail may consist of nothing but footers. */
static void read_region(const struct language *language, struct lines *lines, unsigned at,
                        struct region *region)
{
    if (at < region->end) {
        return;
    }
    *region = (struct region){.end = at};
    for (; region->end < lines->count; region->end++) {
        struct line *line = &lines->list[region->end];
        if (line->owner == LINE_QUOTED) {
            return;
        }
        if (line_speaks(line) && !line_is(language, "bundtekst", line) &&
            (line_is(language, "afslutning", line) ||
             speaks_of_himself(language, line_words(line)))) {
            region->last = region->end;
        }
    }
}

static unsigned paragraph_end(const struct lines *lines, unsigned at)
{
    while (at < lines->count && line_speaks(&lines->list[at])) {
        at++;
    }
    return at;
}

enum footer { FOOTER_NONE, FOOTER_LINE, FOOTER_LEGAL };

static enum footer footer_at(const struct language *language, struct lines *lines, unsigned at,
                             struct region *region)
{
    struct run run;
    lines_run(lines, at, FOOTER_LINES, &run);
    const struct textwords *words = &run.words;
    if (language_line_match(language, "programtekst", words) != NULL) {
        return FOOTER_LINE;
    }
    if (language_line_match(language, "bundtekst", words) == NULL) {
        return FOOTER_NONE;
    }
    if (speaks_of_himself(language, words)) {
        return FOOTER_NONE;
    }
    if (words->count >= LEGAL_WORDS) {
        return FOOTER_LEGAL;
    }
    read_region(language, lines, at, region);
    bool last = region->last < paragraph_end(lines, at);
    return last && own_above(lines, at) ? FOOTER_LINE : FOOTER_NONE;
}

/* A disclaimer has more paragraphs than tables know; where the sender speaks of himself it ends. */
static void drop_legal(const struct language *language, struct lines *lines, unsigned at)
{
    unsigned i = at;
    while (i < lines->count && lines->list[i].owner != LINE_QUOTED) {
        unsigned end = paragraph_end(lines, i);
        for (unsigned k = i; k < end; k++) {
            if (k > at && speaks_of_himself(language, line_words(&lines->list[k]))) {
                return;
            }
        }
        for (; i < end; i++) {
            lines->list[i].owner = LINE_DROPPED;
        }
        i += end < lines->count && lines->list[end].owner != LINE_QUOTED ? 1 : 0;
    }
}

static bool is_link(const char *text)
{
    text += *text == '<' || *text == '[' ? 1 : 0;
    return (g_str_has_prefix(text, "http") || g_str_has_prefix(text, "www.")) &&
           strchr(text, ' ') == NULL;
}

/* The paragraph, and links around it. */
static void drop_footer(struct lines *lines, unsigned at)
{
    while (at > 0 && line_speaks(&lines->list[at - 1]) && is_link(lines->list[at - 1].text)) {
        at--;
    }
    unsigned end = paragraph_end(lines, at), next = lines_next(lines, end);
    if (next < lines->count && line_speaks(&lines->list[next]) && is_link(lines->list[next].text)) {
        end = next + 1;
    }
    for (unsigned i = at; i < end; i++) {
        lines->list[i].owner = LINE_DROPPED;
    }
}

void footer_find(const struct language *language, struct lines *lines)
{
    drop_devices(language, lines);
    struct region region = {0};
    for (unsigned i = 0; i < lines->count; i++) {
        enum footer footer =
            line_speaks(&lines->list[i]) ? footer_at(language, lines, i, &region) : FOOTER_NONE;
        if (footer == FOOTER_LEGAL) {
            drop_legal(language, lines, i);
        } else if (footer == FOOTER_LINE) {
            drop_footer(lines, i);
        }
    }
}
