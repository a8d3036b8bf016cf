/* People from a sheet: who they are, and the consent that was given for mail. A bad row is named
 * with its line, the good ones go in; the same sheet twice changes nothing, and nobody who has left
 * is brought back by an old sheet.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "act/office.h"
#include "base/csv.h"

struct import_tally {
    unsigned added, changed, unchanged, bad,
        asked;     /* asked: no consent known, so the person is asked first */
    unsigned left; /* have left since; not subscribed again */
};

/* Imports the rows. `complain` gets one sentence per bad or remarkable row; `progress` (may be
 * NULL) the rows done. FAILURE_INPUT when a column is missing. */
bool import_people(const struct office *office, const char *file, const struct csv *csv,
                   void (*complain)(const char *sentence, void *data),
                   void (*progress)(unsigned rows, unsigned of, void *data), void *data,
                   struct import_tally *tally, GError **error);
