/* The inside of document.c: tags cut out of Markdown, and the two ways to write a Markdown tree.
 */
#pragma once

#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "compose/words.h"
#include "mail/picture.h"

/* A Mustache tag that was cut out, and the word that stands for it: letters for a value, since it
 * is text; with a sign at both ends for a section, so that Markdown's rules of ** and * see its
 * edges as the edges of words. */
struct cut_tag {
    char *word; /* "qzm0001zq", "=qzm0001=" */
    char sigil; /* '#', '^', '/', or 0 for a value */
    char *name;
    unsigned line, column;
};

struct cut {
    GPtrArray *tags; /* struct cut_tag */
    char prefix[4];  /* of every word: does not occur in the text */
    GString *text;   /* Markdown without tags */
    GArray *lines;   /* unsigned: for each line of `text` the line of the file */
};

/* Cuts the tags out of Markdown; section tags alone on a line get blank lines around them, but for
 * those between rows of a table. */
struct cut *cut_tags(const struct words_place *place, const char *markdown, GError **error);
void cut_free(struct cut *cut);
SCOPE_DEFINE(cut, cut_free)

/* The tag that a word at `text` stands for, or NULL. */
const struct cut_tag *cut_find(const struct cut *cut, const char *text);
#define CUT_WORD_LENGTH 9u

/* `text` with the tags put back. The caller owns it. */
char *cut_restore(const struct cut *cut, const char *text);

/* The tag if the whole text is one section tag, or NULL. */
const struct cut_tag *cut_alone(const struct cut *cut, const char *text);

/* Whether a field holds a mail address: a link to it needs mailto:. */
bool cut_is_address(const struct cut_tag *tag);

/* The section tag that is all of a paragraph or table row, or NULL. */
const struct cut_tag *tree_tag(const struct cut *cut, cmark_node *node);

/* From list `node` on: the last of its neighbours that is part of the same list, which section tags
 * cut into pieces ("- a", "{{#x}}", "- b", "{{/x}}"). */
cmark_node *tree_list_end(const struct cut *cut, cmark_node *node);

/* The link if the paragraph is nothing but a link with the title "knap", or NULL. */
cmark_node *tree_button(cmark_node *paragraph);

bool tree_is(cmark_node *node, const char *type);

/* All text below a node, without marks. The caller owns it. */
char *tree_words(cmark_node *node);

/* An image node as it will be shown: its user data once tree_picture_take has been there. */
struct tree_picture {
    const struct picture *picture;
    unsigned width, height;
};

/* Where pictures may lie, and those found so far. */
struct tree_pictures {
    const char *folder; /* NULL: this document has none */
    const struct words *styles;
    GPtrArray *all; /* struct picture; ids without a domain */
};

/* Reads the picture that an image node names. FAILURE_INPUT with its line and what to do. */
bool tree_picture_take(struct tree_pictures *pictures, const struct words_place *place,
                       const struct cut *cut, cmark_node *node, GError **error);

/* HTML and plain text, tags still as words. `wraps` false: a paragraph is one line, to be broken
 * when its values are known (wrap.h). The caller owns them. */
char *document_html(const struct cut *cut, const struct words *styles, cmark_node *root);
char *document_text(const struct cut *cut, const struct words *words, cmark_node *root, bool wraps);
