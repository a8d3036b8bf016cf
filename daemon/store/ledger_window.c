/* The mails that may begin their way before the next flush: the setting "window" has their numbers,
 * as "3-14 20". */
#include "store/connection.h"
#include "store/ledger_row.h"
#include "store/setting.h"

#define WINDOW "window"

struct range {
    int64_t first, last;
};

static GArray *ranges_of(const int64_t *ids, unsigned count)
{
    GArray *ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
    for (unsigned i = 0; i < count; i++) {
        struct range *last =
            ranges->len > 0 ? &g_array_index(ranges, struct range, ranges->len - 1) : NULL;
        if (last != NULL && last->last + 1 == ids[i]) {
            last->last = ids[i];
        } else {
            const struct range range = {ids[i], ids[i]};
            g_array_append_val(ranges, range);
        }
    }
    return ranges;
}

static char *ranges_text(const GArray *ranges)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < ranges->len; i++) {
        const struct range *range = &g_array_index(ranges, struct range, i);
        g_string_append_printf(text, "%s%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, i > 0 ? " " : "",
                               range->first, range->last);
    }
    return g_string_free(text, FALSE);
}

bool ledger_release(struct store *store, const int64_t *ids, unsigned count, GError **error)
{
    g_autoptr(GArray) ranges = ranges_of(ids, count);
    g_autofree char *text = ranges_text(ranges);
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error) || !setting_set(store, WINDOW, text, error) ||
        !store_commit(store, error)) {
        return false;
    }
    g_clear_pointer(&store->window, g_array_unref);
    store->window = g_steal_pointer(&ranges);
    return true;
}

bool ledger_is_released(const struct store *store, int64_t id)
{
    bool found = false;
    for (guint i = 0; store->window != NULL && i < store->window->len && !found; i++) {
        const struct range *range = &g_array_index(store->window, struct range, i);
        found = range->first <= id && id <= range->last;
    }
    return found;
}

static bool doubt_range(struct store *store, const struct range *range, int64_t now, int64_t *count,
                        GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = 5, handed = 0, attempts = attempts + 1, changed = ?1 "
               "WHERE state = 2 AND id BETWEEN ?2 AND ?3");
    statement_put_number(write, now);
    statement_put_number(write, range->first);
    statement_put_number(write, range->last);
    if (!statement_run(write, error)) {
        return false;
    }
    *count += statement_changes(store);
    return true;
}

bool ledger_doubt_window(struct store *store, int64_t now, int64_t *count, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *text = setting_get(store, WINDOW, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    /* Written by a program that did not know it yet: any of them may have gone. */
    g_auto(GStrv) words = g_strsplit(text != NULL ? text : "0-9223372036854775807", " ", -1);
    for (char **word = words; *word != NULL; word++) {
        char *rest = NULL;
        struct range range = {.first = g_ascii_strtoll(*word, &rest, 10)};
        range.last = *rest == '-' ? g_ascii_strtoll(rest + 1, NULL, 10) : range.first;
        if (!doubt_range(store, &range, now, count, error)) {
            return false;
        }
    }
    return true;
}

bool ledger_close_window(struct store *store, GError **error)
{
    g_clear_pointer(&store->window, g_array_unref);
    return setting_set(store, WINDOW, "", error);
}
