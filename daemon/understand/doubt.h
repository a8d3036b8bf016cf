/* Reasons not to believe that a rule means what it says: a negation, a condition, a question, a
 * quotation, another matter. For the files of the themes (finding.h).
 */
#pragma once

#include <stdbool.h>

#include "understand/tables.h"

/* Whether the hit of a rule is in doubt. `careful`: the wish is destructive. */
bool doubt_about(const struct language *language, const struct textwords *words,
                 const struct pattern_hit *hit, const struct rule *rule, bool careful);

/* Whether a negation rules the hit: before it in the same main clause, in its gaps or right behind
 * it. */
bool doubt_negated(const struct language *language, const struct textwords *words,
                   const struct pattern_hit *hit);
