/* Files of words: groups in brackets, `key = value`, comments from a # at the beginning of a line.
 *
 *     [da.weekdays]
 *     1 = mandag
 *
 * Rows before the first group belong to the group "".
 *
 * templates/words.conf holds the words and phrases of the program, `{name}` in one is filled in;
 * templates/layout/styles.conf the style attribute of each HTML element.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"

struct words;

/* Reads a file. FAILURE_CONFIGURATION with file:line. The caller owns it. */
struct words *words_read(const char *path, GError **error);

/* The same from a text. */
struct words *words_parse(const char *file, const char *text, GError **error);
void words_free(struct words *words);
SCOPE_DEFINE(words, words_free)

/* The word, or NULL. Borrowed. `words` may be NULL. */
const char *words_find(const struct words *words, const char *group, const char *key);

/* `phrase` with each {name} filled in: name, value, name, value ..., NULL. The caller owns it. */
char *words_fill(const char *phrase, ...) G_GNUC_NULL_TERMINATED;

/* Where something is wrong in a template, and what: a key of group da.findings, with its names and
 * values; `fallback` is said when words.conf has no such key. Column 0: the whole line. */
struct words_place {
    const struct words *words;
    const char *file;
    unsigned line, column;
};

/* The key that says in the words of staff why file_read() could not read a file. */
const char *words_unreadable(const GError *error);

/* Sets FAILURE_INPUT `file:line:column: phrase`. */
void words_error(const struct words_place *place, GError **error, const char *key,
                 const char *fallback, ...) G_GNUC_NULL_TERMINATED;
