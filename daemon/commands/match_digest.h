/* `match digest`: lists of candidates and jobs that are due.
 */
#pragma once

#include "commands/command.h"

/* Queues them, or says whom they would go to (`dry_run`). The exit status. */
int match_digest_run(const struct invocation *invocation, bool dry_run);
