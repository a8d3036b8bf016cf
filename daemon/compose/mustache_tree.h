/* The inside of a parsed Mustache template, shared by scanner, parser and renderer; nobody else
 * includes it but templates.c, which says in Danish what is wrong with a template.
 *
 * Standalone tags (specification: a tag alone on its line takes the line with it) are resolved by
 * the scanner, indentation of blocks by the parser; the renderer only follows the tree.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "compose/mustache.h"

enum node_kind {
    PIECE_TEXT,
    PIECE_VALUE,
    PIECE_RAW,
    PIECE_SECTION,
    PIECE_INVERTED,
    PIECE_PARTIAL,
    PIECE_PARENT,
    PIECE_BLOCK,
    PIECE_CLOSE,    /* only between scanner and parser */
    PIECE_DELIMITER /* comment or change of delimiters: only in the scanner */
};

struct node {
    enum node_kind kind;
    bool line_start; /* PIECE_TEXT: its first octet begins a line of the template */
    bool standalone; /* a tag alone on its line, which is gone */
    bool one_line;   /* PIECE_BLOCK alone on its line together with its closing tag */
    char *text;      /* the text, or the name */
    char *indent;    /* of a standalone partial, parent or block; never NULL */
    unsigned line, column;
    GPtrArray *children; /* struct node, of what has an end tag; else NULL */
};

struct mustache {
    char *file;
    struct node *root; /* a PIECE_SECTION without a name */
};

/* What is wrong with a template: a key of words.conf group `findings`, with the name concerned. */
struct mustache_problem {
    const char *key;
    char *name;
    unsigned line, column;
};

struct node *node_new(enum node_kind kind, char *text, unsigned line, unsigned column);
void node_free(struct node *node);
SCOPE_DEFINE(node, node_free)

/* The flat list of text and tags, GPtrArray of struct node, or NULL with the problem. */
GPtrArray *mustache_scan(const char *text, unsigned first_line, struct mustache_problem *problem);

/* mustache_parse with the problem instead of an English sentence. */
struct mustache *mustache_read(const char *file, unsigned first_line, const char *text,
                               struct mustache_problem *problem);
