/* Where a person stands beside the lists: former addresses, a pause, an absence, a change of
 * address that waits, marks.
 */
#pragma once

#include <jansson.h>

#include "commands/command.h"
#include "store/person.h"

/* A line each, in `people show`. */
bool people_print_standing(const struct site *site, const struct person *person, GError **error);

/* The same as fields of the person's object. */
bool people_add_standing(const struct site *site, const struct person *person, json_t *row,
                         GError **error);
