#include "act/choose.h"

#include <string.h>

#include "act/answer.h"
#include "act/choose_one.h"
#include "act/limits.h"
#include "act/market.h"

/* The digest that is answered; NULL without an error: none of the sender's. The caller owns it. */
static struct digest *answered(struct matter *matter, GError **error)
{
    if (matter->about == 0 || matter->person == NULL) {
        return NULL;
    }
    struct digest *digest = digest_of_mail(matter->office->store, matter->about, error);
    if (digest != NULL && digest->person != matter->person->id) {
        g_clear_pointer(&digest, digest_free);
    }
    return digest;
}

static const char *ground_of(const struct matter *matter, const char *ref)
{
    const json_t *grounds = json_object_get(matter_words(matter)->open, "turndown");
    return json_string_value(json_object_get(grounds, ref));
}

/* The demands that are dropped go first: the posting is another one then. */
static bool relax(struct choice *choice, const struct verdict_intent *intent, GError **error)
{
    const json_t *without = json_object_get(intent->slots, "without");
    for (size_t at = 0; at < json_array_size(without); at++) {
        const char *said = json_string_value(json_array_get(without, at));
        if (said != NULL && !choice_relax(choice, said, error)) {
            return false;
        }
    }
    return true;
}

/* "Flere som A": to be ranked by, and no yes yet. */
static void like(struct choice *choice)
{
    struct matter *matter = choice->matter;
    if (choice->own == NULL || choice->own->state != LISTING_OPEN) {
        choice_say(choice, choice->own == NULL ? "choice-wish" : "choice-closed", NULL, false);
        return;
    }
    if (matter->fresh_like == NULL) {
        matter->fresh_like = json_array();
    }
    json_array_append_new(matter->fresh_like, json_integer(choice->item->listing));
    matter->fresh = choice->own->id;
    choice_say(choice, "choice-like", NULL, false);
}

/* Whether the same mail ends the job: nobody is asked for it any more. */
static bool ends_job(const struct choice *choice)
{
    const struct verdict_intent *state = verdict_intent(matter_words(choice->matter), "job-state");
    const char *name = state != NULL ? verdict_slot(state, "state") : NULL;
    return choice->side == PAIR_EMPLOYER &&
           (g_strcmp0(name, "filled") == 0 || g_strcmp0(name, "closed") == 0);
}

static bool carry_out(struct choice *choice, const struct verdict_intent *intent, GError **error)
{
    const char *answer = verdict_slot(intent, "answer");
    if (choice->item == NULL) {
        choice_say(choice, "choice-none", NULL, false);
        return true;
    }
    if (json_is_true(json_object_get(intent->slots, "more"))) {
        like(choice);
        return true;
    }
    if (g_strcmp0(answer, "no") == 0) {
        choice->reason = verdict_slot(intent, "reason");
        choice->ground = ground_of(choice->matter, choice->ref);
        return choice_no(choice, error);
    }
    if (g_strcmp0(answer, "yes") == 0 && ends_job(choice)) {
        choice_say(choice, "choice-closed", NULL, false);
        return true;
    }
    return g_strcmp0(answer, "yes") == 0 ? relax(choice, intent, error) && choice_yes(choice, error)
                                         : choice_maybe(choice, error);
}

static bool take_one(struct matter *matter, const struct digest *digest,
                     const struct verdict_intent *intent, GError **error)
{
    const char *ref = verdict_slot(intent, "ref");
    struct choice choice = {.matter = matter};
    if (ref == NULL || *ref < 'A' || *ref > 'Z') {
        return true;
    }
    bool done = choice_open(&choice, digest, ref, error) && carry_out(&choice, intent, error);
    choice_clear(&choice);
    return done;
}

bool choose_take(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(digest) struct digest *digest = answered(matter, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (digest == NULL) {
        matter->why_human = "unclear";
        return true;
    }
    return take_one(matter, digest, intent, error);
}

/* ---- the question -----------------------------------------------------------------------------
 */

bool choose_asked(struct matter *matter, bool *asked, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(digest) struct digest *digest = answered(matter, &failure);
    *asked = digest != NULL && digest->why == DIGEST_QUESTION;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

bool choose_confirm(struct matter *matter, bool yes, GError **error)
{
    SCOPED(digest) struct digest *digest = answered(matter, error);
    if (digest == NULL) {
        return false;
    }
    struct choice choice = {.matter = matter, .ground = ground_of(matter, "")};
    bool done = choice_open(&choice, digest, "A", error) &&
                (yes ? choice_yes(&choice, error) : choice_no(&choice, error));
    choice_clear(&choice);
    return done;
}

/* ---- taken back -------------------------------------------------------------------------------
 */

/* The posting is as it was before the mail `inbound` relaxed it; `stays`: it does not, as something
 * else counts by now or nothing does. */
static bool tighten(struct choice *choice, const struct digest_reply *reply, int64_t inbound,
                    bool *stays, GError **error)
{
    struct store *store = choice->matter->office->store;
    const struct listing *own = choice->own;
    int relaxed = 0;
    if (reply->relaxed == 0 || own == NULL) {
        return true;
    }
    if (!listing_written(store, own->id, reply->relaxed, inbound, &relaxed, error)) {
        return false;
    }
    bool over = own->state == LISTING_FILLED || own->state == LISTING_CLOSED;
    *stays = over || own->confirmed != relaxed;
    return *stays || listing_confirm(store, &choice->matter->cause, own, reply->relaxed, error);
}

/* Whether the answer is what made the pair as it is. A talk that has begun, or that somebody has
 * ended, and what the other side said stay as they are. */
static bool made_it(const struct choice *choice, const struct digest_reply *reply, bool others_no)
{
    const struct pair *pair = choice->pair;
    if (reply->answer == DIGEST_YES) {
        return pair->stage <= PAIR_INTERESTED;
    }
    return pair->stage == PAIR_DECLINED && reply->before <= PAIR_INTERESTED &&
           pair->yes[choice->side] == 0 && !others_no;
}

static bool back(struct choice *choice, GError **error)
{
    struct matter *matter = choice->matter;
    struct pair after = *choice->pair;
    after.yes[choice->side] = 0;
    bool others = after.yes[pair_other(choice->side)] != 0;
    after.stage = others ? PAIR_INTERESTED : PAIR_SUGGESTED;
    return pair_update(matter->office->store, &matter->cause, choice->pair, &after, NULL, error);
}

/* What is said of an answer of which the pair knows. */
static const char *undone_of(const struct choice *choice, const struct digest_reply *reply,
                             bool goes_back)
{
    enum pair_stage now = choice->pair->stage;
    if (now >= PAIR_CONTACT && now <= PAIR_HIRED) {
        return "choice-late";
    }
    return now < PAIR_CONTACT || goes_back || reply->answer == DIGEST_MAYBE ? "choice-undone"
                                                                            : "choice-gone";
}

static bool take_back(struct choice *choice, const struct digest_reply *reply, int64_t inbound,
                      GError **error)
{
    struct matter *matter = choice->matter;
    bool others_no = false, stays = false;
    if (!choice_others_no(choice, &others_no, error)) {
        return false;
    }
    bool goes_back =
        choice->pair != NULL && reply->answer != DIGEST_MAYBE && made_it(choice, reply, others_no);
    const char *said = choice->pair != NULL ? undone_of(choice, reply, goes_back) : "choice-undone";
    bool late = strcmp(said, "choice-late") == 0;
    if (!late && !tighten(choice, reply, inbound, &stays, error)) {
        return false;
    }
    choice_say(choice, stays ? "choice-newer" : said, NULL, false);
    return digest_reply_undo(matter->office->store, &matter->cause, reply->id, error) &&
           (!goes_back || back(choice, error));
}

static bool undo_one(struct matter *matter, const struct digest_reply *reply, int64_t inbound,
                     GError **error)
{
    SCOPED(digest) struct digest *digest = digest_get(matter->office->store, reply->digest, error);
    if (digest == NULL || digest->person != matter->person->id) {
        return digest != NULL;
    }
    const char ref[] = {(char)('A' + reply->letter - 1), '\0'};
    struct choice choice = {.matter = matter};
    bool done =
        choice_open(&choice, digest, ref, error) && take_back(&choice, reply, inbound, error);
    choice_clear(&choice);
    return done;
}

bool choose_undo(struct matter *matter, int64_t inbound, bool *undone, GError **error)
{
    g_autoptr(GPtrArray) replies = digest_replies(matter->office->store, inbound, error);
    for (guint at = 0; replies != NULL && at < replies->len; at++) {
        if (!undo_one(matter, replies->pdata[at], inbound, error)) {
            return false;
        }
    }
    *undone = replies != NULL && replies->len > 0;
    return replies != NULL;
}

/* ---- a list as the answer ---------------------------------------------------------------------
 */

bool choose_answer(struct matter *matter, GError **error)
{
    const struct office *office = matter->office;
    const char *recipient = matter->verdict->from_address;
    bool may = false;
    if (matter->fresh == 0 || office->market == NULL || !matter->answerable || matter->answered) {
        return true;
    }
    if (!limits_may_send(office, recipient, matter_sender(matter), &may, error) || !may) {
        return error == NULL || *error == NULL;
    }
    g_autoptr(GError) failure = NULL;
    SCOPED(digest_draft)
    struct digest_draft *draft =
        digest_draft_new(office, &matter->cause, matter->fresh, DIGEST_ANSWER, &failure);
    json_auto_t *wishes = json_object();
    if (matter->fresh_like != NULL) {
        json_object_set(wishes, "like", matter->fresh_like);
    }
    g_autofree char *done = answer_lines(matter, matter_language(matter));
    struct digest_way way = {
        .done = done, .recipient = recipient, .answers = matter->verdict->message_id};
    bool ranked = draft != NULL && digest_rank(draft, wishes, &failure);
    if (draft != NULL && !ranked && market_failed(failure)) {
        return true; /* the usual letter tells what was done */
    }
    if (ranked && digest_send(draft, &way, &failure)) {
        matter->answered = way.sent;
        matter->letter = way.sent ? "digest" : NULL;
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}
