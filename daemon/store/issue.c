#include "store/issue.h"

#include "base/failure.h"
#include "store/statement.h"

void issue_free(struct issue *issue)
{
    if (issue == NULL) {
        return;
    }
    g_free(issue->name);
    g_free(issue->subject);
    g_free(issue->hash);
    g_free(issue->approved_by);
    g_free(issue->why_held);
    g_free(issue->corrects);
    g_free(issue);
}

const char *issue_state_name(enum issue_state state)
{
    static const char *const names[] = {[ISSUE_APPROVED] = "approved",
                                        [ISSUE_SENDING] = "sending",
                                        [ISSUE_SENT] = "sent",
                                        [ISSUE_HELD] = "held"};
    g_assert(state >= ISSUE_APPROVED && state <= ISSUE_HELD);
    return names[state];
}

bool issue_is_given_up(const struct issue *issue)
{
    return issue->state == ISSUE_HELD && g_strcmp0(issue->why_held, ISSUE_DROPPED) == 0;
}

static struct issue *read_issue(struct statement *row)
{
    struct issue *issue = g_new0(struct issue, 1);
    issue->name = statement_text(row, 0);
    issue->state = (enum issue_state)statement_number(row, 1);
    issue->subject = statement_text(row, 2);
    issue->hash = statement_text(row, 3);
    issue->approved_by = statement_text(row, 4);
    issue->approved = statement_number(row, 5);
    issue->due = statement_number(row, 6);
    issue->latest = statement_number(row, 7);
    issue->queued = statement_number(row, 8);
    issue->why_held = statement_text(row, 9);
    issue->judged = statement_number(row, 10) != 0;
    issue->corrects = statement_text(row, 11);
    return issue;
}

/* NULL without an error: there is none. */
static struct issue *find_issue(struct store *store, const char *name, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT name, state, subject, hash, approved_by, approved, due, "
               "latest, queued, why_held, judged, corrects FROM issue WHERE name = ?1");
    statement_put_text(find, name);
    return statement_step(find, error) == STEP_ROW ? read_issue(find) : NULL;
}

struct issue *issue_get(struct store *store, const char *name, GError **error)
{
    g_autoptr(GError) failed = NULL;
    struct issue *issue = find_issue(store, name, &failed);
    if (issue == NULL && failed == NULL) {
        g_set_error(&failed, STORE_ERROR, FAILURE_NOT_FOUND,
                    "issue %s has not been approved; see `moedested newsletter list`", name);
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
    }
    return issue;
}

static bool write_issue(struct store *store, const struct issue *issue, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "INSERT INTO issue (name, state, subject, hash, approved_by, approved, due, latest, "
               "queued, corrects) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9) "
               "ON CONFLICT (name) DO UPDATE SET state = excluded.state, "
               "subject = excluded.subject, hash = excluded.hash, "
               "approved_by = excluded.approved_by, approved = excluded.approved, "
               "due = excluded.due, latest = excluded.latest, why_held = NULL, judged = 0, "
               "corrects = excluded.corrects");
    statement_put_text(write, issue->name);
    statement_put_number(write, issue->state != 0 ? issue->state : ISSUE_APPROVED);
    statement_put_text(write, issue->subject);
    statement_put_text(write, issue->hash);
    statement_put_text(write, issue->approved_by);
    statement_put_number(write, issue->approved);
    statement_put_number(write, issue->due);
    statement_put_number(write, issue->latest);
    statement_put_text(write, issue->corrects);
    return statement_run(write, error);
}

static bool clear_forms(struct store *store, const char *name, GError **error)
{
    SCOPED(statement)
    struct statement *clear = statement_take(store, "DELETE FROM issue_form WHERE issue = ?1");
    statement_put_text(clear, name);
    return statement_run(clear, error);
}

static bool write_form(struct store *store, const char *name, enum person_role role, GBytes *form,
                       GError **error)
{
    if (form == NULL) {
        return true;
    }
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "INSERT INTO issue_form (issue, role, form) VALUES (?1, ?2, ?3)");
    statement_put_text(write, name);
    statement_put_number(write, role);
    statement_put_bytes(write, form);
    return statement_run(write, error);
}

static bool has_copies(struct store *store, const char *name, bool *has, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT EXISTS (SELECT 1 FROM outgoing WHERE issue = ?1)");
    statement_put_text(ask, name);
    int64_t found = 0;
    if (!statement_run_number(ask, &found, error)) {
        return false;
    }
    *has = found != 0;
    return true;
}

/* What was queued for one form cannot be sent with another. */
static bool refuse_queued(struct store *store, const struct issue *before, GError **error)
{
    bool copies = false;
    if (!has_copies(store, before->name, &copies, error)) {
        return false;
    }
    bool queued = copies || before->queued != 0 || before->state == ISSUE_SENDING ||
                  before->state == ISSUE_SENT;
    if (queued) {
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT,
                    "issue %s cannot be approved again: its copies are queued already",
                    before->name);
    }
    return !queued;
}

bool issue_approve(struct store *store, const struct cause *cause, const struct issue *issue,
                   GBytes *seekers, GBytes *employers, GError **error)
{
    statement_assert_transaction(store);
    g_autoptr(GError) failed = NULL;
    SCOPED(issue) struct issue *before = find_issue(store, issue->name, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return false;
    }
    if (before != NULL && !refuse_queued(store, before, error)) {
        return false;
    }
    g_autofree char *after = g_strconcat("approved ", issue->hash, NULL);
    return write_issue(store, issue, error) && clear_forms(store, issue->name, error) &&
           write_form(store, issue->name, PERSON_SEEKER, seekers, error) &&
           write_form(store, issue->name, PERSON_EMPLOYER, employers, error) &&
           event_add(store, cause, 0, 0, "issue", issue->name,
                     before != NULL ? issue_state_name(before->state) : NULL, after, error);
}

GPtrArray *issue_list(struct store *store, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT name, state, subject, hash, approved_by, approved, due, "
               "latest, queued, why_held, judged, corrects FROM issue ORDER BY due, name");
    g_autoptr(GPtrArray) issues = g_ptr_array_new_with_free_func((GDestroyNotify)issue_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(issues, read_issue(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&issues) : NULL;
}

static bool write_state(struct store *store, const char *name, enum issue_state state,
                        const char *why, GError **error)
{
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE issue SET state = ?2, why_held = ?3 WHERE name = ?1");
    statement_put_text(write, name);
    statement_put_number(write, state);
    statement_put_text(write, why);
    return statement_run(write, error);
}

static bool set_state(struct store *store, const struct cause *cause, const char *name,
                      enum issue_state state, const char *why, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(issue) struct issue *before = issue_get(store, name, error);
    if (before == NULL || before->state == state) {
        return before != NULL;
    }
    return write_state(store, name, state, why, error) &&
           event_add(store, cause, 0, 0, "issue", name, issue_state_name(before->state),
                     issue_state_name(state), error);
}

bool issue_set_state(struct store *store, const struct cause *cause, const char *name,
                     enum issue_state state, GError **error)
{
    return set_state(store, cause, name, state, NULL, error);
}

bool issue_hold(struct store *store, const struct cause *cause, const char *name, const char *why,
                GError **error)
{
    return set_state(store, cause, name, ISSUE_HELD, why, error);
}

bool issue_give_up(struct store *store, const struct cause *cause, const char *name, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(issue) struct issue *before = issue_get(store, name, error);
    if (before == NULL || issue_is_given_up(before)) {
        return before != NULL;
    }
    return write_state(store, name, ISSUE_HELD, ISSUE_DROPPED, error) &&
           event_add(store, cause, 0, 0, "issue", name, issue_state_name(before->state), "given up",
                     error);
}

bool issue_resume(struct store *store, const struct cause *cause, const char *name, GError **error)
{
    SCOPED(issue) struct issue *issue = issue_get(store, name, error);
    bool begun = false;
    if (issue == NULL || !has_copies(store, name, &begun, error)) {
        return false;
    }
    if (issue->state != ISSUE_HELD) {
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT, "issue %s is not held: it is %s", name,
                    issue_state_name(issue->state));
        return false;
    }
    return set_state(store, cause, name, begun ? ISSUE_SENDING : ISSUE_APPROVED, NULL, error);
}

bool issue_set_judged(struct store *store, const char *name, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(store, "UPDATE issue SET judged = 1 WHERE name = ?1");
    statement_put_text(write, name);
    return statement_run(write, error);
}

bool issue_set_latest(struct store *store, const char *name, int64_t moment, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE issue SET latest = max(latest, ?2) WHERE name = ?1");
    statement_put_text(write, name);
    statement_put_number(write, moment);
    return statement_run(write, error);
}

bool issue_set_queued(struct store *store, const char *name, int64_t moment, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE issue SET queued = ?2 WHERE name = ?1 AND queued = 0");
    statement_put_text(write, name);
    statement_put_number(write, moment);
    return statement_run(write, error);
}

GBytes *issue_compiled(struct store *store, const char *name, enum person_role role, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT form FROM issue_form WHERE issue = ?1 AND role = ?2");
    statement_put_text(find, name);
    statement_put_number(find, role);
    return statement_step(find, error) == STEP_ROW ? statement_bytes(find, 0) : NULL;
}
