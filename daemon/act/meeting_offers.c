#include "act/meeting_offers.h"

#include <string.h>

#include "act/listing_facts.h"
#include "act/listing_find.h"
#include "act/meeting_list.h"
#include "act/relay_mask.h"

/* Whose listings are looked at, and who reads of them. */
struct look {
    const struct office *office;
    const char *language;
    const struct person *owner;
};

static bool comes_as(const struct listed *listed, enum person_role role)
{
    return listed->part == LIST_COMING && listed->person->role == role;
}

/* What the owner's open listings of a kind say: GPtrArray of json_t, newest first. The caller owns
 * it; NULL: the store failed. */
static GPtrArray *open_facts(const struct look *look, enum listing_kind kind, GError **error)
{
    struct store *store = look->office->store;
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
    g_autoptr(GPtrArray) listings = listing_of(store, look->owner->id, kind, error);
    for (guint at = 0; listings != NULL && at < listings->len; at++) {
        const struct listing *listing = listings->pdata[at];
        if (listing->state != LISTING_OPEN || listing->confirmed == 0) {
            continue;
        }
        json_t *facts = listing_find_facts(store, listing->id, listing->confirmed, error);
        if (facts == NULL) {
            return NULL;
        }
        g_ptr_array_add(all, facts);
    }
    return listings != NULL ? g_steal_pointer(&all) : NULL;
}

/* ---- jobs -------------------------------------------------------------------------------------
 */

/* A workplace as people name it, "" when nothing is known of it. The caller owns it. */
static char *workplace_of(const struct person *person)
{
    bool both = *person->workplace != '\0' && *person->administration != '\0';
    return g_strdup_printf("%s%s%s", person->workplace, both ? ", " : "", person->administration);
}

/* The workplace in the array, put there when it is new. Borrowed. */
static json_t *place_in(json_t *places, const char *name)
{
    for (size_t at = 0; at < json_array_size(places); at++) {
        json_t *place = json_array_get(places, at);
        if (strcmp(json_string_value(json_object_get(place, "arbejdsplads")), name) == 0) {
            return place;
        }
    }
    json_t *place = json_pack("{s:s, s:s}", "arbejdsplads", name, "jobbene", "");
    g_assert(place != NULL && json_array_append_new(places, place) == 0);
    return place;
}

static void add_job(json_t *place, const char *title)
{
    const char *before = json_string_value(json_object_get(place, "jobbene"));
    g_auto(GStrv) titles = g_strsplit(before, "\n", -1);
    if (g_strv_contains((const char *const *)titles, title)) {
        return;
    }
    g_autofree char *both = g_strdup_printf("%s%s%s", before, *before != '\0' ? "\n" : "", title);
    json_object_set_new(place, "jobbene", json_string(both));
}

static void add_jobs(const struct look *look, const GPtrArray *jobs, json_t *places)
{
    g_autofree char *home = workplace_of(look->owner);
    if (*home != '\0') {
        place_in(places, home);
    }
    for (guint at = 0; at < jobs->len; at++) {
        const char *said = json_string_value(json_object_get(jobs->pdata[at], "workplace"));
        g_autofree char *title =
            facts_name(look->office, look->language, LISTING_POSTING, jobs->pdata[at]);
        bool elsewhere = *home == '\0' && said != NULL;
        add_job(place_in(places, elsewhere ? said : home), title);
    }
}

static void put_unknown_last(json_t *places)
{
    for (size_t at = 0; at < json_array_size(places); at++) {
        json_t *place = json_array_get(places, at);
        if (*json_string_value(json_object_get(place, "arbejdsplads")) == '\0') {
            json_array_append(places, place);
            json_array_remove(places, at);
            return;
        }
    }
}

json_t *meeting_offers_jobs(const struct office *office, const char *language,
                            const GPtrArray *list, GError **error)
{
    json_auto_t *places = json_array();
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        if (!comes_as(listed, PERSON_EMPLOYER)) {
            continue;
        }
        const struct look look = {office, language, listed->person};
        g_autoptr(GPtrArray) jobs = open_facts(&look, LISTING_POSTING, error);
        if (jobs == NULL) {
            return NULL;
        }
        add_jobs(&look, jobs, places);
    }
    put_unknown_last(places);
    return g_steal_pointer(&places);
}

/* ---- profiles ---------------------------------------------------------------------------------
 */

static bool names(const struct person *owner, const char *text)
{
    bool masked = false;
    g_free(relay_mask(text, owner, NULL, true, &masked));
    return masked;
}

/* The sentences that their owner has approved, without those that only main knows to name the
 * owner; "": none is left. The caller owns it. */
static char *portrait_of(const struct look *look, const json_t *facts)
{
    const json_t *sentences = json_object_get(facts, "portrait");
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t at = 0; at < json_array_size(sentences); at++) {
        const char *sentence = json_string_value(json_array_get(sentences, at));
        if (sentence != NULL && !names(look->owner, sentence)) {
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", sentence);
        }
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* "Arbejde: pedel. Timer: 25-30", "" when neither is known. The caller owns it. */
static char *work_of(const struct look *look, const json_t *facts)
{
    static const char *const keys[] = {"titles", "hours"};
    json_auto_t *shown = json_object();
    for (size_t at = 0; at < G_N_ELEMENTS(keys); at++) {
        json_object_set(shown, keys[at], json_object_get(facts, keys[at]));
    }
    g_autofree char *lines = facts_lines(look->office, look->language, LISTING_PROFILE, shown);
    g_auto(GStrv) parts = g_strsplit(lines, "\n", -1);
    g_autofree char *text = g_strjoinv(". ", parts);
    return names(look->owner, text) ? g_strdup("") : g_steal_pointer(&text);
}

/* NULL: nothing of it can be shown. The caller owns it. */
static char *profile_text(const struct look *look, const GPtrArray *profiles)
{
    for (guint at = 0; at < profiles->len; at++) {
        g_autofree char *portrait = portrait_of(look, profiles->pdata[at]);
        g_autofree char *text =
            *portrait != '\0' ? g_steal_pointer(&portrait) : work_of(look, profiles->pdata[at]);
        if (*text != '\0') {
            return g_steal_pointer(&text);
        }
    }
    return NULL;
}

static int compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

json_t *meeting_offers_profiles(const struct office *office, const char *language,
                                const GPtrArray *list, int *others, GError **error)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    *others = 0;
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        if (!comes_as(listed, PERSON_SEEKER)) {
            continue;
        }
        const struct look look = {office, language, listed->person};
        g_autoptr(GPtrArray) profiles = open_facts(&look, LISTING_PROFILE, error);
        if (profiles == NULL) {
            return NULL;
        }
        char *text = profile_text(&look, profiles);
        if (text != NULL) {
            g_ptr_array_add(texts, text);
        } else {
            (*others)++;
        }
    }
    g_ptr_array_sort(texts, compare_texts); /* not as they are numbered on the list of guests */
    json_t *items = json_array();
    for (guint at = 0; at < texts->len; at++) {
        json_array_append_new(items, json_pack("{s:s}", "profil", texts->pdata[at]));
    }
    return items;
}
