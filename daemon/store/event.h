/* The event log: every change, append-only (triggers refuse UPDATE and DELETE), with the mail that
 * caused it. It tells a person's story: who, what, when, before -> after.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* Who caused a change, and when. Handed to every function that writes. */
struct cause {
    int64_t at;        /* moment */
    const char *actor; /* "mail", "timer", "import", "staff", "program", "archive" */
    int64_t inbound;   /* the mail that caused it, 0: none */
};

struct event {
    int64_t id, at;
    char *actor;
    int64_t inbound, outgoing, person; /* 0: none */
    char *what;   /* "subscription", "consent", "address", "person", "mail-in", "mail-out", "issue"
                     ... */
    char *detail; /* which: the list, the field, the letter */
    char *before, *after; /* NULL: none */
};

void event_free(struct event *event);

/* Appends one. `outgoing` and `person` may be 0, the texts NULL. */
bool event_add(struct store *store, const struct cause *cause, int64_t person, int64_t outgoing,
               const char *what, const char *detail, const char *before, const char *after,
               GError **error);

/* A person's story, oldest first: GPtrArray of struct event. `person` 0: everybody's. `from`, `to`:
 * moments, `to` exclusive; 0 and INT64_MAX for all. The caller owns it. */
GPtrArray *event_list(struct store *store, int64_t person, int64_t from, int64_t to,
                      GError **error);
