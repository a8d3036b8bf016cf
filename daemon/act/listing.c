#include "act/listing.h"

#include <string.h>

#include "act/asking.h"
#include "act/human.h"
#include "act/listing_facts.h"
#include "act/listing_find.h"
#include "act/listing_letter.h"
#include "act/overdue.h"
#include "act/pace.h"
#include "base/text.h"
#include "store/listing.h"

#define EXTRA_WORDS 4u /* a shorter answer does not tell of a task */

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

/* The reasons alone: the words are what nobody may keep (age, health ...). New reference. */
static json_t *reasons_of(const json_t *left_out)
{
    json_t *reasons = json_array();
    for (size_t at = 0; at < json_array_size(left_out); at++) {
        json_t *reason = json_object_get(json_array_get(left_out, at), "reason");
        json_array_append_new(reasons, json_pack("{s:O}", "reason", reason));
    }
    return reasons;
}

/* What others may see of it, as understanding found it: the sentences of a portrait, and why
 * something was left out of it. A mail that says none of it leaves what there was. */
static void keep_open(json_t *facts, const json_t *open)
{
    json_t *portrait = json_object_get(open, "portrait"),
           *left_out = json_object_get(open, "left_out");
    if (json_array_size(portrait) > 0) {
        json_object_set(facts, "portrait", portrait);
    }
    if (json_array_size(left_out) > 0) {
        json_object_set_new(facts, "left_out", reasons_of(left_out));
    }
}

/* Whether the words are such as no posting may have (understand/posting_rules). */
static bool breaks_rules(const struct matter *matter)
{
    return json_array_size(json_object_get(matter_words(matter)->open, "held")) > 0;
}

/* In the facts: it waited for staff. */
static void mark_held(json_t *facts, bool held)
{
    if (held) {
        json_object_set_new(facts, "held", json_true());
    } else {
        json_object_del(facts, "held");
    }
}

/* The newest version before the held ones. New reference; NULL: the store failed. */
static json_t *facts_before_held(struct store *store, const struct listing *listing, GError **error)
{
    for (int number = listing->newest - 1; number > 0; number--) {
        json_t *facts = listing_find_facts(store, listing->id, number, error);
        if (facts == NULL || !json_is_true(json_object_get(facts, "held"))) {
            return facts;
        }
        json_decref(facts);
    }
    return json_object();
}

/* What another version is built upon. Of one that is held only hours, places and the like: its
 * words must not come back, so they are those of the version before. New reference; NULL: the store
 * failed. */
static json_t *facts_to_build_on(struct store *store, const struct listing *listing, GError **error)
{
    static const char *const words[] = {"title", "extra", "text"};
    json_t *facts = listing_find_facts(store, listing->id, listing->newest, error);
    if (facts == NULL || listing->state != LISTING_HELD) {
        return facts;
    }
    json_auto_t *before = facts_before_held(store, listing, error);
    if (before == NULL) {
        json_decref(facts);
        return NULL;
    }
    for (size_t at = 0; at < G_N_ELEMENTS(words); at++) {
        json_object_del(facts, words[at]);
        json_object_set(facts, words[at], json_object_get(before, words[at]));
    }
    return facts;
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

/* A sender's address is soon forged: nothing that others see ends by it. */
static bool may_hold(const struct matter *matter, const struct listing *listing)
{
    return matter->proved || (listing->state != LISTING_OPEN && listing->state != LISTING_PAUSED);
}

/* Their words as others may read them; what was understood before there were such has none. */
static const char *open_words(const struct matter *matter)
{
    const struct verdict *words = matter_words(matter);
    const char *open = verdict_open_text(words);
    return open != NULL ? open : words->text;
}

/* Of them what is kept and matched by: of a profile nothing that may not count
 * (understand/portrait).
 */
static const char *clean_words(const struct matter *matter, enum listing_kind kind)
{
    const json_t *open = matter_words(matter)->open;
    const char *clean = json_string_value(json_object_get(open, "clean"));
    return kind == LISTING_POSTING ? open_words(matter) : clean != NULL ? clean : "";
}

static bool say(struct matter *matter, struct listing *listing, const json_t *said, GError **error)
{
    struct store *store = matter->office->store;
    json_auto_t *before = listing->id != 0 ? facts_to_build_on(store, listing, error) : NULL;
    if (listing->id != 0 && before == NULL) {
        return false;
    }
    json_auto_t *facts = facts_merge(matter->office, listing->kind, before, said,
                                     open_words(matter), clean_words(matter, listing->kind));
    bool held = listing->kind == LISTING_POSTING && breaks_rules(matter);
    if (held && !may_hold(matter, listing)) {
        matter->why_human = "held";
        human_receipt(matter);
        return true;
    }
    keep_open(facts, matter_words(matter)->open);
    mark_held(facts, held);
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
    SCOPED(listing) struct listing *listing = listing_find(matter, kind, said, &failed, error);
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
    SCOPED(listing) struct listing *listing = listing_find_answered(matter, &number, &failure);
    *shown = listing != NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

/* The answer without greeting and sign-off. Borrowed. */
static const char *told(const struct matter *matter)
{
    const char *words = json_string_value(json_object_get(matter_words(matter)->open, "told"));
    return words != NULL ? words : "";
}

static unsigned words_in(const char *text)
{
    g_autofree char *line = text_one_line(text, 400);
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    return g_strv_length(words);
}

/* An answer that tells of a task, and is no mere yes ("ja, det er rigtigt"). What the weights alone
 * take for a yes may be anything. */
static bool tells_task(const struct matter *matter)
{
    const struct verdict_intent *yes = verdict_intent(matter_words(matter), "confirm");
    bool says_yes = yes != NULL && !verdict_is_by_weights(yes);
    unsigned besides = says_yes && yes->words != NULL ? words_in(yes->words) : 0;
    return words_in(told(matter)) >= besides + EXTRA_WORDS;
}

static bool lacks_extra(const struct listing *listing, const json_t *facts)
{
    return listing->kind == LISTING_POSTING && json_object_get(facts, "extra") == NULL;
}

static bool take_extra(struct matter *matter, struct listing *listing, json_t *facts,
                       GError **error)
{
    facts_set_extra(matter->office, facts, told(matter));
    bool held = listing->state == LISTING_HELD || breaks_rules(matter);
    int number = 0;
    mark_held(facts, held);
    return write_down(matter, listing, facts, &number, error) &&
           (held ? hold(matter, listing, number, facts, error)
                 : listing_letter_form(matter, listing, number, facts, error));
}

/* Words that no posting may have, beside the yes to a clean one ("Ja, men kun kvinder"). */
static bool adds_forbidden(const struct matter *matter, const struct listing *listing)
{
    bool over = listing->state == LISTING_FILLED || listing->state == LISTING_CLOSED;
    return listing->kind == LISTING_POSTING && !over && breaks_rules(matter);
}

/* They are a part of it, as if they had stood in the posting itself. */
static bool take_forbidden(struct matter *matter, struct listing *listing, const json_t *before,
                           const json_t *said, GError **error)
{
    const char *words = open_words(matter);
    json_auto_t *facts = facts_merge(matter->office, listing->kind, before, said, words, words);
    int number = 0;
    mark_held(facts, true);
    return write_down(matter, listing, facts, &number, error) &&
           hold(matter, listing, number, facts, error);
}

bool listing_forbidden(struct matter *matter, struct listing *listing, const json_t *said,
                       bool *taken, GError **error)
{
    *taken = adds_forbidden(matter, listing);
    if (!*taken) {
        return true;
    }
    json_auto_t *facts =
        listing_find_facts(matter->office->store, listing->id, listing->newest, error);
    return facts != NULL && take_forbidden(matter, listing, facts, said, error);
}

static bool open_it(struct matter *matter, const struct listing *listing, int number,
                    const json_t *facts, GError **error)
{
    struct store *store = matter->office->store;
    bool fresh = listing->state == LISTING_DRAFT, opens = fresh || overdue_waits(listing);
    if (listing->state == LISTING_PAUSED && !opens) {
        listing_letter_state(matter, listing, facts, LISTING_PAUSED, listing->day);
    } else {
        listing_letter_show(matter, listing, number, facts, "listing-open");
    }
    return listing_confirm(store, &matter->cause, listing, number, error) &&
           (!fresh || pace_begin(matter, error)) &&
           (!opens || listing_change(store, &matter->cause, listing, LISTING_OPEN, NULL, error));
}

/* The newest version of what the answered letter showed. `number` is the one that it showed. New
 * reference; NULL: the store failed. */
static json_t *answered_facts(struct matter *matter, struct listing **listing, int *number,
                              GError **error)
{
    *listing = listing_find_answered(matter, number, error);
    return *listing != NULL ? listing_find_facts(matter->office->store, (*listing)->id,
                                                 (*listing)->newest, error)
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
    bool extra = yes && lacks_extra(listing, facts) && tells_task(matter);
    if (!extra && adds_forbidden(matter, listing)) {
        return take_forbidden(matter, listing, facts, NULL, error);
    }
    if (listing->state == LISTING_HELD) {
        listing_letter_show(matter, listing, listing->newest, facts, "posting-held");
        return true;
    }
    if (!yes && g_strcmp0(matter->proof->kind, "listing-still") == 0) {
        return listing_end(matter, listing, facts, error);
    }
    if (extra) {
        return take_extra(matter, listing, facts, error);
    }
    if (!yes || lacks_extra(listing, facts)) {
        listing_letter_show(matter, listing, listing->newest, facts,
                            yes ? "posting-extra" : "listing-wrong");
        return true;
    }
    if (number != listing->newest) { /* the yes is to what may have been held meanwhile */
        return listing_letter_form(matter, listing, listing->newest, facts, error);
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
    bool extra = lacks_extra(listing, facts) && tells_task(matter);
    *taken = extra || adds_forbidden(matter, listing);
    return !*taken || (extra ? take_extra(matter, listing, facts, error)
                             : take_forbidden(matter, listing, facts, NULL, error));
}
