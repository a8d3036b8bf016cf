/* The tables of how a match goes on. */
#include "store/schema_steps.h"

#include <glib.h>

const char *const schema_funnel[] = {
    /* What a side of a pair is asked. what, state: enum gate_what, enum gate_state. stage: what it
     * is asked to confirm, NULL: nothing. due: when the next mail goes out; asked: how many have.
     */
    "CREATE TABLE gate ("
    " pair INTEGER NOT NULL REFERENCES pair (id),"
    " side INTEGER NOT NULL CHECK (side IN (1, 2)),"
    " what INTEGER NOT NULL CHECK (what BETWEEN 1 AND 9),"
    " stage INTEGER CHECK (stage BETWEEN 1 AND 8),"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),"
    " asked INTEGER NOT NULL,"
    " due INTEGER NOT NULL,"
    " changed INTEGER NOT NULL,"
    " PRIMARY KEY (pair, side, what)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX gate_due ON gate (due) WHERE state = 1;",

    /* Civil days (2013-04-03), '': not known. closing: the wall time of the meeting at the end of
     * the trial; sequence: of its event (RFC 5545 3.8.7.4). */
    "CREATE TABLE pair_days ("
    " pair INTEGER PRIMARY KEY REFERENCES pair (id),"
    " interview TEXT NOT NULL,"
    " first TEXT NOT NULL,"
    " last TEXT NOT NULL,"
    " hired TEXT NOT NULL,"
    " closing TEXT NOT NULL,"
    " sequence INTEGER NOT NULL"
    ") STRICT;",

    "PRAGMA user_version = 7;",
    NULL,
};
