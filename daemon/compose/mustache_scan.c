#include "compose/mustache_tree.h"

#include <string.h>

/* The scanner: text between tags is cut at line ends, so that the lines of the result can be looked
 * at one by one for standalone tags. */
struct scan {
    const char *at;
    const char *mark; /* up to here line and column are counted */
    unsigned line, column;
    char *open, *close; /* the delimiters in force */
    GPtrArray *nodes;
    struct mustache_problem *problem;
};

struct node *node_new(enum node_kind kind, char *text, unsigned line, unsigned column)
{
    struct node *node = g_new0(struct node, 1);
    node->kind = kind;
    node->text = text;
    node->indent = g_strdup("");
    node->line = line;
    node->column = column;
    return node;
}

void node_free(struct node *node)
{
    if (node == NULL) {
        return;
    }
    if (node->children != NULL) {
        g_ptr_array_unref(node->children);
    }
    g_free(node->text);
    g_free(node->indent);
    g_free(node);
}

/* Counts lines and columns (in characters) up to `to`. */
static void advance(struct scan *scan, const char *to)
{
    for (; scan->mark < to; scan->mark++) {
        if (*scan->mark == '\n') {
            scan->line++;
            scan->column = 1;
        } else if ((*scan->mark & 0xC0) != 0x80) {
            scan->column++;
        }
    }
}

static bool fail(struct scan *scan, const char *key, char *name)
{
    scan->problem->key = key;
    scan->problem->name = name;
    scan->problem->line = scan->line;
    scan->problem->column = scan->column;
    return false;
}

static void add(struct scan *scan, enum node_kind kind, char *text)
{
    g_ptr_array_add(scan->nodes, node_new(kind, text, scan->line, scan->column));
}

static void add_text(struct scan *scan, const char *end)
{
    while (scan->at < end) {
        const char *newline = memchr(scan->at, '\n', (size_t)(end - scan->at));
        const char *stop = newline == NULL ? end : newline + 1;
        advance(scan, scan->at);
        add(scan, PIECE_TEXT, g_strndup(scan->at, (size_t)(stop - scan->at)));
        scan->at = stop;
    }
}

/* {{=<% %>=}} */
static bool set_delimiters(struct scan *scan, const char *words)
{
    g_auto(GStrv) pair = g_strsplit_set(words, " \t\r\n", -1);
    const char *found[2] = {NULL, NULL};
    unsigned count = 0;
    for (char **word = pair; *word != NULL; word++) {
        if (**word == '\0') {
            continue;
        }
        if (count == 2 || strchr(*word, '=') != NULL) {
            return false;
        }
        found[count++] = *word;
    }
    if (count != 2) {
        return false;
    }
    g_free(scan->open);
    g_free(scan->close);
    scan->open = g_strdup(found[0]);
    scan->close = g_strdup(found[1]);
    return true;
}

static enum node_kind kind_of(char sigil)
{
    static const struct {
        char sigil;
        enum node_kind kind;
    } kinds[] = {{'#', PIECE_SECTION},  {'^', PIECE_INVERTED}, {'/', PIECE_CLOSE},
                 {'>', PIECE_PARTIAL},  {'<', PIECE_PARENT},   {'$', PIECE_BLOCK},
                 {'&', PIECE_RAW},      {'{', PIECE_RAW},      {'!', PIECE_DELIMITER},
                 {'=', PIECE_DELIMITER}};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (kinds[i].sigil == sigil) {
            return kinds[i].kind;
        }
    }
    return PIECE_VALUE;
}

/* What a tag that never ends begins with, its first word. The caller owns it. */
static char *tag_start(const char *at)
{
    size_t open = strspn(at, "{");
    size_t length = open + strcspn(at + open, " \t\r\n{");
    return g_utf8_substring(at, 0, MIN(30, g_utf8_strlen(at, (gssize)length)));
}

/* One tag; scan->at stands on its opening delimiter. */
static bool add_tag(struct scan *scan)
{
    const char *start = scan->at + strlen(scan->open);
    const char sigil = *start;
    enum node_kind kind = kind_of(sigil);
    const char *name = kind == PIECE_VALUE ? start : start + 1;
    g_autofree char *closing = g_strconcat(sigil == '{'   ? "}"
                                           : sigil == '=' ? "="
                                                          : "",
                                           scan->close, NULL);
    const char *end = strstr(name, closing);
    const char *next = sigil == '!' || sigil == '=' ? NULL : strstr(name, scan->open);
    advance(scan, scan->at);
    if (end == NULL || (next != NULL && next < end)) {
        return fail(scan, "unclosed-tag", tag_start(scan->at));
    }
    g_autofree char *inside = g_strstrip(g_strndup(name, (size_t)(end - name)));
    scan->at = end + strlen(closing);
    if (sigil == '=' && !set_delimiters(scan, inside)) {
        return fail(scan, "bad-delimiters", g_steal_pointer(&inside));
    }
    if (kind != PIECE_DELIMITER && (*inside == '\0' || strpbrk(inside, " \t\r\n{}") != NULL)) {
        return fail(scan, "bad-name", g_steal_pointer(&inside));
    }
    add(scan, kind, g_steal_pointer(&inside));
    return true;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* Whether the tags of a line that has nothing else take the line with them: one tag that shows
 * nothing itself, or several tags of parents and blocks (~inheritance, "Standalone parent"). */
static bool line_goes(struct node *const *line, size_t count)
{
    size_t tags = 0, inheritance = 0;
    for (size_t i = 0; i < count; i++) {
        enum node_kind kind = line[i]->kind;
        if (kind == PIECE_TEXT) {
            if (!is_blank(line[i]->text)) {
                return false;
            }
            continue;
        }
        if (kind == PIECE_VALUE || kind == PIECE_RAW) {
            return false;
        }
        tags++;
        inheritance += kind == PIECE_PARENT || kind == PIECE_BLOCK || kind == PIECE_CLOSE;
    }
    return tags == 1 || (tags > 1 && inheritance == tags);
}

/* Whether several closing or opening tags of a line all belong to parents and blocks can be seen
 * only with a stack; sections in such a line keep it. */
static bool closes_sections(struct node *const *line, size_t count, GPtrArray *stack)
{
    bool sections = false;
    for (size_t i = 0; i < count; i++) {
        const struct node *node = line[i];
        if (node->kind >= PIECE_SECTION && node->kind <= PIECE_BLOCK &&
            node->kind != PIECE_PARTIAL) {
            g_ptr_array_add(stack, line[i]);
        }
        if (node->kind == PIECE_CLOSE && stack->len > 0) {
            const struct node *opened = g_ptr_array_steal_index(stack, stack->len - 1);
            sections |= opened->kind == PIECE_SECTION || opened->kind == PIECE_INVERTED;
        }
    }
    return sections;
}

/* Moves one line's nodes to `out`: a standalone line loses its text, in any other the beginning of
 * the line is marked for the indentation of partials. */
static void take_line(struct node **line, size_t count, GPtrArray *stack, GPtrArray *out)
{
    size_t tags = 0;
    for (size_t i = 0; i < count; i++) {
        tags += line[i]->kind != PIECE_TEXT;
    }
    bool sections = closes_sections(line, count, stack);
    bool goes = line_goes(line, count) && !(tags > 1 && sections);
    const char *indent = line[0]->kind == PIECE_TEXT ? line[0]->text : "";
    if (!goes && line[0]->kind != PIECE_TEXT) {
        struct node *start = node_new(PIECE_TEXT, g_strdup(""), line[0]->line, line[0]->column);
        start->line_start = true;
        g_ptr_array_add(out, start);
    }
    line[0]->line_start = true;
    for (size_t i = 0; goes && i < count; i++) {
        if (line[i]->kind != PIECE_TEXT) {
            line[i]->standalone = true;
            line[i]->one_line = i + 1 < count && line[i + 1]->kind == PIECE_CLOSE;
            g_free(line[i]->indent);
            line[i]->indent = g_strdup(indent);
        }
    }
    for (size_t i = 0; i < count; i++) {
        bool drop = line[i]->kind == PIECE_DELIMITER || (goes && line[i]->kind == PIECE_TEXT);
        if (!drop) {
            g_ptr_array_add(out, g_steal_pointer(&line[i]));
        }
    }
}

static GPtrArray *take_lines(GPtrArray *nodes)
{
    GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)node_free);
    g_autoptr(GPtrArray) stack = g_ptr_array_new();
    struct node **all = (struct node **)nodes->pdata;
    size_t start = 0;
    for (size_t i = 0; i < nodes->len; i++) {
        const struct node *node = all[i];
        bool ends = node->kind == PIECE_TEXT && g_str_has_suffix(node->text, "\n");
        if (ends || i + 1 == nodes->len) {
            take_line(all + start, i + 1 - start, stack, out);
            start = i + 1;
        }
    }
    return out;
}

GPtrArray *mustache_scan(const char *text, unsigned first_line, struct mustache_problem *problem)
{
    struct scan scan = {.at = text,
                        .mark = text,
                        .line = first_line,
                        .column = 1,
                        .open = g_strdup("{{"),
                        .close = g_strdup("}}"),
                        .problem = problem};
    scan.nodes = g_ptr_array_new_with_free_func((GDestroyNotify)node_free);
    bool done = false, good = true;
    while (good && !done) {
        const char *tag = strstr(scan.at, scan.open);
        done = tag == NULL;
        add_text(&scan, done ? scan.at + strlen(scan.at) : tag);
        good = done || add_tag(&scan);
    }
    g_autoptr(GPtrArray) nodes = scan.nodes;
    g_free(scan.open);
    g_free(scan.close);
    return good ? take_lines(nodes) : NULL;
}
