/* The process that looks into our archive, and main's end of it. An IMAP server may be slow or far
 * away, and strangers' octets are in what it says: main does not talk to it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/scope.h"

struct lookup;

/* Forks the process. To be called before the store is opened. The caller owns it. */
struct lookup *lookup_start(const struct config *config, GError **error);
void lookup_stop(struct lookup *lookup);
SCOPE_DEFINE(lookup, lookup_stop)

/* As archive_prepare, in main. */
bool lookup_prepare(const struct lookup *lookup, GError **error);

/* One question at a time: whether a copy with this Message-ID is in the archive (`mail` names it in
 * the answer), or that copies that were delivered before `moment` are to be removed. */
void lookup_ask(struct lookup *lookup, int64_t mail, const char *message_id);
void lookup_ask_purge(struct lookup *lookup, int64_t moment);
bool lookup_is_asked(const struct lookup *lookup);

struct lookup_answer {
    int64_t mail;   /* 0: it answers lookup_ask_purge */
    int64_t number; /* of copies: that are there (1), that were removed */
    char *problem;  /* why the archive cannot be read, and nothing is known; NULL: it can */
};
void lookup_answer_clear(struct lookup_answer *answer);

/* Waits for the answer at most so long (milliseconds, -1: until the archive's own time limits are
 * over). False: there is none yet. The caller clears it. */
bool lookup_take(struct lookup *lookup, int wait, struct lookup_answer *answer);
