/* Somebody is hired: what follows for the job, the profile and all who waited for one of them. */
#include <inttypes.h>

#include "act/funnel.h"
#include "act/funnel_step.h"
#include "act/funnel_time.h"
#include "store/listing.h"

enum { WEEK = 7 };

/* ---- the job and the profile
 * -------------------------------------------------------------------
 */

/* How many the job is for. -1: the store failed. */
static int64_t positions_of(struct store *store, const struct listing *posting, GError **error)
{
    int number = posting->confirmed != 0 ? posting->confirmed : posting->newest;
    g_autofree char *text = listing_facts(store, posting->id, number, error);
    json_auto_t *facts = text != NULL ? json_loads(text, 0, NULL) : NULL;
    return text != NULL ? MAX(1, json_integer_value(json_object_get(facts, "positions"))) : -1;
}

static bool fill(struct funnel *funnel, int64_t id, GError **error)
{
    struct store *store = funnel->talk->office->store;
    SCOPED(listing) struct listing *listing = listing_get(store, id, error);
    if (listing == NULL) {
        return false;
    }
    bool over = listing->state == LISTING_FILLED || listing->state == LISTING_CLOSED;
    return over ||
           listing_change(store, &funnel->talk->cause, listing, LISTING_FILLED, "hired", error);
}

/* Whether no more people are wanted. The pair in hand counts. */
static bool is_full(struct funnel *funnel, bool *full, GError **error)
{
    struct store *store = funnel->talk->office->store;
    int64_t posting = funnel->talk->pair->posting, hired = 0;
    SCOPED(listing) struct listing *listing = listing_get(store, posting, error);
    g_autoptr(GPtrArray) pairs = listing != NULL ? pair_of(store, posting, error) : NULL;
    int64_t positions = pairs != NULL ? positions_of(store, listing, error) : -1;
    for (guint at = 0; pairs != NULL && at < pairs->len; at++) {
        hired += ((const struct pair *)pairs->pdata[at])->stage == PAIR_HIRED ? 1 : 0;
    }
    *full = hired >= positions;
    return positions > 0;
}

/* ---- the others
 * --------------------------------------------------------------------------------
 */

/* Who waits in vain: one letter each, which names all that ends. */
struct farewell {
    struct funnel *funnel; /* the first pair of theirs; owned */
    enum pair_side reader;
    GString *lines;
};

static void farewell_free(gpointer data)
{
    struct farewell *farewell = data;
    relay_talk_free(farewell->funnel->talk);
    g_free(farewell->funnel);
    g_string_free(farewell->lines, TRUE);
    g_free(farewell);
}

/* "Seniorjob kandidat 12 (legeonkel)" */
static bool add_line(struct farewell *farewell, const struct relay_talk *talk, GError **error)
{
    const char *language = talk->people[farewell->reader]->language;
    g_autofree char *role = relay_role(talk, pair_other(farewell->reader), language);
    g_autofree char *title = relay_title(talk->office, talk->pair->posting, language, error);
    if (title != NULL) {
        g_string_append_printf(farewell->lines, "%s%s (%s)", farewell->lines->len > 0 ? "\n" : "",
                               role, title);
    }
    return title != NULL;
}

static struct farewell *farewell_of(GPtrArray *all, int64_t person, enum pair_side reader)
{
    for (guint at = 0; at < all->len; at++) {
        struct farewell *one = all->pdata[at];
        if (one->reader == reader && one->funnel->talk->people[reader]->id == person) {
            return one;
        }
    }
    return NULL;
}

/* The pair ends; `waits`: the side that hears of it when it has said yes. Takes `one`. */
static bool withdraw(struct funnel *one, enum pair_side waits, GPtrArray *all, GError **error)
{
    bool hears = one->talk->pair->yes[waits] != 0;
    bool meeting = funnel_has_meeting(one);
    struct farewell *farewell = farewell_of(all, one->talk->people[waits]->id, waits);
    one->writer = pair_other(waits);
    bool told = hears && !meeting;
    if (told && farewell == NULL) {
        farewell = g_new0(struct farewell, 1);
        *farewell = (struct farewell){.funnel = one, .reader = waits, .lines = g_string_new(NULL)};
        g_ptr_array_add(all, farewell);
    }
    bool done = (!told || farewell == NULL || add_line(farewell, one->talk, error)) &&
                (meeting ? funnel_end(one, PAIR_WITHDRAWN, error)
                         : funnel_reach(one, PAIR_WITHDRAWN, error));
    if (farewell == NULL || farewell->funnel != one) {
        relay_talk_free(one->talk);
        g_free(one);
    }
    return done;
}

/* What ends because something else came of it, or nothing. */
struct ending {
    const struct office *office;
    const struct cause *cause;
    int64_t but; /* the pair in hand, 0: none */
    enum pair_stage first, last;
    const char *reason;
    GPtrArray *all; /* struct farewell */
};

static bool withdraw_pair(const struct ending *ending, const struct pair *pair,
                          enum pair_side waits, GError **error)
{
    struct relay_talk *talk = relay_talk_open(ending->office, ending->cause, pair->id, error);
    if (talk == NULL) {
        return false;
    }
    struct funnel *one = g_new0(struct funnel, 1);
    one->talk = talk;
    one->reason = ending->reason;
    if (!pair_days_get(ending->office->store, pair->id, &one->days, error)) {
        relay_talk_free(talk);
        g_free(one);
        return false;
    }
    return withdraw(one, waits, ending->all, error);
}

/* All such pairs of a listing. */
static bool withdraw_all(const struct ending *ending, int64_t listing, enum pair_side waits,
                         GError **error)
{
    g_autoptr(GPtrArray) pairs = pair_of(ending->office->store, listing, error);
    for (guint at = 0; pairs != NULL && at < pairs->len; at++) {
        const struct pair *pair = pairs->pdata[at];
        if (pair->id != ending->but && pair->stage >= ending->first &&
            pair->stage <= ending->last && !withdraw_pair(ending, pair, waits, error)) {
            return false;
        }
    }
    return pairs != NULL;
}

static bool say_farewell(GPtrArray *all, bool closed, GError **error)
{
    for (guint at = 0; at < all->len; at++) {
        const struct farewell *one = all->pdata[at];
        const struct funnel_letter letter = {
            .name = "funnel-taken",
            .reader = one->reader,
            .more =
                json_pack("{s:s, s:s}", "roller", one->lines->str, "nedlagt", closed ? "ja" : "")};
        if (!funnel_send(one->funnel, &letter, error)) {
            return false;
        }
    }
    return true;
}

/* Those of the seeker end; those of the job when it is filled. */
static bool end_others(struct funnel *funnel, bool full, GError **error)
{
    const struct pair *pair = funnel->talk->pair;
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(farewell_free);
    struct ending ending = {.office = funnel->talk->office,
                            .cause = &funnel->talk->cause,
                            .but = pair->id,
                            .first = PAIR_SUGGESTED,
                            .last = PAIR_TRIAL,
                            .reason = "hired elsewhere",
                            .all = all};
    if (!withdraw_all(&ending, pair->profile, PAIR_EMPLOYER, error)) {
        return false;
    }
    ending.reason = "filled";
    return (!full || withdraw_all(&ending, pair->posting, PAIR_SEEKER, error)) &&
           say_farewell(all, false, error);
}

/* Whom nobody has said yes to may be suggested again, when the listing opens again. */
bool funnel_listing_over(const struct office *office, const struct cause *cause,
                         const struct listing *listing, enum listing_state state, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(farewell_free);
    const struct ending ending = {.office = office,
                                  .cause = cause,
                                  .first = PAIR_INTERESTED,
                                  .last = PAIR_INTERESTED,
                                  .reason = listing_state_name(state),
                                  .all = all};
    enum pair_side waits = listing->kind == LISTING_POSTING ? PAIR_SEEKER : PAIR_EMPLOYER;
    return withdraw_all(&ending, listing->id, waits, error) &&
           say_farewell(all, state == LISTING_CLOSED, error);
}

bool funnel_listing_gone(const struct office *office, const struct cause *cause,
                         const struct listing *listing, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(farewell_free);
    const struct ending ending = {
        .office = office, .cause = cause, .first = PAIR_INTERESTED, .last = PAIR_TRIAL, .all = all};
    enum pair_side waits = listing->kind == LISTING_POSTING ? PAIR_SEEKER : PAIR_EMPLOYER;
    return withdraw_all(&ending, listing->id, waits, error) && say_farewell(all, true, error);
}

/* ---- the two ----------------------------------------------------------------------------------
 */

static bool follow_up(struct funnel *funnel, int first_day, GError **error)
{
    static const struct {
        enum gate_what what;
        int weeks;
    } times[] = {{GATE_WEEK_1, 1}, {GATE_WEEK_4, 4}, {GATE_WEEK_12, 12}};
    for (size_t at = 0; at < G_N_ELEMENTS(times); at++) {
        int64_t due = funnel_after(funnel->talk->office, first_day + times[at].weeks * WEEK, 0);
        if (!funnel_open_both(funnel, times[at].what, due, error)) {
            return false;
        }
    }
    return true;
}

/* The meeting at the end of the trial is not called off: they may still want it. */
static bool congratulate(struct funnel *funnel, bool full, GError **error)
{
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        const struct funnel_letter letter = {
            .name = "funnel-hired",
            .reader = side,
            .more = json_pack("{s:s}", "flerepladser", full ? "" : "ja")};
        if (!funnel_send(funnel, &letter, error)) {
            return false;
        }
    }
    return true;
}

bool funnel_hire(struct funnel *funnel, int first_day, GError **error)
{
    const struct office *office = funnel->talk->office;
    bool full = false;
    if (first_day != 0) {
        days_to_iso(first_day, funnel->days.hired);
    }
    int first =
        *funnel->days.hired != '\0' ? days_from_iso(funnel->days.hired) : funnel_today(office);
    return pair_days_put(office->store, funnel->talk->pair->id, &funnel->days, error) &&
           funnel_reach(funnel, PAIR_HIRED, error) &&
           fill(funnel, funnel->talk->pair->profile, error) && is_full(funnel, &full, error) &&
           (!full || fill(funnel, funnel->talk->pair->posting, error)) &&
           end_others(funnel, full, error) && follow_up(funnel, first, error) &&
           congratulate(funnel, full, error);
}
