/* Comma-separated values (RFC 4180), with `,` or `;` (Danish spreadsheets), quotes, CRLF, a byte
 * order mark, UTF-8 or windows-1252.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"

struct csv_row {
    unsigned line;     /* where it begins, from 1 */
    GPtrArray *fields; /* char *, UTF-8, trimmed */
};

struct csv {
    GPtrArray *header; /* char *, in lower case */
    GPtrArray *rows;   /* struct csv_row; blank lines are left out */
};

/* Reads the whole text. FAILURE_INPUT with `file:line: what` for an open quote, NUL octets, no
 * header. The caller owns it. */
struct csv *csv_read(const char *file, const char *octets, size_t length, GError **error);
void csv_free(struct csv *csv);
SCOPE_DEFINE(csv, csv_free)

/* The field of this column in a row; "" when the row is too short or there is no such column.
 * Borrowed. */
const char *csv_field(const struct csv *csv, const struct csv_row *row, const char *column);

/* Whether the header has the column. */
bool csv_has(const struct csv *csv, const char *column);
