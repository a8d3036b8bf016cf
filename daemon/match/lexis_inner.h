/* Inside of the lexis: for its files alone.
 */
#pragma once

#include "base/stem.h"
#include "match/lexis.h"
#include "match/slips.h"
#include "match/splitter.h"

/* A word that was learned. */
struct known {
    const char *folded;
    const char *surface; /* with æ, ø, å */
    unsigned count;      /* in indexed texts; a word list counts one */
    bool indexed;        /* stands in an indexed text */
    unsigned term;
    unsigned parts_from; /* its parts' terms stand there in lexis.parts */
    unsigned parts;
};

struct lexis {
    struct stemmer *stemmer;
    GStringChunk *strings;
    GArray *known;      /* struct known */
    GHashTable *places; /* folded → place in `known`, plus one */
    GArray *parts;      /* unsigned: terms */
    GHashTable *terms;  /* name → term, plus one */
    GPtrArray *names;
    double total; /* of all counts */
    bool closed;
    struct slips *slips;
};

/* The known word with these letters, or NULL. */
const struct known *lexis_find(const struct lexis *lexis, const char *folded);

/* The term of a word with its own letters; numbered anew when there is none and `make`. */
unsigned lexis_term(struct lexis *lexis, const char *surface, bool make);

/* Splits a word. `wrong`: a part may have one slip. */
bool lexis_split(const struct lexis *lexis, const char *folded, bool wrong, struct split *split);
