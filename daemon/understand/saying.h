/* How something is said among the sender's words (own->matched): as a question, of somebody else,
 * only supposed. For the files of the themes (finding.h).
 */
#pragma once

#include <stdbool.h>

#include "understand/finding.h"

/* Whether the words [from, to) are part of a question. "Jeg kommer, men kan man parkere?" is one
 * behind its comma only. */
bool saying_asks(const struct search *search, unsigned from, unsigned to);

/* Whether the words [from, to) are of somebody else than the sender: "min mand kan ikke komme". */
bool saying_of_others(const struct search *search, unsigned from, unsigned to);

/* Whether the sentence says that it depends: "hvis jeg kan", but not "hvis I vil". */
bool saying_supposes(const struct search *search, unsigned from, unsigned to);

/* Whether its clause is about another meeting than the next: "Jeg kommer gerne til næste møde". */
bool saying_of_later(const struct search *search, unsigned from, unsigned to);

/* Whether its clause is about what is usual, or was once: "normalt kan jeg ikke", "sidst kunne jeg
 * ikke". */
bool saying_of_habit(const struct search *search, unsigned from, unsigned to);
