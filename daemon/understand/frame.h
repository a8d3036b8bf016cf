/* A row of the language tables whose pieces may stand in any order in one clause: "jeg vil & stoppe
 * & nyhedsbrevet" is also "nyhedsbrevet vil jeg stoppe". Danish puts first what matters.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define FRAME_SIGN "&"
#define FRAME_PIECES 4u

/* Adds to `rows` the row with its pieces in every order; a row of one piece as it is. False: it has
 * an empty piece, or more than FRAME_PIECES. */
bool frame_orders(const char *row, GPtrArray *rows);
