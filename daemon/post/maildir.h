/* The three folders of a Maildir (maildir(5)).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"

/* Open descriptors of PATH/tmp, PATH/new and PATH/cur. */
struct maildir {
    char *path;
    int tmp, fresh, cur;
};

/* Makes what is missing with mode 0700. FAILURE_CONFIGURATION when it cannot. The caller owns it.
 */
struct maildir *maildir_open(const char *path, GError **error);
void maildir_close(struct maildir *maildir);
SCOPE_DEFINE(maildir, maildir_close)
