#include "store/erase.h"

#include <inttypes.h>

#include "store/statement.h"

#define PAIRS "(SELECT id FROM pair WHERE profile = ?1 OR posting = ?1)"
#define LISTS "(SELECT id FROM digest WHERE listing = ?1)"

/* In the order of their references. ?1 is the listing. */
static struct statement *next(struct store *store, int at)
{
    switch (at) {
    case 0:
        return statement_take(store, "DELETE FROM relay_mail WHERE pair IN " PAIRS);
    case 1:
        return statement_take(store, "DELETE FROM gate WHERE pair IN " PAIRS);
    case 2:
        return statement_take(store, "DELETE FROM pair_days WHERE pair IN " PAIRS);
    case 3:
        return statement_take(store, "DELETE FROM pair_step WHERE pair IN " PAIRS);
    case 4:
        return statement_take(store, "DELETE FROM digest_reply WHERE digest IN " LISTS
                                     " OR (digest, letter) IN (SELECT digest, letter FROM "
                                     "digest_item WHERE listing = ?1 OR pair IN " PAIRS ")");
    case 5:
        return statement_take(store,
                              "DELETE FROM digest_item WHERE listing = ?1 OR digest IN " LISTS
                              " OR pair IN " PAIRS);
    case 6:
        return statement_take(store, "DELETE FROM digest WHERE listing = ?1");
    case 7:
        return statement_take(store, "DELETE FROM pair WHERE profile = ?1 OR posting = ?1");
    case 8:
        return statement_take(store, "DELETE FROM digest_look WHERE listing = ?1");
    case 9:
        return statement_take(store, "DELETE FROM listing_overdue WHERE listing = ?1");
    case 10:
        return statement_take(store, "DELETE FROM listing_aside WHERE listing = ?1");
    case 11:
        return statement_take(store, "DELETE FROM listing_forgot WHERE listing = ?1");
    case 12:
        return statement_take(store, "DELETE FROM listing_mail WHERE listing = ?1");
    case 13:
        return statement_take(store, "DELETE FROM listing_change WHERE listing = ?1");
    case 14:
        return statement_take(store, "DELETE FROM listing_version WHERE listing = ?1");
    case 15:
        return statement_take(store, "DELETE FROM listing WHERE id = ?1");
    default:
        return NULL;
    }
}

/* How often they wanted lists goes with their last one; that they wanted none stays. */
static bool forget_reader(struct store *store, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *forget =
        statement_take(store, "DELETE FROM digest_reader WHERE person = ?1 AND pace <> 0 AND "
                              "NOT EXISTS (SELECT 1 FROM listing WHERE person = ?1)");
    statement_put_number(forget, person);
    return statement_run(forget, error);
}

bool erase_listing(struct store *store, const struct cause *cause, const struct listing *listing,
                   GError **error)
{
    statement_assert_transaction(store);
    for (int at = 0;; at++) {
        SCOPED(statement) struct statement *erase = next(store, at);
        if (erase == NULL) {
            break;
        }
        statement_put_number(erase, listing->id);
        if (!statement_run(erase, error)) {
            return false;
        }
    }
    g_autofree char *number = g_strdup_printf("%" PRId64, listing->id);
    return forget_reader(store, listing->person, error) &&
           event_add(store, cause, listing->person, 0, "listing", number,
                     listing_state_name(listing->state), "erased", error);
}
