#include "store/digest_due.h"

#include "store/statement.h"

const char *digest_pace_name(enum digest_pace pace)
{
    static const char *const names[] = {[DIGEST_OFF] = "off",
                                        [DIGEST_MONTHLY] = "monthly",
                                        [DIGEST_FORTNIGHTLY] = "fortnightly",
                                        [DIGEST_WEEKLY] = "weekly"};
    return names[pace];
}

/* ---- how often --------------------------------------------------------------------------------
 */

bool digest_pace_of(struct store *store, int64_t person, enum digest_pace *pace, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT pace FROM digest_reader WHERE person = ?1");
    statement_put_number(find, person);
    enum step step = statement_step(find, error);
    *pace = step == STEP_ROW ? (enum digest_pace)statement_number(find, 0) : DIGEST_WEEKLY;
    return step != STEP_FAILED;
}

bool digest_pace_set(struct store *store, const struct cause *cause, int64_t person,
                     enum digest_pace pace, bool *changed, GError **error)
{
    statement_assert_transaction(store);
    enum digest_pace before = DIGEST_WEEKLY;
    if (!digest_pace_of(store, person, &before, error)) {
        return false;
    }
    *changed = before != pace;
    if (!*changed) {
        return true;
    }
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "INSERT INTO digest_reader (person, pace, before, inbound, looked) "
                              "VALUES (?1, ?2, ?3, ?4, 0) ON CONFLICT (person) DO UPDATE SET "
                              "pace = ?2, before = ?3, inbound = ?4");
    statement_put_number(write, person);
    statement_put_number(write, pace);
    statement_put_number(write, before);
    statement_put_reference(write, cause->inbound);
    return statement_run(write, error) &&
           event_add(store, cause, person, 0, "digest", "pace", digest_pace_name(before),
                     digest_pace_name(pace), error);
}

bool digest_pace_undo(struct store *store, const struct cause *cause, int64_t person,
                      int64_t inbound, bool *undone, GError **error)
{
    *undone = false;
    enum digest_pace before = DIGEST_WEEKLY;
    {
        SCOPED(statement)
        struct statement *find = statement_take(
            store, "SELECT before FROM digest_reader WHERE person = ?1 AND inbound = ?2");
        statement_put_number(find, person);
        statement_put_number(find, inbound);
        enum step step = statement_step(find, error);
        if (step != STEP_ROW) {
            return step == STEP_DONE;
        }
        before = (enum digest_pace)statement_number(find, 0);
    }
    return digest_pace_set(store, cause, person, before, undone, error);
}

/* ---- each listing -----------------------------------------------------------------------------
 */

bool digest_look_of(struct store *store, int64_t listing, struct digest_look *look, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT ifnull(k.looked, 0), ifnull(k.sent, 0), k.waits, "
                              "ifnull(k.told, 0), l.arrived FROM listing l LEFT JOIN digest_look "
                              "k ON k.listing = l.id WHERE l.id = ?1");
    statement_put_number(find, listing);
    enum step step = statement_step(find, error);
    *look = (struct digest_look){0};
    if (step == STEP_ROW) {
        *look = (struct digest_look){.looked = statement_number(find, 0),
                                     .sent = statement_number(find, 1),
                                     .waits = statement_number(find, 2),
                                     .told = statement_number(find, 3),
                                     .version = (int)statement_number(find, 4)};
    }
    return step != STEP_FAILED;
}

static bool note_arrived(struct store *store, int64_t listing, int version, GError **error)
{
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE listing SET arrived = ?2 WHERE id = ?1 AND arrived <> ?2");
    statement_put_number(write, listing);
    statement_put_number(write, version);
    return statement_run(write, error);
}

bool digest_look_set(struct store *store, int64_t listing, const struct digest_look *look,
                     GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "INSERT INTO digest_look (listing, looked, sent, waits, told) VALUES (?1, ?2, ?3, "
               "?4, ?5) ON CONFLICT (listing) DO UPDATE SET looked = ?2, sent = ?3, waits = ?4, "
               "told = ?5");
    statement_put_number(write, listing);
    statement_put_number(write, look->looked);
    statement_put_number(write, look->sent);
    statement_put_reference(write, look->waits);
    statement_put_number(write, look->told);
    return statement_run(write, error) && note_arrived(store, listing, look->version, error);
}

GArray *digest_due(struct store *store, int64_t slot, unsigned most, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT l.id FROM listing l LEFT JOIN digest_look k ON k.listing = l.id "
               "WHERE l.state = 2 AND l.confirmed > 0 AND l.changed < ?1 "
               "AND ifnull(k.looked, 0) < ?1 ORDER BY l.kind DESC, l.id LIMIT ?2");
    statement_put_number(find, slot);
    statement_put_number(find, most);
    return statement_run_ids(find, error);
}

/* "INDEXED BY": by itself SQLite may walk through all listings by their numbers. */
GArray *digest_fresh(struct store *store, unsigned most, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id FROM listing INDEXED BY listing_fresh WHERE state = 2 "
                              "AND confirmed > arrived ORDER BY id LIMIT ?1");
    statement_put_number(find, most);
    return statement_run_ids(find, error);
}

GArray *digest_waiting(struct store *store, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT listing FROM digest_look WHERE waits IS NOT NULL AND "
                              "waits <= ?1 ORDER BY waits, listing");
    statement_put_number(find, now);
    return statement_run_ids(find, error);
}

bool digest_waiting_next(struct store *store, int64_t *moment, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT coalesce(min(waits), 9223372036854775807) FROM digest_look "
                              "WHERE waits IS NOT NULL");
    return statement_run_number(find, moment, error);
}

GArray *digest_unshown(struct store *store, const struct digest_unseen *unseen, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT l.id, (SELECT max(d.at) FROM digest_item i JOIN digest d ON d.id = i.digest "
               "WHERE i.listing = l.id) AS shown "
               "FROM listing l LEFT JOIN digest_look k ON k.listing = l.id "
               "WHERE l.kind = 1 AND l.state = 2 AND l.confirmed > 0 AND l.changed <= ?2 "
               "AND ifnull(shown, 0) < ?1 AND (NOT ?3 OR ifnull(k.told, 0) < ?1) "
               "ORDER BY ifnull(shown, 0), l.changed, l.id LIMIT ?4");
    statement_put_number(find, unseen->since);
    statement_put_number(find, unseen->opened);
    statement_put_number(find, unseen->untold);
    statement_put_number(find, unseen->most);
    return statement_run_ids(find, error);
}

GArray *digest_unasked(struct store *store, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id FROM pair INDEXED BY pair_unasked WHERE stage = 2 AND asked = 0 AND "
               "(yes_employer IS NULL) <> (yes_seeker IS NULL) ORDER BY id");
    return statement_run_ids(find, error);
}

/* Only those to the side that has not said yes, of that yes: both may have been asked in turn. */
GArray *digest_unanswered(struct store *store, int64_t before, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT p.id, count(*) FROM pair p JOIN digest_item i ON i.pair = p.id JOIN digest d "
        "ON d.id = i.digest WHERE p.stage = 2 AND d.why = 5 AND "
        "d.listing = CASE WHEN p.yes_employer IS NULL THEN p.posting ELSE p.profile END AND "
        "d.at >= coalesce(p.yes_employer, p.yes_seeker) AND "
        "(p.yes_employer IS NULL) <> (p.yes_seeker IS NULL) "
        "GROUP BY p.id HAVING max(d.at) < ?1 ORDER BY p.id");
    statement_put_number(find, before);
    g_autoptr(GArray) questions = g_array_new(FALSE, FALSE, sizeof(struct digest_question));
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        const struct digest_question question = {.pair = statement_number(find, 0),
                                                 .times = (int)statement_number(find, 1)};
        g_array_append_val(questions, question);
    }
    return step == STEP_DONE ? g_steal_pointer(&questions) : NULL;
}

bool digest_is_unasked(struct store *store, int64_t pair, bool *unasked, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT count(*) FROM pair WHERE id = ?1 AND asked = 0");
    statement_put_number(find, pair);
    int64_t count = 0;
    bool read = statement_run_number(find, &count, error);
    *unasked = count == 1;
    return read;
}

/* ---- employers without a job ------------------------------------------------------------------
 */

GArray *digest_employers(struct store *store, int64_t slot, unsigned most, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT p.id FROM person p JOIN subscription u ON u.person = p.id AND u.list = 1 "
               "AND u.state = 2 LEFT JOIN digest_reader r ON r.person = p.id "
               "WHERE p.role = 2 AND ifnull(r.looked, 0) < ?1 AND NOT EXISTS (SELECT 1 FROM "
               "listing l WHERE l.person = p.id AND l.kind = 2 AND l.state = 2) "
               "ORDER BY p.id LIMIT ?2");
    statement_put_number(find, slot);
    statement_put_number(find, most);
    return statement_run_ids(find, error);
}

bool digest_employer_seen(struct store *store, int64_t person, int64_t slot, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "INSERT INTO digest_reader (person, pace, before, looked) VALUES "
                              "(?1, 3, 3, ?2) ON CONFLICT (person) DO UPDATE SET looked = ?2");
    statement_put_number(write, person);
    statement_put_number(write, slot);
    return statement_run(write, error);
}
