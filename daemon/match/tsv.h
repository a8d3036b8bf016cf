/* Files of columns that a tab separates: UTF-8, no header, no quotes.
 */
#pragma once

#include <glib.h>

/* An array of rows (char **, NULL-terminated, each with `columns` fields at least) that the text in
 * it carries; blank lines are left out. FAILURE_CONFIGURATION with file and line when a row is too
 * short, FAILURE_* of base/file when it cannot be read. The caller owns it. */
GPtrArray *tsv_read(const char *directory, const char *name, unsigned columns, GError **error);
