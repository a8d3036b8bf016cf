#include "store/digest_silence.h"

#include <inttypes.h>

#include "store/statement.h"

#define SILENCE "silence"
#define ASKED "asked"
#define TOLD "told"

/* When they last wrote; what a machine sent for them does not count. */
static bool heard_of(struct store *store, const struct listing *listing, int64_t *heard,
                     GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT ifnull(max(received), 0) FROM inbound WHERE person = ?1 AND "
               "ifnull(effect, '') NOT IN ('auto-reply', 'bulk', 'loop', 'bounce', 'bounced')");
    statement_put_number(find, listing->person);
    bool read = statement_run_number(find, heard, error);
    *heard = MAX(*heard, listing->changed);
    return read;
}

static bool count_lists(struct store *store, const struct listing *listing, int64_t since,
                        int64_t before, int *lists, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) FROM digest d WHERE d.person = ?1 AND d.at >= ?2 AND d.at < ?4 "
               "AND d.listing = ?3 AND d.why IN (1, 2) AND EXISTS "
               "(SELECT 1 FROM digest_item i WHERE i.digest = d.id)");
    statement_put_number(find, listing->person);
    statement_put_number(find, since);
    statement_put_number(find, listing->id);
    statement_put_number(find, before);
    int64_t count = 0;
    bool read = statement_run_number(find, &count, error);
    *lists = (int)count;
    return read;
}

static bool was_noted(struct store *store, const struct listing *listing, int64_t since,
                      const char *what, bool *noted, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) FROM event WHERE person = ?1 AND at > ?2 AND what = 'silence' AND "
               "detail = CAST(?3 AS TEXT) AND after = ?4");
    statement_put_number(find, listing->person);
    statement_put_number(find, since);
    statement_put_number(find, listing->id);
    statement_put_text(find, what);
    int64_t count = 0;
    bool read = statement_run_number(find, &count, error);
    *noted = count > 0;
    return read;
}

bool digest_silence_of(struct store *store, const struct listing *listing, int64_t before,
                       struct digest_silence *silence, GError **error)
{
    int64_t heard = 0;
    *silence = (struct digest_silence){0};
    return heard_of(store, listing, &heard, error) &&
           count_lists(store, listing, heard, before, &silence->lists, error) &&
           was_noted(store, listing, heard, ASKED, &silence->asked, error) &&
           was_noted(store, listing, heard, TOLD, &silence->told, error);
}

static bool note(struct store *store, const struct cause *cause, const struct listing *listing,
                 int64_t outgoing, const char *what, GError **error)
{
    g_autofree char *number = g_strdup_printf("%" PRId64, listing->id);
    return event_add(store, cause, listing->person, outgoing, SILENCE, number, NULL, what, error);
}

bool digest_silence_asked(struct store *store, const struct cause *cause,
                          const struct listing *listing, int64_t outgoing, GError **error)
{
    return note(store, cause, listing, outgoing, ASKED, error);
}

bool digest_silence_told(struct store *store, const struct cause *cause,
                         const struct listing *listing, GError **error)
{
    return note(store, cause, listing, 0, TOLD, error);
}

bool digest_silence_pair(struct store *store, int64_t person, int64_t pair, bool *told,
                         GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT count(*) FROM event WHERE person = ?1 AND "
                              "what = 'silence' AND detail = 'pair ' || ?2");
    statement_put_number(find, person);
    statement_put_number(find, pair);
    int64_t count = 0;
    bool read = statement_run_number(find, &count, error);
    *told = count > 0;
    return read;
}

bool digest_silence_pair_told(struct store *store, const struct cause *cause, int64_t person,
                              int64_t pair, GError **error)
{
    g_autofree char *detail = g_strdup_printf("pair %" PRId64, pair);
    return event_add(store, cause, person, 0, SILENCE, detail, NULL, TOLD, error);
}

GArray *digest_silent(struct store *store, int64_t from, int64_t before, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT DISTINCT l.id FROM event e JOIN listing l ON l.id = CAST(e.detail AS INTEGER) "
        "WHERE e.at >= ?1 AND e.at < ?2 AND e.what = 'silence' AND e.after = 'asked' AND "
        "l.state = 2 ORDER BY l.id");
    statement_put_number(find, from);
    statement_put_number(find, before);
    return statement_run_ids(find, error);
}
