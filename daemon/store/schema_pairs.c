/* The tables of what comes of a profile and a posting. */
#include "store/schema_steps.h"

#include <glib.h>

const char *const schema_pairs[] = {
    /* A profile and a posting. shown_*, yes_*, reveal_*: moments, NULL: not yet. stopped: which
     * side wants no more mail of the other (1 the employer, 2 the seeker), NULL: none. */
    "CREATE TABLE pair ("
    " id INTEGER PRIMARY KEY,"
    " profile INTEGER NOT NULL REFERENCES listing (id),"
    " posting INTEGER NOT NULL REFERENCES listing (id),"
    " stage INTEGER NOT NULL CHECK (stage BETWEEN 1 AND 8),"
    " shown_employer INTEGER,"
    " shown_seeker INTEGER,"
    " yes_employer INTEGER,"
    " yes_seeker INTEGER,"
    " reveal_employer INTEGER,"
    " reveal_seeker INTEGER,"
    " stopped INTEGER CHECK (stopped IN (1, 2)),"
    " changed INTEGER NOT NULL,"
    " UNIQUE (profile, posting)"
    ") STRICT;"
    "CREATE INDEX pair_posting ON pair (posting);",

    "CREATE TABLE pair_step ("
    " id INTEGER PRIMARY KEY,"
    " pair INTEGER NOT NULL REFERENCES pair (id),"
    " at INTEGER NOT NULL,"
    " stage INTEGER NOT NULL CHECK (stage BETWEEN 1 AND 8),"
    " actor TEXT NOT NULL,"
    " reason TEXT,"
    " inbound INTEGER REFERENCES inbound (id)"
    ") STRICT;"
    "CREATE INDEX pair_step_of ON pair_step (pair, at);",

    /* Each mail of ours in the talk of a pair. reader: whom it went to. inbound, message_id_in: the
     * mail whose words it brings, NULL: words of our own. */
    "CREATE TABLE relay_mail ("
    " outgoing INTEGER PRIMARY KEY REFERENCES outgoing (id),"
    " pair INTEGER NOT NULL REFERENCES pair (id),"
    " reader INTEGER NOT NULL CHECK (reader IN (1, 2)),"
    " at INTEGER NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id),"
    " message_id_in TEXT"
    ") STRICT;"
    "CREATE INDEX relay_mail_pair ON relay_mail (pair, reader, at);"
    "CREATE INDEX relay_mail_id_in ON relay_mail (message_id_in) "
    "WHERE message_id_in IS NOT NULL;",

    "PRAGMA user_version = 5;",
    NULL,
};
