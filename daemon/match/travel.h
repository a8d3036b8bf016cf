/* How long the way between two postcodes takes, roughly: by bus, train or bicycle in a big city.
 * From where the postcodes are (config/language/rejsetid.tsv), not from any address.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"

struct travel;

/* Rows of postcode or range, latitude, longitude (rejsetid.tsv). FAILURE_CONFIGURATION with
 * file and line. The caller owns it. */
struct travel *travel_read(const char *path, GError **error);
void travel_free(struct travel *travel);
SCOPE_DEFINE(travel, travel_free)

/* Minutes, a multiple of 5; -1: one of them is not known. */
int travel_minutes(const struct travel *travel, const char *from, const char *to);
