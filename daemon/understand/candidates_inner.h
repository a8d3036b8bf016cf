/* The index of candidates: candidates.c makes it, candidates_mark.c asks it.
 */
#pragma once

#include <glib.h>
#include <string.h>

#include "understand/candidates.h"

/* For each of some numbers a list of others: that of `i` is numbers[starts[i]] up to, but not
 * including, numbers[starts[i + 1]]. */
struct lists {
    unsigned *starts, *numbers;
};

struct candidates {
    unsigned patterns, sets; /* a set: a list of the vocabulary, by its number */
    guint64 *begins;         /* by pattern: pattern_begins */
    GHashTable *words;       /* a word, with its ~ and *: its number + 1 */
    GArray *loose;           /* struct loose, each once */
    /* Those that a word may be: by its candidates_beginning i from loose_starts[i] on, up to
     * loose_starts[i + 1]. */
    struct loose *loose_of;
    unsigned *loose_starts;
    struct lists sets_of; /* by number of a word: the sets that have it */
    /* The patterns to be asked when a text has a set; in the same way. */
    struct asked *asked_of;
    unsigned *asked_starts;
    guint64 *asking;       /* one bit a set: it has some of them */
    struct lists needs_of; /* by pattern: the other sets that it needs */
    GArray *always;        /* unsigned: the patterns that need none */
};

/* A way to write words: afmeld*, ~afmeld. */
struct loose {
    guint64 head, mask; /* candidates_head of its words has these bits */
    const struct pattern_word *word;
    unsigned number;
};

/* A pattern, and what rules most of them out: they stand together, and are many. */
struct asked {
    guint64 begins;
    unsigned pattern;
    unsigned need; /* another set that it needs, or its own */
};

/* How a word begins: its first octet and a part of its second. */
#define SECONDS 8u
#define BEGINNINGS (256u * SECONDS)
static inline unsigned candidates_beginning(const char *folded)
{
    unsigned char second = folded[0] == '\0' ? 0 : (unsigned char)folded[1];
    return (unsigned char)folded[0] * SECONDS + second % SECONDS;
}

#define HEAD_OCTETS sizeof(guint64)
/* The first octets of a word; behind its end stand zeros. */
static inline guint64 candidates_head(const char *folded, size_t length)
{
    guint64 head = 0;
    memcpy(&head, folded, MIN(length, HEAD_OCTETS));
    return head;
}

static inline void candidates_set(guint64 *bits, unsigned number)
{
    bits[number / 64] |= (guint64)1 << number % 64;
}

static inline bool candidates_has(const guint64 *bits, unsigned number)
{
    return (bits[number / 64] >> number % 64 & 1) != 0;
}
