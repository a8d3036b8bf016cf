/* What speaks against what the weights (hunch.h) say of a mail, or of its words [from, to) of
 * own->all. For beyond.c.
 */
#pragma once

#include "understand/finding.h"
#include "understand/hunch.h"

/* Whether the mail, or its words [from, to), may not mean what was found there. */
bool beyond_is_doubtful(const struct search *search, const char *intent,
                        const struct hunch_found *found, unsigned from, unsigned to);

/* Whether it is not even worth a question: another matter, or too faint. */
bool beyond_is_nothing(const struct search *search, const char *intent,
                       const struct hunch_found *found, unsigned from, unsigned to);

/* Whether "confirm", "yes" or "no" (`parts`) is no answer to our question. */
bool beyond_is_unanswered(const struct search *search, char **parts, unsigned from, unsigned to);
