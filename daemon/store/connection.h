/* What the files of this room share about an open store. Private to daemon/store/.
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

#define STORE_MEMORY ":memory:"
#define STORE_PATIENCE (30 * G_USEC_PER_SEC) /* how long a short writer is waited for */

struct store {
    sqlite3 *db;
    char *path; /* STORE_MEMORY or a file */
    enum store_mode mode;
    GHashTable *statements; /* text literal -> struct statement */
    bool in_transaction;
    bool in_parts;         /* what undoes one of its parts stays in memory */
    bool relaxed;          /* synchronous is NORMAL for the transaction of a mark */
    unsigned unflushed;    /* mails whose mark has not reached the disk */
    unsigned connections;  /* on which mails are on their way; 0: not said */
    GArray *window;        /* which mails may begin their way (ledger_window); NULL: none */
    int64_t waiting_since; /* stopwatch, while another writer is waited for */
    int64_t patience;      /* microseconds */
    int64_t data_version;
    int lock;            /* descriptor of PATH.lock, -1: not held */
    struct quota *quota; /* NULL: no limits */
};

/* A connection with all settings; the file must be there. Nothing is read from it yet. The caller
 * owns it. */
struct store *connection_open(const char *path, enum store_mode mode, GError **error);

/* Runs a literal that gives no rows (settings, migrations). */
bool connection_run(struct store *store, const char *sql, GError **error);

/* Sets the error for an SQLite result and gives false. `status`: 0 means the last one of the
 * connection. */
bool connection_fail(const struct store *store, int status, GError **error);

/* The lock PATH.lock of the store `path`, with or without a store there: its descriptor, which
 * releases it when closed, or -1 (FAILURE_LOCKED names the holder). */
int lock_take(const char *path, const char *who, const char *since, GError **error);

/* Brings the schema forward in one transaction. `count` migrations; each is a NULL-terminated list
 * of literals, the last of which sets `PRAGMA user_version`. */
bool schema_migrate(struct store *store, const char *const *const *steps, int count,
                    GError **error);

/* The same with the migrations of this program; in STORE_READ only looks. Refuses a newer schema
 * and the files of other programs. `fresh`: nothing is in it yet. */
bool schema_prepare(struct store *store, bool fresh, GError **error);

/* The SQL function fold() and the collation danish: base/text in SQL. */
bool danish_register(struct store *store, GError **error);
