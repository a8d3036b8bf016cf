#include "store/invitee.h"

#include "store/statement.h"

/* Of the person p: one of the addresses can be mailed to. */
#define IS_REACHABLE                                                                             \
    "EXISTS (SELECT 1 FROM address a WHERE a.person = p.id AND a.former IS NULL AND NOT EXISTS " \
    "(SELECT 1 FROM suppression s WHERE s.folded = a.folded AND s.lifted IS NULL)) "

/* ?2: now. */
#define PAUSES                                                                           \
    "EXISTS (SELECT 1 FROM pause WHERE pause.person = p.id AND pause.ended IS NULL AND " \
    "pause.until > ?2) "

#define IS_SUBSCRIBER                                                                \
    "EXISTS (SELECT 1 FROM subscription u WHERE u.person = p.id AND u.list = 2 AND " \
    "u.state = 2) "

/* ?1: the meeting, ?2: now, ?3: its time_sequence, ?4: what, ?5: due, ?6: starts. */
#define HAD_MAIL                                                                 \
    "EXISTS (SELECT 1 FROM meeting_mail m JOIN outgoing o ON o.id = m.outgoing " \
    "WHERE m.meeting = ?1 AND m.person = p.id AND o.state <> 6 AND "
/* The same mail, which the index finds at once; else any mail since then. */
#define HAD_IT "(" HAD_MAIL "m.what = ?4 AND m.sequence >= ?3) OR " HAD_MAIL "o.queued >= ?5)) "
#define COMES_BACK                                                                 \
    "EXISTS (SELECT 1 FROM away WHERE away.person = p.id AND away.until > ?2 AND " \
    "away.until <= ?6) "

/* Each walks a key in the order that is asked for (CROSS JOIN keeps SQLite to it), so that a group
 * is found without sorting all who are left. */
GArray *invitee_uninvited(struct store *store, const struct invitee_search *search, int64_t since,
                          GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT u.person FROM subscription u CROSS JOIN person p ON p.id = u.person "
        "WHERE u.list = 2 AND u.state = 2 AND u.changed >= ?3 AND "
        "((p.role = 1 AND ?4) OR (p.role = 2 AND ?5)) AND NOT EXISTS "
        "(SELECT 1 FROM guest g WHERE g.meeting = ?1 AND g.person = p.id) "
        "AND u.person > ?7 AND NOT " PAUSES "AND " IS_REACHABLE "ORDER BY u.person LIMIT ?6");
    statement_put_number(find, search->meeting->id);
    statement_put_number(find, search->now);
    statement_put_number(find, since);
    statement_put_number(find, search->meeting->seekers);
    statement_put_number(find, search->meeting->employers);
    statement_put_number(find, search->most);
    statement_put_number(find, search->after);
    return statement_run_ids(find, error);
}

/* Parameters ?1 to ?7. */
static void put_search(struct statement *find, const struct invitee_search *search,
                       const struct invitee_mail *mail)
{
    statement_put_number(find, search->meeting->id);
    statement_put_number(find, search->now);
    statement_put_number(find, search->meeting->time_sequence);
    statement_put_text(find, mail->what);
    statement_put_number(find, mail->due);
    statement_put_number(find, mail->starts);
    statement_put_number(find, search->most);
}

GArray *invitee_coming(struct store *store, const struct invitee_search *search,
                       const struct invitee_mail *mail, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT g.person FROM guest g CROSS JOIN person p ON p.id = g.person WHERE g.meeting = ?1 "
        "AND ((g.answer = 1 AND g.seat = 1) OR g.answer = 2) AND g.said_sequence >= ?3 "
        "AND NOT " HAD_IT "AND NOT " COMES_BACK "AND NOT " PAUSES "AND " IS_REACHABLE
        "ORDER BY g.person LIMIT ?7");
    put_search(find, search, mail);
    return statement_run_ids(find, error);
}

GArray *invitee_silent(struct store *store, const struct invitee_search *search,
                       const struct invitee_mail *mail, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT g.person FROM guest g CROSS JOIN person p ON p.id = g.person WHERE g.meeting = ?1 "
        "AND g.invited IS NOT NULL AND (g.answer = 0 OR (g.answer IN (1, 2) AND "
        "g.said_sequence < ?3)) AND " IS_SUBSCRIBER "AND NOT " HAD_IT "AND NOT " COMES_BACK
        "AND NOT " PAUSES "AND " IS_REACHABLE "ORDER BY g.person LIMIT ?7");
    put_search(find, search, mail);
    return statement_run_ids(find, error);
}

GArray *invitee_untold(struct store *store, const struct invitee_search *search, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT g.person FROM guest g CROSS JOIN person p ON p.id = g.person WHERE g.meeting = ?1 "
        "AND g.sequence < ?3 AND NOT (g.answer = 3 AND g.said_sequence >= ?4) "
        "AND (g.answer IN (1, 2) OR (" IS_SUBSCRIBER "AND NOT " PAUSES ")) "
        "AND " IS_REACHABLE "ORDER BY g.person LIMIT ?5");
    statement_put_number(find, search->meeting->id);
    statement_put_number(find, search->now);
    statement_put_number(find, search->meeting->sequence);
    statement_put_number(find, search->meeting->time_sequence);
    statement_put_number(find, search->most);
    return statement_run_ids(find, error);
}
