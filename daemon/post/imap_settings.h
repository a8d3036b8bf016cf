/* The two IMAP accounts of the configuration: the inbox and the archive.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/config.h"
#include "base/scope.h"

enum imap_tls { IMAP_TLS, IMAP_STARTTLS, IMAP_CLEAR };

struct imap_settings {
    char *host;
    int port;
    enum imap_tls tls;
    char *ca_file; /* "" for the system's certificates */
    char *user, *password;
    char *folder; /* read */
    char *done;   /* the folder that mails are moved to, levels separated by /; NULL: none */
    int timeout;  /* seconds for one answer */
    int poll;     /* seconds between two looks, and for one IDLE */
};

/* [inbox], or with `archive` [archive]. FAILURE_CONFIGURATION when it cannot work: no user, no
 * password, or a login in clear to another machine. The caller owns it. */
struct imap_settings *imap_settings_read(const struct config *config, bool archive, GError **error);
void imap_settings_free(struct imap_settings *settings);
SCOPE_DEFINE(imap_settings, imap_settings_free)
