#include "store/erase_mails.h"

#include "store/statement.h"

/* ?1 is the listing. What is given to a question back, and what is answered to lists, is about it
 * too. */
#define PAIRS "(SELECT id FROM pair WHERE profile = ?1 OR posting = ?1)"
#define SHOWN                                                        \
    "(SELECT digest, letter FROM digest_item WHERE listing = ?1 OR " \
    "pair IN " PAIRS ")"
#define CAME                                                                                \
    "(SELECT inbound FROM listing_version WHERE listing = ?1 AND inbound IS NOT NULL"       \
    " UNION SELECT inbound FROM listing_change WHERE listing = ?1"                          \
    " AND inbound IS NOT NULL"                                                              \
    " UNION SELECT inbound FROM pair_step WHERE pair IN " PAIRS " AND inbound IS NOT NULL"  \
    " UNION SELECT inbound FROM relay_mail WHERE pair IN " PAIRS " AND inbound IS NOT NULL" \
    " UNION SELECT r.inbound FROM digest_reply r JOIN digest d ON d.id = r.digest"          \
    " WHERE d.listing = ?1 AND r.inbound IS NOT NULL"                                       \
    " UNION SELECT inbound FROM digest_reply WHERE (digest, letter) IN " SHOWN              \
    " AND inbound IS NOT NULL)"
#define WENT                                                        \
    "(SELECT outgoing FROM listing_mail WHERE listing = ?1"         \
    " UNION SELECT outgoing FROM relay_mail WHERE pair IN " PAIRS   \
    " UNION SELECT outgoing FROM digest WHERE listing = ?1"         \
    " OR id IN (SELECT digest FROM digest_item WHERE listing = ?1)" \
    " UNION SELECT id FROM outgoing WHERE inbound IN " CAME " AND issue IS NULL)"

static struct statement *next(struct store *store, int at)
{
    switch (at) {
    case 0: /* sent, failed, dropped */
        return statement_take(store, "UPDATE outgoing_message SET composed = x'' WHERE outgoing "
                                     "IN " WENT " AND (SELECT state FROM outgoing o WHERE o.id = "
                                     "outgoing_message.outgoing) IN (3, 4, 6)");
    case 1:
        return statement_take(store, "UPDATE guess SET intents = '[]' WHERE state <> 1 AND inbound "
                                     "IN " CAME);
    case 2: /* done */
        return statement_take(store, "UPDATE inbound SET raw = x'', verdict = NULL WHERE state = 2 "
                                     "AND id IN " CAME);
    default:
        return NULL;
    }
}

static bool count_waiting(struct store *store, int64_t listing, int64_t *waiting, GError **error)
{
    SCOPED(statement)
    struct statement *count =
        statement_take(store, "SELECT count(*) FROM inbound WHERE state <> 2 AND id IN " CAME);
    statement_put_number(count, listing);
    return statement_run_number(count, waiting, error);
}

bool erase_mails(struct store *store, int64_t listing, int64_t *waiting, GError **error)
{
    statement_assert_transaction(store);
    for (int at = 0;; at++) {
        SCOPED(statement) struct statement *empty = next(store, at);
        if (empty == NULL) {
            return count_waiting(store, listing, waiting, error);
        }
        statement_put_number(empty, listing);
        if (!statement_run(empty, error)) {
            return false;
        }
    }
}
