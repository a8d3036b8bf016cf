#include "compose/mustache.h"

#include <string.h>

#include "base/failure.h"
#include "compose/mustache_tree.h"

/* What stands in the messages of `template render`, which is a tool for administrators; staff get
 * the Danish of words.conf through templates.c. `%s`: the name. */
static const struct {
    const char *key, *text;
} sentences[] = {
    {"unclosed-tag", "this tag is never closed: %s"},
    {"unclosed-section", "this section is never closed: %s"},
    {"stray-close", "nothing is open that this tag could close: %s"},
    {"wrong-close", "this closing tag does not fit the section that is open: %s"},
    {"bad-delimiters", "a change of delimiters needs two words, as in {{=<% %>=}}: %s"},
    {"bad-name", "a name is missing, or has a blank or a brace in it: \"%s\""},
    {"too-deep", "sections are nested too deep: %s"},
};

static bool has_end(enum node_kind kind)
{
    return kind == PIECE_SECTION || kind == PIECE_INVERTED || kind == PIECE_PARENT ||
           kind == PIECE_BLOCK;
}

static GPtrArray *children_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)node_free);
}

/* Takes `width` blanks from the beginning of every line below `node`. */
static void outdent(struct node *node, size_t width)
{
    for (unsigned i = 0; i < node->children->len; i++) {
        struct node *child = g_ptr_array_index(node->children, i);
        char *line = child->kind == PIECE_TEXT ? child->text : child->indent;
        if (child->line_start || child->standalone) {
            size_t cut = MIN(strspn(line, " \t"), width);
            memmove(line, line + cut, strlen(line + cut) + 1);
        }
        if (child->children != NULL) {
            outdent(child, width);
        }
    }
}

/* A block whose opening tag has a line of its own is indented like its first line (~inheritance,
 * "Intrinsic indentation"). The content is kept without that, since at the site of expansion
 * another block's may be needed. */
static void settle_block(struct node *block)
{
    if (!block->standalone || block->children->len == 0) {
        return;
    }
    const struct node *first = g_ptr_array_index(block->children, 0);
    const char *line = first->kind == PIECE_TEXT ? first->text : first->indent;
    g_free(block->indent);
    block->indent = g_strndup(line, strspn(line, " \t"));
    outdent(block, strlen(block->indent));
}

static bool fail(struct mustache_problem *problem, const char *key, const struct node *node)
{
    *problem = (struct mustache_problem){key, g_strdup(node->text), node->line, node->column};
    return false;
}

/* Puts a node into the tree; `open` is the stack of the sections around it. */
static bool place(GPtrArray *open, struct node *taken, struct mustache_problem *problem)
{
    SCOPED(node) struct node *node = taken;
    struct node *around = g_ptr_array_index(open, open->len - 1);
    if (node->kind == PIECE_CLOSE) {
        if (open->len == 1) {
            return fail(problem, "stray-close", node);
        }
        if (strcmp(around->text, node->text) != 0) {
            return fail(problem, "wrong-close", node);
        }
        if (around->kind == PIECE_BLOCK) {
            settle_block(around);
        }
        g_ptr_array_set_size(open, (int)open->len - 1);
        return true;
    }
    if (has_end(node->kind)) {
        if (open->len > MUSTACHE_DEPTH_LIMIT) {
            return fail(problem, "too-deep", node);
        }
        node->children = children_new();
        g_ptr_array_add(open, node);
    }
    g_ptr_array_add(around->children, g_steal_pointer(&node));
    return true;
}

struct mustache *mustache_read(const char *file, unsigned first_line, const char *text,
                               struct mustache_problem *problem)
{
    g_autoptr(GPtrArray) nodes = mustache_scan(text, first_line, problem);
    if (nodes == NULL) {
        return NULL;
    }
    SCOPED(mustache) struct mustache *mustache = g_new0(struct mustache, 1);
    mustache->file = g_strdup(file);
    mustache->root = node_new(PIECE_SECTION, g_strdup(""), first_line, 1);
    mustache->root->children = children_new();
    g_autoptr(GPtrArray) open = g_ptr_array_new();
    g_ptr_array_add(open, mustache->root);
    for (unsigned i = 0; i < nodes->len; i++) {
        struct node *node = g_steal_pointer(&nodes->pdata[i]);
        if (!place(open, node, problem)) {
            return NULL;
        }
    }
    if (open->len > 1) {
        fail(problem, "unclosed-section", g_ptr_array_index(open, open->len - 1));
        return NULL;
    }
    return g_steal_pointer(&mustache);
}

struct mustache *mustache_parse(const char *file, unsigned first_line, const char *text,
                                GError **error)
{
    struct mustache_problem problem = {0};
    struct mustache *mustache = mustache_read(file, first_line, text, &problem);
    g_autofree char *name = problem.name;
    for (size_t i = 0; mustache == NULL && i < G_N_ELEMENTS(sentences); i++) {
        if (strcmp(sentences[i].key, problem.key) == 0) {
            g_auto(GStrv) halves = g_strsplit(sentences[i].text, "%s", 2);
            g_set_error(error, COMPOSE_ERROR, FAILURE_INPUT, "%s:%u:%u: %s%s%s", file, problem.line,
                        problem.column, halves[0], name, halves[1]);
        }
    }
    return mustache;
}

void mustache_free(struct mustache *mustache)
{
    if (mustache != NULL) {
        node_free(mustache->root);
        g_free(mustache->file);
        g_free(mustache);
    }
}

static bool is_named(enum node_kind kind)
{
    return kind == PIECE_VALUE || kind == PIECE_RAW || kind == PIECE_SECTION ||
           kind == PIECE_INVERTED;
}

static void names_below(const struct node *node,
                        void (*each)(const char *name, unsigned line, unsigned column, void *data),
                        void *data)
{
    for (unsigned i = 0; i < node->children->len; i++) {
        const struct node *child = g_ptr_array_index(node->children, i);
        if (is_named(child->kind)) {
            each(child->text, child->line, child->column, data);
        }
        if (child->children != NULL) {
            names_below(child, each, data);
        }
    }
}

void mustache_names(const struct mustache *mustache,
                    void (*each)(const char *name, unsigned line, unsigned column, void *data),
                    void *data)
{
    names_below(mustache->root, each, data);
}

/* The names that have an inverted section somewhere. */
static void collect_inverted(const struct node *node, GHashTable *names)
{
    for (unsigned i = 0; i < node->children->len; i++) {
        struct node *child = g_ptr_array_index(node->children, i);
        if (child->kind == PIECE_INVERTED) {
            g_hash_table_add(names, child->text);
        }
        if (child->children != NULL) {
            collect_inverted(child, names);
        }
    }
}

/* Walks with the names guarded here: those of the sections around, and all inverted ones. */
static void unguarded_below(const struct node *node, GHashTable *guarded,
                            void (*each)(const char *, unsigned, unsigned, void *), void *data)
{
    for (unsigned i = 0; i < node->children->len; i++) {
        struct node *child = g_ptr_array_index(node->children, i);
        bool shown = child->kind == PIECE_VALUE || child->kind == PIECE_RAW;
        if (shown && !g_hash_table_contains(guarded, child->text)) {
            each(child->text, child->line, child->column, data);
        }
        if (child->children != NULL) {
            bool guards = child->kind == PIECE_SECTION && g_hash_table_add(guarded, child->text);
            unguarded_below(child, guarded, each, data);
            if (guards) {
                g_hash_table_remove(guarded, child->text);
            }
        }
    }
}

void mustache_unguarded(const struct mustache *mustache,
                        void (*each)(const char *name, unsigned line, unsigned column, void *data),
                        void *data)
{
    g_autoptr(GHashTable) guarded = g_hash_table_new(g_str_hash, g_str_equal);
    collect_inverted(mustache->root, guarded);
    unguarded_below(mustache->root, guarded, each, data);
}
