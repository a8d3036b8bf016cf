/* Splits Danish compounds into words that are known: "lagermedarbejder" = lager + medarbejder.
 * Pure; who knows the words is a function.
 *
 * Of all ways to cut it into two to five parts, each of three letters or more, with nothing, s, e
 * or er between them, the cheapest: parts are cheap when they are frequent (Koehn and Knight 2003).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define SPLITTER_PARTS 5u
#define SPLITTER_LETTERS 64u /* longer words are left whole */

struct split {
    unsigned count; /* 0: it cannot be split */
    struct split_part {
        unsigned from, length; /* octets of the folded word */
        unsigned what;         /* as `part` said */
    } parts[SPLITTER_PARTS];
    double cost;
};

struct splitter {
    const void *words;
    /* Whether these letters are a known word; if so, its price and, if the caller wants, which. */
    bool (*part)(const void *words, const char *letters, size_t length, double *cost,
                 unsigned *what);
};

/* `folded`: a to z and digits. Whether it can be split. */
bool splitter_split(const struct splitter *splitter, const char *folded, struct split *split);
