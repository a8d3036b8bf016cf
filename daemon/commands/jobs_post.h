/* moedested jobs post: a posting from a text file, as if its employer had mailed it.
 */
#pragma once

#include "commands/command.h"

/* `employer`: an address, NULL: the first line of the file says it ("Fra: ADDRESS"). Returns the
 * exit status. */
int jobs_post(const struct invocation *invocation, const char *file, const char *employer);
