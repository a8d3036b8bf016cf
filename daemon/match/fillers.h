/* Words that say nothing of what somebody can or of what a job is about: "jeg", "gerne",
 * "erfaring". Read from a file (config/language/fyldord.txt), never written in code.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The words of a text, folded; what stands behind # is a remark. The caller owns the set. */
GHashTable *fillers_read(const char *text);

bool fillers_have(GHashTable *fillers, const char *folded);
