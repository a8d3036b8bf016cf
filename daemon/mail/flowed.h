/* text/plain; format=flowed (RFC 3676): soft line breaks become none, space-stuffing goes.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `delsp`: the parameter DelSp=yes. Quoted lines keep their `>` marks. Owned. */
char *flowed_read(const char *text, bool delsp);
