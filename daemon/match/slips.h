/* Finds the known word that one slip of the finger made into another: a letter too many, missing,
 * wrong, or two that changed places.
 *
 * Two words one slip apart have a form in common when one letter, or none, is left out of each. The
 * hashes of all such forms are kept, sorted; what they find is compared letter by letter.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"

#define SLIPS_LETTERS 5u /* shorter words are too like each other */

struct slips;

struct slips *slips_new(void);
void slips_free(struct slips *slips);
SCOPE_DEFINE(slips, slips_free)

/* A word that may be meant; `what` is the caller's. The letters are borrowed. */
void slips_add(struct slips *slips, const char *folded, unsigned what);
/* No more words come. */
void slips_close(struct slips *slips);

/* The words one slip away from these letters, each to `found`, until that says no. */
void slips_find(const struct slips *slips, const char *folded, size_t length,
                bool (*found)(void *data, unsigned what), void *data);
