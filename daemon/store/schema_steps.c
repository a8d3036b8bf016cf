/* The tables. */
#include "store/schema_steps.h"

#include <glib.h>

/* Moments are seconds UTC. Numbers of states, roles, lists and classes are the enums of the
 * headers. References to nothing are NULL, never 0. */
static const char *const schema_1[] = {
    "CREATE TABLE person ("
    " id INTEGER PRIMARY KEY,"
    " role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 3),"
    " name TEXT NOT NULL,"
    " language TEXT NOT NULL,"
    " phone TEXT NOT NULL,"
    " postcode TEXT NOT NULL,"
    " workplace TEXT NOT NULL,"
    " administration TEXT NOT NULL,"
    " created INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX person_role ON person (role);",

    /* The order of ids is the order of a person's addresses: the main one first. */
    "CREATE TABLE address ("
    " id INTEGER PRIMARY KEY,"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " address TEXT NOT NULL,"
    " folded TEXT NOT NULL,"
    " UNIQUE (person, folded)"
    ") STRICT;"
    "CREATE INDEX address_folded ON address (folded);",

    "CREATE TABLE inbound ("
    " id INTEGER PRIMARY KEY,"
    " received INTEGER NOT NULL,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),"
    " source TEXT NOT NULL,"
    " recipient TEXT,"
    " content BLOB NOT NULL,"
    " message_id TEXT,"
    " verdict TEXT,"
    " reason TEXT,"
    " effect TEXT,"
    " person INTEGER REFERENCES person (id),"
    " by_token INTEGER NOT NULL DEFAULT 0,"
    " text_hash BLOB,"
    " raw BLOB NOT NULL"
    ") STRICT;"
    "CREATE UNIQUE INDEX inbound_content ON inbound (content);"
    "CREATE INDEX inbound_state ON inbound (state);"
    "CREATE INDEX inbound_text ON inbound (text_hash) WHERE text_hash IS NOT NULL;"
    "CREATE INDEX inbound_person ON inbound (person) WHERE person IS NOT NULL;",

    "CREATE TABLE subscription ("
    " person INTEGER NOT NULL REFERENCES person (id),"
    " list INTEGER NOT NULL CHECK (list BETWEEN 1 AND 2),"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),"
    " changed INTEGER NOT NULL,"
    " PRIMARY KEY (person, list)"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE consent ("
    " id INTEGER PRIMARY KEY,"
    " at INTEGER NOT NULL,"
    " given INTEGER NOT NULL,"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " list INTEGER NOT NULL CHECK (list BETWEEN 1 AND 2),"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),"
    " source TEXT NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id)"
    ") STRICT;"
    "CREATE INDEX consent_person ON consent (person);"
    "CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent"
    " BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;"
    "CREATE TRIGGER consent_no_delete BEFORE DELETE ON consent"
    " BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;",

    "CREATE TABLE issue ("
    " name TEXT PRIMARY KEY,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),"
    " subject TEXT NOT NULL,"
    " hash TEXT NOT NULL,"
    " approved_by TEXT NOT NULL,"
    " approved INTEGER NOT NULL,"
    " due INTEGER NOT NULL,"
    " latest INTEGER NOT NULL,"
    " queued INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE issue_form ("
    " issue TEXT NOT NULL REFERENCES issue (name),"
    " role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 3),"
    " form BLOB NOT NULL,"
    " PRIMARY KEY (issue, role)"
    ") STRICT, WITHOUT ROWID;",

    /* Numbers are taken before their row is written and never come back. */
    "CREATE TABLE sequence ("
    " name TEXT PRIMARY KEY,"
    " last INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "INSERT INTO sequence (name, last) VALUES ('outgoing', 0);",

    /* handed: the body may be on its way. */
    "CREATE TABLE outgoing ("
    " id INTEGER PRIMARY KEY,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7),"
    " handed INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1)),"
    " class INTEGER NOT NULL CHECK (class BETWEEN 1 AND 2),"
    " kind TEXT NOT NULL,"
    " issue TEXT REFERENCES issue (name),"
    " person INTEGER REFERENCES person (id),"
    " inbound INTEGER REFERENCES inbound (id),"
    " recipient TEXT NOT NULL,"
    " folded TEXT NOT NULL,"
    " sender TEXT NOT NULL,"
    " message_id TEXT NOT NULL UNIQUE,"
    " replies TEXT NOT NULL,"
    " queued INTEGER NOT NULL,"
    " due INTEGER NOT NULL,"
    " changed INTEGER NOT NULL,"
    " attempts INTEGER NOT NULL DEFAULT 0,"
    " status TEXT,"
    " answer TEXT,"
    " slots BLOB,"
    " CHECK (issue IS NULL OR person IS NOT NULL)"
    ") STRICT;"
    "CREATE UNIQUE INDEX outgoing_copy ON outgoing (person, issue);"
    "CREATE INDEX outgoing_due ON outgoing (class, issue, due, id) WHERE state = 1;"
    "CREATE INDEX outgoing_open ON outgoing (state, id) WHERE state <> 3;"
    "CREATE INDEX outgoing_issue ON outgoing (issue, state);"
    "CREATE INDEX outgoing_letter ON outgoing (folded, queued) WHERE issue IS NULL;"
    "CREATE INDEX outgoing_answer ON outgoing (inbound) WHERE inbound IS NOT NULL;",

    /* Apart, so that a change of state does not write the whole message again. */
    "CREATE TABLE outgoing_message ("
    " outgoing INTEGER PRIMARY KEY REFERENCES outgoing (id),"
    " composed BLOB NOT NULL"
    ") STRICT;",

    "CREATE TABLE token ("
    " hash BLOB PRIMARY KEY,"
    " purpose INTEGER NOT NULL,"
    " outgoing INTEGER NOT NULL REFERENCES outgoing (id)"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE event ("
    " id INTEGER PRIMARY KEY,"
    " at INTEGER NOT NULL,"
    " actor TEXT NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id),"
    " outgoing INTEGER REFERENCES outgoing (id),"
    " person INTEGER REFERENCES person (id),"
    " what TEXT NOT NULL,"
    " detail TEXT,"
    " before TEXT,"
    " after TEXT"
    ") STRICT;"
    "CREATE INDEX event_person ON event (person, at);"
    "CREATE INDEX event_at ON event (at);"
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event"
    " BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;"
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event"
    " BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;",

    "PRAGMA application_id = 0x6d6f6564;"
    "PRAGMA user_version = 1;",
    NULL,
};

/* The post: limits by receiving domain, bounces, suppressions, a mail server's own numbers of
 * mails, corrections, what is known beside the mails (held, the boot of the machine), and what
 * answers change. */
static const char *const schema_2[] = {
    /* The receiving domain, for the limits; with it in the index a full domain is passed over
     * without looking at its rows. */
    "ALTER TABLE outgoing ADD COLUMN domain TEXT NOT NULL DEFAULT '';"
    "UPDATE outgoing SET domain = substr(folded, instr(folded, '@') + 1);"
    "DROP INDEX outgoing_due;"
    "DROP INDEX outgoing_open;"
    "DROP INDEX outgoing_issue;"
    /* What is on its way, and what has left the straight way; marks move as few entries as can be.
     */
    "CREATE INDEX outgoing_claimed ON outgoing (id) WHERE state = 2;"
    "CREATE INDEX outgoing_other ON outgoing (state, issue, id) WHERE state > 3;"
    "CREATE INDEX outgoing_issue ON outgoing (issue);"
    "CREATE INDEX outgoing_due ON outgoing (class, issue, due, id, domain) WHERE state = 1;"
    /* Apart for the same reason as outgoing_message: each copy changes its state three times. */
    "CREATE TABLE outgoing_slots ("
    " outgoing INTEGER PRIMARY KEY REFERENCES outgoing (id),"
    " slots BLOB NOT NULL"
    ") STRICT;"
    "INSERT INTO outgoing_slots (outgoing, slots)"
    " SELECT id, slots FROM outgoing WHERE slots IS NOT NULL ORDER BY id;"
    "ALTER TABLE outgoing DROP COLUMN slots;",

    /* Refused for good, and not looked at yet (act/bounce); old ones are left as they are. */
    "ALTER TABLE outgoing ADD COLUMN judged INTEGER NOT NULL DEFAULT 0 CHECK (judged IN (0, 1));"
    "UPDATE outgoing SET judged = 1 WHERE state = 4;"
    "CREATE INDEX outgoing_refused ON outgoing (id) WHERE state = 4 AND judged = 0;",

    /* Mails that were claimed for a domain ('': in all) in one hour (UTC, seconds / 3600), and in
     * which hour a row was claimed. */
    "CREATE TABLE domain_count ("
    " domain TEXT NOT NULL,"
    " hour INTEGER NOT NULL,"
    " copies INTEGER NOT NULL,"
    " letters INTEGER NOT NULL,"
    " PRIMARY KEY (domain, hour)"
    ") STRICT, WITHOUT ROWID;"
    "ALTER TABLE outgoing ADD COLUMN counted INTEGER;",

    /* What came back for a mail, and what it was judged to be. */
    "CREATE TABLE bounce ("
    " id INTEGER PRIMARY KEY,"
    " at INTEGER NOT NULL,"
    " outgoing INTEGER REFERENCES outgoing (id),"
    " person INTEGER REFERENCES person (id),"
    " folded TEXT NOT NULL,"
    " kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),"
    " status TEXT NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id)"
    ") STRICT;"
    "CREATE INDEX bounce_folded ON bounce (folded, at);"
    "CREATE INDEX bounce_outgoing ON bounce (outgoing) WHERE outgoing IS NOT NULL;",

    /* Addresses that get nothing. A lifted row stays, as the story of the address. */
    "CREATE TABLE suppression ("
    " id INTEGER PRIMARY KEY,"
    " folded TEXT NOT NULL,"
    " reason INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 4),"
    " detail TEXT NOT NULL,"
    " since INTEGER NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id),"
    " outgoing INTEGER REFERENCES outgoing (id),"
    " lifted INTEGER,"
    " told INTEGER"
    ") STRICT;"
    "CREATE UNIQUE INDEX suppression_folded ON suppression (folded) WHERE lifted IS NULL;"
    "CREATE INDEX suppression_story ON suppression (folded);"
    "CREATE INDEX suppression_untold ON suppression (since) WHERE told IS NULL AND lifted IS NULL;",

    /* A mail in an IMAP folder: account/folder/uidvalidity/uid. */
    "CREATE TABLE fetched ("
    " place TEXT PRIMARY KEY,"
    " inbound INTEGER NOT NULL REFERENCES inbound (id)"
    ") STRICT, WITHOUT ROWID;",

    /* The issue that this one corrects, for those whom that one has reached; why it waits; whether
     * its first copies have been judged (too many failures stop an issue once). */
    "ALTER TABLE issue ADD COLUMN corrects TEXT REFERENCES issue (name);"
    "ALTER TABLE issue ADD COLUMN why_held TEXT;"
    "ALTER TABLE issue ADD COLUMN judged INTEGER NOT NULL DEFAULT 0 CHECK (judged IN (0, 1));",

    "CREATE TABLE setting ("
    " name TEXT PRIMARY KEY,"
    " value TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;",

    /* What answers change. A person's newest pause without an end is in force until its day. */
    "CREATE TABLE pause ("
    " id INTEGER PRIMARY KEY,"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " since INTEGER NOT NULL,"
    " until INTEGER NOT NULL,"
    " day TEXT NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id),"
    " ended INTEGER"
    ") STRICT;"
    "CREATE UNIQUE INDEX pause_open ON pause (person) WHERE ended IS NULL;"
    "CREATE INDEX pause_person ON pause (person);",

    /* Until when a person is not there, as their automatic reply said. */
    "CREATE TABLE away ("
    " person INTEGER PRIMARY KEY REFERENCES person (id),"
    " until INTEGER NOT NULL,"
    " noted INTEGER NOT NULL,"
    " inbound INTEGER REFERENCES inbound (id)"
    ") STRICT;",

    /* One for each mail of ours that somebody gave a mark to; the newest one counts. */
    "CREATE TABLE rating ("
    " person INTEGER NOT NULL REFERENCES person (id),"
    " outgoing INTEGER NOT NULL REFERENCES outgoing (id),"
    " at INTEGER NOT NULL,"
    " value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 5),"
    " inbound INTEGER REFERENCES inbound (id),"
    " PRIMARY KEY (person, outgoing)"
    ") STRICT, WITHOUT ROWID;",

    /* What we took a mail to mean, and asked about. */
    "CREATE TABLE guess ("
    " outgoing INTEGER PRIMARY KEY REFERENCES outgoing (id),"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " inbound INTEGER NOT NULL REFERENCES inbound (id),"
    " about INTEGER REFERENCES outgoing (id),"
    " intents TEXT NOT NULL,"
    " doubt INTEGER NOT NULL CHECK (doubt IN (0, 1)),"
    " sender TEXT,"
    " asked INTEGER NOT NULL,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),"
    " settled INTEGER"
    ") STRICT;"
    "CREATE INDEX guess_person ON guess (person);"
    "CREATE INDEX guess_open ON guess (asked) WHERE state = 1 AND doubt = 1;",

    /* former: when the person left it; replies from there still count. place: a smaller one stands
     * in front of a greater one. */
    "ALTER TABLE address ADD COLUMN former INTEGER;"
    "ALTER TABLE address ADD COLUMN place INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE address_change ("
    " id INTEGER PRIMARY KEY,"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " old TEXT NOT NULL,"
    " new TEXT NOT NULL,"
    " question INTEGER NOT NULL REFERENCES outgoing (id),"
    " inbound INTEGER REFERENCES inbound (id),"
    " asked INTEGER NOT NULL,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),"
    " settled INTEGER,"
    " added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1))"
    ") STRICT;"
    "CREATE UNIQUE INDEX address_change_open ON address_change (person) WHERE state = 1;"
    "CREATE INDEX address_change_person ON address_change (person);"
    "CREATE UNIQUE INDEX address_change_question ON address_change (question);",

    /* Mails that show an issue to staff, and who has approved it as it was. */
    "CREATE TABLE proof ("
    " outgoing INTEGER PRIMARY KEY REFERENCES outgoing (id),"
    " issue TEXT NOT NULL,"
    " hash TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE approval ("
    " issue TEXT NOT NULL,"
    " hash TEXT NOT NULL,"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " at INTEGER NOT NULL,"
    " PRIMARY KEY (issue, hash, person)"
    ") STRICT, WITHOUT ROWID;",

    "PRAGMA user_version = 2;",
    NULL,
};

static const char *const schema_tried[] = {
    /* When a server first said "later" of a mail: the days to try again count from then. What waits
     * in an older store has them from its next try on. */
    "ALTER TABLE outgoing ADD COLUMN tried INTEGER;",

    "PRAGMA user_version = 13;",
    NULL,
};

/* Only ever appended to: a store of any age is brought forward step by step. */
const char *const *const schema_steps[] = {
    schema_1,       schema_2,       schema_meetings, schema_listings, schema_pairs,
    schema_digests, schema_funnel,  schema_overdue,  schema_aside,    schema_fresh,
    schema_liked,   schema_numbers, schema_tried};
const int schema_step_count = (int)G_N_ELEMENTS(schema_steps);
