/* SØG and VIS: both sides look for themselves. Seekers search the open jobs, employers the
 * portraits of open profiles, as anonymous as in a digest. What comes is one, with letters that can
 * be answered: of somebody who has an open listing of his own each is a pair.
 */
#pragma once

#include "act/matter.h"

#define SEARCH_ITEMS 5

/* `text` NULL or empty: how one searches. The sender is proved. */
bool search_find(struct matter *matter, const char *text, GError **error);

/* "JOB B": the item of the answered list or of the last one; "17": the listing of that number. */
bool search_show(struct matter *matter, const char *what, GError **error);
