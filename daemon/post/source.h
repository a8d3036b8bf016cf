/* Where the fetching process takes mail from: a Maildir or an IMAP folder, as a table of functions.
 *
 * A round: `begin`, then `take` and `settle` by turns until there is nothing more, then `end`.
 * Between rounds the process waits for `fd` or for `due`, and then calls `look`.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "post/imap_settings.h"

#define SOURCE_GROUP 64u                        /* mails that are committed together */
#define SOURCE_GROUP_OCTETS (4u * 1024u * 1024) /* or one larger mail */

struct source_setup {
    const struct source_kind *kind;
    char *path;                 /* Maildir */
    struct imap_settings *imap; /* IMAP */
    int64_t pause; /* microseconds before the first connection: the last one killed us */
};

struct source_mail {
    char *name;  /* for the log and the store: no address in it */
    char *place; /* by which it is known again, or NULL: only by what it says */
    char *octets;
    size_t length;
};

void source_mail_free(void *mail);

/* What the process asks of main, and tells it. */
struct source_main {
    void *data;
    /* For each of these places (char *) whether a mail from there is in the store. False: main is
     * gone. */
    bool (*known)(void *data, const GPtrArray *places, bool *known);
    /* This mail is left where it is. Every round names all of them. */
    void (*skipped)(void *data, const char *name, const char *why);
    /* What the next process has to know; NULL: nothing. Said before anything is asked for that this
     * one may end of, and once more at the end of the round. */
    void (*learned)(void *data, const char *memory);
};

enum source_more { SOURCE_BROKEN = -1, SOURCE_END, SOURCE_MORE };

struct source_kind {
    bool is_remote; /* may be slow, or away */
    void *(*open)(const struct source_setup *setup, GError **error);
    void (*close)(void *state);
    /* What a process before this one has learned, microseconds ago; NULL: it learns nothing. */
    void (*recall)(void *state, const char *memory, int64_t age);
    int (*fd)(const void *state);      /* -1: none */
    int64_t (*due)(const void *state); /* stopwatch; INT64_MAX: never */
    /* Whether there may be mail; an error says why nothing can be known. */
    bool (*look)(void *state, GError **error);
    bool (*begin)(void *state, GError **error);
    /* Puts the next ones into `mails`, which may stay empty when all are known. */
    enum source_more (*take)(void *state, const struct source_main *main, GPtrArray *mails,
                             GError **error);
    /* Those of the last `take` are in the store: away with them. */
    bool (*settle)(void *state, const struct source_main *main, GError **error);
    bool (*end)(void *state, GError **error);
    bool (*well)(const void *state); /* the mail can be reached */
};

extern const struct source_kind source_kind_maildir, source_kind_imap;
