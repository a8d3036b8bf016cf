/* HVORFOR: the evidence of the list that is answered, or of the last one; without any, what we did
 * with the person's last mail.
 */
#pragma once

#include "act/matter.h"

/* `argument`: "B" asks for one item alone; NULL: all. The sender is proved. */
bool why_tell(struct matter *matter, const char *argument, GError **error);
