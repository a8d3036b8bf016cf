/* Danish personal numbers (CPR): ten digits that begin with a date. Control digits are not
 * required since 2007.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether a CPR number certainly stands in the text (valid UTF-8 or NULL). */
bool cpr_found(const char *text);

/* The next certain one at or behind `at`, and its octets, or NULL. Borrowed from `text`. */
const char *cpr_next(const char *text, const char *at, size_t *length);

/* The text with every certain number cut to its date: 010160-xxxx. For all that leaves the store.
 * The caller owns it. */
char *cpr_mask(const char *text);
