/* The tables of the meetings. */
#include "store/schema_steps.h"

#include <glib.h>

/* What people agreed on is kept as they said it: wall times (2026-12-01T10:00) and their zone. */
const char *const schema_meetings[] = {
    /* time_sequence: the sequence at which the time was last another one. seekers, employers: whom
     * it is for. */
    "CREATE TABLE meeting ("
    " id INTEGER PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE,"
    " title TEXT NOT NULL,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),"
    " starts TEXT NOT NULL,"
    " ends TEXT NOT NULL,"
    " zone TEXT NOT NULL,"
    " place TEXT NOT NULL,"
    " access TEXT NOT NULL,"
    " capacity INTEGER NOT NULL CHECK (capacity >= 0),"
    " seekers INTEGER NOT NULL CHECK (seekers IN (0, 1)),"
    " employers INTEGER NOT NULL CHECK (employers IN (0, 1)),"
    " sequence INTEGER NOT NULL,"
    " time_sequence INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX meeting_starts ON meeting (starts);",

    /* said, said_id, said_sequence: when the answer was given, in which mail, and to which version
     * of the event; the newest one counts. queue: since when they want the seat. offer: until when
     * it is kept for them. number: theirs on the list that staff get. */
    "CREATE TABLE guest ("
    " meeting INTEGER NOT NULL REFERENCES meeting (id),"
    " person INTEGER NOT NULL REFERENCES person (id),"
    " token BLOB NOT NULL UNIQUE,"
    " invited INTEGER,"
    " sequence INTEGER NOT NULL,"
    " answer INTEGER NOT NULL CHECK (answer BETWEEN 0 AND 3),"
    " said INTEGER,"
    " said_id TEXT,"
    " said_sequence INTEGER NOT NULL DEFAULT 0,"
    " inbound INTEGER REFERENCES inbound (id),"
    " companions INTEGER NOT NULL DEFAULT 0 CHECK (companions >= 0),"
    " words TEXT,"
    " seat INTEGER NOT NULL CHECK (seat BETWEEN 0 AND 3),"
    " queue INTEGER,"
    " offer INTEGER,"
    " by_staff INTEGER NOT NULL DEFAULT 0 CHECK (by_staff IN (0, 1)),"
    " number INTEGER NOT NULL DEFAULT 0,"
    " presence INTEGER NOT NULL DEFAULT 0 CHECK (presence BETWEEN 0 AND 2),"
    " PRIMARY KEY (meeting, person),"
    " CHECK ((seat = 3) = (offer IS NOT NULL))"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX guest_person ON guest (person);"
    "CREATE INDEX guest_offer ON guest (offer) WHERE offer IS NOT NULL;",

    /* Which mails of ours are about which meeting: what a reply to one answers, and what need not
     * be sent again. */
    "CREATE TABLE meeting_mail ("
    " outgoing INTEGER PRIMARY KEY REFERENCES outgoing (id),"
    " meeting INTEGER NOT NULL REFERENCES meeting (id),"
    " person INTEGER REFERENCES person (id),"
    " what TEXT NOT NULL,"
    " sequence INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX meeting_mail_of ON meeting_mail (meeting, person, what);",

    "PRAGMA user_version = 3;",
    NULL,
};
