/* The weights in memory. Between hunch.c, which judges by them, and hunch_load.c, which reads them.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "understand/hunch.h"

#define WEIGHTS_END G_MAXUINT16
#define CONCEPT_BEGINNING 3u /* the shortest one of a concept's words: "nej*" */
#define CONCEPTS 8u          /* of one word */

/* A meaning, and how far ahead of the next one it must be. */
struct meaning {
    const char *label;   /* in the text */
    double sure, likely; /* below `likely` it is nothing */
    bool wish;           /* may stand in one sentence of a long mail */
};

struct weight {
    unsigned short meaning;
    short weight; /* hundredths */
};

struct hunch {
    char *text;           /* of the file, cut into pieces */
    GArray *meanings;     /* struct meaning */
    GArray *weights;      /* struct weight; behind those of a word stands WEIGHTS_END */
    GHashTable *words;    /* what is seen, borrowed: the place of its first weight + 1 */
    GHashTable *concepts; /* a word, or "beginning*", borrowed: names of its concepts, char ** */
};
