#include "understand/visible.h"

#include <string.h>

#include "mail/html_text.h"
#include "understand/lines.h"

/* More lines than any person writes; the rest is dropped. */
#define LINE_COUNT_LIMIT 20000u
#define LINE_WORD_LIMIT 60u

static struct line read_line(const char *start, size_t length)
{
    struct line line = {0};
    if (length > 0 && *start == HTML_CUT) {
        line.cut = true;
        start++;
        length--;
    } else if (length > 0 && *start == HTML_OURS) {
        line.ours = true;
        line.owner = LINE_QUOTED;
        start++;
        length--;
    } else if (length > 0 && (*start == HTML_QUOTED || *start == HTML_SIGNATURE)) {
        line.marked = *start == HTML_QUOTED;
        line.owner = line.marked ? LINE_QUOTED : LINE_DROPPED;
        start++;
        length--;
    }
    line.text = g_strchomp(g_strndup(start, length));
    line.blank = line.text[strspn(line.text, " \t")] == '\0';
    return line;
}

struct lines *lines_read(const char *text)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct line));
    const char *at = text;
    while (*at != '\0' && list->len < LINE_COUNT_LIMIT) {
        size_t length = strcspn(at, "\n");
        struct line line = read_line(at, length);
        g_array_append_val(list, line);
        at += length + (at[length] == '\n' ? 1 : 0);
    }
    struct lines *lines = g_new0(struct lines, 1);
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
        g_free(lines->list[i].text);
    }
    g_free(lines->list);
    g_free(lines);
}

void lines_cut(struct lines *lines, unsigned from)
{
    for (unsigned i = from; i < lines->count; i++) {
        lines->list[i].owner = LINE_QUOTED;
    }
}

struct textwords *lines_words(const char *text)
{
    return textwords_read(text, LINE_WORD_LIMIT);
}

char *lines_join(const struct lines *lines)
{
    GString *out = g_string_new(NULL);
    bool gap = false;
    for (unsigned i = 0; i < lines->count; i++) {
        const struct line *line = &lines->list[i];
        if (line->owner != LINE_OWN || line->blank) {
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
