/* What a store had to do, counted and not timed.
 */
#pragma once

#include <sqlite3.h>

#include "store/connection.h"

/* Steps of SQLite since the last time that they were asked for. */
static inline int steps_since(struct store *store)
{
    sqlite3_stmt *each = NULL;
    int count = 0;
    while ((each = sqlite3_next_stmt(store->db, each)) != NULL) {
        count += sqlite3_stmt_status(each, SQLITE_STMTSTATUS_VM_STEP, 1);
    }
    return count;
}
