/* The words that matching knows and the terms they stand for. A term is the stem of a word, folded
 * (æ = ae), so that both spellings and all inflections meet; a compound is its own term and those
 * of its parts.
 *
 * Words are learned first (from what will be indexed, and from a word list that helps to split),
 * then the lexis is closed and read.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"

struct lexis;

struct term {
    unsigned id;   /* LEXIS_UNKNOWN: no indexed text has it */
    float weight;  /* 1 for a word as it stands, less for a part and for a repaired word */
    unsigned word; /* the how manieth word of the text */
};

#define LEXIS_UNKNOWN G_MAXUINT

struct lexis *lexis_new(void);
void lexis_free(struct lexis *lexis);
SCOPE_DEFINE(lexis, lexis_free)

/* Learns the words of a text that will be indexed. */
void lexis_learn(struct lexis *lexis, const char *text);

/* Learns a word list (hunspell's .dic or a word a line), for splitting alone. False when there is
 * none: it works without. */
bool lexis_learn_list(struct lexis *lexis, const char *path);

/* No more is learned: splits the words and numbers the terms. */
void lexis_close(struct lexis *lexis);

struct lexis_reading {
    double part; /* the weight of a part of a compound */
    bool make;   /* unknown words become terms: the text will be indexed */
};

/* The terms of words (match_words), appended to `terms` (struct term). */
void lexis_terms(struct lexis *lexis, const GArray *words, struct lexis_reading reading,
                 GArray *terms);

/* How many terms there are, and what one is called ("lagermedarbejd"). Borrowed. */
unsigned lexis_count(const struct lexis *lexis);
const char *lexis_name(const struct lexis *lexis, unsigned term);
