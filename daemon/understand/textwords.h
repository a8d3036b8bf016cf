/* A text as words: folded (base/text), with what stands between them. Understanding matches its
 * tables on these and never on raw text.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"

/* What separates a word from the one before it, weakest first. */
enum words_break {
    BREAK_NONE,
    BREAK_COMMA, /* comma, dash, bracket */
    BREAK_LINE,  /* a short line ended: the sender pressed return, or it is a list */
    BREAK_SENTENCE,
    BREAK_PARAGRAPH
};

struct word {
    char *folded;
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
};

/* At most `limit` words of the text. The caller owns it; `text` must outlive it. */
struct textwords *textwords_read(const char *text, unsigned limit);
void textwords_free(struct textwords *words);
SCOPE_DEFINE(textwords, textwords_free)

/* The text from the first word to the last but not including `to`, on one line. Owned. */
char *textwords_between(const struct textwords *words, unsigned from, unsigned to);
