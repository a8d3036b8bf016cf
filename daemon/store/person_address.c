#include "store/person_address.h"

#include "mail/address.h"
#include "store/statement.h"

bool person_address_add(struct store *store, int64_t person, const char *address, bool *added,
                        GError **error)
{
    g_autofree char *folded = address_fold(address);
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO address (person, address, folded) VALUES (?1, ?2, ?3) "
                              "ON CONFLICT (person, folded) DO NOTHING");
    statement_put_number(add, person);
    statement_put_text(add, address);
    statement_put_text(add, folded);
    if (!statement_run(add, error)) {
        return false;
    }
    *added = statement_changes(store) > 0;
    return true;
}

bool person_address_read(struct store *store, struct person *person, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT address, former IS NOT NULL FROM address WHERE person = ?1 "
                              "ORDER BY former IS NOT NULL, place, id");
    statement_put_number(find, person->id);
    person->former = 0;
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(person->addresses, statement_text(find, 0));
        person->former += statement_number(find, 1) != 0 ? 1 : 0;
    }
    return step == STEP_DONE;
}

/* In use, and before all others. */
static bool put_first(struct store *store, int64_t person, const char *address, GError **error)
{
    g_autofree char *folded = address_fold(address);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE address SET former = NULL, place = (SELECT min(place) - 1 FROM address "
               "WHERE person = ?1) WHERE person = ?1 AND folded = ?2");
    statement_put_number(write, person);
    statement_put_text(write, folded);
    return statement_run(write, error);
}

static bool retire(struct store *store, int64_t person, const char *address, int64_t now,
                   GError **error)
{
    g_autofree char *folded = address_fold(address);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE address SET former = ?3 WHERE person = ?1 AND folded = ?2");
    statement_put_number(write, person);
    statement_put_text(write, folded);
    statement_put_number(write, now);
    return statement_run(write, error);
}

static bool forget(struct store *store, int64_t person, const char *address, GError **error)
{
    g_autofree char *folded = address_fold(address);
    SCOPED(statement)
    struct statement *gone =
        statement_take(store, "DELETE FROM address WHERE person = ?1 AND folded = ?2");
    statement_put_number(gone, person);
    statement_put_text(gone, folded);
    return statement_run(gone, error);
}

bool person_address_move(struct store *store, const struct cause *cause, int64_t person,
                         const char *from, const char *to, bool *added, GError **error)
{
    statement_assert_transaction(store);
    return person_address_add(store, person, to, added, error) &&
           put_first(store, person, to, error) && retire(store, person, from, cause->at, error) &&
           event_add(store, cause, person, 0, "address", "main", from, to, error);
}

bool person_address_move_back(struct store *store, const struct cause *cause, int64_t person,
                              const char *from, const char *to, bool added, GError **error)
{
    statement_assert_transaction(store);
    return put_first(store, person, from, error) && (!added || forget(store, person, to, error)) &&
           event_add(store, cause, person, 0, "address", "main", to, from, error);
}

bool person_has_address(const struct person *person, const char *address)
{
    g_autofree char *wanted = address_fold(address);
    for (guint at = 0; at < person->addresses->len; at++) {
        g_autofree char *folded = address_fold(person->addresses->pdata[at]);
        if (strcmp(folded, wanted) == 0) {
            return true;
        }
    }
    return false;
}
