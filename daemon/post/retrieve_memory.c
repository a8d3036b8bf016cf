#include "post/retrieve_memory.h"

#include <string.h>

#include "base/frame.h"
#include "store/setting.h"

#define NAME "inbox-memory" /* its moment, a space, the text */

GByteArray *retrieve_memory_tell(struct store *store, const struct clock *clock, GError **error)
{
    GError *problem = NULL;
    g_autofree char *kept = setting_get(store, NAME, &problem);
    if (problem != NULL) {
        g_propagate_error(error, problem);
        return NULL;
    }
    const char *text = kept != NULL ? strchr(kept, ' ') : NULL;
    GByteArray *body = g_byte_array_new();
    if (text != NULL) {
        int64_t age = clock_now(clock) - g_ascii_strtoll(kept, NULL, 10);
        frame_put_number(body, MAX(age, 0) * G_USEC_PER_SEC); /* a clock may be set back */
        frame_put_text(body, text + 1);
    }
    return body;
}

bool retrieve_memory_keep(struct store *store, const struct clock *clock, const char *memory,
                          GError **error)
{
    GError *problem = NULL;
    g_autofree char *kept = setting_get(store, NAME, &problem);
    if (problem != NULL) {
        g_propagate_error(error, problem);
        return false;
    }
    if (kept == NULL && memory == NULL) {
        return true;
    }
    g_autofree char *value =
        memory != NULL ? g_strdup_printf("%" G_GINT64_FORMAT " %s", clock_now(clock), memory)
                       : NULL;
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && setting_set(store, NAME, value, error) &&
           store_commit(store, error);
}
