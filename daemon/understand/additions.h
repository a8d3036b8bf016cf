/* Whom staff put on the list of guests by mail: "tilføj: Anna Jensen anna@x.dk, 2 personer". For
 * answers.c and attendance.c only.
 */
#pragma once

#include <glib.h>

#include "understand/finding.h"

/* Words of own->matched that are about them. */
struct additions_span {
    unsigned from, to;
};

/* Adds `guest-add`: `people`, each with address, name ("": none stands there) and guests, and
 * `unclear`, the lines that name somebody and cannot be read. The words that it took, struct
 * additions_span, which the caller owns. */
GArray *additions_find(struct search *search);

/* Whether the word is one of them. */
bool additions_take(const GArray *taken, unsigned at);
