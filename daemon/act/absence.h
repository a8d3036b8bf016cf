/* An automatic reply that names the day of return: our reminders wait until then.
 */
#pragma once

#include "act/matter.h"

/* Notes it for the person to whom the mail went that is answered. A day that has passed, or is more
 * than a year off, is not noted. */
bool absence_note(struct matter *matter, GError **error);
