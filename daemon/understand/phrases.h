/* Phrases of several sections of the tables, each with one meaning: "[mønstre fremmøde-ja]" and
 * "[mønstre fremmøde-nej]". Of hits that overlap the longest stands. Between the files of themes
 * only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "understand/finding.h"

struct phrase_section {
    const char *name; /* of [mønstre NAME], folded */
    int meaning;
};

struct phrase {
    int meaning;
    const struct rule *rule; /* borrowed */
    unsigned from, to;       /* words of own->matched */
    bool negated;            /* "jeg kommer ikke", and the pattern does not say so itself */
};

/* What stands in the text, in its order: struct phrase. Of two equally long hits the one of the
 * earlier section stands. `sections` ends in a NULL name. Owned. */
GArray *phrases_find(const struct search *search, const struct phrase_section *sections);

/* The same, for matches that begin in the words [from, to) only. */
GArray *phrases_between(const struct search *search, const struct phrase_section *sections,
                        unsigned from, unsigned to);

/* The end of the longest match of [mønstre NAME] at word `at` of own->matched; 0: none. */
unsigned phrase_end(const struct search *search, const char *name, unsigned at);

/* Whether [mønstre NAME] matches anywhere in the words [from, to) of own->matched. */
bool phrase_stands(const struct search *search, const char *name, unsigned from, unsigned to);
