/* What a digest says of one item and of all that did not fit, in words of words.conf. The numbers
 * and words come from act/market; nothing is reckoned here.
 */
#pragma once

#include <jansson.h>

#include "act/office.h"
#include "store/pair.h"

/* Who reads it. */
struct digest_speech {
    const struct office *office;
    const char *language;
    enum pair_side side;
};

/* The fields bogstav, niveau, udefra, passer, citat, mangler, loeses and vedikke of an item;
 * `letter` 1 is A. New reference. */
json_t *digest_words_item(const struct digest_speech *speech, int letter, const json_t *item);

/* "kørekort B": what an employer may do without. The caller owns it. */
char *digest_words_demand(const struct digest_speech *speech, const json_t *missing);

/* Whether somebody who writes `said` ("kørekort") means this demand. */
bool digest_words_means(const struct digest_speech *speech, const json_t *missing,
                        const char *said);

/* One line on how many fit: honest when they are few, else what would open for more; "" when there
 * is nothing to say. `best`: the answer of act/market. The caller owns it. */
char *digest_words_foot(const struct digest_speech *speech, const json_t *best);
