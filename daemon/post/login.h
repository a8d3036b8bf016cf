/* What a login in the configuration consists of; complaints name the key.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/config.h"

#define LOGIN_PASSWORD_LIMIT 255u /* octets; lane_smtp.c says why */

/* The password: the first line of the file that `key` names. FAILURE_CONFIGURATION when there is
 * none, when it is too long, and when others may read the file. The caller owns it. */
char *login_password(const struct config *config, enum config_key key, GError **error);

/* The file of certificates to trust that `key` names, "": those of the system.
 * FAILURE_CONFIGURATION when it cannot be read. The caller owns it. */
char *login_ca_file(const struct config *config, enum config_key key, GError **error);
