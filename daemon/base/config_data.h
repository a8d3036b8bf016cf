/* What the files config*.c share and nobody else includes: the values, and how one is read from
 * text.
 */
#pragma once

#include "base/config.h"

struct config_value {
    char *text;     /* owned */
    int64_t number; /* of numbers, durations (seconds), times (seconds since midnight) */
    unsigned line;  /* of the file, 0: the default */
};

struct config {
    char *file;      /* NULL for defaults */
    char *directory; /* absolute; relative paths begin here */
    struct config_value values[CONFIG_KEYS];
};

/* Reads one value. NULL, or a sentence that says what is allowed (owned by the caller). */
char *config_value_read(const struct config_row *row, const char *text, int64_t *number);

/* "2 minutes". The caller owns it. */
char *config_value_duration(int64_t seconds);

/* What the row accepts, for people: "a number from 1 to 65535". The caller owns it. */
char *config_value_kind(const struct config_row *row);

/* Findings about keys that do not fit together: calls `report` with the line of each. */
void config_check_together(const struct config *config,
                           void (*report)(void *data, unsigned line, const char *message),
                           void *data);
