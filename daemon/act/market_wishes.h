/* What is wished of the market, as the index understands it. Between the market's files only.
 */
#pragma once

#include <jansson.h>

#include "act/office.h"
#include "store/listing.h"

/* The wishes, with the conditions that `relax` means: "uden kørekort" where the facts demand no
 * licence of that name (words.conf, relax). New reference; NULL wishes: an empty object. */
json_t *market_wishes(const struct office *office, const json_t *facts, const json_t *wishes);

/* A free text as the facts of a listing. New reference. */
json_t *market_text_facts(enum listing_kind kind, const char *text);
