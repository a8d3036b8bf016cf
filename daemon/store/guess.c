#include "store/guess.h"

#include "store/statement.h"

void guess_free(struct guess *guess)
{
    if (guess == NULL) {
        return;
    }
    g_free(guess->intents);
    g_free(guess->sender);
    g_free(guess);
}

static const char *state_name(enum guess_state state)
{
    static const char *const names[] = {[GUESS_ASKED] = "asked",
                                        [GUESS_RIGHT] = "right",
                                        [GUESS_WRONG] = "wrong",
                                        [GUESS_SILENT] = "silent"};
    return names[state];
}

bool guess_add(struct store *store, const struct cause *cause, const struct guess *guess,
               GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO guess (outgoing, person, inbound, about, intents, doubt, sender, "
               "asked, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)");
    statement_put_number(add, guess->outgoing);
    statement_put_number(add, guess->person);
    statement_put_number(add, guess->inbound);
    statement_put_reference(add, guess->about);
    statement_put_text(add, guess->intents);
    statement_put_number(add, guess->doubt);
    statement_put_text(add, guess->sender);
    statement_put_number(add, cause->at);
    return statement_run(add, error) &&
           event_add(store, cause, guess->person, guess->outgoing, "guess", NULL, NULL,
                     state_name(GUESS_ASKED), error);
}

static struct guess *read_guess(struct statement *row)
{
    struct guess *guess = g_new0(struct guess, 1);
    guess->outgoing = statement_number(row, 0);
    guess->person = statement_number(row, 1);
    guess->inbound = statement_number(row, 2);
    guess->about = statement_number(row, 3);
    guess->intents = statement_text(row, 4);
    guess->doubt = statement_number(row, 5) != 0;
    guess->sender = statement_text(row, 6);
    guess->asked = statement_number(row, 7);
    guess->state = (enum guess_state)statement_number(row, 8);
    return guess;
}

struct guess *guess_of(struct store *store, int64_t outgoing, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT outgoing, person, inbound, about, intents, doubt, sender, "
                              "asked, state FROM guess WHERE outgoing = ?1");
    statement_put_number(find, outgoing);
    return statement_step(find, error) == STEP_ROW ? read_guess(find) : NULL;
}

bool guess_asked_about(struct store *store, int64_t person, int64_t about, bool *asked,
                       GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) FROM guess WHERE person = ?1 AND about = ?2 AND doubt = 1");
    statement_put_number(find, person);
    statement_put_number(find, about);
    int64_t count = 0;
    bool read = statement_run_number(find, &count, error);
    *asked = count > 0;
    return read;
}

bool guess_settle(struct store *store, const struct cause *cause, const struct guess *guess,
                  enum guess_state state, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE guess SET state = ?2, settled = ?3 WHERE outgoing = ?1");
    statement_put_number(write, guess->outgoing);
    statement_put_number(write, state);
    statement_put_number(write, cause->at);
    return statement_run(write, error) &&
           event_add(store, cause, guess->person, guess->outgoing, "guess", NULL,
                     state_name(guess->state), state_name(state), error);
}

GPtrArray *guess_unanswered(struct store *store, int64_t before, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT outgoing, person, inbound, about, intents, doubt, sender, asked, state "
               "FROM guess WHERE state = 1 AND doubt = 1 AND asked <= ?1 ORDER BY asked, outgoing");
    statement_put_number(find, before);
    g_autoptr(GPtrArray) guesses = g_ptr_array_new_with_free_func((GDestroyNotify)guess_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(guesses, read_guess(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&guesses) : NULL;
}

bool guess_oldest(struct store *store, int64_t *asked, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT coalesce(min(asked), 9223372036854775807) FROM guess "
                              "WHERE state = 1 AND doubt = 1");
    return statement_run_number(find, asked, error);
}
