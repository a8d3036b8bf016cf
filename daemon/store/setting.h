/* Small facts beside the mails, each under a name: what staff were told last, and when.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/db.h"

/* NULL without an error when it was never set. The caller owns it. */
char *setting_get(struct store *store, const char *name, GError **error);

/* `value` NULL removes it. Inside a transaction. */
bool setting_set(struct store *store, const char *name, const char *value, GError **error);
