#include "compose/document_tree.h"

#include <string.h>

/* Writes the tree as HTML for mail clients. */
struct html {
    const struct cut *cut;
    const struct words *styles;
    GString *out;
    bool tight;       /* in a tight list item: its text stands without paragraphs */
    const char *line; /* what ends a block: nothing within blockquote, which may show line ends */
};

static void write_blocks(struct html *html, cmark_node *parent);
static void write_inlines(struct html *html, cmark_node *parent);

static void write_escaped(struct html *html, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            g_string_append(html->out, "&amp;");
            break;
        case '<':
            g_string_append(html->out, "&lt;");
            break;
        case '>':
            g_string_append(html->out, "&gt;");
            break;
        case '"':
            g_string_append(html->out, "&quot;");
            break;
        default:
            g_string_append_c(html->out, *text);
        }
    }
}

/* `style` NULL: none. */
static void write_style(struct html *html, const char *style)
{
    if (style != NULL) {
        g_string_append(html->out, " style=\"");
        write_escaped(html, style);
        g_string_append_c(html->out, '"');
    }
}

/* <name style="..." extra> */
static void open_tag(struct html *html, const char *name, const char *extra)
{
    g_string_append_printf(html->out, "<%s%s", name, extra);
    write_style(html, words_find(html->styles, "", name));
    g_string_append_c(html->out, '>');
}

static void close_tag(struct html *html, const char *name, const char *end)
{
    g_string_append_printf(html->out, "</%s>%s", name, end);
}

/* A target that is a field with an address gets its mailto:. */
static void write_target(struct html *html, cmark_node *link)
{
    const char *url = cmark_node_get_url(link);
    const struct cut_tag *tag = cut_find(html->cut, url);
    if (tag != NULL && cut_is_address(tag)) {
        g_string_append(html->out, "mailto:");
    }
    for (; *url != '\0'; url++) {
        unsigned char c = (unsigned char)*url;
        char one[2] = {*url, '\0'};
        if (c <= ' ' || c >= 0x7F) {
            g_string_append_printf(html->out, "%%%02X", c); /* RFC 3986 2.1 */
        } else {
            write_escaped(html, one);
        }
    }
}

static void write_link(struct html *html, cmark_node *link, const char *style_name)
{
    const char *style = words_find(html->styles, "", style_name);
    style = style != NULL ? style : words_find(html->styles, "", "a");
    g_string_append(html->out, "<a href=\"");
    write_target(html, link);
    g_string_append_c(html->out, '"');
    write_style(html, style);
    g_string_append_c(html->out, '>');
    g_autofree char *words = tree_words(link);
    if (g_str_has_prefix(words, "mailto:") && strcmp(words, cmark_node_get_url(link)) == 0) {
        write_escaped(html, words + strlen("mailto:"));
    } else {
        write_inlines(html, link);
    }
    g_string_append(html->out, "</a>");
}

/* The width stands in an attribute for Outlook, which knows no max-width. */
static void write_picture(struct html *html, cmark_node *image)
{
    const struct tree_picture *shown = cmark_node_get_user_data(image);
    g_autofree char *words = tree_words(image);
    g_string_append_printf(html->out, "<img src=\"cid:%s@{{domaene}}\" alt=\"", shown->picture->id);
    write_escaped(html, words);
    g_string_append_printf(html->out, "\" width=\"%u\" height=\"%u\"", shown->width, shown->height);
    write_style(html, words_find(html->styles, "", "img"));
    g_string_append_c(html->out, '>');
}

static void write_marked(struct html *html, const char *name, cmark_node *node)
{
    open_tag(html, name, "");
    write_inlines(html, node);
    close_tag(html, name, "");
}

static void write_inline(struct html *html, cmark_node *node)
{
    if (tree_is(node, "text")) {
        write_escaped(html, cmark_node_get_literal(node));
    } else if (tree_is(node, "softbreak")) {
        g_string_append_c(html->out, '\n');
    } else if (tree_is(node, "linebreak")) {
        g_string_append(html->out, "<br>\n");
    } else if (tree_is(node, "code")) {
        open_tag(html, "code", "");
        write_escaped(html, cmark_node_get_literal(node));
        close_tag(html, "code", "");
    } else if (tree_is(node, "emph")) {
        write_marked(html, "em", node);
    } else if (tree_is(node, "strong")) {
        write_marked(html, "strong", node);
    } else if (tree_is(node, "link")) {
        write_link(html, node, "a");
    } else if (tree_is(node, "image")) {
        write_picture(html, node);
    } else {
        write_inlines(html, node);
    }
}

static void write_inlines(struct html *html, cmark_node *parent)
{
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL;
         node = cmark_node_next(node)) {
        write_inline(html, node);
    }
}

static void write_marked_blocks(struct html *html, const char *name, cmark_node *node, bool tight,
                                const char *line)
{
    struct html inner = *html;
    inner.tight = tight;
    inner.line = line;
    open_tag(html, name, "");
    write_blocks(&inner, node);
    close_tag(html, name, html->line);
}

static void write_items(struct html *html, cmark_node *list)
{
    bool tight = cmark_node_get_list_tight(list) != 0;
    for (cmark_node *item = cmark_node_first_child(list); item != NULL;
         item = cmark_node_next(item)) {
        write_marked_blocks(html, "li", item, tight, html->line);
    }
}

static void write_section(struct html *html, const struct cut_tag *tag)
{
    g_string_append_printf(html->out, "%s%s", tag->word, html->line);
}

/* A list, with what section tags cut off it; returns the last node of that. */
static cmark_node *write_list(struct html *html, cmark_node *list)
{
    bool bullets = cmark_node_get_list_type(list) == CMARK_BULLET_LIST;
    const char *name = bullets ? "ul" : "ol";
    cmark_node *end = tree_list_end(html->cut, list);
    int start = cmark_node_get_list_start(list);
    g_autofree char *extra =
        bullets || start == 1 ? g_strdup("") : g_strdup_printf(" start=\"%d\"", start);
    open_tag(html, name, extra);
    g_string_append(html->out, html->line);
    for (cmark_node *node = list;; node = cmark_node_next(node)) {
        const struct cut_tag *tag = tree_tag(html->cut, node);
        if (tag != NULL) {
            write_section(html, tag);
        } else {
            write_items(html, node);
        }
        if (node == end) {
            break;
        }
    }
    close_tag(html, name, html->line);
    return end;
}

static void write_row(struct html *html, cmark_node *row, bool head)
{
    g_string_append(html->out, "<tr>");
    for (cmark_node *cell = cmark_node_first_child(row); cell != NULL;
         cell = cmark_node_next(cell)) {
        const char *name = head ? "th" : "td";
        open_tag(html, name, head ? " scope=\"col\"" : "");
        write_inlines(html, cell);
        close_tag(html, name, "");
    }
    g_string_append_printf(html->out, "</tr>%s", html->line);
}

static void write_table(struct html *html, cmark_node *table)
{
    open_tag(html, "table", " cellspacing=\"0\" cellpadding=\"0\" border=\"0\"");
    g_string_append(html->out, "<thead>");
    cmark_node *row = cmark_node_first_child(table);
    write_row(html, row, true);
    g_string_append_printf(html->out, "</thead><tbody>%s", html->line);
    for (row = cmark_node_next(row); row != NULL; row = cmark_node_next(row)) {
        const struct cut_tag *tag = tree_tag(html->cut, row);
        if (tag != NULL) {
            write_section(html, tag);
        } else {
            write_row(html, row, false);
        }
    }
    g_string_append(html->out, "</tbody>");
    close_tag(html, "table", html->line);
}

/* The background of a button as an attribute too: Outlook for Windows knows only that. The caller
 * owns it. */
static char *button_colour(const struct html *html)
{
    static const char property[] = "background-color:";
    const char *style = words_find(html->styles, "", "button");
    const char *at = style == NULL ? NULL : strstr(style, property);
    if (at == NULL) {
        return g_strdup(" class=\"knap\"");
    }
    at += strlen(property);
    at += strspn(at, " ");
    g_autofree char *colour = g_strndup(at, strcspn(at, "; "));
    return g_strdup_printf(" class=\"knap\" bgcolor=\"%s\"", colour);
}

static void write_button(struct html *html, cmark_node *link)
{
    g_autofree char *extra = button_colour(html);
    const char *style = words_find(html->styles, "", "button");
    g_string_append(html->out, "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" "
                               "border=\"0\" style=\"margin: 0 0 16px;\"><tbody><tr><td");
    g_string_append(html->out, extra);
    write_style(html, style);
    g_string_append_c(html->out, '>');
    write_link(html, link, "button-link");
    g_string_append_printf(html->out, "</td></tr></tbody></table>%s", html->line);
}

static void write_paragraph(struct html *html, cmark_node *node)
{
    const struct cut_tag *tag = tree_tag(html->cut, node);
    cmark_node *button = tree_button(node);
    if (tag != NULL) {
        write_section(html, tag);
    } else if (button != NULL) {
        write_button(html, button);
    } else if (html->tight) {
        write_inlines(html, node);
    } else {
        write_marked(html, "p", node);
        g_string_append(html->out, html->line);
    }
}

/* Writes a block and returns the last node that was written with it. */
static cmark_node *write_block(struct html *html, cmark_node *node)
{
    if (tree_is(node, "paragraph")) {
        write_paragraph(html, node);
    } else if (tree_is(node, "heading")) {
        char name[3] = {'h', (char)('0' + cmark_node_get_heading_level(node)), '\0'};
        write_marked(html, name, node);
        g_string_append(html->out, html->line);
    } else if (tree_is(node, "list")) {
        return write_list(html, node);
    } else if (tree_is(node, "block_quote")) {
        write_marked_blocks(html, "blockquote", node, false, "");
    } else if (tree_is(node, "code_block")) {
        open_tag(html, "pre", "");
        write_escaped(html, cmark_node_get_literal(node));
        close_tag(html, "pre", html->line);
    } else if (tree_is(node, "thematic_break")) {
        open_tag(html, "hr", "");
        g_string_append(html->out, html->line);
    } else if (tree_is(node, "table")) {
        write_table(html, node);
    } else {
        write_blocks(html, node);
    }
    return node;
}

static void write_blocks(struct html *html, cmark_node *parent)
{
    cmark_node *node = cmark_node_first_child(parent);
    while (node != NULL) {
        node = cmark_node_next(write_block(html, node));
    }
}

char *document_html(const struct cut *cut, const struct words *styles, cmark_node *root)
{
    struct html html = {cut, styles, g_string_new(NULL), false, "\n"};
    write_blocks(&html, root);
    return g_string_free(html.out, FALSE);
}
