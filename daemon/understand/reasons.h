/* Why an item is turned down, and what is done without: "B nej, for langt", "A ok uden kørekort".
 * For choose.c only.
 */
#pragma once

#include <glib.h>

#include "understand/finding.h"

/* The words that say why the item (index of a token) is turned down; NULL: none. Owned. */
char *reasons_of(const struct search *search, const GArray *tokens, guint ref);

/* What the item is wanted without: char *; NULL: nothing. Owned. */
GPtrArray *reasons_without(const struct search *search, const GArray *tokens, guint ref);
