/* How fast newsletters may leave: the limits of [newsletter] in the configuration, and the file
 * `domain-limits`, one domain a line: gmail.com 200/hour 2000/day.
 */
#pragma once

#include <glib.h>

#include "base/config.h"
#include "store/quota.h"

/* FAILURE_CONFIGURATION names file and line. The caller owns it. */
struct quota *pace_read(const struct config *config, GError **error);
