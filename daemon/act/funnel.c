#include "act/funnel.h"

#include <string.h>

#include "act/asking.h"
#include "act/funnel_step.h"
#include "act/funnel_time.h"
#include "act/human.h"
#include "act/limits.h"
#include "act/wishes.h"
#include "base/failure.h"
#include "base/text.h"
#include "store/listing.h"
#include "understand/cpr.h"

enum { REASON_LIMIT = 200 };

bool funnel_begin(const struct relay_talk *talk, GError **error)
{
    struct relay_talk borrowed = *talk;
    struct funnel funnel = {.talk = &borrowed};
    int64_t due = funnel_after(talk->office, funnel_today(talk->office), FUNNEL_FIRST);
    return funnel_open_both(&funnel, GATE_TALKED, due, error);
}

bool funnel_concerns(const struct matter *matter)
{
    return matter->proof != NULL && matter->proof->purpose == TOKEN_REPLY &&
           matter->proof->kind != NULL && g_str_has_prefix(matter->proof->kind, "funnel");
}

/* ---- one answer -------------------------------------------------------------------------------
 */

/* What they wrote, for the step of the pair. The caller owns it. */
static char *reason_of(const struct matter *matter)
{
    g_autofree char *masked = cpr_mask(matter_words(matter)->text);
    return text_one_line(masked, REASON_LIMIT);
}

/* What it says of the match beside FORTRYD is what is taken back. What is only guessed there may be
 * so too: a human reads it. */
static bool carry_out_beside_undo(struct matter *matter, GError **error)
{
    const GPtrArray *intents = matter->verdict->intents;
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    for (guint at = 0; at < intents->len; at++) {
        const struct verdict_intent *intent = intents->pdata[at];
        bool undo = strcmp(intent->name, "command") == 0 &&
                    g_strcmp0(verdict_slot(intent, "name"), "undo") == 0;
        bool match = strcmp(intent->name, "outcome") == 0 || strcmp(intent->name, "job-state") == 0;
        if (!undo && !match) {
            g_ptr_array_add(rest, (gpointer)(uintptr_t)intent);
        }
    }
    if (!wishes_carry_out(matter, rest, error)) {
        return false;
    }
    if (matter->verdict->guesses->len > 0 && matter->why_human == NULL) {
        matter->why_human = "partly";
        human_receipt(matter);
    }
    return true;
}

/* Other wishes of the mail are carried out as ever. */
static bool carry_out_rest(struct matter *matter, const struct funnel_words *words, GError **error)
{
    const GPtrArray *intents = matter->verdict->intents;
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    for (guint at = 0; at < intents->len; at++) {
        const struct verdict_intent *intent = intents->pdata[at];
        bool state = strcmp(intent->name, "job-state") == 0;
        bool open = state && words->no; /* "nej, vi har ikke ansat hende": the job did not change */
        if (strcmp(intent->name, "outcome") != 0 && !open) {
            g_ptr_array_add(rest, (gpointer)(uintptr_t)intent);
        }
    }
    return wishes_carry_out(matter, rest, error);
}

/* Nothing of it was for us: thanks, other wishes, or words for a human. */
static bool take_other(struct matter *matter, const struct funnel_words *words, GError **error)
{
    bool data = false;
    if (!asking_data(matter, &data, error) || data) {
        return data;
    }
    if (matter->verdict->intents->len == 0) {
        matter->why_human = "not-understood";
        human_receipt(matter);
        return true;
    }
    bool done = carry_out_rest(matter, words, error);
    if (matter->effect == NULL && matter->why_human == NULL && matter->unproved == NULL) {
        matter->effect = "none";
    }
    return done;
}

static bool take(struct funnel *funnel, const struct funnel_words *words, const char *letter,
                 GError **error)
{
    struct matter *matter = funnel->matter;
    struct gate asked;
    if (!pair_days_get(matter->office->store, funnel->talk->pair->id, &funnel->days, error)) {
        return false;
    }
    if (funnel_undo_asked(matter)) {
        return funnel_undo(funnel, error) && carry_out_beside_undo(matter, error);
    }
    if (!funnel_asked(funnel, letter, funnel->writer, &asked, error)) {
        return false;
    }
    struct funnel_meaning meaning =
        funnel_words_mean(words, asked.what, asked.stage, funnel->writer);
    if (meaning.meant == FUNNEL_NOTHING) {
        return take_other(matter, words, error);
    }
    return funnel_carry_out(funnel, &meaning, &asked, error) &&
           carry_out_rest(matter, words, error);
}

/* The pair of the answered letter; NULL without an error: it is gone. */
static struct relay_talk *talk_of(struct matter *matter, enum pair_side *writer, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(relay_mail)
    struct relay_mail *answered =
        relay_mail_of(matter->office->store, matter->proof->outgoing, &failure);
    struct relay_talk *talk =
        answered != NULL ? relay_talk_open(matter->office, &matter->cause, answered->pair, &failure)
                         : NULL;
    *writer = answered != NULL ? answered->reader : PAIR_NOBODY;
    if (failure != NULL && !g_error_matches(failure, STORE_ERROR, FAILURE_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return talk;
}

bool funnel_act(struct matter *matter, GError **error)
{
    enum pair_side writer = PAIR_NOBODY;
    g_autoptr(GError) failure = NULL;
    SCOPED(relay_talk) struct relay_talk *talk = talk_of(matter, &writer, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    bool his = talk != NULL && matter->proved && matter->person != NULL &&
               matter->person->id == talk->people[writer]->id;
    if (!his) {
        matter->why_human = talk == NULL ? "relay-gone" : "relay-address";
        human_receipt(matter);
        return true;
    }
    g_autofree char *reason = reason_of(matter);
    struct funnel funnel = {.matter = matter, .talk = talk, .writer = writer, .reason = reason};
    const struct funnel_words words =
        funnel_words_read(matter->verdict, funnel_today(matter->office));
    return take(&funnel, &words, matter->proof->kind, error);
}

/* ---- unasked ----------------------------------------------------------------------------------
 */

/* Adds the pairs of a listing that are on their way. */
static bool add_pairs(struct store *store, int64_t listing, GArray *ids, GError **error)
{
    g_autoptr(GPtrArray) pairs = pair_of(store, listing, error);
    for (guint at = 0; pairs != NULL && at < pairs->len; at++) {
        const struct pair *pair = pairs->pdata[at];
        if (pair->stage >= PAIR_CONTACT && pair->stage <= PAIR_TRIAL) {
            g_array_append_val(ids, pair->id);
        }
    }
    return pairs != NULL;
}

/* The only pair on its way of a person, 0: none, or several. */
static bool only_pair(struct matter *matter, int64_t *pair, GError **error)
{
    struct store *store = matter->office->store;
    /* Those of a job that is filled or closed may go on. */
    g_autoptr(GPtrArray) mine = listing_story(store, matter->person->id, error);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (guint at = 0; mine != NULL && at < mine->len; at++) {
        if (!add_pairs(store, ((const struct listing *)mine->pdata[at])->id, ids, error)) {
            return false;
        }
    }
    *pair = ids->len == 1 ? g_array_index(ids, int64_t, 0) : 0;
    return mine != NULL;
}

bool funnel_outcome(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    int64_t pair = 0;
    if (!only_pair(matter, &pair, error)) {
        return false;
    }
    if (pair == 0) {
        matter->why_human = "which-match";
        human_receipt(matter);
        return true;
    }
    SCOPED(relay_talk)
    struct relay_talk *talk = relay_talk_open(matter->office, &matter->cause, pair, error);
    if (talk == NULL) {
        return false;
    }
    g_autofree char *reason = reason_of(matter);
    struct funnel funnel = {.matter = matter,
                            .talk = talk,
                            .writer =
                                matter->person->role == PERSON_SEEKER ? PAIR_SEEKER : PAIR_EMPLOYER,
                            .reason = reason};
    struct funnel_words words =
        funnel_words_read(matter_words(matter), funnel_today(matter->office));
    words.stage = funnel_words_stage(verdict_slot(intent, "stage"));
    words.yes = words.no = false;
    const struct gate none = {.what = GATE_NONE};
    struct funnel_meaning meaning = funnel_words_mean(&words, GATE_NONE, 0, funnel.writer);
    return pair_days_get(matter->office->store, pair, &funnel.days, error) &&
           funnel_carry_out(&funnel, &meaning, &none, error);
}

/* Asks whether it is so. Who is not proved is asked at the main address. */
static bool check(struct matter *matter, struct relay_talk *talk, enum pair_side side,
                  enum pair_stage stage, GError **error)
{
    struct funnel funnel = {.matter = matter->proved ? matter : NULL, .talk = talk, .writer = side};
    int64_t pair = talk->pair->id;
    const struct funnel_words words =
        funnel_words_read(matter->verdict, funnel_today(matter->office));
    if (!pair_days_get(matter->office->store, pair, &funnel.days, error)) {
        return false;
    }
    if (stage == PAIR_HIRED && words.first != 0 && matter->proved) {
        days_to_iso(words.first, funnel.days.hired);
    }
    const struct gate gate = {.side = side, .what = GATE_OWN, .stage = stage};
    matter_effect(matter, "funnel-asked");
    return pair_days_put(matter->office->store, pair, &funnel.days, error) &&
           funnel_open_gate(&funnel, &gate, error);
}

bool funnel_unasked(struct matter *matter, bool *taken, GError **error)
{
    const char *heard = json_string_value(json_object_get(matter->verdict->open, "heard"));
    enum pair_stage stage = funnel_words_stage(heard);
    int64_t pair = 0;
    bool may = false;
    *taken = false;
    if (stage < PAIR_HIRED || matter->person == NULL || !matter->known_sender) {
        return true;
    }
    if (!only_pair(matter, &pair, error) ||
        !limits_may_ask(matter->office, person_address(matter->person), "funnel-check", &may,
                        error)) {
        return false;
    }
    if (pair == 0 || !may || !matter->answerable) {
        return true;
    }
    SCOPED(relay_talk)
    struct relay_talk *talk = relay_talk_open(matter->office, &matter->cause, pair, error);
    enum pair_side side = matter->person->role == PERSON_SEEKER ? PAIR_SEEKER : PAIR_EMPLOYER;
    *taken = talk != NULL;
    return talk != NULL && check(matter, talk, side, stage, error);
}

static enum pair_stage stage_heard(const struct verdict *verdict)
{
    const struct verdict_intent *outcome = verdict_intent(verdict, "outcome");
    return outcome != NULL ? funnel_words_stage(verdict_slot(outcome, "stage")) : 0;
}

bool funnel_hears(const struct relay_reply *reply)
{
    enum pair_stage now = reply->talk->pair->stage;
    return stage_heard(reply->matter->verdict) >= PAIR_HIRED && now >= PAIR_CONTACT &&
           now < PAIR_HIRED;
}

bool funnel_overhear(struct relay_reply *reply, GError **error)
{
    return check(reply->matter, reply->talk, reply->writer, stage_heard(reply->matter->verdict),
                 error);
}
