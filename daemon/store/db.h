/* The database: one SQLite file, WAL, STRICT tables, foreign keys. The only SQL in the house stands
 * in this room.
 *
 * Every other file of the room keeps one kind of record and speaks the domain. Changes happen
 * inside a transaction that the caller opens (store_begin ... store_commit); a function that writes
 * asserts that one is open.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"

struct store;

enum store_mode {
    STORE_READ,  /* must exist and have our schema */
    STORE_WRITE, /* must exist; older schemas are migrated forward in one transaction */
    STORE_CREATE /* made when it is missing */
};

/* Opens `path` (":memory:" in tests). A newer schema is FAILURE_CONFIGURATION with a sentence, an
 * older one that may only be read FAILURE_TEMPORARY; a file that is no database, a full disk, a
 * missing folder: a sentence each. The caller owns it. */
struct store *store_open(const char *path, enum store_mode mode, GError **error);
void store_close(struct store *store);
SCOPE_DEFINE(store, store_close)

/* The writer lock (fcntl on PATH.lock): who retrieves, decides and delivers. FAILURE_LOCKED names
 * the holder:
 * "... is held by process 4711 (moedested run) since 2013-04-02 09:00". Released by store_close or
 * the process's end. `who`: "moedested run"; `since`: the time as text, for that sentence. */
bool store_lock(struct store *store, const char *who, const char *since, GError **error);

/* BEGIN IMMEDIATE; waits up to 30 s for a short writer. One at a time. */
bool store_begin(struct store *store, GError **error);

/* The same for a transaction of many parts (store_begin_part). */
bool store_begin_parts(struct store *store, GError **error);

/* As store_begin with synchronous=NORMAL: survives a crash of the program, not of the machine. For
 * the marks of the ledger alone. `mails`: how many of them begin their way with it; at least every
 * STORE_MARKS_A_FLUSH mails a connection everything reaches the disk, so after a power cut it may
 * not know of fewer than that many and one a connection (the promise is 16 a connection). */
#define STORE_MARKS_A_FLUSH 12
bool store_begin_mark(struct store *store, unsigned mails, GError **error);

/* On how many connections mails are on their way at once; 1 unless it is said. */
void store_set_connections(struct store *store, unsigned connections);
bool store_commit(struct store *store, GError **error);

/* Whether one is open: what is read now may still be taken back. */
bool store_in_transaction(const struct store *store);

/* Within a transaction: a part of it that can be taken back alone. One at a time. store_keep_part
 * makes it stay with the rest; store_drop_part takes it back, false: the whole transaction is gone
 * (a full disk). */
bool store_begin_part(struct store *store, GError **error);
bool store_keep_part(struct store *store, GError **error);
bool store_drop_part(struct store *store);

/* Does nothing when no transaction is open, so that it can stand at the end of a scope. */
void store_rollback(struct store *store);

/* STORE_ROLLS_BACK(store): rolls back at the end of the scope unless committed before. */
static inline void store_rollback_scope_end(struct store **store)
{
    store_rollback(*store);
}
#define STORE_ROLLS_BACK(opened) \
    __attribute__((cleanup(store_rollback_scope_end), unused)) struct store *rolls_back = (opened)

/* Whether another process has committed since the last call (PRAGMA data_version). */
bool store_changed_by_others(struct store *store);

/* The schema version of this program. */
int store_schema_version(void);
