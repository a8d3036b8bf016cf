/* Staff write by mail who else comes: "tilføj: Anna Jensen anna@x.dk, 2 personer".
 */
#pragma once

#include "act/matter.h"

/* Carries out `guest-add` from a proved person: a member of staff who answers a list. Before the
 * meeting it is a yes that was given by telephone; once it has begun, somebody who is there.
 * Whoever is not known, or called otherwise than the owner of the address, is named and not added.
 * Everybody of staff learns who was. */
bool meeting_additions_take(struct matter *matter, const struct verdict_intent *intent,
                            GError **error);
