/* The text of a language table: sections and their rows, compiled into the language. Between
 * language.c, needed.c and sections*.c only; what a table may say: config/language/README.md.
 */
#pragma once

#include <glib.h>

#include "understand/tables.h"

#define SECTION_FINDING_LIMIT 20

struct section_reader {
    struct language *language;
    GHashTable *parts;  /* folded name: GPtrArray of char *, the rows of [del NAME] */
    GHashTable *opened; /* "ord NAME": the place where it stands, char * */
    const char *file;   /* name without folder */
    unsigned line;
    GString *findings; /* file:line: what, one a line */
    unsigned count;    /* of all findings; those beyond the limit are not written down */
};

/* [ord ...] and [del ...] are read in a first round (`words`), so that their place in the files
 * does not matter; everything else in the second. */
void sections_read(struct section_reader *reader, const char *text, bool words);

/* Notes what is wrong at the reader's place. */
void section_complain(struct section_reader *reader, const char *what);

/* Begins a wish with the words of its heading; its rules, borrowed. */
GPtrArray *section_wish(struct section_reader *reader, char **words);

/* For the tables of the language. */
void section_rule_free(gpointer rule);
void section_wish_free(gpointer wish);
void section_command_free(gpointer command);
