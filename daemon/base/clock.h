/* The one place that reads the time. Everything else is handed a clock.
 *
 * Moments are seconds since 1970 in UTC. Civil times are of the site's zone.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"

struct clock;

/* A clock in the IANA zone `zone` (checked before: see CONFIG_ZONE). The caller owns it. */
struct clock *clock_new(const char *zone);
void clock_free(struct clock *clock);
SCOPE_DEFINE(clock, clock_free)

/* From now on the clock stands still at `moment`, or (`runs`) goes on from it. */
void clock_set(struct clock *clock, int64_t moment, bool runs);

/* The moment now. */
int64_t clock_now(const struct clock *clock);

/* The site's zone. Borrowed. */
GTimeZone *clock_zone(const struct clock *clock);

/* Reads 2013-04-02T09:00[:SS], "2013-04-02 09:00", 2013-04-02 (midnight) as civil time of the site,
 * or with Z / +02:00 as given. An hour that daylight saving skips is an error, one that it
 * repeats is the first of the two. */
bool clock_parse(const struct clock *clock, const char *text, int64_t *moment, GError **error);

/* "2013-04-02T09:00:00+02:00". The caller owns it. */
char *clock_format(const struct clock *clock, int64_t moment);

/* The civil time of a moment. The caller owns it. */
GDateTime *clock_civil(const struct clock *clock, int64_t moment);

/* Microseconds of a clock that only goes forward: for progress and time limits, never for dates. */
int64_t clock_stopwatch(void);
