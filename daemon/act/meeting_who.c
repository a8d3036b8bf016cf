#include "act/meeting_who.h"

#include "act/meeting_letter.h"
#include "act/meeting_list.h"
#include "act/meeting_note.h"
#include "act/meeting_offers.h"
#include "store/pause.h"

#define WHAT "who"

enum { FEW = 5 }; /* job seekers; fewer are not counted to others */

static json_t *told_seeker(const struct office *office, const char *language, const GPtrArray *list,
                           GError **error)
{
    json_auto_t *places = meeting_offers_jobs(office, language, list, error);
    if (places == NULL) {
        return NULL;
    }
    return json_array_size(places) > 0 ? json_pack("{s:O}", "arbejdspladser", places)
                                       : json_object();
}

/* `flere`: others come, too; how many is said when they are not few. */
static json_t *told_employer(const struct office *office, const char *language,
                             const GPtrArray *list, GError **error)
{
    int others = 0;
    json_auto_t *profiles = meeting_offers_profiles(office, language, list, &others, error);
    if (profiles == NULL) {
        return NULL;
    }
    bool any = json_array_size(profiles) > 0;
    g_autofree char *count = others < FEW ? g_strdup("") : g_strdup_printf("%d", others);
    return any || others > 0
               ? json_pack("{s:s, s:O, s:s, s:s}", "nogenprofil", any ? "ja" : "", "profiler",
                           profiles, "flere", any && others > 0 ? "ja" : "", "antalsoegere", count)
               : json_object();
}

/* The fields of the letter to a person, empty: there is nothing to tell. `known`: what was found
 * for others before, by role and language. Borrowed from it; NULL: the store failed. */
static json_t *told(const struct office *office, const struct person *person, const GPtrArray *list,
                    json_t *known, GError **error)
{
    bool seeker = person->role == PERSON_SEEKER;
    g_autofree char *key =
        g_strdup_printf("%s %s", person_role_name(person->role), person->language);
    json_t *fields = json_object_get(known, key);
    if (fields == NULL) {
        fields = seeker ? told_seeker(office, person->language, list, error)
                        : told_employer(office, person->language, list, error);
        json_object_set_new(known, key, fields);
    }
    return fields;
}

static bool tell_one(const struct office *office, const struct meeting *meeting,
                     struct guest *guest, const struct meeting_letter *letter, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           meeting_letter_send(office, &cause, meeting, guest, letter, error) &&
           store_commit(office->store, error);
}

static bool may_tell(const struct office *office, const struct meeting *meeting,
                     const struct person *person, bool *may, GError **error)
{
    struct pause pause = {0};
    bool open = false;
    if (!meeting_note_open(office, meeting, person, WHAT, &open, error) ||
        !pause_of(office->store, person->id, clock_now(office->clock), &pause, error)) {
        return false;
    }
    *may = open && pause.until == 0;
    return true;
}

/* Who comes and has not been told. */
static bool look_at(const struct office *office, const struct meeting *meeting,
                    const struct listed *listed, json_t *more, GError **error)
{
    const struct meeting_letter letter = {
        .name = listed->person->role == PERSON_SEEKER ? "meeting-who" : "meeting-who-employer",
        .what = WHAT,
        .more = more};
    return more != NULL && (json_object_size(more) == 0 ||
                            tell_one(office, meeting, listed->guest, &letter, error));
}

bool meeting_who_tell(const struct office *office, const struct meeting *meeting, GError **error)
{
    g_autoptr(GPtrArray) list = meeting_list_read(office, meeting, error);
    json_auto_t *known = json_object();
    for (guint at = 0; list != NULL && at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        const struct person *person = listed->person;
        bool may = false;
        if (listed->part != LIST_COMING || person->role == PERSON_STAFF) {
            continue;
        }
        if (!may_tell(office, meeting, person, &may, error) ||
            (may &&
             !look_at(office, meeting, listed, told(office, person, list, known, error), error))) {
            return false;
        }
    }
    return list != NULL;
}
