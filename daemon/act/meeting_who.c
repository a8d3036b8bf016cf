#include "act/meeting_who.h"

#include <string.h>

#include "act/meeting_letter.h"
#include "act/meeting_list.h"
#include "act/meeting_note.h"
#include "store/pause.h"

#define WHAT "who"

enum { FEW = 5 }; /* job seekers; fewer are not counted to others */

/* A workplace as people name it; NULL: nothing is known of it. The caller owns it. */
static char *workplace_of(const struct person *person)
{
    bool place = *person->workplace != '\0', above = *person->administration != '\0';
    if (!place && !above) {
        return NULL;
    }
    return g_strdup_printf("%s%s%s", person->workplace, place && above ? ", " : "",
                           person->administration);
}

/* The workplaces of those who come, a line each, each once. The caller owns it. */
static char *workplaces(const GPtrArray *list)
{
    GString *lines = g_string_new(NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        char *line = listed->part == LIST_COMING && listed->person->role == PERSON_EMPLOYER
                         ? workplace_of(listed->person)
                         : NULL;
        if (line != NULL && !g_hash_table_contains(seen, line)) {
            g_string_append_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", line);
            g_hash_table_add(seen, g_steal_pointer(&line));
        }
        g_free(line);
    }
    return g_string_free(lines, FALSE);
}

static int count_seekers(const GPtrArray *list)
{
    int count = 0;
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        count += listed->part == LIST_COMING && listed->person->role == PERSON_SEEKER;
    }
    return count;
}

/* The letter of a role and its field; NULL: there is nothing to tell. New reference. */
static json_t *told(enum person_role role, const GPtrArray *list, const char **letter)
{
    g_autofree char *places = workplaces(list);
    int seekers = count_seekers(list);
    if (role == PERSON_SEEKER && *places != '\0') {
        *letter = "meeting-who";
        return json_pack("{s:s}", "arbejdspladser", places);
    }
    if (role == PERSON_EMPLOYER && seekers > 0) {
        g_autofree char *count = seekers < FEW ? g_strdup("") : g_strdup_printf("%d", seekers);
        *letter = "meeting-who-employer";
        return json_pack("{s:s}", "antalsoegere", count);
    }
    return NULL;
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

bool meeting_who_tell(const struct office *office, const struct meeting *meeting, GError **error)
{
    g_autoptr(GPtrArray) list = meeting_list_read(office, meeting, error);
    for (guint at = 0; list != NULL && at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        const char *letter = NULL;
        json_auto_t *more =
            listed->part == LIST_COMING ? told(listed->person->role, list, &letter) : NULL;
        bool may = false;
        if (more == NULL) {
            continue;
        }
        const struct meeting_letter mail = {.name = letter, .what = WHAT, .more = more};
        if (!may_tell(office, meeting, listed->person, &may, error) ||
            (may && !tell_one(office, meeting, listed->guest, &mail, error))) {
            return false;
        }
    }
    return list != NULL;
}
