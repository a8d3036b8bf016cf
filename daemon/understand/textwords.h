/* A text as words: folded (base/text), with what stands between them. Understanding matches its
 * tables on these and never on raw text.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"
#include "understand/pattern_word.h"

/* What separates a word from the one before it, weakest first. */
enum words_break {
    BREAK_NONE,
    BREAK_COMMA, /* comma, dash, bracket */
    BREAK_LINE,  /* a short line ended: the sender pressed return, or it is a list */
    BREAK_SENTENCE,
    BREAK_PARAGRAPH
};

struct word {
    char *folded;         /* borrowed from textwords */
    const guint64 *lists; /* one bit a list of the vocabulary that has it; NULL: not marked */
    guint64 start_mark;   /* word_mark of `folded` */
    size_t start, length; /* in the text, octets */
    enum words_break before;
    bool capitals; /* two letters or more, all of them capitals */
    bool title;    /* begins with a capital */
    bool quoted;   /* between quotation marks */
    bool asked;    /* its sentence ends in a question mark */
    bool number;   /* begins with a digit */
    bool address;  /* has an @ inside */
};

struct textwords {
    const char *text; /* borrowed */
    struct word *list;
    unsigned count;
    guint64
        *possible; /* one bit a pattern: clear = it matches nowhere (candidates_mark), or NULL */
    /* What the words point into; NULL: they are words of others, which live longer. */
    char *folds;
    guint64 *lists;
};

/* One of 64 bits for how a word begins, by its first two octets: words and patterns whose marks
 * have no bit in common differ. */
static inline guint64 word_mark(const char *folded)
{
    unsigned first = (unsigned char)folded[0] & 7u;
    unsigned second = first == 0 && folded[0] == '\0' ? 0 : (unsigned char)folded[1] & 7u;
    return (guint64)1 << (first << 3 | second);
}

/* At most `limit` words of the text. The caller owns it; `text` must outlive it. */
struct textwords *textwords_read(const char *text, unsigned limit);

void textwords_free(struct textwords *words);
SCOPE_DEFINE(textwords, textwords_free)

/* Whether word `at` is one of a list of the vocabulary; NULL is an empty one. */
static inline bool textwords_in(const struct textwords *words, unsigned at,
                                const struct pattern_words *list)
{
    const guint64 *lists = words->list[at].lists;
    if (list == NULL || lists == NULL) {
        return pattern_word_in(list, words->list[at].folded);
    }
    return (lists[list->number / 64] >> list->number % 64 & 1) != 0;
}

/* The text from the first word to the last but not including `to`, on one line. Owned. */
char *textwords_between(const struct textwords *words, unsigned from, unsigned to);
