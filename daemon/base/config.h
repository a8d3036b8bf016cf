/* The configuration: a key file read by our own table-driven reader.
 *
 * GKeyFile merges repeated keys in silence and knows no line numbers, so it is not used. Every
 * key stands once in config_keys.h with its section, type, default, range and one line of help;
 * the reader, the sample file, `moedested config` and the man page come from that table.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"

enum config_type {
    CONFIG_TEXT,     /* any text; may be empty */
    CONFIG_ADDRESS,  /* a mail address in ASCII */
    CONFIG_PATH,     /* relative to the configuration file; empty: the installed data directory */
    CONFIG_NUMBER,   /* between the two bounds of the table */
    CONFIG_CHOICE,   /* one of the words in the table, separated by | */
    CONFIG_TIME,     /* a time of day, 09:00 */
    CONFIG_DURATION, /* "30 minutes", "24 hours", "5 days"; kept in seconds */
    CONFIG_ZONE      /* an IANA time zone */
};

/* CONFIG_<NAME> for every row of the table: CONFIG_SITE_NAME, CONFIG_RELAY_TYPE ... */
enum config_key {
#define CONFIG_ROW(key, section, name, type, fallback, words, low, high, help) CONFIG_##key,
#include "base/config_keys.h"
#undef CONFIG_ROW
    CONFIG_KEYS
};

struct config_row {
    const char *section;
    const char *name;
    enum config_type type;
    const char *fallback; /* the default, as text */
    const char *words;    /* "maildir|smtp", NULL for the other types */
    int64_t low, high;    /* bounds of CONFIG_NUMBER and, in seconds, of CONFIG_DURATION */
    const char *help;     /* one line of English */
};

struct config;

/* Reads the file. All findings are collected: the message of `error` (FAILURE_CONFIGURATION)
 * holds one `file:line: what, and what to do` per line. The caller owns the result. */
struct config *config_load(const char *path, GError **error);

/* The defaults alone, with paths relative to `directory`. */
struct config *config_defaults(const char *directory);

void config_free(struct config *config);
SCOPE_DEFINE(config, config_free)

/* The value as text, for every type. Borrowed. */
const char *config_text(const struct config *config, enum config_key key);

/* CONFIG_NUMBER, CONFIG_DURATION (seconds), CONFIG_TIME (seconds since midnight). */
int64_t config_number(const struct config *config, enum config_key key);

/* CONFIG_PATH resolved to an absolute path. An empty value means `fallback` below the data
 * directory (installed, or the source tree when run from the build); NULL when `fallback` is NULL.
 * The caller owns it. */
char *config_path(const struct config *config, enum config_key key, const char *fallback);

/* Whether a CONFIG_CHOICE key has this value. */
bool config_is(const struct config *config, enum config_key key, const char *word);

/* The line of the file that sets the key, 0: none does. */
unsigned config_line(const struct config *config, enum config_key key);

/* The value cannot be used: puts "FILE:LINE: [section] key: " before what `error` says (no line
 * when it is the default), and makes it FAILURE_CONFIGURATION. FAILURE_TEMPORARY stays that. */
void config_blame(const struct config *config, enum config_key key, GError **error);

/* The same with a sentence of the caller. Always false. */
bool config_refuse(const struct config *config, enum config_key key, GError **error,
                   const char *format, ...) G_GNUC_PRINTF(4, 5);

/* The row of the table, for `config`, the sample file and the man page. */
const struct config_row *config_row(enum config_key key);

/* Name of the file that was read, NULL for defaults. Borrowed. */
const char *config_file(const struct config *config);

/* The effective configuration as a key file. `changed_only`: only what differs from the
 * defaults; `commented`: the sample file, with the help above each key. The caller owns it. */
char *config_render(const struct config *config, bool changed_only, bool commented);
