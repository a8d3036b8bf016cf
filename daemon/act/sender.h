/* Whom the mail in hand concerns, and what its token proves.
 */
#pragma once

#include <stdbool.h>

#include "act/matter.h"

/* Sets person, several, known_sender and proved. With a token a mail concerns the token's person. A
 * token that went to a stranger proves only that the mail comes from the address that it was mailed
 * to; from any other it proves nothing, and is dropped. */
bool sender_find(struct matter *matter, GError **error);
