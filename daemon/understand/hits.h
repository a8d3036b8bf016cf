/* Where the rules of a table stand among the sender's own words. For the files of the themes
 * (finding.h).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "understand/finding.h"

/* `hit` is in search->own->matched and borrowed. */
typedef void (*hits_found)(struct search *search, const struct rule *rule,
                           const struct pattern_hit *hit, gconstpointer data);

/* Calls `found` for each hit of the rules (struct rule) that is not in doubt: not negated and, when
 * `careful`, without question, condition, quotation or another matter (doubt.h). Rules of
 * RULE_EXCEPTION are no hits: no other rule of the list counts in their sentence. */
void hits_each(struct search *search, const GPtrArray *rules, bool careful, hits_found found,
               gconstpointer data);

/* The first word of the hit that is a mail address or a number; -1 for none. */
int hits_address(const struct textwords *words, const struct pattern_hit *hit);
int hits_number(const struct textwords *words, const struct pattern_hit *hit);
