/* The files and folders that the configuration names: what of them would stop the daemon.
 */
#pragma once

#include <glib.h>

#include "base/config.h"

/* Adds a finding (struct finding, of the configuration's file) for each; nothing is made or
 * changed. Says in English what is wrong, because administrators read it. */
void check_places(const struct config *config, GPtrArray *findings);
