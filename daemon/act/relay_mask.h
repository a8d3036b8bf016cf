/* The last masking before words go to the other side: what only main knows of their writer. The
 * rest is done where the mail is understood (understand/redact).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/person.h"

/* What stands for a name until words of the reader's language do (redact_mark). */
#define RELAY_MASK_NAME "[name]"

/* The text without the names, the known telephone number and the workplace of the person, in
 * whatever case and spelling (base/text fold), also grown together. `display`: the name on the
 * mail, NULL: none. `all` false (an employer): only the full name and the number. `masked` is set
 * when something was; else left alone. The caller owns it. */
char *relay_mask(const char *text, const struct person *person, const char *display, bool all,
                 bool *masked);
