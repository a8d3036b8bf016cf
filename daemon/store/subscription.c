#include "store/subscription.h"

#include "store/ledger_row.h"
#include "store/meeting_mail.h"
#include "store/statement.h"

const char *subscription_list_name(enum subscription_list list)
{
    static const char *const names[] = {[NEWSLETTER] = "newsletter", [INVITATIONS] = "invitations"};
    g_assert(list >= NEWSLETTER && list <= INVITATIONS);
    return names[list];
}

const char *subscription_state_name(enum subscription_state state)
{
    static const char *const names[] = {[SUBSCRIPTION_NONE] = "none",
                                        [SUBSCRIPTION_PENDING] = "pending",
                                        [SUBSCRIPTION_ACTIVE] = "active",
                                        [SUBSCRIPTION_ENDED] = "ended"};
    g_assert(state <= SUBSCRIPTION_ENDED);
    return names[state];
}

bool subscription_get(struct store *store, int64_t person, enum subscription_list list,
                      enum subscription_state *state, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT state FROM subscription WHERE person = ?1 AND list = ?2");
    statement_put_number(find, person);
    statement_put_number(find, list);
    int64_t found = SUBSCRIPTION_NONE;
    if (!statement_run_number(find, &found, error)) {
        return false;
    }
    *state = (enum subscription_state)found;
    return true;
}

/* What somebody said about a list, when and how we know. */
struct word {
    int64_t person, given;
    enum subscription_list list;
    enum subscription_state state;
    const char *source;
};

static bool write_state(struct store *store, const struct cause *cause, const struct word *word,
                        GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "INSERT INTO subscription (person, list, state, changed) VALUES (?1, ?2, ?3, ?4) "
               "ON CONFLICT (person, list) DO UPDATE SET state = excluded.state, "
               "changed = excluded.changed");
    statement_put_number(write, word->person);
    statement_put_number(write, word->list);
    statement_put_number(write, word->state);
    statement_put_number(write, cause->at);
    return statement_run(write, error);
}

static bool write_consent(struct store *store, const struct cause *cause, const struct word *word,
                          GError **error)
{
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "INSERT INTO consent (at, given, person, list, state, source, "
                              "inbound) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    statement_put_number(write, cause->at);
    statement_put_number(write, word->given);
    statement_put_number(write, word->person);
    statement_put_number(write, word->list);
    statement_put_number(write, word->state);
    statement_put_text(write, word->source);
    statement_put_reference(write, cause->inbound);
    return statement_run(write, error);
}

static bool change(struct store *store, const struct cause *cause, const struct word *word,
                   enum subscription_state before, GError **error)
{
    return write_state(store, cause, word, error) && write_consent(store, cause, word, error) &&
           event_add(store, cause, word->person, 0, "subscription",
                     subscription_list_name(word->list), subscription_state_name(before),
                     subscription_state_name(word->state), error);
}

bool subscription_begin(struct store *store, const struct cause *cause, int64_t person,
                        enum subscription_list list, const char *source, int64_t given,
                        GError **error)
{
    statement_assert_transaction(store);
    enum subscription_state before = SUBSCRIPTION_NONE;
    if (!subscription_get(store, person, list, &before, error)) {
        return false;
    }
    if (before == SUBSCRIPTION_ACTIVE) {
        return true;
    }
    const struct word yes = {person, given, list, SUBSCRIPTION_ACTIVE, source};
    return change(store, cause, &yes, before, error);
}

bool subscription_ask(struct store *store, const struct cause *cause, int64_t person,
                      enum subscription_list list, const char *source, GError **error)
{
    statement_assert_transaction(store);
    enum subscription_state before = SUBSCRIPTION_NONE;
    if (!subscription_get(store, person, list, &before, error)) {
        return false;
    }
    if (before == SUBSCRIPTION_PENDING || before == SUBSCRIPTION_ACTIVE) {
        return true;
    }
    const struct word asked = {person, cause->at, list, SUBSCRIPTION_PENDING, source};
    return change(store, cause, &asked, before, error);
}

bool subscription_end(struct store *store, const struct cause *cause, int64_t person,
                      enum subscription_list list, const char *reason, GError **error)
{
    statement_assert_transaction(store);
    enum subscription_state before = SUBSCRIPTION_NONE;
    if (!subscription_get(store, person, list, &before, error)) {
        return false;
    }
    const struct word no = {person, cause->at, list, SUBSCRIPTION_ENDED, reason};
    if (before != SUBSCRIPTION_ENDED && !change(store, cause, &no, before, error)) {
        return false;
    }
    return list == NEWSLETTER ? ledger_take_back(store, cause, person, NULL, error)
                              : meeting_mail_unwanted(store, cause, person, NULL, error);
}

void consent_free(struct consent *consent)
{
    if (consent == NULL) {
        return;
    }
    g_free(consent->source);
    g_free(consent);
}

GPtrArray *consent_list(struct store *store, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT at, given, list, state, source, inbound FROM consent "
                              "WHERE person = ?1 ORDER BY id");
    statement_put_number(find, person);
    g_autoptr(GPtrArray) consents = g_ptr_array_new_with_free_func((GDestroyNotify)consent_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        struct consent *consent = g_new0(struct consent, 1);
        consent->at = statement_number(find, 0);
        consent->given = statement_number(find, 1);
        consent->list = (enum subscription_list)statement_number(find, 2);
        consent->state = (enum subscription_state)statement_number(find, 3);
        consent->source = statement_text(find, 4);
        consent->inbound = statement_number(find, 5);
        g_ptr_array_add(consents, consent);
    }
    return step == STEP_DONE ? g_steal_pointer(&consents) : NULL;
}
