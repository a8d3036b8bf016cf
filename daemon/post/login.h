/* What a login in the configuration consists of, and complaints that name the key.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/config.h"

#define LOGIN_PASSWORD_LIMIT 255u /* octets; lane_smtp.c says why */

/* The password: the first line of the file that `key` names. FAILURE_CONFIGURATION when there is
 * none, when it is too long, and when others may read the file. The caller owns it. */
char *login_password(const struct config *config, enum config_key key, GError **error);

/* FAILURE_CONFIGURATION "FILE: [section] key: WHAT". Always false. */
bool login_unfit(const struct config *config, enum config_key key, const char *what,
                 GError **error);
