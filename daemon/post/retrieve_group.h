/* Mails that are committed together, on their way from the fetching process into the store.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/db.h"

/* GPtrArray of mails as frames hold them. The caller owns it. */
GPtrArray *retrieve_group_new(void);

/* Takes the body of a FETCHER_MAIL. */
void retrieve_group_add(GPtrArray *group, char *body, size_t length);

/* All of them in one transaction, or none. `kept` is increased by those that are new. */
bool retrieve_group_keep(const GPtrArray *group, struct store *store, const struct clock *clock,
                         unsigned *kept, GError **error);
