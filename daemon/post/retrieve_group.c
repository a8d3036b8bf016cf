#include "post/retrieve_group.h"

#include "base/frame.h"
#include "store/fetched.h"
#include "store/inbound.h"

#define HASH_DIGITS 16

struct held {
    char *body; /* the rest points into it */
    const char *name, *place, *octets;
    size_t length;
};

static void held_free(void *data)
{
    struct held *held = data;
    g_free(held->body);
    g_free(held);
}

GPtrArray *retrieve_group_new(void)
{
    return g_ptr_array_new_with_free_func(held_free);
}

void retrieve_group_add(GPtrArray *group, char *body, size_t length)
{
    struct frame_cursor cursor = {.at = body, .left = length};
    struct held *held = g_new0(struct held, 1);
    held->body = body;
    held->name = frame_take_text(&cursor);
    held->place = frame_take_text(&cursor);
    held->octets = frame_take_bytes(&cursor, &held->length);
    g_assert(!cursor.broken && held->name != NULL);
    g_ptr_array_add(group, held);
}

/* The name of a file alone would not do: somebody may copy another mail in under the same one. */
static char *source_of(const struct held *held)
{
    if (held->place != NULL) {
        return g_strconcat("imap:", held->name, NULL);
    }
    g_autofree char *hash =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)held->octets, held->length);
    return g_strdup_printf("maildir:%s:%.*s", held->name, HASH_DIGITS, hash);
}

static bool keep(const struct held *held, struct store *store, int64_t now, unsigned *kept,
                 GError **error)
{
    int64_t known = 0, id = 0;
    bool fresh = false;
    if (held->place != NULL && !fetched_find(store, held->place, &known, error)) {
        return false;
    }
    if (known != 0) {
        return true;
    }
    g_autofree char *source = source_of(held);
    const struct arrival arrival = {now, source, NULL, held->octets, held->length};
    if (!inbound_add(store, &arrival, &id, &fresh, error) ||
        (held->place != NULL && !fetched_add(store, held->place, id, error))) {
        return false;
    }
    *kept += fresh ? 1 : 0;
    return true;
}

bool retrieve_group_keep(const GPtrArray *group, struct store *store, const struct clock *clock,
                         unsigned *kept, GError **error)
{
    unsigned fresh = 0;
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error)) {
        return false;
    }
    for (guint at = 0; at < group->len; at++) {
        if (!keep(group->pdata[at], store, clock_now(clock), &fresh, error)) {
            return false;
        }
    }
    if (!store_commit(store, error)) {
        return false;
    }
    *kept += fresh;
    return true;
}
