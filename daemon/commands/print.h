/* What several commands print in the same way.
 */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "base/clock.h"

/* One object a line on standard output. */
void print_row(const json_t *row);

/* "2013-03-20 09:00", civil time of the site. The caller owns it. */
char *print_time(const struct clock *clock, int64_t moment);
