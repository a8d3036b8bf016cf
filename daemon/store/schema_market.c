/* The tables of a meeting place that looks after itself. */
#include "store/schema_steps.h"

#include <glib.h>

const char *const schema_overdue[] = {
    /* last_day: of a posting the day until which it stands, as its confirmed version says it (the
     * deadline, else the start), NULL: none. */
    "ALTER TABLE listing ADD COLUMN last_day TEXT;"
    "UPDATE listing SET last_day = (SELECT coalesce(json_extract(v.facts, '$.deadline'),"
    " json_extract(v.facts, '$.start')) FROM listing_version v WHERE v.listing = listing.id"
    " AND v.number = listing.confirmed AND json_valid(v.facts)) WHERE kind = 2;"
    "CREATE INDEX listing_last_day ON listing (last_day)"
    " WHERE state = 2 AND last_day IS NOT NULL;",

    /* Whose owner is asked how it stands: how often already, and when next. */
    "CREATE TABLE listing_overdue ("
    " listing INTEGER PRIMARY KEY REFERENCES listing (id),"
    " asked INTEGER NOT NULL,"
    " due INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX listing_overdue_due ON listing_overdue (due);",

    "PRAGMA user_version = 8;",
    NULL,
};

const char *const schema_aside[] = {
    /* Of which version the matching process ended, twice. */
    "CREATE TABLE listing_aside ("
    " listing INTEGER PRIMARY KEY REFERENCES listing (id),"
    " version INTEGER NOT NULL,"
    " at INTEGER NOT NULL"
    ") STRICT;",

    "PRAGMA user_version = 9;",
    NULL,
};

const char *const schema_fresh[] = {
    /* arrived: the version whose arrival others were told of (before: digest_look.version); asked
     * of a pair: the side that has not said yes. What there is to do each second is found in
     * indices that are empty when there is nothing. */
    "ALTER TABLE listing ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;"
    "UPDATE listing SET arrived = version FROM digest_look WHERE digest_look.listing = listing.id;"
    "ALTER TABLE digest_look DROP COLUMN version;"
    "CREATE INDEX listing_fresh ON listing (id) WHERE state = 2 AND confirmed > arrived;"
    "ALTER TABLE pair ADD COLUMN asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1));"
    "UPDATE pair SET asked = 1 WHERE id IN (SELECT i.pair FROM digest_item i JOIN digest d"
    " ON d.id = i.digest WHERE d.why = 5 AND i.pair IS NOT NULL);"
    "DROP INDEX pair_interested;"
    "CREATE INDEX pair_unasked ON pair (id) WHERE stage = 2 AND asked = 0"
    " AND (yes_employer IS NULL) <> (yes_seeker IS NULL);",

    "PRAGMA user_version = 10;",
    NULL,
};

const char *const schema_liked[] = {
    /* Whose owner said IKKE FLERE SOM DEM: answers up to `reply` teach nothing any more. */
    "CREATE TABLE listing_forgot ("
    " listing INTEGER PRIMARY KEY REFERENCES listing (id),"
    " reply INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX digest_reply_digest ON digest_reply (digest);",

    "PRAGMA user_version = 11;",
    NULL,
};

const char *const schema_numbers[] = {
    /* What can be erased and is known by its number elsewhere: in mails, in the index, in the log
     * of events, in listing_forgot. */
    "INSERT INTO sequence (name, last) VALUES"
    " ('listing', (SELECT coalesce(max(id), 0) FROM listing)),"
    " ('pair', (SELECT coalesce(max(id), 0) FROM pair)),"
    " ('digest_reply', (SELECT max((SELECT coalesce(max(id), 0) FROM digest_reply),"
    " (SELECT coalesce(max(reply), 0) FROM listing_forgot))));",

    "PRAGMA user_version = 12;",
    NULL,
};
