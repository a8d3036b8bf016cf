/* What `parse` and `explain` share: their options, reading mails, the understander.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"
#include "commands/command.h"
#include "process/understander.h"

struct reading {
    char *replying_to, *today;
    gboolean full; /* GOption's type */
    struct understander *understander;
};

/* Reads the words of subcommand `name` and starts the understander. False: `status` is what to
 * return. */
bool reading_begin(const char *name, const struct invocation *invocation, int *argc, char ***argv,
                   struct reading *reading, int *status);
void reading_end(struct reading *reading);

/* The octets of a mail file, "-" for standard input; of one that is too large a little more than
 * the limit. The caller owns it. */
GBytes *reading_file(const char *path, GError **error);
