#include "mail/html_text.h"

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "mail/token_address.h"

#define HTML_LIMIT (4u * 1024u * 1024u)
#define TEXT_LIMIT (2u * 1024u * 1024u)

struct writer {
    GString *out;
    GString *line;
    unsigned quotes, signatures, ours, preformatted, hidden;
    unsigned blank_lines; /* wanted before the next text: 1 = new line, 2 = blank line */
    bool blank;           /* a blank is due before the next word */
};

static const char *const hidden_tags[] = {"head",   "style",  "script",   "title",    "noscript",
                                          "object", "iframe", "template", "noframes", NULL};
static const char *const paragraph_tags[] = {"p",   "h1",    "h2", "h3", "h4",
                                             "h5",  "h6",    "ul", "ol", "blockquote",
                                             "pre", "table", "hr", "dl", NULL};
static const char *const line_tags[] = {"div",    "tr",      "li",      "dt",       "dd",
                                        "center", "address", "section", "article",  "header",
                                        "footer", "form",    "body",    "fieldset", NULL};

/* Classes and ids of the clients' own marks. Gmail puts answers between the quotes inside
 * div.gmail_quote, so that is none. */
static const char *const quote_marks[] = {"gmail_attr",
                                          "moz-cite-prefix",
                                          "yahoo_quoted",
                                          "protonmail_quote",
                                          "OLK_SRC_BODY_SECTION",
                                          "zmail_extra",
                                          "moz-forward-container-header",
                                          "tutanota_quote",
                                          NULL};
static const char *const cut_marks[] = {"divRplyFwdMsg", "stopSpelling",
                                        "mail-editor-reference-message-container", NULL};
static const char *const signature_marks[] = {"gmail_signature",
                                              "gmail_signature_prefix",
                                              "moz-signature",
                                              "ms-outlook-mobile-signature",
                                              "ms-outlook-ios-signature",
                                              "protonmail_signature_block",
                                              "Signature",
                                              "x_Signature",
                                              NULL};

static char *attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next) {
        if (g_ascii_strcasecmp((const char *)at->name, name) == 0 && at->children != NULL &&
            at->children->content != NULL) {
            return g_strdup((const char *)at->children->content);
        }
    }
    return NULL;
}

/* Whether one of the words of an attribute is a mark. */
static bool names_mark(const char *value, const char *const *marks)
{
    g_auto(GStrv) words = g_strsplit_set(value, " \t\n", -1);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (g_strv_contains(marks, words[i])) {
            return true;
        }
    }
    return false;
}

static bool has_mark(const xmlNode *node, const char *const *marks)
{
    g_autofree char *class = attribute(node, "class");
    g_autofree char *id = attribute(node, "id");
    return (class != NULL && names_mark(class, marks)) || (id != NULL && names_mark(id, marks));
}

static char *style_of(const xmlNode *node)
{
    g_autofree char *style = attribute(node, "style");
    if (style == NULL) {
        return g_strdup("");
    }
    GString *flat = g_string_new(NULL);
    for (const char *c = style; *c != '\0'; c++) {
        if (!g_ascii_isspace(*c)) {
            g_string_append_c(flat, g_ascii_tolower(*c));
        }
    }
    return g_string_free(flat, FALSE);
}

static bool is_one_of(const xmlNode *node, const char *const *tags)
{
    for (size_t i = 0; tags[i] != NULL; i++) {
        if (g_ascii_strcasecmp((const char *)node->name, tags[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_tag(const xmlNode *node, const char *tag)
{
    return g_ascii_strcasecmp((const char *)node->name, tag) == 0;
}

static bool is_hidden(const xmlNode *node)
{
    if (is_one_of(node, hidden_tags)) {
        return true;
    }
    g_autofree char *style = style_of(node);
    return strstr(style, "display:none") != NULL || strstr(style, "mso-hide:all") != NULL;
}

/* "Afmeld Seniorjobberen" at the end of our newsletter. No sender writes such a link. */
static bool is_ours(const xmlNode *node)
{
    g_autofree char *target = is_tag(node, "a") ? attribute(node, "href") : NULL;
    return target != NULL && token_address_in(target);
}

/* Gmail's and Outlook's button "indent" makes a blockquote, too: without border or colour. */
static bool is_quote(const xmlNode *node)
{
    if (has_mark(node, quote_marks)) {
        return true;
    }
    if (!is_tag(node, "blockquote")) {
        return false;
    }
    g_autofree char *type = attribute(node, "type");
    g_autofree char *class = attribute(node, "class");
    g_autofree char *style = style_of(node);
    bool indents = strstr(style, "border:none") != NULL || strstr(style, "border:0") != NULL;
    return g_strcmp0(type, "cite") == 0 || class != NULL || !indents;
}

static const xmlNode *first_text(const xmlNode *node)
{
    const xmlNode *at = node;
    while (at != NULL) {
        if (at->type == XML_TEXT_NODE && at->content != NULL &&
            at->content[strspn((const char *)at->content, " \t\r\n")] != '\0') {
            return at;
        }
        if (at->children != NULL && at->type == XML_ELEMENT_NODE) {
            at = at->children;
            continue;
        }
        while (at != NULL && at != node && at->next == NULL) {
            at = at->parent;
        }
        at = at == node || at == NULL ? NULL : at->next;
    }
    return NULL;
}

/* Outlook's header block is a div with a line above it, and begins with a word and a colon in
 * whatever language. */
static bool is_cut(const xmlNode *node)
{
    if (has_mark(node, cut_marks)) {
        return true;
    }
    if (!is_tag(node, "div")) {
        return false;
    }
    g_autofree char *style = style_of(node);
    if (strstr(style, "border-top:solid") == NULL) {
        return false;
    }
    const xmlNode *text = first_text(node);
    if (text == NULL) {
        return false;
    }
    const char *word = (const char *)text->content;
    word += strspn(word, " \t\r\n");
    size_t length = strcspn(word, ": \n");
    return length > 0 && length < 16 && word[length] == ':';
}

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
    }
}

static void want_lines(struct writer *writer, unsigned count)
{
    end_line(writer);
    writer->blank = false;
    writer->blank_lines = MAX(writer->blank_lines, count);
}

static void put_character(struct writer *writer, gunichar c)
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
    g_string_append_unichar(writer->line, c);
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

static void put_text(struct writer *writer, const char *text)
{
    for (const char *c = text; *c != '\0' && writer->out->len < TEXT_LIMIT; c = text_next(c)) {
        gunichar letter = g_utf8_get_char(c);
        bool space = letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' ||
                     letter == 0xA0 || letter == 0x2007 || letter == 0x202F;
        if (space && letter == '\n' && writer->preformatted > 0) {
            break_line(writer);
        } else if (space) {
            writer->blank = true;
        } else if (letter >= 0x20 && letter != 0x7F && letter != 0xFEFF && letter != 0x200B &&
                   letter != 0xAD && letter != 0x200C && letter != 0x2060) {
            put_character(writer, letter);
        }
    }
}

static void put_cut(struct writer *writer)
{
    want_lines(writer, 1);
    g_string_append_c(writer->out, HTML_CUT);
    g_string_append_c(writer->out, '\n');
}

static void enter(struct writer *writer, const xmlNode *node)
{
    if (is_cut(node)) {
        put_cut(writer);
    }
    if (is_one_of(node, paragraph_tags)) {
        want_lines(writer, 2);
    } else if (is_one_of(node, line_tags)) {
        want_lines(writer, 1);
    } else if (is_tag(node, "br")) {
        break_line(writer);
    } else if (is_tag(node, "td") || is_tag(node, "th")) {
        writer->blank = true;
    }
    bool quoted = is_quote(node), signature = has_mark(node, signature_marks);
    bool ours = is_ours(node);
    if (quoted || signature || ours) {
        want_lines(writer, 1);
    }
    writer->quotes += quoted;
    writer->ours += ours;
    writer->signatures += signature;
    writer->preformatted += is_tag(node, "pre");
    if (is_tag(node, "li")) {
        put_text(writer, "- ");
    }
}

static void leave(struct writer *writer, const xmlNode *node)
{
    bool quoted = is_quote(node), signature = has_mark(node, signature_marks);
    bool ours = is_ours(node);
    if (is_one_of(node, paragraph_tags)) {
        want_lines(writer, 2);
    } else if (is_one_of(node, line_tags) || quoted || signature || ours) {
        want_lines(writer, 1);
    }
    writer->quotes -= quoted;
    writer->ours -= ours;
    writer->signatures -= signature;
    writer->preformatted -= is_tag(node, "pre");
}

/* Without recursion: the depth of the tree is the sender's choice. */
static void walk(struct writer *writer, const xmlNode *root)
{
    const xmlNode *at = root;
    while (at != NULL) {
        bool element = at->type == XML_ELEMENT_NODE;
        bool descend = false;
        if (at->type == XML_TEXT_NODE && at->content != NULL) {
            put_text(writer, (const char *)at->content);
        } else if (element && !is_hidden(at)) {
            enter(writer, at);
            descend = at->children != NULL;
            if (!descend) {
                leave(writer, at);
            }
        }
        if (descend) {
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

char *html_text(const char *html)
{
    /* libxml2 puts text that stands in no body into a paragraph of its own making. */
    g_autofree char *whole = g_strdup_printf("<body>%.*s", (int)HTML_LIMIT, html);
    htmlDocPtr document =
        htmlReadMemory(whole, (int)strlen(whole), NULL, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    if (document == NULL) {
        return g_strdup("");
    }
    struct writer writer = {.out = g_string_new(NULL), .line = g_string_new(NULL)};
    walk(&writer, xmlDocGetRootElement(document));
    end_line(&writer);
    g_string_free(writer.line, TRUE);
    xmlFreeDoc(document);
    return g_string_free(writer.out, FALSE);
}

char *html_text_plain(const char *marked)
{
    GString *out = g_string_sized_new(strlen(marked));
    for (const char *c = marked; *c != '\0'; c++) {
        if (*c == HTML_QUOTED) {
            g_string_append(out, "> ");
        } else if (*c == HTML_CUT) {
            c += c[1] == '\n';
        } else if (*c != HTML_SIGNATURE && *c != HTML_OURS) {
            g_string_append_c(out, *c);
        }
    }
    return g_string_free(out, FALSE);
}
