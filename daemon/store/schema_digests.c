/* The tables of what the meeting place mails by itself. */
#include "store/schema_steps.h"

#include <glib.h>

const char *const schema_digests[] = {
    /* One mail with suggestions. listing, version: for whom, NULL: portraits without a job. why:
     * enum digest_why. inputs: JSON, what it was ranked by; weights: with which weights. */
    "CREATE TABLE digest ("
    " id INTEGER PRIMARY KEY,"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " listing INTEGER REFERENCES listing (id),"
    " version INTEGER NOT NULL,"
    " why INTEGER NOT NULL CHECK (why BETWEEN 1 AND 5),"
    " at INTEGER NOT NULL,"
    " outgoing INTEGER NOT NULL UNIQUE REFERENCES outgoing (id),"
    " inputs TEXT NOT NULL,"
    " weights TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX digest_person ON digest (person, at);"
    "CREATE INDEX digest_listing ON digest (listing, version) WHERE listing IS NOT NULL;"
    "CREATE INDEX digest_at ON digest (at);",

    /* letter: 1 is A. listing, version: what was shown. evidence: JSON, what stood there. */
    "CREATE TABLE digest_item ("
    " digest INTEGER NOT NULL REFERENCES digest (id),"
    " letter INTEGER NOT NULL CHECK (letter BETWEEN 1 AND 26),"
    " pair INTEGER REFERENCES pair (id),"
    " listing INTEGER NOT NULL REFERENCES listing (id),"
    " version INTEGER NOT NULL,"
    " rank INTEGER NOT NULL,"
    " score INTEGER NOT NULL,"
    " evidence TEXT NOT NULL,"
    " PRIMARY KEY (digest, letter)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX digest_item_listing ON digest_item (listing);"
    "CREATE INDEX digest_item_pair ON digest_item (pair) WHERE pair IS NOT NULL;"
    "CREATE INDEX pair_interested ON pair (id) WHERE stage = 2;",

    /* What was answered: enum digest_answer. before: the stage of the pair, 0: none; relaxed: the
     * version of the posting that counted before it was relaxed, NULL: it was not. */
    "CREATE TABLE digest_reply ("
    " id INTEGER PRIMARY KEY,"
    " digest INTEGER NOT NULL REFERENCES digest (id),"
    " letter INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " answer INTEGER NOT NULL CHECK (answer BETWEEN 1 AND 3),"
    " reason TEXT,"
    " before INTEGER NOT NULL,"
    " relaxed INTEGER,"
    " inbound INTEGER REFERENCES inbound (id),"
    " undone INTEGER"
    ") STRICT;"
    "CREATE INDEX digest_reply_inbound ON digest_reply (inbound) WHERE inbound IS NOT NULL;",

    /* How often somebody wants them (enum digest_pace), and how often before, by which mail.
     * looked: when portraits without a job were last due. */
    "CREATE TABLE digest_reader ("
    " person INTEGER PRIMARY KEY REFERENCES person (id),"
    " pace INTEGER NOT NULL CHECK (pace BETWEEN 0 AND 3),"
    " before INTEGER NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id),"
    " looked INTEGER NOT NULL"
    ") STRICT;",

    /* looked: for which day it was last seen to; sent: when its owner last had a regular one;
     * version: the one whose arrival others were told of; waits: since when a mail at once is due,
     * NULL: none; told: when staff heard that nobody sees it. */
    "CREATE TABLE digest_look ("
    " listing INTEGER PRIMARY KEY REFERENCES listing (id),"
    " looked INTEGER NOT NULL DEFAULT 0,"
    " sent INTEGER NOT NULL DEFAULT 0,"
    " version INTEGER NOT NULL DEFAULT 0,"
    " waits INTEGER,"
    " told INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "CREATE INDEX digest_look_waits ON digest_look (waits) WHERE waits IS NOT NULL;",

    "PRAGMA user_version = 6;",
    NULL,
};
