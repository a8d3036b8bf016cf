/* One row of a sheet of people: what import.c and import_consent.c share.
 */
#pragma once

#include "act/import.h"
#include "store/person.h"

/* One run over a sheet. */
struct import_run {
    const struct office *office;
    const char *file;
    const struct csv *csv;
    struct cause cause;
    struct import_tally *tally;
    void (*complain)(const char *sentence, void *data);
    void *data;
};

/* Says what is wrong with a row, with the sheet's name and its line. */
G_GNUC_PRINTF(3, 4)
void import_complain(const struct import_run *run, const struct csv_row *row, const char *format,
                     ...);

/* A field of the row as one line. The caller owns it. */
char *import_line(const struct import_run *run, const struct csv_row *row, const char *column);

/* When the consent was given; 0: the sheet does not say. False, with a complaint: a wrong date. */
bool import_consent_date(const struct import_run *run, const struct csv_row *row, int64_t *given);

/* Subscribes the person as the row says, or asks them first. Who has left since stays away. */
bool import_subscribe(const struct import_run *run, const struct csv_row *row,
                      const struct person *person, int64_t given, GError **error);
