#include "store/pair.h"

#include "base/failure.h"
#include "store/sequence.h"
#include "store/statement.h"

#define ALL_FIELDS                                                                          \
    "id, profile, posting, stage, shown_employer, shown_seeker, yes_employer, yes_seeker, " \
    "reveal_employer, reveal_seeker, stopped, changed"

const char *pair_stage_name(enum pair_stage stage)
{
    static const char *const names[] = {
        [PAIR_SUGGESTED] = "suggested", [PAIR_INTERESTED] = "interested",
        [PAIR_CONTACT] = "contact",     [PAIR_INTERVIEW] = "interview",
        [PAIR_TRIAL] = "trial",         [PAIR_HIRED] = "hired",
        [PAIR_DECLINED] = "declined",   [PAIR_WITHDRAWN] = "withdrawn"};
    return names[stage];
}

const char *pair_side_name(enum pair_side side)
{
    return side == PAIR_EMPLOYER ? "employer" : "seeker";
}

enum pair_side pair_other(enum pair_side side)
{
    return side == PAIR_EMPLOYER ? PAIR_SEEKER : PAIR_EMPLOYER;
}

void pair_free(struct pair *pair)
{
    g_free(pair);
}

static bool add_step(struct store *store, const struct cause *cause, const struct pair *pair,
                     const char *before, const char *reason, GError **error)
{
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO pair_step (pair, at, stage, actor, reason, inbound) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    statement_put_number(add, pair->id);
    statement_put_number(add, cause->at);
    statement_put_number(add, pair->stage);
    statement_put_text(add, cause->actor);
    statement_put_text(add, reason);
    statement_put_reference(add, cause->inbound);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, pair->id);
    return statement_run(add, error) && event_add(store, cause, 0, 0, "pair", number, before,
                                                  pair_stage_name(pair->stage), error);
}

static bool find(struct store *store, int64_t profile, int64_t posting, int64_t *id, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id FROM pair WHERE profile = ?1 AND posting = ?2");
    statement_put_number(find, profile);
    statement_put_number(find, posting);
    return statement_run_number(find, id, error);
}

bool pair_add(struct store *store, const struct cause *cause, int64_t profile, int64_t posting,
              int64_t *id, GError **error)
{
    statement_assert_transaction(store);
    if (!find(store, profile, posting, id, error) || *id != 0) {
        return *id != 0;
    }
    int64_t number = 0;
    if (!sequence_next(store, "pair", &number, error)) {
        return false;
    }
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO pair (id, profile, posting, stage, changed) "
                              "VALUES (?1, ?2, ?3, 1, ?4)");
    statement_put_number(add, number);
    statement_put_number(add, profile);
    statement_put_number(add, posting);
    statement_put_number(add, cause->at);
    if (!statement_run(add, error)) {
        return false;
    }
    *id = number;
    const struct pair pair = {.id = *id, .stage = PAIR_SUGGESTED};
    return add_step(store, cause, &pair, NULL, NULL, error);
}

static struct pair *read_pair(struct statement *row)
{
    struct pair *pair = g_new0(struct pair, 1);
    pair->id = statement_number(row, 0);
    pair->profile = statement_number(row, 1);
    pair->posting = statement_number(row, 2);
    pair->stage = (enum pair_stage)statement_number(row, 3);
    int64_t *const moments[] = {pair->shown, pair->yes, pair->revealed};
    for (int at = 0; at < (int)G_N_ELEMENTS(moments); at++) {
        moments[at][PAIR_EMPLOYER] = statement_number(row, 4 + 2 * at);
        moments[at][PAIR_SEEKER] = statement_number(row, 5 + 2 * at);
    }
    pair->stopped = (enum pair_side)statement_number(row, 10);
    pair->changed = statement_number(row, 11);
    return pair;
}

struct pair *pair_get(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT " ALL_FIELDS " FROM pair WHERE id = ?1");
    statement_put_number(find, id);
    enum step step = statement_step(find, error);
    if (step == STEP_DONE) {
        g_set_error(error, STORE_ERROR, FAILURE_NOT_FOUND, "there is no pair %" G_GINT64_FORMAT,
                    id);
    }
    return step == STEP_ROW ? read_pair(find) : NULL;
}

GPtrArray *pair_of(struct store *store, int64_t listing, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT " ALL_FIELDS " FROM pair WHERE profile = ?1 OR posting = ?1 "
                              "ORDER BY id DESC");
    statement_put_number(find, listing);
    g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func((GDestroyNotify)pair_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(pairs, read_pair(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&pairs) : NULL;
}

/* With the last yes the question to the other side is gone: whoever is asked next may be the one
 * who had said it. */
bool pair_update(struct store *store, const struct cause *cause, const struct pair *before,
                 const struct pair *after, const char *reason, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE pair SET stage = ?2, shown_employer = ?3, shown_seeker = ?4, "
               "yes_employer = ?5, yes_seeker = ?6, reveal_employer = ?7, reveal_seeker = ?8, "
               "stopped = ?9, changed = ?10, asked = CASE WHEN ?5 IS NULL AND ?6 IS NULL THEN 0 "
               "ELSE asked END WHERE id = ?1");
    statement_put_number(write, after->id);
    statement_put_number(write, after->stage);
    const int64_t *const moments[] = {after->shown, after->yes, after->revealed};
    for (size_t at = 0; at < G_N_ELEMENTS(moments); at++) {
        statement_put_reference(write, moments[at][PAIR_EMPLOYER]);
        statement_put_reference(write, moments[at][PAIR_SEEKER]);
    }
    statement_put_reference(write, after->stopped);
    statement_put_number(write, cause->at);
    return statement_run(write, error) &&
           (before->stage == after->stage ||
            add_step(store, cause, after, pair_stage_name(before->stage), reason, error));
}

bool pair_last_step(struct store *store, int64_t pair, struct pair_last *last, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT t.stage, t.inbound, i.person FROM pair_step t LEFT JOIN "
                              "inbound i ON i.id = t.inbound WHERE t.pair = ?1 "
                              "ORDER BY t.id DESC LIMIT 2");
    statement_put_number(find, pair);
    *last = (struct pair_last){0};
    enum step step = statement_step(find, error);
    if (step == STEP_ROW) {
        last->stage = (enum pair_stage)statement_number(find, 0);
        last->inbound = statement_number(find, 1);
        last->person = statement_number(find, 2);
        step = statement_step(find, error);
    }
    if (step == STEP_ROW) {
        last->before = (enum pair_stage)statement_number(find, 0);
    }
    return step != STEP_FAILED;
}
