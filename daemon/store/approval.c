#include "store/approval.h"

#include "store/statement.h"

void approval_proof_free(struct approval_proof *proof)
{
    if (proof != NULL) {
        g_free(proof->issue);
        g_free(proof->hash);
        g_free(proof);
    }
}

bool approval_proof_add(struct store *store, int64_t outgoing, const char *issue, const char *hash,
                        GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO proof (outgoing, issue, hash) VALUES (?1, ?2, ?3)");
    statement_put_number(add, outgoing);
    statement_put_text(add, issue);
    statement_put_text(add, hash);
    return statement_run(add, error);
}

struct approval_proof *approval_proof_get(struct store *store, int64_t outgoing, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT issue, hash FROM proof WHERE outgoing = ?1");
    statement_put_number(find, outgoing);
    if (statement_step(find, error) != STEP_ROW) {
        return NULL;
    }
    struct approval_proof *proof = g_new0(struct approval_proof, 1);
    proof->issue = statement_text(find, 0);
    proof->hash = statement_text(find, 1);
    return proof;
}

static bool count_all(struct store *store, const struct approval_proof *proof, int64_t *count,
                      GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT count(*) FROM approval WHERE issue = ?1 AND hash = ?2");
    statement_put_text(ask, proof->issue);
    statement_put_text(ask, proof->hash);
    return statement_run_number(ask, count, error);
}

bool approval_give(struct store *store, const struct cause *cause,
                   const struct approval_proof *proof, int64_t person, int64_t *count,
                   GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO approval (issue, hash, person, at) VALUES (?1, ?2, ?3, ?4) "
               "ON CONFLICT (issue, hash, person) DO NOTHING");
    statement_put_text(add, proof->issue);
    statement_put_text(add, proof->hash);
    statement_put_number(add, person);
    statement_put_number(add, cause->at);
    if (!statement_run(add, error)) {
        return false;
    }
    bool fresh = statement_changes(store) > 0;
    return (!fresh ||
            event_add(store, cause, person, 0, "approval", proof->issue, NULL, "yes", error)) &&
           count_all(store, proof, count, error);
}

char *approval_names(struct store *store, const struct approval_proof *proof, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT p.name FROM approval a JOIN person p ON p.id = a.person "
                              "WHERE a.issue = ?1 AND a.hash = ?2 ORDER BY a.at, p.id");
    statement_put_text(find, proof->issue);
    statement_put_text(find, proof->hash);
    g_autoptr(GString) names = g_string_new(NULL);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_autofree char *name = statement_text(find, 0);
        g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", name);
    }
    return step == STEP_DONE ? g_string_free(g_steal_pointer(&names), FALSE) : NULL;
}
