/* Reading a Maildir that others deliver into. A file is looked at only when nobody writes to it any
 * more, and what is no plain file is never opened to be read.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"

#define MAILDIR_IN_LIMIT (48u * 1024u * 1024u) /* octets of one mail; it travels in one frame */
/* Of a larger one so much is taken: no parser gets it, but its header says who is to be told. */
#define MAILDIR_IN_PART (26u * 1024u * 1024u)

struct maildir_in;

/* Makes the folders when they are missing. FAILURE_CONFIGURATION. The caller owns it. */
struct maildir_in *maildir_in_open(const char *path, GError **error);
void maildir_in_close(struct maildir_in *in);
SCOPE_DEFINE(maildir_in, maildir_in_close)

/* Whether another folder has come into its place since: what lies there cannot be had by this one.
 */
bool maildir_in_is_replaced(const struct maildir_in *in);

/* Names in new/, oldest first (they begin with the second of delivery). GPtrArray of char *. The
 * caller owns it. */
GPtrArray *maildir_in_names(struct maildir_in *in, GError **error);

/* The octets of new/NAME, the first MAILDIR_IN_PART where there are more than MAILDIR_IN_LIMIT.
 * FAILURE_INPUT: it cannot be taken (no plain file, not ours to read), FAILURE_TEMPORARY: somebody
 * still writes to it, FAILURE_NOT_FOUND: it has gone. The caller owns it. */
char *maildir_in_read(struct maildir_in *in, const char *name, size_t *length, GError **error);

/* Moves new/NAME to cur/NAME:2,S. */
bool maildir_in_done(struct maildir_in *in, const char *name, GError **error);

/* Readable when something has come into new/; -1 when the kernel has no inotify left. */
int maildir_in_fd(const struct maildir_in *in);
void maildir_in_drain(const struct maildir_in *in);
