/* Small tables that staff write: [section], key = value, one a line; # at the start or behind a
 * blank begins a remark. A key stands once in its section.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct table_line {
    const char *section; /* "" before the first */
    const char *key;     /* trimmed, not empty */
    const char *value;   /* trimmed, may be empty */
};

/* Takes one line. NULL, or what is wrong with it and what to do (owned by the caller). */
typedef char *(*table_take)(void *data, const struct table_line *line);

/* Reads the whole file, UTF-8. All findings are collected: FAILURE_CONFIGURATION holds one
 * `file:line: what` a line. */
bool table_read(const char *path, table_take take, void *data, GError **error);

/* 0 <= number <= limit, in digits only. */
bool table_number(const char *text, int limit, int *number);
