/* The tables of the meeting place. */
#include "store/schema_steps.h"

#include <glib.h>

const char *const schema_listings[] = {
    /* Profiles and job postings. confirmed: the number of the version that its owner has said yes
     * to and that counts, 0: none yet. until, day: the end of a pause, as moment and civil day. */
    "CREATE TABLE listing ("
    " id INTEGER PRIMARY KEY,"
    " kind INTEGER NOT NULL CHECK (kind IN (1, 2)),"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 6),"
    " confirmed INTEGER NOT NULL DEFAULT 0,"
    " newest INTEGER NOT NULL,"
    " until INTEGER,"
    " day TEXT,"
    " reason TEXT,"
    " created INTEGER NOT NULL,"
    " changed INTEGER NOT NULL,"
    " CHECK (confirmed <= newest),"
    " CHECK ((until IS NULL) = (day IS NULL))"
    ") STRICT;"
    "CREATE INDEX listing_person ON listing (person, kind);"
    "CREATE INDEX listing_state ON listing (kind, state);"
    "CREATE INDEX listing_until ON listing (until) WHERE until IS NOT NULL;",

    /* facts: JSON, the slots of the contract of `parse`. */
    "CREATE TABLE listing_version ("
    " listing INTEGER NOT NULL REFERENCES listing (id),"
    " number INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id),"
    " facts TEXT NOT NULL,"
    " PRIMARY KEY (listing, number)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE listing_change ("
    " id INTEGER PRIMARY KEY,"
    " listing INTEGER NOT NULL REFERENCES listing (id),"
    " at INTEGER NOT NULL,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 6),"
    " reason TEXT,"
    " inbound INTEGER REFERENCES inbound (id)"
    ") STRICT;"
    "CREATE INDEX listing_change_of ON listing_change (listing, at);",

    /* Which of our mails shows which version: what a reply to it speaks of. */
    "CREATE TABLE listing_mail ("
    " outgoing INTEGER PRIMARY KEY REFERENCES outgoing (id),"
    " listing INTEGER NOT NULL REFERENCES listing (id),"
    " number INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX listing_mail_of ON listing_mail (listing);",

    "PRAGMA user_version = 4;",
    NULL,
};
