#include "act/listing_find.h"

#include <string.h>

#include "store/digest.h"

json_t *listing_find_facts(struct store *store, int64_t id, int number, GError **error)
{
    g_autofree char *text = listing_facts(store, id, number, error);
    if (text == NULL) {
        return NULL;
    }
    json_t *facts = json_loads(text, 0, NULL);
    return facts != NULL ? facts : json_object();
}

static bool same_title(const json_t *one, const json_t *other)
{
    const char *first = json_string_value(json_object_get(one, "title"));
    const char *second = json_string_value(json_object_get(other, "title"));
    if (first == NULL || second == NULL) {
        return first == second;
    }
    g_autofree char *a = g_utf8_casefold(first, -1), *b = g_utf8_casefold(second, -1);
    return strcmp(a, b) == 0;
}

struct listing *listing_find_answered(struct matter *matter, int *number, GError **error)
{
    int64_t id = 0;
    if (matter->about == 0 || matter->person == NULL ||
        !listing_mail_of(matter->office->store, matter->about, &id, number, error) || id == 0) {
        return NULL;
    }
    struct listing *listing = listing_get(matter->office->store, id, error);
    if (listing != NULL && listing->person != matter->person->id) {
        g_clear_pointer(&listing, listing_free);
    }
    return listing;
}

/* Among those of the person: the profile, the posting with that title. */
static struct listing *known(struct matter *matter, enum listing_kind kind, const json_t *said,
                             GError **error)
{
    struct store *store = matter->office->store;
    g_autoptr(GPtrArray) mine = listing_of(store, matter->person->id, kind, error);
    for (guint at = 0; mine != NULL && at < mine->len; at++) {
        const struct listing *listing = mine->pdata[at];
        json_auto_t *facts = listing_find_facts(store, listing->id, listing->newest, error);
        if (facts == NULL) {
            return NULL;
        }
        if (kind == LISTING_PROFILE || same_title(facts, said)) {
            return g_ptr_array_steal_index(mine, at);
        }
    }
    return NULL;
}

struct listing *listing_find(struct matter *matter, enum listing_kind kind, const json_t *said,
                             bool *failed, GError **error)
{
    g_autoptr(GError) failure = NULL;
    int number = 0;
    struct listing *listing = listing_find_answered(matter, &number, &failure);
    bool open = listing != NULL && listing->kind == kind && listing->state != LISTING_FILLED &&
                listing->state != LISTING_CLOSED;
    if (!open && failure == NULL) {
        g_clear_pointer(&listing, listing_free);
        listing = known(matter, kind, said, &failure);
    }
    *failed = failure != NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return listing;
}

/* The newest one; NULL without an error: there is none. */
static struct listing *newest_profile(struct matter *matter, GError **error)
{
    g_autoptr(GPtrArray) mine = listing_story(matter->office->store, matter->person->id, error);
    for (guint at = mine != NULL ? mine->len : 0; at > 0; at--) {
        if (((const struct listing *)mine->pdata[at - 1])->kind == LISTING_PROFILE) {
            return g_ptr_array_steal_index(mine, at - 1);
        }
    }
    return NULL;
}

/* The posting that the answered list was for; NULL without an error: it was no such list. */
static struct listing *listed(struct matter *matter, GError **error)
{
    SCOPED(digest)
    struct digest *digest =
        matter->about != 0 ? digest_of_mail(matter->office->store, matter->about, error) : NULL;
    if (digest == NULL || digest->listing == 0 || digest->person != matter->person->id) {
        return NULL;
    }
    struct listing *listing = listing_get(matter->office->store, digest->listing, error);
    if (listing != NULL && listing->kind != LISTING_POSTING) {
        g_clear_pointer(&listing, listing_free);
    }
    return listing;
}

struct listing *listing_find_turned(struct matter *matter, GError **error)
{
    int number = 0;
    g_autoptr(GError) failure = NULL;
    struct listing *listing = listing_find_answered(matter, &number, &failure);
    if (listing == NULL && failure == NULL) {
        listing = listed(matter, &failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    if (listing != NULL) {
        return listing;
    }
    if (matter->person->role == PERSON_SEEKER) {
        bool says = json_is_true(json_object_get(matter_words(matter)->open, "of_profile"));
        return says ? newest_profile(matter, error) : NULL;
    }
    g_autoptr(GPtrArray) mine =
        listing_of(matter->office->store, matter->person->id, LISTING_POSTING, error);
    return mine != NULL && mine->len == 1 ? g_ptr_array_steal_index(mine, 0) : NULL;
}
