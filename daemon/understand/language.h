/* The Danish tables under config/language/: phrases, reply-header words, signatures, device lines.
 * Read and compiled once; a Dane without C can extend them.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"

struct language;
struct lexicon;

/* Reads every table of the directory, and the labels of the taxonomy beside it (../taxonomy).
 * Findings are collected as `file:line: what` in the error (FAILURE_CONFIGURATION). The caller owns
 * it. */
struct language *language_load(const char *directory, GError **error);
/* The same with a taxonomy elsewhere; NULL: beside it. */
struct language *language_load_with(const char *directory, const char *taxonomy, GError **error);
void language_free(struct language *language);
SCOPE_DEFINE(language, language_free)

/* [navne NAME]; checked to exist when the tables are read. NAME is a literal: it is known by its
 * address. Borrowed. */
const struct lexicon *language_names(const struct language *language, const char *name);
