/* Answers the questions of an evaluation: a folder with a taxonomy and candidates, and texts whose
 * occupations, candidates or skill groups are looked for. The daemon's own rankings, no others.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"

struct eval;

/* Reads the taxonomy and candidates.tsv (id, skills with | between) of a folder and builds the
 * index. FAILURE_CONFIGURATION with file and line. The caller owns it. */
struct eval *eval_new(const char *directory, const char *word_list, GError **error);
void eval_free(struct eval *eval);
SCOPE_DEFINE(eval, eval_free)

/* The ids of the best hundred, best first, with blanks between. `ranked`: occ, cand or group; ""
 * for another word. The caller owns it. */
char *eval_answer(const struct eval *eval, const char *ranked, const char *text);
