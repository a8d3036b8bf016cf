#include "store/address_change.h"

#include "store/person_address.h"
#include "store/statement.h"

void address_change_free(struct address_change *change)
{
    if (change == NULL) {
        return;
    }
    g_free(change->old);
    g_free(change->new);
    g_free(change);
}

static const char *state_name(enum address_change_state state)
{
    static const char *const names[] = {[ADDRESS_ASKED] = "asked",
                                        [ADDRESS_MOVED] = "moved",
                                        [ADDRESS_STOPPED] = "stopped",
                                        [ADDRESS_REPLACED] = "replaced"};
    return names[state];
}

static struct address_change *read_change(struct statement *row)
{
    struct address_change *change = g_new0(struct address_change, 1);
    change->id = statement_number(row, 0);
    change->person = statement_number(row, 1);
    change->old = statement_text(row, 2);
    change->new = statement_text(row, 3);
    change->question = statement_number(row, 4);
    change->inbound = statement_number(row, 5);
    change->asked = statement_number(row, 6);
    change->state = (enum address_change_state)statement_number(row, 7);
    change->added = statement_number(row, 8) != 0;
    return change;
}

static struct address_change *find_one(struct statement *find, GError **error)
{
    return statement_step(find, error) == STEP_ROW ? read_change(find) : NULL;
}

struct address_change *address_change_of_question(struct store *store, int64_t question,
                                                  GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, person, old, new, question, inbound, asked, state, added "
                              "FROM address_change WHERE question = ?1");
    statement_put_number(find, question);
    return find_one(find, error);
}

struct address_change *address_change_of_mail(struct store *store, int64_t inbound, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, person, old, new, question, inbound, asked, state, added "
                              "FROM address_change WHERE inbound = ?1 ORDER BY id DESC LIMIT 1");
    statement_put_number(find, inbound);
    return find_one(find, error);
}

struct address_change *address_change_last(struct store *store, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, person, old, new, question, inbound, asked, state, added "
                              "FROM address_change WHERE person = ?1 ORDER BY id DESC LIMIT 1");
    statement_put_number(find, person);
    return find_one(find, error);
}

struct address_change *address_change_waiting(struct store *store, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, person, old, new, question, inbound, asked, state, added "
                              "FROM address_change WHERE person = ?1 AND state = 1");
    statement_put_number(find, person);
    return find_one(find, error);
}

static bool set_state(struct store *store, const struct cause *cause,
                      const struct address_change *change, enum address_change_state state,
                      bool added, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE address_change SET state = ?2, settled = ?3, added = ?4 WHERE id = ?1");
    statement_put_number(write, change->id);
    statement_put_number(write, state);
    statement_put_number(write, cause->at);
    statement_put_number(write, added);
    return statement_run(write, error) &&
           event_add(store, cause, change->person, 0, "address-change", change->new,
                     state_name(change->state), state_name(state), error);
}

static bool insert(struct store *store, const struct cause *cause,
                   const struct address_change *change, GError **error)
{
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO address_change (person, old, new, question, inbound, asked, state) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)");
    statement_put_number(add, change->person);
    statement_put_text(add, change->old);
    statement_put_text(add, change->new);
    statement_put_number(add, change->question);
    statement_put_reference(add, cause->inbound);
    statement_put_number(add, cause->at);
    return statement_run(add, error);
}

bool address_change_open(struct store *store, const struct cause *cause,
                         const struct address_change *change, GError **error)
{
    statement_assert_transaction(store);
    g_autoptr(GError) failure = NULL;
    SCOPED(address_change)
    struct address_change *before = address_change_waiting(store, change->person, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return (before == NULL ||
            set_state(store, cause, before, ADDRESS_REPLACED, before->added, error)) &&
           insert(store, cause, change, error) &&
           event_add(store, cause, change->person, change->question, "address-change", change->new,
                     NULL, state_name(ADDRESS_ASKED), error);
}

bool address_change_carry_out(struct store *store, const struct cause *cause,
                              const struct address_change *change, GError **error)
{
    g_assert(change->state == ADDRESS_ASKED);
    bool added = false;
    return person_address_move(store, cause, change->person, change->old, change->new, &added,
                               error) &&
           set_state(store, cause, change, ADDRESS_MOVED, added, error);
}

bool address_change_stop(struct store *store, const struct cause *cause,
                         const struct address_change *change, GError **error)
{
    g_assert(change->state == ADDRESS_ASKED || change->state == ADDRESS_MOVED);
    bool moved = change->state == ADDRESS_MOVED;
    return (!moved || person_address_move_back(store, cause, change->person, change->old,
                                               change->new, change->added, error)) &&
           set_state(store, cause, change, ADDRESS_STOPPED, change->added, error);
}
