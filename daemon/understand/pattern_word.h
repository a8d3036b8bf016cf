/* A word of the language tables, in one of its spellings: as written, a beginning (afmeld*), or
 * with a slip of the pen (~afmeld).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* One way to write a word. */
struct pattern_word {
    char *folded;
    size_t length; /* of `folded` */
    char first;    /* octet of `folded` */
    bool prefix;   /* afmeld* */
    bool typo;     /* ~afmeld: one letter wrong, missing, too many or swapped */
};

/* One word as a table writes it. The caller owns it. */
struct pattern_word *pattern_word_new(const char *written);
void pattern_word_free(gpointer word);

/* Appends copies. */
void pattern_word_copy_all(GPtrArray *to, const GPtrArray *from);

/* Whether the word is one of a list of struct pattern_word. */
bool pattern_word_in(const GPtrArray *list, const char *folded);

/* The word_mark of every word that is one of the list. */
guint64 pattern_word_marks(const GPtrArray *list);

/* The word_key that a text with such a word has. */
unsigned short pattern_word_key(const struct pattern_word *word);
