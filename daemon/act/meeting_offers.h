/* What those who come to a meeting have open with us: the jobs of employers, the profiles of job
 * seekers. Nobody is named: a job stands below its workplace, a profile is what its owner has said
 * yes to.
 */
#pragma once

#include <glib.h>
#include <jansson.h>

#include "act/office.h"

/* `list`: struct listed, of act/meeting_list. Array of {arbejdsplads, jobbene}, a workplace each,
 * in the order of the list; arbejdsplads "": not known, and last; jobbene: titles, a line each, "":
 * no job is open. New reference; NULL: the store failed. */
json_t *meeting_offers_jobs(const struct office *office, const char *language,
                            const GPtrArray *list, GError **error);

/* Array of {profil}, in an order that says nothing of who it is; `others`: how many job seekers
 * come without one that could be shown. New reference; NULL: the store failed. */
json_t *meeting_offers_profiles(const struct office *office, const char *language,
                                const GPtrArray *list, int *others, GError **error);
