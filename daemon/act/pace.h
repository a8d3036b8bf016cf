/* How often somebody gets candidates or jobs by mail: OFTERE, SJÆLDNERE, and not at all.
 */
#pragma once

#include "act/matter.h"

/* One step oftener or rarer. The sender is proved. */
bool pace_change(struct matter *matter, bool oftener, GError **error);

/* Never by itself again: who ends all mails, or answers such a mail so. `ended` false: it was so.
 */
bool pace_end(struct matter *matter, bool *ended, GError **error);

/* Who had ended them and opens a new profile or job gets them again. */
bool pace_begin(struct matter *matter, GError **error);

/* Whether the mail answers one with candidates, jobs or portraits. */
bool pace_concerns(const struct matter *matter);

/* FORTRYD of what the mail `inbound` changed. */
bool pace_undo(struct matter *matter, int64_t inbound, bool *undone, GError **error);
