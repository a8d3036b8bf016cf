/* The two relays of the configuration, as settings of a lane.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/config.h"
#include "base/scope.h"
#include "post/lane.h"

/* [relay], or with `confidential` [relay confidential]. FAILURE_CONFIGURATION when they cannot
 * work: a login without TLS, a password file that is missing or that others may read. The caller
 * owns it. */
struct lane_settings *relay_settings(const struct config *config, bool confidential,
                                     GError **error);
void lane_settings_free(struct lane_settings *settings);
SCOPE_DEFINE(lane_settings, lane_settings_free)

/* Whether confidential mail has a relay of its own. */
bool relay_is_separate(const struct config *config);

/* Whether a mail in doubt is repeated (otherwise held for staff). */
bool relay_repeats(const struct config *config, bool confidential);
