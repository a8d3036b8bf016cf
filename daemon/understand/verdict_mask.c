#include "understand/verdict_mask.h"

#include <glib.h>

#include "understand/cpr.h"

/* What others must find as it was. */
static const char *const exact[] = {"address", "message_id", "in_reply_to", "returned_id",
                                    "date",    "sha256",     "uid",         NULL};

static void mask_string(json_t *string)
{
    const char *text = json_string_value(string);
    if (cpr_found(text)) {
        g_autofree char *masked = cpr_mask(text);
        g_assert(json_string_set(string, masked) == 0);
    }
}

void verdict_mask(json_t *json)
{
    const char *key;
    size_t index;
    json_t *value;
    if (json_is_string(json)) {
        mask_string(json);
    }
    json_array_foreach(json, index, value)
    {
        verdict_mask(value);
    }
    json_object_foreach(json, key, value)
    {
        if (!g_strv_contains(exact, key)) {
            verdict_mask(value);
        }
    }
}
