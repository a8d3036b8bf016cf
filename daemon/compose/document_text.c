#include "compose/document_tree.h"

#include <string.h>

#include "compose/wrap.h"

/* How wide a value is taken to be, before it is known. */
#define VALUE_COLUMNS 12u

/* Writes the tree as plain text. Each block ends with a blank line, so that a section that is left
 * out takes its own with it. */
struct text {
    const struct cut *cut;
    const struct words *words;
    GString *out;
    const char *first, *rest; /* before the first line of the next block, before the others */
    bool tight;
    bool wraps; /* false: whoever fills in the values does, and knows how long they are */
};

static void write_blocks(struct text *text, cmark_node *parent);

/* The address that a mailto: link goes to, without its ready-made subject; other targets as they
 * are. The caller owns it. */
static char *visible_target(const struct cut *cut, const char *url)
{
    const struct cut_tag *tag = cut_find(cut, url);
    if (tag != NULL && strcmp(tag->name, "afmeldlink") == 0) {
        return g_strdup("{{afmeldadresse}}"); /* what the link holds */
    }
    if (g_str_has_prefix(url, "mailto:")) {
        url += strlen("mailto:");
        return g_strndup(url, strcspn(url, "?"));
    }
    return g_strdup(url);
}

/* What a button writes into the answer: "JA" of mailto:...?subject=M&body=JA. NULL: nothing. The
 * caller owns it. */
static char *ready_answer(const char *url)
{
    const char *query = g_str_has_prefix(url, "mailto:") ? strchr(url, '?') : NULL;
    g_auto(GStrv) parts = g_strsplit(query != NULL ? query + 1 : "", "&", -1);
    for (char **part = parts; *part != NULL; part++) {
        if (g_str_has_prefix(*part, "body=")) {
            return g_uri_unescape_string(*part + strlen("body="), NULL);
        }
    }
    return NULL;
}

/* A button cannot be pressed in plain text: what it would answer is said instead of an address that
 * is the same for JA and for NEJ. The caller owns it. */
static char *button_target(const struct cut *cut, cmark_node *button)
{
    const char *url = cmark_node_get_url(button);
    g_autofree char *answer = ready_answer(url);
    g_autofree char *words = tree_words(button);
    return answer != NULL && *answer != '\0' && strcmp(answer, words) != 0
               ? g_steal_pointer(&answer)
               : visible_target(cut, url);
}

static void append_inlines(const struct text *text, GString *line, cmark_node *parent);

/* "tekst <maal>"; a button "tekst: maal"; what shows its target itself only once. */
static void append_link(const struct text *text, GString *line, cmark_node *link,
                        const char *between, const char *end)
{
    bool is_button = *end == '\0';
    g_autofree char *target = is_button ? button_target(text->cut, link)
                                        : visible_target(text->cut, cmark_node_get_url(link));
    g_autofree char *words = tree_words(link);
    const char *shown = g_str_has_prefix(words, "mailto:") ? words + strlen("mailto:") : words;
    if (strcmp(shown, target) == 0) {
        g_string_append(line, target);
        return;
    }
    append_inlines(text, line, link);
    g_string_append_printf(line, "%s%s%s", between, target, end);
}

/* What a reader without pictures is told of one. */
static void append_picture(const struct text *text, GString *line, cmark_node *image)
{
    const char *phrase = words_find(text->words, "da.pictures", "alone");
    g_autofree char *words = tree_words(image);
    g_autofree char *told = words_fill(phrase != NULL ? phrase : "[{alt}]", "alt", words, NULL);
    g_string_append(line, told);
}

static void append_inline(const struct text *text, GString *line, cmark_node *node)
{
    if (tree_is(node, "text") || tree_is(node, "code")) {
        g_string_append(line, cmark_node_get_literal(node));
    } else if (tree_is(node, "softbreak")) {
        g_string_append_c(line, ' ');
    } else if (tree_is(node, "linebreak")) {
        g_string_append_c(line, '\n');
    } else if (tree_is(node, "link")) {
        append_link(text, line, node, " <", ">");
    } else if (tree_is(node, "image")) {
        append_picture(text, line, node);
    } else {
        append_inlines(text, line, node);
    }
}

static void append_inlines(const struct text *text, GString *line, cmark_node *parent)
{
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL;
         node = cmark_node_next(node)) {
        append_inline(text, line, node);
    }
}

static char *inlines(const struct text *text, cmark_node *parent)
{
    GString *line = g_string_new(NULL);
    append_inlines(text, line, parent);
    return g_string_free(line, FALSE);
}

/* Columns of `length` octets: values count as VALUE_COLUMNS, section tags and what stands in for an
 * empty value ({{^...}}) as nothing. `*inverted`: how many such sections are open. */
static unsigned columns_of(const struct cut *cut, const char *word, size_t length,
                           unsigned *inverted)
{
    unsigned columns = 0;
    for (const char *at = word; at < word + length;) {
        const struct cut_tag *tag = cut_find(cut, at);
        if (tag == NULL) {
            columns += *inverted == 0 && (*at & 0xC0) != 0x80;
            at++;
            continue;
        }
        columns += tag->sigil == '\0' && *inverted == 0 ? VALUE_COLUMNS : 0;
        *inverted += tag->sigil == '^' || (tag->sigil == '#' && *inverted > 0);
        *inverted -= tag->sigil == '/' && *inverted > 0;
        at += CUT_WORD_LENGTH;
    }
    return columns;
}

/* Ends the line and begins the next one behind its prefix. */
static unsigned next_line(struct text *text, const char *prefix)
{
    g_string_append_c(text->out, '\n');
    g_string_append(text->out, prefix);
    return (unsigned)g_utf8_strlen(prefix, -1);
}

/* Writes text, wrapped at blanks if it is; '\n' is a hard line end. */
static void write_wrapped(struct text *text, const char *words)
{
    unsigned column = (unsigned)g_utf8_strlen(text->first, -1), inverted = 0;
    bool start = true;
    g_string_append(text->out, text->first);
    text->first = text->rest;
    while (*words != '\0') {
        if (*words == '\n') {
            column = next_line(text, text->rest);
            start = true;
        }
        words += strspn(words, " \n");
        size_t length = strcspn(words, " \n");
        unsigned width = columns_of(text->cut, words, length, &inverted);
        if (text->wraps && !start && column + 1 + width > TEXT_COLUMNS) {
            column = next_line(text, text->rest);
            start = true;
        }
        if (!start) {
            g_string_append_c(text->out, ' ');
            column++;
        }
        g_string_append_len(text->out, words, (gssize)length);
        column += width;
        start = false;
        words += length;
    }
    g_string_append_c(text->out, '\n');
}

/* A blank line; within a quotation with its mark. */
static void write_gap(struct text *text)
{
    g_autofree char *mark = g_strchomp(g_strdup(text->rest));
    if (!text->tight) {
        g_string_append_printf(text->out, "%s\n", mark);
    }
}

/* Headings of the first two levels are underlined, if their length is known. */
static void write_heading(struct text *text, cmark_node *node)
{
    g_autofree char *words = inlines(text, node);
    glong width = g_utf8_strlen(words, -1);
    int level = cmark_node_get_heading_level(node);
    write_wrapped(text, words);
    if (level <= 2 && strstr(words, text->cut->prefix) == NULL) {
        g_autofree char *line = g_strnfill(MIN((gsize)width, TEXT_COLUMNS), level == 1 ? '=' : '-');
        g_string_append_printf(text->out, "%s%s\n", text->rest, line);
    }
    write_gap(text);
}

static void write_section(struct text *text, const struct cut_tag *tag)
{
    g_string_append_printf(text->out, "%s\n", tag->word);
}

/* The items of one piece of a list. Returns the number of the next item. */
static int write_items(struct text *text, cmark_node *list, int number)
{
    bool bullets = cmark_node_get_list_type(list) == CMARK_BULLET_LIST;
    for (cmark_node *item = cmark_node_first_child(list); item != NULL;
         item = cmark_node_next(item), number++) {
        g_autofree char *mark = bullets ? g_strdup("- ") : g_strdup_printf("%d. ", number);
        g_autofree char *blank = g_strnfill(strlen(mark), ' ');
        g_autofree char *first = g_strconcat(text->first, mark, NULL);
        g_autofree char *rest = g_strconcat(text->rest, blank, NULL);
        struct text inner = {text->cut,  text->words, text->out,
                             first,      rest,        cmark_node_get_list_tight(list) != 0,
                             text->wraps};
        write_blocks(&inner, item);
        text->first = text->rest;
    }
    return number;
}

static cmark_node *write_list(struct text *text, cmark_node *list)
{
    cmark_node *end = tree_list_end(text->cut, list);
    int number = cmark_node_get_list_start(list);
    bool tight = true;
    for (cmark_node *node = list;; node = cmark_node_next(node)) {
        const struct cut_tag *tag = tree_tag(text->cut, node);
        if (tag != NULL) {
            write_section(text, tag);
        } else {
            number = write_items(text, node, number);
            tight = cmark_node_get_list_tight(node) != 0;
        }
        if (node == end) {
            break;
        }
    }
    if (tight) {
        write_gap(text);
    }
    return end;
}

/* Whether the table has two columns without names: then its first column names the second. */
static bool is_list_of_facts(cmark_node *head)
{
    g_autofree char *names = tree_words(head);
    cmark_node *second = cmark_node_next(cmark_node_first_child(head));
    return *g_strstrip(names) == '\0' && second != NULL && cmark_node_next(second) == NULL;
}

static void write_pair(struct text *text, cmark_node *label, cmark_node *cell)
{
    g_autofree char *name = inlines(text, label);
    g_autofree char *value = inlines(text, cell);
    g_autofree char *line = g_strdup_printf("%s: %s", name, value);
    write_wrapped(text, *name != '\0' ? line : value);
}

/* "navn: værdi" for each cell, under the names of the table's head. */
static void write_row(struct text *text, cmark_node *head, cmark_node *row)
{
    cmark_node *label = cmark_node_first_child(head);
    cmark_node *cell = cmark_node_first_child(row);
    while (cell != NULL && label != NULL) {
        write_pair(text, label, cell);
        cell = cmark_node_next(cell);
        label = cmark_node_next(label);
    }
    write_gap(text);
}

static void write_table(struct text *text, cmark_node *table)
{
    cmark_node *head = cmark_node_first_child(table);
    bool facts = is_list_of_facts(head);
    for (cmark_node *row = cmark_node_next(head); row != NULL; row = cmark_node_next(row)) {
        const struct cut_tag *tag = tree_tag(text->cut, row);
        cmark_node *cell = cmark_node_first_child(row);
        if (tag != NULL) {
            write_section(text, tag);
        } else if (facts) {
            write_pair(text, cell, cmark_node_next(cell));
        } else {
            write_row(text, head, row);
        }
    }
    if (facts) {
        write_gap(text);
    }
}

static void write_code(struct text *text, cmark_node *node)
{
    g_autofree char *code = g_strchomp(g_strdup(cmark_node_get_literal(node)));
    g_auto(GStrv) lines = g_strsplit(code, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_string_append_printf(text->out, "%s    %s\n", text->first, *line);
        text->first = text->rest;
    }
    write_gap(text);
}

static void write_quotation(struct text *text, cmark_node *node)
{
    g_autofree char *first = g_strconcat(text->first, "> ", NULL);
    g_autofree char *rest = g_strconcat(text->rest, "> ", NULL);
    struct text inner = {text->cut, text->words, text->out, first, rest, false, text->wraps};
    write_blocks(&inner, node);
    text->first = text->rest;
    g_autofree char *last = g_strconcat(g_strchomp(rest), "\n", NULL);
    if (g_str_has_suffix(text->out->str, last)) {
        g_string_truncate(text->out, text->out->len - strlen(last));
    }
    write_gap(text);
}

static void write_paragraph(struct text *text, cmark_node *node)
{
    const struct cut_tag *tag = tree_tag(text->cut, node);
    cmark_node *button = tree_button(node);
    if (tag != NULL) {
        write_section(text, tag);
        return;
    }
    g_autoptr(GString) line = g_string_new(NULL);
    if (button != NULL) {
        append_link(text, line, button, ": ", "");
    } else {
        append_inlines(text, line, node);
    }
    write_wrapped(text, line->str);
    write_gap(text);
}

static cmark_node *write_block(struct text *text, cmark_node *node)
{
    if (tree_is(node, "paragraph")) {
        write_paragraph(text, node);
    } else if (tree_is(node, "heading")) {
        write_heading(text, node);
    } else if (tree_is(node, "list")) {
        return write_list(text, node);
    } else if (tree_is(node, "block_quote")) {
        write_quotation(text, node);
    } else if (tree_is(node, "code_block")) {
        write_code(text, node);
    } else if (tree_is(node, "thematic_break")) {
        write_wrapped(text, "* * *");
        write_gap(text);
    } else if (tree_is(node, "table")) {
        write_table(text, node);
    } else {
        write_blocks(text, node);
    }
    return node;
}

static void write_blocks(struct text *text, cmark_node *parent)
{
    cmark_node *node = cmark_node_first_child(parent);
    while (node != NULL) {
        node = cmark_node_next(write_block(text, node));
    }
}

char *document_text(const struct cut *cut, const struct words *words, cmark_node *root, bool wraps)
{
    struct text text = {cut, words, g_string_new(NULL), "", "", false, wraps};
    write_blocks(&text, root);
    return g_string_free(text.out, FALSE);
}
