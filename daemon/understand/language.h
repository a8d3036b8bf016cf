/* The Danish tables under config/language/: phrases, reply-header words, signatures, device lines.
 * Read and compiled once; a Dane without C can extend them.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"

struct language;

/* Reads every table of the directory. Findings are collected as `file:line: what` in the error
 * (FAILURE_CONFIGURATION). The caller owns it. */
struct language *language_load(const char *directory, GError **error);
void language_free(struct language *language);
SCOPE_DEFINE(language, language_free)
