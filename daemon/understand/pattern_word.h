/* A word of the language tables, in one of its spellings: as written, a beginning (afmeld*), or
 * with a slip of the pen (~afmeld); and lists of such words.
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

/* Words of which any will do: [ord NAME], or what stands at one place of a row. Whoever made it
 * owns the words. */
struct pattern_words {
    struct pattern_word *list;
    unsigned count, room;
    guint64 marks;   /* the word_mark of every word that is one of the list */
    unsigned number; /* among all lists of a vocabulary */
};

/* Appends one word as a table writes it. */
void pattern_words_add(struct pattern_words *words, const char *written);

/* Appends copies. */
void pattern_words_copy(struct pattern_words *to, const struct pattern_words *from);

/* Frees the words, not the list itself. */
void pattern_words_clear(struct pattern_words *words);

/* The word_mark of all that may be written in this way. */
guint64 pattern_word_marks(const struct pattern_word *word);

/* Whether the folded word is written in this way. `length`: of `folded`. */
bool pattern_word_is(const struct pattern_word *word, const char *folded, size_t length);

/* Whether the folded word is one of a list; NULL is an empty one. */
bool pattern_word_in(const struct pattern_words *words, const char *folded);
