/* The whole daemon at work: worker processes forked first, then the store with the writer lock,
 * then what an interrupted run left is put right. Commands that only read or note something open an
 * office without workers.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "act/office.h"
#include "base/scope.h"
#include "post/deliver.h"
#include "post/retrieve.h"
#include "process/understander.h"
#include "store/epoch.h"

struct watch;

struct house {
    const struct config *config;
    const struct clock *clock;
    struct office office;
    struct understander *understander; /* NULL without workers */
    struct retrieve *retrieve;
    struct deliver *deliver;
    struct watch *watch;
    enum epoch_hold hold; /* as the last round found it: nothing is delivered */
    int64_t advanced;     /* stopwatch: when the epoch grew last; 0: not yet */
    GPtrArray *doubtful;  /* struct ledger_mail: what was in doubt when the house was opened; NULL
                             without workers */
};

enum house_use {
    HOUSE_READ, /* the store as it is; nothing is written */
    HOUSE_NOTE, /* short writes beside a running daemon */
    HOUSE_WORK  /* workers and the writer lock: retrieves, decides, delivers */
};

/* The path of the store. NULL, FAILURE_CONFIGURATION: the folder that shall hold it is not there,
 * which nobody makes but `init`. The caller owns it. */
char *house_store_path(const struct config *config, GError **error);

/* Where neither key nor store is, HOUSE_NOTE and HOUSE_WORK make both; a key that is missing beside
 * a store is FAILURE_CONFIGURATION. `who` names the command for the lock ("moedested run"). The
 * house borrows config and clock. The caller owns it. */
struct house *house_open(const struct config *config, const struct clock *clock, enum house_use use,
                         const char *who, GError **error);
void house_close(struct house *house);
SCOPE_DEFINE(house, house_close)

/* Takes a configuration that was read anew (SIGHUP): texts and names change, the processes are
 * started again. The old one stays in force when anything of the new one fails. The store's path
 * cannot change while running: FAILURE_CONFIGURATION. */
bool house_reload(struct house *house, const struct config *config, GError **error);
