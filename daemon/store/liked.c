#include "store/liked.h"

#include "store/digest.h"
#include "store/statement.h"

/* With max() SQLite takes r.answer from the newest row. */
GArray *liked_of(struct store *store, int64_t listing, unsigned most, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT listing FROM (SELECT i.listing, r.answer, max(r.id) AS newest FROM digest d "
               "JOIN digest_reply r ON r.digest = d.id JOIN digest_item i ON i.digest = d.id AND "
               "i.letter = r.letter WHERE d.listing = ?1 AND r.undone IS NULL AND r.id > "
               "coalesce((SELECT reply FROM listing_forgot WHERE listing = ?1), 0) GROUP BY "
               "i.listing) WHERE answer = ?2 ORDER BY newest DESC LIMIT ?3");
    statement_put_number(find, listing);
    statement_put_number(find, DIGEST_YES);
    statement_put_number(find, most);
    return statement_run_ids(find, error);
}

bool liked_forget(struct store *store, int64_t listing, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "INSERT INTO listing_forgot (listing, reply) VALUES (?1, (SELECT "
               "coalesce(max(id), 0) FROM digest_reply)) ON CONFLICT (listing) DO UPDATE SET "
               "reply = excluded.reply");
    statement_put_number(write, listing);
    return statement_run(write, error);
}
