/* Which days are closed: public holidays of any year by rule, and closed days as staff wrote them
 * (config/holidays.conf says how). Days are numbers of base/days.h, 1900 to 2200.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/days.h"
#include "base/scope.h"

struct holidays;

/* Reads the table. FAILURE_CONFIGURATION with `file:line: what, and what to do`, one a line. The
 * caller owns it. */
struct holidays *holidays_load(const char *path, GError **error);
void holidays_free(struct holidays *holidays);
SCOPE_DEFINE(holidays, holidays_free)

/* Whether the day is a public holiday or one of our closed days; `name` (may be NULL) becomes what
 * the table calls it, else NULL; borrowed. A Sunday alone is not closed. */
bool holidays_is_closed(const struct holidays *holidays, int day, const char **name);

/* What the table warns whoever holds a meeting on that day of, or NULL. Borrowed. */
const char *holidays_warning(const struct holidays *holidays, int day);
