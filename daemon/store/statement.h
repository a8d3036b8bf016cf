/* Prepared statements, private to daemon/store/: taken from the store's cache by their literal,
 * bound in order, reset and cleared at the end of the scope.
 *
 *     SCOPED(statement) struct statement *find = statement_take(store, "SELECT ... WHERE id = ?1");
 *     statement_put_number(find, id);
 *     while ((step = statement_step(find, error)) == STEP_ROW) ...
 *
 * A failure to prepare or bind is told by the first step. A literal that is in use already (a
 * reader inside a reader) is prepared a second time for that use.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"

struct statement;

/* `sql` must be a string literal: the cache knows it by its address. Never NULL. */
struct statement *statement_take(struct store *store, const char *sql);
void statement_release(struct statement *statement);
SCOPE_DEFINE(statement, statement_release)

/* Finalizes a cached one: for store_close. */
void statement_destroy(void *statement);

/* Each binds the next parameter. Texts and octets must live until the statement is released. */
void statement_put_number(struct statement *statement, int64_t number);
void statement_put_reference(struct statement *statement, int64_t id); /* 0: NULL */
void statement_put_text(struct statement *statement, const char *text);
void statement_put_octets(struct statement *statement, const void *data, size_t length);
void statement_put_bytes(struct statement *statement, GBytes *bytes); /* NULL: NULL */

enum step { STEP_FAILED = -1, STEP_DONE, STEP_ROW };
enum step statement_step(struct statement *statement, GError **error);

/* For statements that give no row. */
bool statement_run(struct statement *statement, GError **error);

/* The first step alone, for statements with one number as their result: 0 when there is no row. */
bool statement_run_number(struct statement *statement, int64_t *number, GError **error);

/* The numbers in the first column of all rows: GArray of int64_t, which the caller owns. */
GArray *statement_run_ids(struct statement *statement, GError **error);

/* Columns of the row, from 0. NULL is 0, a NULL text and NULL octets. */
int64_t statement_number(struct statement *statement, int column);
char *statement_text(struct statement *statement, int column);    /* owned */
GBytes *statement_bytes(struct statement *statement, int column); /* owned */

/* How many rows the last INSERT, UPDATE or DELETE changed. */
int64_t statement_changes(struct store *store);
int64_t statement_last_id(struct store *store);

/* Our own bug otherwise: every change belongs to a transaction of the caller. */
void statement_assert_transaction(const struct store *store);
