#include "act/erase.h"

#include <inttypes.h>

#include "act/funnel.h"
#include "compose/words.h"
#include "store/erase.h"
#include "store/erase_mails.h"
#include "store/pair.h"

bool erase_place(const struct office *office, const struct cause *cause,
                 const struct listing *listing, int64_t *waiting, GError **error)
{
    return funnel_listing_gone(office, cause, listing, error) &&
           (waiting == NULL || erase_mails(office->store, listing->id, waiting, error)) &&
           erase_listing(office->store, cause, listing, error);
}

/* Pairs in which somebody has said yes and nobody is hired. -1: the store failed. */
static int open_pairs(const struct office *office, int64_t listing, GError **error)
{
    g_autoptr(GPtrArray) pairs = pair_of(office->store, listing, error);
    int open = 0;
    for (guint at = 0; pairs != NULL && at < pairs->len; at++) {
        enum pair_stage stage = ((const struct pair *)pairs->pdata[at])->stage;
        open += stage >= PAIR_INTERESTED && stage <= PAIR_TRIAL ? 1 : 0;
    }
    return pairs != NULL ? open : -1;
}

static bool add_line(const struct office *office, const struct listing *listing, GString *lines,
                     GError **error)
{
    int open = open_pairs(office, listing->id, error);
    g_autofree char *number = g_strdup_printf("%" PRId64, listing->id);
    g_autofree char *count = g_strdup_printf("%d", open);
    const char *kind = listing->kind == LISTING_PROFILE ? "profile" : "job";
    g_autofree char *line = words_fill(templates_word(office->templates, "da", "standing", kind),
                                       "nummer", number, "antal", count, NULL);
    g_string_append_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", line);
    return open >= 0;
}

char *erase_standing(const struct office *office, int64_t person, GError **error)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    g_autoptr(GPtrArray) mine = listing_story(office->store, person, error);
    for (guint at = 0; mine != NULL && at < mine->len; at++) {
        if (!add_line(office, mine->pdata[at], lines, error)) {
            return NULL;
        }
    }
    return mine != NULL ? g_string_free(g_steal_pointer(&lines), FALSE) : NULL;
}
