#include "understand/visible.h"

#include <string.h>

#include "base/text.h"
#include "mail/html_text.h"
#include "understand/lines.h"

/* More lines than any person writes; the rest is dropped. */
#define LINE_COUNT_LIMIT 20000u
#define LINE_WORD_LIMIT 60u

/* Byte order marks and the like, which Outlook for Mac and iPhones put before a line. */
static bool is_invisible(gunichar c)
{
    return c == 0xFEFF || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xAD;
}

static bool is_blank(const char *text)
{
    for (const char *c = text; *c != '\0'; c = text_next(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (!g_unichar_isspace(letter) && !is_invisible(letter)) {
            return false;
        }
    }
    return true;
}

static void take_mark(struct line *line, char mark)
{
    line->cut = mark == HTML_CUT;
    line->ours = mark == HTML_OURS;
    line->signature = mark == HTML_SIGNATURE;
    line->indented = mark == HTML_INDENT;
    if (mark == HTML_QUOTED || mark == HTML_OURS) {
        line->owner = LINE_QUOTED;
    } else if (mark == HTML_SIGNATURE) {
        line->owner = LINE_DROPPED;
    }
}

/* Of the text that all lines share; it is cut there. */
static struct line read_line(char *start, size_t length)
{
    struct line line = {0};
    if (length > 0 && (*start == HTML_CUT || *start == HTML_OURS || *start == HTML_QUOTED ||
                       *start == HTML_SIGNATURE || *start == HTML_INDENT)) {
        take_mark(&line, *start);
        start++;
        length--;
    }
    start[length] = '\0';
    while ((*start & 0x80) != 0 && is_invisible(g_utf8_get_char(start))) {
        start += g_utf8_skip[(unsigned char)*start];
    }
    line.text = start;
    line.delimiter = strcmp(line.text, "-- ") == 0;
    g_strchomp(line.text);
    line.blank = is_blank(line.text);
    return line;
}

struct lines *lines_read(const char *text)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct line));
    struct lines *lines = g_new0(struct lines, 1);
    lines->text = g_strdup(text);
    char *at = lines->text;
    while (*at != '\0' && list->len < LINE_COUNT_LIMIT) {
        size_t length = strcspn(at, "\n");
        char *next = at + length + (at[length] == '\n' ? 1 : 0);
        struct line line = read_line(at, length);
        g_array_append_val(list, line);
        at = next;
    }
    lines->count = list->len;
    lines->list = (struct line *)(gpointer)g_array_free(list, FALSE);
    return lines;
}

void lines_free(struct lines *lines)
{
    if (lines == NULL) {
        return;
    }
    for (unsigned i = 0; i < lines->count; i++) {
        textwords_free(lines->list[i].words);
    }
    g_free(lines->list);
    g_free(lines->text);
    g_free(lines);
}

void lines_cut(struct lines *lines, unsigned from)
{
    for (unsigned i = from; i < lines->count; i++) {
        lines->list[i].owner = LINE_QUOTED;
    }
}

void lines_drop(struct lines *lines, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++) {
        if (lines->list[i].owner == LINE_OWN) {
            lines->list[i].owner = LINE_DROPPED;
        }
    }
}

unsigned lines_region_end(const struct lines *lines, unsigned from)
{
    while (from < lines->count && lines->list[from].owner != LINE_QUOTED) {
        from++;
    }
    return from;
}

unsigned lines_next(const struct lines *lines, unsigned from)
{
    while (from < lines->count && lines->list[from].blank) {
        from++;
    }
    return from;
}

const struct textwords *line_words(struct line *line)
{
    if (line->words == NULL) {
        line->words = lines_words(line->text);
    }
    return line->words;
}

void lines_run(struct lines *lines, unsigned at, unsigned count, struct run *run)
{
    run->words = (struct textwords){.text = "", .list = run->room};
    for (unsigned i = at; i < lines->count && i < at + count && line_speaks(&lines->list[i]); i++) {
        const struct textwords *words = line_words(&lines->list[i]);
        unsigned taken = MIN(words->count, LINES_RUN_WORDS - run->words.count);
        if (taken > 0) { /* a line of marks alone has no list */
            memcpy(run->room + run->words.count, words->list, taken * sizeof *words->list);
        }
        run->words.count += taken;
    }
}

struct textwords *lines_words(const char *text)
{
    return textwords_read(text, LINE_WORD_LIMIT);
}

bool line_is(const struct language *language, const char *patterns, struct line *line)
{
    return language_line_match(language, patterns, line_words(line)) != NULL;
}

bool line_word_in(const struct language *language, const char *list, const struct word *word)
{
    return language_has(language, list, word->folded);
}

unsigned lines_match_end(const struct language *language, const char *patterns,
                         const struct textwords *words)
{
    const GPtrArray *rules = language_patterns(language, patterns);
    struct pattern_scope scope = {.words = words, .whole_lines = true};
    unsigned end = 0;
    for (guint i = 0; words->count > 0 && i < rules->len; i++) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        struct pattern_hit hit = {0};
        if (pattern_match(rule->pattern, &scope, 0, &hit)) {
            end = MAX(end, hit.to);
        }
    }
    return end;
}

const char *line_start(const char *text)
{
    return text + strspn(text, " \t*_>|");
}

bool line_is_rule(const char *text)
{
    unsigned marks = 0;
    for (const char *c = text; *c != '\0'; c = text_next(c)) {
        gunichar letter = g_utf8_get_char(c);
        bool mark = letter < 0x80 && strchr("-_=*~#", (int)letter) != NULL;
        if (mark || (letter >= 0x2010 && letter <= 0x2015) || letter == 0x2500) {
            marks++;
        } else if (letter != ' ' && letter != '\t') {
            return false;
        }
    }
    return marks >= 2;
}

char *lines_join(const struct lines *lines)
{
    GString *out = g_string_new(NULL);
    bool gap = false;
    for (unsigned i = 0; i < lines->count; i++) {
        const struct line *line = &lines->list[i];
        if (!line_speaks(line)) {
            gap = true;
            continue;
        }
        if (out->len > 0) {
            g_string_append(out, gap ? "\n\n" : "\n");
        }
        gap = false;
        g_string_append(out, line->text);
    }
    return g_strchug(g_string_free(out, FALSE));
}

char *visible_text(const struct language *language, const char *text, bool *mixed)
{
    SCOPED(lines) struct lines *lines = lines_read(text);
    quote_find(language, lines);
    if (letter_find(language, lines) && mixed != NULL) {
        *mixed = true;
    }
    signature_find(language, lines);
    return lines_join(lines);
}
