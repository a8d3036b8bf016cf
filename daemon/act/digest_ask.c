/* "Somebody would like to talk to you": the other side of a yes. */
#include "act/digest_timer.h"

#include "act/funnel_step.h"

enum {
    QUESTIONS = 2, /* the question and one reminder; then a human asks */
    DAY = 86400,
    PATIENCE = 6 * DAY,
    UNASKED = 13 * DAY /* a short pause ends before */
};

/* What the first of them read, seen from the other end: the same numbers, without quotes of the
 * reader's own words. New reference; NULL: the store failed. */
static json_t *mirrored(struct store *store, const struct pair *pair, int64_t other, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *text = digest_evidence(store, pair->id, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    json_t *item = text != NULL ? json_loads(text, 0, NULL) : NULL;
    item = item != NULL ? item : json_object();
    json_object_del(item, "quotes");
    json_object_set_new(item, "listing", json_integer(other));
    return item;
}

bool digest_ask(const struct office *office, const struct cause *cause, const struct pair *pair,
                enum pair_side side, bool *asked, GError **error)
{
    int64_t own = side == PAIR_SEEKER ? pair->profile : pair->posting;
    int64_t other = side == PAIR_SEEKER ? pair->posting : pair->profile;
    bool reaches = false, first = false;
    g_autoptr(GError) failure = NULL;
    *asked = false;
    if (!digest_is_unasked(office->store, pair->id, &first, error)) {
        return false;
    }
    SCOPED(digest_draft)
    struct digest_draft *draft = digest_draft_new(office, cause, own, DIGEST_QUESTION, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (draft == NULL) {
        return true;
    }
    json_t *item = mirrored(office->store, pair, other, error);
    if (item == NULL || !digest_reaches(office, draft->reader, cause->at, &reaches, error)) {
        json_decref(item);
        return false;
    }
    json_array_append_new(draft->items, item);
    draft->again = !first;
    struct digest_way way = {0};
    bool done = !reaches || digest_send(draft, &way, error);
    *asked = way.sent;
    return done;
}

static bool ask_later(const struct office *office, int64_t id, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    bool asked = false;
    STORE_ROLLS_BACK(office->store);
    SCOPED(pair)
    struct pair *pair =
        store_begin(office->store, error) ? pair_get(office->store, id, error) : NULL;
    if (pair == NULL) {
        return false;
    }
    bool waits = false;
    enum pair_side side = pair->yes[PAIR_EMPLOYER] != 0 ? PAIR_SEEKER : PAIR_EMPLOYER;
    return digest_is_unasked(office->store, id, &waits, error) &&
           (!waits || digest_ask(office, &cause, pair, side, &asked, error)) &&
           store_commit(office->store, error);
}

bool digest_ask_waiting(const struct office *office, GError **error)
{
    g_autoptr(GArray) pairs = digest_unasked(office->store, error);
    for (guint at = 0; pairs != NULL && at < pairs->len; at++) {
        if (!ask_later(office, g_array_index(pairs, int64_t, at), error)) {
            return false;
        }
    }
    return pairs != NULL;
}

/* ---- nobody answers ---------------------------------------------------------------------------
 */

/* To staff, once. */
static bool give_up(struct relay_talk *talk, enum pair_side silent, const char *why, GError **error)
{
    struct store *store = talk->office->store;
    int64_t person = talk->people[silent]->id;
    struct funnel funnel = {.talk = talk};
    bool told = false;
    if (!digest_silence_pair(store, person, talk->pair->id, &told, error)) {
        return false;
    }
    return told || (funnel_tell_staff(&funnel, why, error) &&
                    digest_silence_pair_told(store, &talk->cause, person, talk->pair->id, error));
}

/* Whoever no mail reaches (no lists wanted, a pause, no address) can be asked by staff. */
static bool ask_or_give_up(struct relay_talk *talk, const struct digest_question *question,
                           GError **error)
{
    const struct pair *pair = talk->pair;
    int64_t now = talk->cause.at;
    enum pair_side said = pair->yes[PAIR_EMPLOYER] != 0 ? PAIR_EMPLOYER : PAIR_SEEKER;
    enum pair_side side = pair_other(said);
    bool asked = false;
    if (question->times >= QUESTIONS) {
        return give_up(talk, side, "unanswered", error);
    }
    if (!digest_ask(talk->office, &talk->cause, pair, side, &asked, error)) {
        return false;
    }
    return asked || now - pair->yes[said] < UNASKED || give_up(talk, side, "unasked", error);
}

static bool again(const struct office *office, const struct digest_question *question,
                  GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    STORE_ROLLS_BACK(office->store);
    SCOPED(relay_talk)
    struct relay_talk *talk = store_begin(office->store, error)
                                  ? relay_talk_open(office, &cause, question->pair, error)
                                  : NULL;
    return talk != NULL && ask_or_give_up(talk, question, error) &&
           store_commit(office->store, error);
}

/* Whom nobody could ask yet. */
static bool unasked_again(const struct office *office, GError **error)
{
    g_autoptr(GArray) unasked = digest_unasked(office->store, error);
    for (guint at = 0; unasked != NULL && at < unasked->len; at++) {
        const struct digest_question question = {.pair = g_array_index(unasked, int64_t, at)};
        if (!again(office, &question, error)) {
            return false;
        }
    }
    return unasked != NULL;
}

bool digest_ask_again(const struct office *office, GError **error)
{
    g_autoptr(GArray) silent =
        digest_unanswered(office->store, clock_now(office->clock) - PATIENCE, error);
    for (guint at = 0; silent != NULL && at < silent->len; at++) {
        if (!again(office, &g_array_index(silent, struct digest_question, at), error)) {
            return false;
        }
    }
    return silent != NULL && unasked_again(office, error);
}
