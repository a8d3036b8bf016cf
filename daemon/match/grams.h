/* Character n-grams of a text: two to four letters in a row, word edges among them. What words with
 * slips, endings and compounds still have in common.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"

struct grams;

struct grams *grams_new(void);
void grams_free(struct grams *grams);
SCOPE_DEFINE(grams, grams_free)

/* The numbers of the n-grams (unsigned) of a text's words (match_words), appended to `numbers`.
 * With `make` new ones are numbered, else left out and counted in the result. */
unsigned grams_of(struct grams *grams, const GArray *words, bool make, GArray *numbers);

/* How many have been numbered. */
unsigned grams_count(const struct grams *grams);
