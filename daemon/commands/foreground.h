/* A round of a command that somebody waits for, perhaps with a finger on Ctrl-C.
 */
#pragma once

#include <signal.h>

#include "process/round.h"

/* A descriptor on which SIGINT, SIGTERM and, with `hangup`, SIGHUP are read from now on, instead of
 * ending us; it does not block. -1: it cannot be had. `before` (may be NULL): the mask as it was.
 */
int foreground_signals(bool hangup, sigset_t *before);

/* As round_all; but SIGINT and SIGTERM end it when what is on its way has been answered, so that no
 * mail is left in doubt, and say so. A second one ends us at once. `stopped`: that happened. */
bool foreground_round(struct house *house, struct round *round, bool *stopped, GError **error);
