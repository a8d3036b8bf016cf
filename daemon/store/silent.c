#include "store/silent.h"

#include "store/statement.h"

GArray *silent_all(struct store *store, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT p.id, p.profile, p.posting, p.stage, max(g.changed) AS since FROM gate g "
               "JOIN pair p ON p.id = g.pair WHERE g.state = 3 AND p.stage BETWEEN 3 AND 6 AND "
               "g.changed >= p.changed GROUP BY p.id ORDER BY since, p.id");
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct silent));
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        const struct silent row = {.pair = statement_number(find, 0),
                                   .profile = statement_number(find, 1),
                                   .posting = statement_number(find, 2),
                                   .stage = (enum pair_stage)statement_number(find, 3),
                                   .since = statement_number(find, 4)};
        g_array_append_val(all, row);
    }
    return step == STEP_DONE ? g_steal_pointer(&all) : NULL;
}
