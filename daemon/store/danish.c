#include <string.h>

#include "base/text.h"
#include "store/connection.h"

static void fold(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const char *text = (const char *)sqlite3_value_text(values[0]);
    if (text == NULL) {
        sqlite3_result_null(context);
        return;
    }
    sqlite3_result_text(context, text_fold(text), -1, g_free);
}

static int compare(void *data, int a_length, const void *a, int b_length, const void *b)
{
    (void)data;
    g_autofree char *first = g_strndup(a, (gsize)a_length);
    g_autofree char *second = g_strndup(b, (gsize)b_length);
    return text_compare(first, second);
}

bool danish_register(struct store *store, GError **error)
{
    int status = sqlite3_create_function_v2(store->db, "fold", 1,
                                            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                            NULL, fold, NULL, NULL, NULL);
    if (status == SQLITE_OK) {
        status = sqlite3_create_collation_v2(store->db, "danish", SQLITE_UTF8, NULL, compare, NULL);
    }
    return status == SQLITE_OK || connection_fail(store, status, error);
}
