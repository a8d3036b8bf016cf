/* What the owner answers. */
#include "act/overdue.h"

#include <string.h>

#include "act/funnel_time.h"
#include "act/funnel_words.h"
#include "act/listing.h"
#include "act/listing_find.h"
#include "act/listing_letter.h"
#include "act/wishes.h"
#include "base/days.h"
#include "store/overdue.h"

bool overdue_waits(const struct listing *listing)
{
    return listing->kind == LISTING_POSTING && listing->state == LISTING_PAUSED &&
           g_strcmp0(listing->reason, OVERDUE_REASON) == 0;
}

static struct funnel_words words_of(const struct matter *matter)
{
    return funnel_words_read(matter->verdict, funnel_today(matter->office));
}

/* The day until which it stands now, 0: none is named. */
static int day_of(const struct matter *matter, const struct funnel_words *words)
{
    const struct verdict_intent *job = verdict_intent(matter->verdict, "job");
    const json_t *said = job != NULL ? json_object_get(job->slots, "job") : NULL;
    const char *deadline = json_string_value(json_object_get(said, "deadline"));
    int day = deadline != NULL ? days_from_iso(deadline) : 0;
    return day >= funnel_today(matter->office) ? day
           : words->last != 0                  ? words->last
                                               : words->first;
}

/* Somebody is tried or hired: what follows for the job is the match's. The weights alone do not
 * outweigh a yes ("Ja, til 1. maj. Arbejdstid: 20 timer"). */
static bool tells_of_match(const struct matter *matter)
{
    const struct verdict_intent *outcome = verdict_intent(matter->verdict, "outcome");
    enum pair_stage stage =
        outcome != NULL ? funnel_words_stage(verdict_slot(outcome, "stage")) : 0;
    return (stage == PAIR_TRIAL || stage == PAIR_HIRED) &&
           !(verdict_is_by_weights(outcome) && words_of(matter).yes);
}

bool overdue_concerns(const struct matter *matter)
{
    if (!matter->proved || matter->person == NULL || matter->proof->kind == NULL ||
        strcmp(matter->proof->kind, "posting-overdue") != 0 || tells_of_match(matter)) {
        return false;
    }
    struct funnel_words words = words_of(matter);
    return words.yes || words.no || day_of(matter, &words) != 0 ||
           verdict_intent(matter->verdict, "job-state") != NULL;
}

/* ---- it stands --------------------------------------------------------------------------------
 */

static bool has_passed(const json_t *facts, const char *key, const char *today)
{
    const char *day = json_string_value(json_object_get(facts, key));
    return day != NULL && strcmp(day, today) < 0;
}

/* Which of its days is the last one. */
static const char *key_of_day(const json_t *facts)
{
    return json_object_get(facts, "deadline") != NULL ? "deadline" : "start";
}

/* Days that have passed say nothing any more; the new one takes the place of the last day. */
static void set_days(json_t *facts, const char *today, const char *day)
{
    const char *key = key_of_day(facts);
    static const char *const keys[] = {"deadline", "start"};
    for (size_t at = 0; at < G_N_ELEMENTS(keys); at++) {
        if (has_passed(facts, keys[at], today)) {
            json_object_del(facts, keys[at]);
        }
    }
    if (day != NULL) {
        json_object_set_new(facts, key, json_string(day));
    }
}

bool overdue_renew(struct matter *matter, const struct listing *listing, const char *day,
                   GError **error)
{
    struct store *store = matter->office->store;
    char today[DAYS_ISO_ROOM];
    days_to_iso(funnel_today(matter->office), today);
    json_auto_t *facts = listing_find_facts(store, listing->id, listing->confirmed, error);
    if (facts == NULL) {
        return false;
    }
    set_days(facts, today, day);
    g_autofree char *text = json_dumps(facts, JSON_COMPACT | JSON_SORT_KEYS);
    int number = 0;
    listing_letter_state(matter, listing, facts, LISTING_OPEN, NULL);
    return listing_write(store, &matter->cause, listing, text, &number, error) &&
           listing_confirm(store, &matter->cause, listing, number, error) &&
           listing_change(store, &matter->cause, listing, LISTING_OPEN, NULL, error);
}

/* ---- an answer --------------------------------------------------------------------------------
 */

/* "Nej": neither filled nor closed is said; the question once more. */
static bool ask_which(struct matter *matter, const struct listing *listing, GError **error)
{
    json_auto_t *facts =
        listing_find_facts(matter->office->store, listing->id, listing->confirmed, error);
    return facts != NULL && listing_letter_overdue(matter, listing, facts, error);
}

/* "Besat", "lukket", "pause". */
static bool ends(const struct verdict_intent *state)
{
    const char *name = state != NULL ? verdict_slot(state, "state") : NULL;
    return name != NULL && strcmp(name, "open") != 0;
}

/* What it says of the job besides its day is a change like any other, on top of the renewed one. */
static bool change(struct matter *matter, GError **error)
{
    const struct verdict_intent *job = verdict_intent(matter->verdict, "job");
    const json_t *said = job != NULL ? json_object_get(job->slots, "job") : NULL;
    size_t day = json_object_get(said, "deadline") != NULL ? 1 : 0;
    return json_object_size(said) <= day || listing_say(matter, job, error);
}

static bool carry_out(struct matter *matter, const struct listing *listing, GError **error)
{
    const struct verdict_intent *state = verdict_intent(matter->verdict, "job-state");
    struct funnel_words words = words_of(matter);
    if (ends(state)) {
        return listing_turn(matter, state, error);
    }
    if (state == NULL && words.no) { /* also beside a day: "Nej. Måske igen 1. juni" */
        return ask_which(matter, listing, error);
    }
    int last = day_of(matter, &words);
    char day[DAYS_ISO_ROOM] = "";
    if (last != 0) {
        days_to_iso(last, day);
    }
    return overdue_renew(matter, listing, last != 0 ? day : NULL, error) && change(matter, error);
}

/* What else stands in the mail is carried out as ever. */
static bool carry_out_rest(struct matter *matter, GError **error)
{
    static const char *const ours[] = {"job-state", "outcome", "confirm", "job", "profile", NULL};
    const GPtrArray *intents = matter->verdict->intents;
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    for (guint at = 0; at < intents->len; at++) {
        const struct verdict_intent *intent = intents->pdata[at];
        if (!g_strv_contains(ours, intent->name)) {
            g_ptr_array_add(rest, (gpointer)(uintptr_t)intent);
        }
    }
    return wishes_carry_out(matter, rest, error);
}

/* Settled meanwhile, by another mail or by staff: a word that turns it counts as ever, else it is
 * told how it stands. */
static bool settled(struct matter *matter, const struct listing *listing, GError **error)
{
    const struct verdict_intent *state = verdict_intent(matter->verdict, "job-state");
    bool over = listing->state == LISTING_FILLED || listing->state == LISTING_CLOSED;
    bool judged = listing->state == LISTING_DRAFT || listing->state == LISTING_HELD;
    if (state != NULL && !over && (!judged || ends(state))) {
        return listing_turn(matter, state, error);
    }
    json_auto_t *facts =
        listing_find_facts(matter->office->store, listing->id, listing->newest, error);
    if (facts == NULL) {
        return false;
    }
    if (listing->state == LISTING_DRAFT) { /* what staff gave back waits for a yes to its words */
        return listing_letter_form(matter, listing, listing->newest, facts, error);
    }
    if (listing->state == LISTING_HELD) {
        listing_letter_show(matter, listing, listing->newest, facts, "posting-held");
    } else {
        listing_letter_state(matter, listing, facts, listing->state, listing->day);
    }
    return true;
}

/* Held with the day that stands beside the words, so that it need not be said again. */
static bool take_forbidden(struct matter *matter, struct listing *listing, bool *taken,
                           GError **error)
{
    struct funnel_words words = words_of(matter);
    int last = words.no ? 0 : day_of(matter, &words);
    json_auto_t *before =
        listing_find_facts(matter->office->store, listing->id, listing->newest, error);
    if (before == NULL) {
        return false;
    }
    char day[DAYS_ISO_ROOM] = "";
    if (last != 0) {
        days_to_iso(last, day);
    }
    json_auto_t *said = last != 0 ? json_pack("{s:s}", key_of_day(before), day) : NULL;
    return listing_forbidden(matter, listing, said, taken, error);
}

bool overdue_act(struct matter *matter, GError **error)
{
    int number = 0;
    g_autoptr(GError) failure = NULL;
    SCOPED(listing) struct listing *listing = listing_find_answered(matter, &number, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (listing == NULL) {
        matter->why_human = "which-job";
        return true;
    }
    bool taken = false;
    if (!ends(verdict_intent(matter->verdict, "job-state")) &&
        !take_forbidden(matter, listing, &taken, error)) {
        return false;
    }
    bool done = taken || (overdue_waits(listing) ? carry_out(matter, listing, error)
                                                 : settled(matter, listing, error));
    return done && carry_out_rest(matter, error);
}
