/* Matches that wait for a human: nobody answered how far they are (store/gate), and nothing has
 * happened to them since.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/pair.h"

struct silent {
    int64_t pair, profile, posting;
    enum pair_stage stage;
    int64_t since;
};

/* Longest ago first: GArray of struct silent. The caller owns it. */
GArray *silent_all(struct store *store, GError **error);
