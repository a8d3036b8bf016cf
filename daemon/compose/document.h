/* A letter or an issue: front matter and Markdown with Mustache tags become two Mustache texts, one
 * of HTML and one plain.
 *
 * The tags are cut out before Markdown is parsed and put back behind it, so that they survive in
 * links, headings, tables and on lines of their own, and values are never parsed as Markdown. HTML
 * in the Markdown is an error. Style attributes come from a file of words (styles.conf), since mail
 * clients drop <style>.
 *
 * A link alone in a paragraph with the title "knap" becomes a button. A pipe table becomes a table;
 * in plain text two columns become "label: value" lines. A picture, ![alt](file.png "width"), lies
 * in the templates folder and goes with the mail; the HTML names it by Content-ID.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"
#include "compose/front.h"
#include "compose/mustache.h"
#include "compose/words.h"

struct document {
    struct front *front;
    struct mustache *source; /* the Markdown with its tags, for names and places */
    char *html, *text;       /* Mustache */
    struct mustache *fronts[FRONT_PREVIEW + 1]; /* what subject and preview say; NULL: not there */
    struct mustache *pages[2];                  /* html and text within the layout */
    GPtrArray *pictures; /* struct picture; an id is what stands before @{{domaene}} */
};

/* Reads a .md file's text; `folder`: where an issue's pictures lie. NULL: a letter, which may have
 * none, and whose lines are broken when it is filled in: each person has a text of their own.
 * FAILURE_INPUT with file:line:column, in the words of `words`. The caller owns it. */
struct document *document_read(const struct words *words, const struct words *styles,
                               const char *folder, const char *file, const char *text,
                               GError **error);
void document_free(struct document *document);
SCOPE_DEFINE(document, document_free)
