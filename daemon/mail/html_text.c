#include "mail/html_text.h"

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "mail/html_marks.h"

#define HTML_LIMIT (4u * 1024u * 1024u)
#define TIGHT_PARAGRAPHS "P {margin-top:0;margin-bottom:0;}" /* Outlook on the web */
#define CONDITION_LIMIT 80                                   /* "<![if !supportLists]>" */
#define TEXT_LIMIT (2u * 1024u * 1024u)
#define USUAL_LINE 200u

struct writer {
    GString *out;
    GString *line;
    unsigned quotes, indents, signatures, ours, preformatted, hidden;
    unsigned blank_lines; /* wanted before the next text: 1 = new line, 2 = blank line */
    bool blank;           /* a blank is due before the next word */
    bool held;            /* a no-break blank keeps the line open, though nothing stands in it */
    bool tight;           /* the style sheet takes the gaps from all paragraphs */
    GByteArray *open;     /* the marks of each element around the text */
};

static const char *const paragraph_tags[] = {"p",   "h1",    "h2", "h3", "h4",
                                             "h5",  "h6",    "ul", "ol", "blockquote",
                                             "pre", "table", "hr", "dl", NULL};
static const char *const line_tags[] = {"div",    "tr",      "li",      "dt",       "dd",
                                        "center", "address", "section", "article",  "header",
                                        "footer", "form",    "body",    "fieldset", NULL};

static void end_line(struct writer *writer)
{
    if (writer->line->len == 0) {
        return;
    }
    g_string_append(writer->out, writer->line->str);
    g_string_append_c(writer->out, '\n');
    g_string_truncate(writer->line, 0);
}

static void start_line(struct writer *writer)
{
    if (writer->quotes > 0) {
        g_string_append_c(writer->line, HTML_QUOTED);
    } else if (writer->ours > 0) {
        g_string_append_c(writer->line, HTML_OURS);
    } else if (writer->signatures > 0) {
        g_string_append_c(writer->line, HTML_SIGNATURE);
    } else if (writer->indents > 0) {
        g_string_append_c(writer->line, HTML_INDENT);
    }
}

static void want_lines(struct writer *writer, unsigned count)
{
    count = writer->held && writer->line->len == 0 ? MAX(count, 2) : count;
    end_line(writer);
    writer->blank = false;
    writer->held = false;
    writer->blank_lines = MAX(writer->blank_lines, count);
}

/* What is due before the next character. */
static void begin_text(struct writer *writer)
{
    if (writer->line->len == 0) {
        if (writer->blank_lines > 1 && writer->out->len > 0) {
            start_line(writer);
            g_string_append_c(writer->line, '\n');
            g_string_append(writer->out, writer->line->str);
            g_string_truncate(writer->line, 0);
        }
        writer->blank_lines = 0;
        start_line(writer);
    } else if (writer->blank) {
        g_string_append_c(writer->line, ' ');
    }
    writer->blank = false;
}

static void break_line(struct writer *writer)
{
    if (writer->line->len == 0) {
        if (writer->blank_lines < 2) {
            start_line(writer);
            g_string_append_c(writer->line, '\n');
            g_string_append(writer->out, writer->line->str);
            g_string_truncate(writer->line, 0);
        }
        return;
    }
    end_line(writer);
    writer->blank = false;
}

/* So many octets from here on are seen as they are. */
static size_t plain_length(const char *text)
{
    size_t length = 0;
    while (text[length] > ' ' && text[length] < 0x7F) {
        length++;
    }
    return length;
}

static void put_text(struct writer *writer, const char *text)
{
    for (const char *c = text; *c != '\0' && writer->out->len < TEXT_LIMIT; c = text_next(c)) {
        size_t plain = plain_length(c);
        if (plain > 0) {
            begin_text(writer);
            g_string_append_len(writer->line, c, (gssize)plain);
            c += plain - 1;
            continue;
        }
        gunichar letter = g_utf8_get_char(c);
        bool space = letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' ||
                     letter == 0xA0 || letter == 0x2007 || letter == 0x202F;
        if (space && letter == '\n' && writer->preformatted > 0) {
            break_line(writer);
        } else if (space) {
            writer->blank = true;
            writer->held = writer->held || letter == 0xA0;
        } else if (letter >= 0x20 && letter != 0x7F && letter != 0xFEFF && letter != 0x200B &&
                   letter != 0xAD && letter != 0x200C && letter != 0x2060) {
            begin_text(writer);
            g_string_append_unichar(writer->line, letter);
        }
    }
}

static void put_cut(struct writer *writer)
{
    want_lines(writer, 1);
    g_string_append_c(writer->out, HTML_CUT);
    g_string_append_c(writer->out, '\n');
}

/* What surrounds all text of an element: blank lines or new ones. */
static void surround(struct writer *writer, const xmlNode *node, unsigned marks)
{
    bool line = writer->tight ? html_tag_is(node, "p") : (marks & HTML_MARK_LINE) != 0;
    if (!line && html_tag_in(node, paragraph_tags)) {
        want_lines(writer, 2);
    } else if (line || html_tag_in(node, line_tags) ||
               (marks &
                (HTML_MARK_QUOTE | HTML_MARK_INDENT | HTML_MARK_SIGNATURE | HTML_MARK_OURS)) != 0) {
        want_lines(writer, 1);
    }
}

static void enter(struct writer *writer, const xmlNode *node, unsigned marks)
{
    guint8 kept = (guint8)marks;
    g_byte_array_append(writer->open, &kept, 1);
    if ((marks & HTML_MARK_CUT) != 0) {
        put_cut(writer);
    }
    surround(writer, node, marks);
    if (html_tag_is(node, "br")) {
        break_line(writer);
    } else if (html_tag_is(node, "td") || html_tag_is(node, "th")) {
        writer->blank = true;
    }
    writer->quotes += (marks & HTML_MARK_QUOTE) != 0;
    writer->indents += (marks & HTML_MARK_INDENT) != 0;
    writer->ours += (marks & HTML_MARK_OURS) != 0;
    writer->signatures += (marks & HTML_MARK_SIGNATURE) != 0;
    writer->preformatted += html_tag_is(node, "pre");
    if (html_tag_is(node, "li")) {
        put_text(writer, "- ");
    }
}

static void leave(struct writer *writer, const xmlNode *node)
{
    g_assert(writer->open->len > 0);
    unsigned marks = writer->open->data[writer->open->len - 1];
    g_byte_array_set_size(writer->open, writer->open->len - 1);
    surround(writer, node, marks);
    writer->quotes -= (marks & HTML_MARK_QUOTE) != 0;
    writer->indents -= (marks & HTML_MARK_INDENT) != 0;
    writer->ours -= (marks & HTML_MARK_OURS) != 0;
    writer->signatures -= (marks & HTML_MARK_SIGNATURE) != 0;
    writer->preformatted -= html_tag_is(node, "pre");
}

/* Whether to go into the children of the node; then leave() follows. */
static bool visit(struct writer *writer, const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE && node->content != NULL) {
        put_text(writer, (const char *)node->content);
    }
    unsigned marks = node->type == XML_ELEMENT_NODE ? html_marks(node) : HTML_MARK_HIDDEN;
    if ((marks & HTML_MARK_HIDDEN) != 0) {
        return false;
    }
    enter(writer, node, marks);
    if (node->children == NULL) {
        leave(writer, node);
        return false;
    }
    return true;
}

/* Without recursion: the depth of the tree is the sender's choice. */
static void walk(struct writer *writer, const xmlNode *root)
{
    const xmlNode *at = root;
    while (at != NULL) {
        if (visit(writer, at)) {
            at = at->children;
            continue;
        }
        while (at != NULL && at != root && at->next == NULL) {
            at = at->parent;
            if (at != NULL) {
                leave(writer, at);
            }
        }
        at = at == NULL || at == root ? NULL : at->next;
    }
}

/* "<![if !supportLists]>": Word's conditions outside comments are no HTML, and libxml2 would show
 * them. */
static void blank_conditions(char *html)
{
    for (char *at = strstr(html, "<!["); at != NULL; at = strstr(at, "<![")) {
        size_t length = 0;
        while (length < CONDITION_LIMIT && at[length] != '\0' && at[length] != ']' &&
               at[length] != '>') {
            length++;
        }
        bool condition = g_str_has_prefix(at, "<![if") || g_str_has_prefix(at, "<![endif");
        if (condition && at[length] == ']' && at[length + 1] == '>') {
            memset(at, ' ', length + 2);
        }
        at += strlen("<![");
    }
}

char *html_text(const char *html)
{
    /* libxml2 puts text that stands in no body into a paragraph of its own making. */
    g_autofree char *whole = g_strdup_printf("<body>%.*s", (int)HTML_LIMIT, html);
    blank_conditions(whole);
    htmlDocPtr document =
        htmlReadMemory(whole, (int)strlen(whole), NULL, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    if (document == NULL) {
        return g_strdup("");
    }
    struct writer writer = {.out = g_string_sized_new(strlen(html) / 2),
                            .line = g_string_sized_new(USUAL_LINE),
                            .open = g_byte_array_new(),
                            .tight = strstr(html, TIGHT_PARAGRAPHS) != NULL};
    walk(&writer, xmlDocGetRootElement(document));
    end_line(&writer);
    g_string_free(writer.line, TRUE);
    g_byte_array_unref(writer.open);
    xmlFreeDoc(document);
    return g_string_free(writer.out, FALSE);
}

char *html_text_plain(const char *marked)
{
    GString *out = g_string_sized_new(strlen(marked));
    for (const char *c = marked; *c != '\0'; c++) {
        if (*c == HTML_QUOTED || *c == HTML_INDENT) {
            g_string_append(out, "> ");
        } else if (*c == HTML_CUT) {
            c += c[1] == '\n';
        } else if (*c != HTML_SIGNATURE && *c != HTML_OURS) {
            g_string_append_c(out, *c);
        }
    }
    return g_string_free(out, FALSE);
}
