#include "act/listing.h"

#include <string.h>

#include "act/asking.h"
#include "act/human.h"
#include "act/listing_facts.h"
#include "act/listing_letter.h"
#include "act/pausing.h"
#include "base/text.h"
#include "store/listing.h"

#define EXTRA_WORDS 4u /* a shorter answer does not tell of a task */

/* The facts of a version. New reference; NULL: the store failed. */
static json_t *facts_of(struct store *store, int64_t id, int number, GError **error)
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

/* ---- which one --------------------------------------------------------------------------------
 */

/* The listing whose letter is answered, or NULL; it has to be the person's. */
static struct listing *answered(struct matter *matter, int *number, GError **error)
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
        json_auto_t *facts = facts_of(store, listing->id, listing->newest, error);
        if (facts == NULL) {
            return NULL;
        }
        if (kind == LISTING_PROFILE || same_title(facts, said)) {
            return g_ptr_array_steal_index(mine, at);
        }
    }
    return NULL;
}

/* Which listing the words are about, NULL: a new one. `failed`: the store did. */
static struct listing *find(struct matter *matter, enum listing_kind kind, const json_t *said,
                            bool *failed, GError **error)
{
    g_autoptr(GError) failure = NULL;
    int number = 0;
    struct listing *listing = answered(matter, &number, &failure);
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

/* ---- what it says -----------------------------------------------------------------------------
 */

/* The version that the words make of it; the listing is a new one when `listing` has no id. */
static bool write_down(struct matter *matter, struct listing *listing, const json_t *facts,
                       int *number, GError **error)
{
    struct store *store = matter->office->store;
    g_autofree char *text = json_dumps(facts, JSON_COMPACT | JSON_SORT_KEYS);
    if (listing->id != 0) {
        return listing_write(store, &matter->cause, listing, text, number, error);
    }
    *number = 1;
    return listing_add(store, &matter->cause, listing, text, &listing->id, error);
}

/* What others may see of it, as understanding found it: the sentences of a portrait, what was left
 * out of it. A mail that says none of it leaves what there was. */
static void keep_open(json_t *facts, const json_t *open)
{
    static const char *const keys[] = {"portrait", "left_out"};
    for (size_t at = 0; at < G_N_ELEMENTS(keys); at++) {
        json_t *found = json_object_get(open, keys[at]);
        if (json_array_size(found) > 0) {
            json_object_set(facts, keys[at], found);
        }
    }
}

/* Words that no posting may have: nobody sees it before staff have looked at it. */
static bool hold(struct matter *matter, struct listing *listing, int number, const json_t *facts,
                 GError **error)
{
    listing_letter_show(matter, listing, number, facts, "posting-held");
    matter->why_human = "held";
    return listing_change(matter->office->store, &matter->cause, listing, LISTING_HELD, "wording",
                          error);
}

static bool say(struct matter *matter, struct listing *listing, const json_t *said, GError **error)
{
    struct store *store = matter->office->store;
    json_auto_t *before =
        listing->id != 0 ? facts_of(store, listing->id, listing->newest, error) : NULL;
    if (listing->id != 0 && before == NULL) {
        return false;
    }
    json_auto_t *facts =
        facts_merge(matter->office, listing->kind, before, said, matter_words(matter)->text);
    const json_t *open = matter_words(matter)->open;
    bool held =
        listing->kind == LISTING_POSTING && json_array_size(json_object_get(open, "held")) > 0;
    keep_open(facts, open);
    int number = 0;
    if (!write_down(matter, listing, facts, &number, error)) {
        return false;
    }
    if (held) {
        return hold(matter, listing, number, facts, error);
    }
    bool released = listing->state == LISTING_HELD; /* said again, in words that may stand */
    return (!released || listing_change(matter->office->store, &matter->cause, listing,
                                        LISTING_DRAFT, NULL, error)) &&
           listing_letter_form(matter, listing, number, facts, error);
}

bool listing_say(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    enum listing_kind kind =
        strcmp(intent->name, "profile") == 0 ? LISTING_PROFILE : LISTING_POSTING;
    if (matter->person == NULL) {
        matter->why_human = matter->several ? "several-people" : "unknown-person";
        return true;
    }
    if (!matter->known_sender) {
        asking_later(matter, intent);
        return true;
    }
    enum person_role role = kind == LISTING_PROFILE ? PERSON_SEEKER : PERSON_EMPLOYER;
    if (matter->person->role != role) {
        matter->why_human = "other-role";
        return true;
    }
    const json_t *said = json_object_get(intent->slots, intent->name);
    bool failed = false;
    SCOPED(listing) struct listing *listing = find(matter, kind, said, &failed, error);
    if (failed) {
        return false;
    }
    struct listing fresh = {.kind = kind, .person = matter->person->id};
    return say(matter, listing != NULL ? listing : &fresh, said, error);
}

/* ---- yes, no, and the extra task --------------------------------------------------------------
 */

bool listing_shown(struct matter *matter, bool *shown, GError **error)
{
    g_autoptr(GError) failure = NULL;
    int number = 0;
    SCOPED(listing) struct listing *listing = answered(matter, &number, &failure);
    *shown = listing != NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

/* An answer that tells of a task, and is no mere yes or no. */
static bool tells_task(const struct matter *matter)
{
    g_autofree char *line = text_one_line(matter_words(matter)->text, 400);
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    return g_strv_length(words) >= EXTRA_WORDS;
}

static bool lacks_extra(const struct listing *listing, const json_t *facts)
{
    return listing->kind == LISTING_POSTING && json_object_get(facts, "extra") == NULL;
}

static bool take_extra(struct matter *matter, struct listing *listing, json_t *facts,
                       GError **error)
{
    facts_set_extra(facts, matter_words(matter)->text);
    int number = 0;
    return write_down(matter, listing, facts, &number, error) &&
           listing_letter_form(matter, listing, number, facts, error);
}

static bool open_it(struct matter *matter, const struct listing *listing, int number,
                    const json_t *facts, GError **error)
{
    struct store *store = matter->office->store;
    bool opens = listing->state == LISTING_DRAFT;
    if (listing->state == LISTING_PAUSED) {
        listing_letter_state(matter, listing, facts, LISTING_PAUSED, listing->day);
    } else {
        listing_letter_show(matter, listing, number, facts, "listing-open");
    }
    return listing_confirm(store, &matter->cause, listing, number, error) &&
           (!opens || listing_change(store, &matter->cause, listing, LISTING_OPEN, NULL, error));
}

/* What the answered letter showed. New reference; NULL: the store failed. */
static json_t *answered_facts(struct matter *matter, struct listing **listing, int *number,
                              GError **error)
{
    *listing = answered(matter, number, error);
    return *listing != NULL ? facts_of(matter->office->store, (*listing)->id, *number, error)
                            : NULL;
}

bool listing_answer(struct matter *matter, bool yes, GError **error)
{
    int number = 0;
    SCOPED(listing) struct listing *listing = NULL;
    json_auto_t *facts = answered_facts(matter, &listing, &number, error);
    if (facts == NULL) {
        return false;
    }
    if (listing->state == LISTING_FILLED || listing->state == LISTING_CLOSED) {
        listing_letter_state(matter, listing, facts, listing->state, NULL);
        return true;
    }
    if (listing->state == LISTING_HELD) {
        listing_letter_show(matter, listing, number, facts, "posting-held");
        return true;
    }
    if (lacks_extra(listing, facts) && tells_task(matter)) {
        return take_extra(matter, listing, facts, error);
    }
    if (!yes || lacks_extra(listing, facts)) {
        listing_letter_show(matter, listing, number, facts,
                            yes ? "posting-extra" : "listing-wrong");
        return true;
    }
    return open_it(matter, listing, number, facts, error);
}

bool listing_words(struct matter *matter, bool *taken, GError **error)
{
    *taken = false;
    bool shown = false;
    if (!listing_shown(matter, &shown, error) || !shown || !matter->proved) {
        return error == NULL || *error == NULL;
    }
    int number = 0;
    SCOPED(listing) struct listing *listing = NULL;
    json_auto_t *facts = answered_facts(matter, &listing, &number, error);
    if (facts == NULL) {
        return false;
    }
    *taken = lacks_extra(listing, facts) && tells_task(matter);
    return !*taken || take_extra(matter, listing, facts, error);
}

/* ---- states -----------------------------------------------------------------------------------
 */

/* The posting whose letter is answered, else the only one there is; NULL without an error: it is
 * not to be told which. */
static struct listing *which_posting(struct matter *matter, GError **error)
{
    int number = 0;
    g_autoptr(GError) failure = NULL;
    struct listing *listing = answered(matter, &number, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    if (listing != NULL) {
        return listing;
    }
    g_autoptr(GPtrArray) mine =
        listing_of(matter->office->store, matter->person->id, LISTING_POSTING, error);
    return mine != NULL && mine->len == 1 ? g_ptr_array_steal_index(mine, 0) : NULL;
}

static bool set_state(struct matter *matter, const struct listing *listing,
                      enum listing_state state, const struct verdict_intent *intent, GError **error)
{
    struct store *store = matter->office->store;
    const char *day = verdict_slot(intent, "until");
    int64_t until = 0;
    bool ends = state == LISTING_PAUSED && day != NULL && pausing_day(matter, day, &until);
    json_auto_t *facts = facts_of(store, listing->id, listing->newest, error);
    if (facts == NULL) {
        return false;
    }
    /* A word opens nothing that its owner has not confirmed or staff hold, nor does the end of a
     * pause. */
    bool opens = state == LISTING_OPEN || state == LISTING_PAUSED;
    if (opens && listing->state == LISTING_HELD) {
        listing_letter_show(matter, listing, listing->newest, facts, "posting-held");
        return true;
    }
    if (opens && listing->confirmed == 0) {
        return listing_letter_form(matter, listing, listing->newest, facts, error);
    }
    listing_letter_state(matter, listing, facts, state, ends ? day : NULL);
    return ends ? listing_pause(store, &matter->cause, listing, until, day, error)
                : listing_change(store, &matter->cause, listing, state, NULL, error);
}

bool listing_turn(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    static const struct {
        const char *name;
        enum listing_state state;
    } states[] = {{"open", LISTING_OPEN},
                  {"paused", LISTING_PAUSED},
                  {"filled", LISTING_FILLED},
                  {"closed", LISTING_CLOSED}};
    g_autoptr(GError) failure = NULL;
    SCOPED(listing) struct listing *listing = which_posting(matter, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    for (size_t at = 0; listing != NULL && at < G_N_ELEMENTS(states); at++) {
        if (g_strcmp0(verdict_slot(intent, "state"), states[at].name) == 0) {
            return set_state(matter, listing, states[at].state, intent, error);
        }
    }
    matter->why_human = "which-job";
    human_receipt(matter);
    return true;
}

static bool wake(const struct office *office, const struct listing *listing, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    json_auto_t *facts = facts_of(office->store, listing->id, listing->newest, error);
    return facts != NULL &&
           listing_change(office->store, &cause, listing, LISTING_OPEN, NULL, error) &&
           listing_letter_woken(office, &cause, listing, facts, error) &&
           store_commit(office->store, error);
}

bool listing_timer(const struct office *office, GError **error)
{
    g_autoptr(GPtrArray) due = listing_due(office->store, clock_now(office->clock), error);
    for (guint at = 0; due != NULL && at < due->len; at++) {
        if (!wake(office, due->pdata[at], error)) {
            return false;
        }
    }
    return due != NULL;
}

bool listing_timer_next(const struct office *office, int64_t *moment, GError **error)
{
    return listing_next(office->store, moment, error);
}
