#include "compose/document_tree.h"

#include <string.h>

bool tree_is(cmark_node *node, const char *type)
{
    return node != NULL && strcmp(cmark_node_get_type_string(node), type) == 0;
}

static void collect_words(cmark_node *node, GString *out)
{
    if (tree_is(node, "text") || tree_is(node, "code")) {
        g_string_append(out, cmark_node_get_literal(node));
    } else if (tree_is(node, "softbreak") || tree_is(node, "linebreak")) {
        g_string_append_c(out, ' ');
    }
    for (cmark_node *child = cmark_node_first_child(node); child != NULL;
         child = cmark_node_next(child)) {
        collect_words(child, out);
    }
}

char *tree_words(cmark_node *node)
{
    g_autoptr(GString) out = g_string_new(NULL);
    collect_words(node, out);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

const struct cut_tag *tree_tag(const struct cut *cut, cmark_node *node)
{
    if (!tree_is(node, "paragraph") && !tree_is(node, "table_row")) {
        return NULL;
    }
    g_autofree char *words = tree_words(node);
    return cut_alone(cut, words);
}

static bool same_list(cmark_node *a, cmark_node *b)
{
    return tree_is(b, "list") && cmark_node_get_list_type(a) == cmark_node_get_list_type(b);
}

cmark_node *tree_list_end(const struct cut *cut, cmark_node *node)
{
    cmark_node *end = node;
    int depth = 0;
    for (cmark_node *next = cmark_node_next(node); next != NULL; next = cmark_node_next(next)) {
        const struct cut_tag *tag = tree_tag(cut, next);
        if (tag == NULL && !same_list(node, next)) {
            break;
        }
        depth += tag == NULL ? 0 : tag->sigil == '/' ? -1 : 1;
        if (depth < 0) {
            break;
        }
        end = depth == 0 ? next : end;
    }
    return end;
}

cmark_node *tree_button(cmark_node *paragraph)
{
    cmark_node *only = cmark_node_first_child(paragraph);
    bool button = tree_is(paragraph, "paragraph") && tree_is(only, "link") &&
                  cmark_node_next(only) == NULL && strcmp(cmark_node_get_title(only), "knap") == 0;
    return button ? only : NULL;
}
