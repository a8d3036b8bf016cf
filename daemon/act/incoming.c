#include "act/incoming.h"

#include <string.h>

#include "act/absence.h"
#include "act/answer.h"
#include "act/asking.h"
#include "act/bounce.h"
#include "act/choose.h"
#include "act/consent.h"
#include "act/desk.h"
#include "act/funnel.h"
#include "act/human.h"
#include "act/liked.h"
#include "act/limits.h"
#include "act/listing.h"
#include "act/matter.h"
#include "act/meeting_itip.h"
#include "act/overdue.h"
#include "act/proofing.h"
#include "act/recipient.h"
#include "act/relay.h"
#include "act/sender.h"
#include "act/unreachable.h"
#include "act/wishes.h"
#include "mail/address.h"
#include "understand/verdict_mask.h"

struct ledger_proof *incoming_proof(const struct office *office, const char *recipient,
                                    const char *raw, size_t length, GError **error)
{
    const char *ours = config_text(office->config, CONFIG_SITE_ADDRESS);
    g_autoptr(GPtrArray) tokens = recipient_tokens(ours, raw, length);
    char token[TOKEN_LENGTH + 1];
    if (recipient != NULL && token_of_address(ours, recipient, token)) {
        g_ptr_array_insert(tokens, 0, g_strdup(token));
    }
    g_autoptr(GError) failure = NULL;
    struct ledger_proof *proof = NULL;
    for (guint at = 0; at < tokens->len && proof == NULL && failure == NULL; at++) {
        proof = ledger_prove(office->store, tokens->pdata[at], &failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return proof;
}

/* "Ja, afmeld mig" to the question whether one wants to leave is one wish, not two. */
static bool says_the_same(const struct matter *matter, const struct verdict_intent *intent)
{
    const char *asked = matter->proof != NULL ? matter->proof->kind : "";
    if (strcmp(intent->name, "confirm") != 0) {
        return strcmp(intent->name, "none") == 0;
    }
    return (strcmp(asked, "confirm-unsubscribe") == 0 &&
            g_strcmp0(verdict_slot(intent, "answer"), "yes") == 0) ||
           (strcmp(asked, "confirm-subscribe") == 0 &&
            g_strcmp0(verdict_slot(intent, "answer"), "no") == 0);
}

/* Wants out, and something else: perhaps words of ours that no mark of quotation stands before.
 * Nobody is taken off a list by mistake. */
static bool is_mixed(const struct matter *matter)
{
    const GPtrArray *intents = matter->verdict->intents;
    bool leaves = false, wants_more = false;
    for (guint at = 0; at < intents->len; at++) {
        const struct verdict_intent *intent = intents->pdata[at];
        bool leaving = strcmp(intent->name, "unsubscribe") == 0;
        bool goes_with_it = leaving || strcmp(intent->name, "erase") == 0;
        leaves = leaves || leaving;
        wants_more = wants_more || (!goes_with_it && !says_the_same(matter, intent));
    }
    return leaves && wants_more;
}

/* Whether anything but thanks stands in it for sure. */
static bool says_something(const struct verdict *verdict)
{
    for (guint at = 0; at < verdict->intents->len; at++) {
        const struct verdict_intent *intent = verdict->intents->pdata[at];
        if (strcmp(intent->name, "none") != 0) {
            return true;
        }
    }
    return false;
}

/* What we only guess is asked about; a human reads what may not be asked. */
static bool carry_out_doubt(struct matter *matter, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    bool asked = false;
    if (verdict->guesses->len == 0 && verdict->intents->len > 0) {
        matter_effect(matter, "none");
        return true;
    }
    if (verdict->guesses->len > 0 && !verdict->cpr && !asking_doubt(matter, &asked, error)) {
        return false;
    }
    matter->untold = asked;
    matter->why_human = asked ? "guess" : verdict->cpr ? "cpr" : "not-understood";
    return true;
}

/* Wishes that are clear; what else may stand there a human reads. */
static bool carry_out_wishes(struct matter *matter, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    if (!wishes_carry_out(matter, verdict->intents, error)) {
        return false;
    }
    bool answers = verdict_intent(verdict, "confirm") != NULL;
    if (verdict->guesses->len > 0 && !answers && matter->why_human == NULL) {
        matter->why_human = "partly";
        human_receipt(matter);
    }
    return answers || !asking_concerns(matter) || asking_overtaken(matter, error);
}

static bool carry_out_words(struct matter *matter, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    if (verdict->warnings->len > 0) {
        matter->why_human = "warnings"; /* conflicting headers: never an automatic action */
        return true;
    }
    if (desk_concerns(matter)) {
        return desk_act(matter, error);
    }
    if (proofing_concerns(matter)) {
        return proofing_act(matter, error);
    }
    if (is_mixed(matter)) {
        matter->why_human = "several-intents";
        return matter->person == NULL || matter_ask_person(matter, "confirm-unsubscribe", error);
    }
    bool taken = false;
    if (!says_something(verdict)) {
        return listing_words(matter, &taken, error) &&
               (taken || liked_words(matter, &taken, error)) &&
               (taken || funnel_unasked(matter, &taken, error)) &&
               (taken || carry_out_doubt(matter, error));
    }
    if (!carry_out_wishes(matter, error) || !liked_words(matter, &taken, error)) {
        return false;
    }
    if (matter->why_human != NULL && verdict->cpr) {
        matter->why_human = "cpr";
    }
    if (matter->effect == NULL && matter->why_human == NULL && matter->unproved == NULL) {
        matter->effect = "none";
    }
    return true;
}

static bool carry_out_message(struct matter *matter, GError **error)
{
    if (relay_concerns(matter) && matter->verdict->warnings->len == 0) {
        return relay_act(matter, error); /* it sees to files itself */
    }
    if (funnel_concerns(matter) && matter->verdict->warnings->len == 0) {
        return funnel_act(matter, error);
    }
    if (overdue_concerns(matter) && matter->verdict->warnings->len == 0) {
        return overdue_act(matter, error);
    }
    if (!carry_out_words(matter, error)) {
        return false;
    }
    human_unread_file(matter);
    return true;
}

/* The address of List-Unsubscribe needs no words: mail clients send it empty. Nothing answers to it
 * by itself, so what comes is meant, whatever the client calls it; only a bounce or a complaint is
 * not. */
static bool by_address_alone(const struct matter *matter)
{
    return matter->proof != NULL && matter->proof->purpose == TOKEN_UNSUBSCRIBE &&
           matter->person != NULL && matter->verdict->kind != VERDICT_BOUNCE &&
           matter->verdict->kind != VERDICT_COMPLAINT;
}

/* Marked as bulk or automatic, and yet perhaps a person's: a group mailbox, a newsletter program.
 * It is never answered; an unsubscribe with our token counts, and people we know are read by a
 * human. */
static bool carry_out_bulk(struct matter *matter, GError **error)
{
    const struct verdict_intent *unsubscribe = verdict_intent(matter->verdict, "unsubscribe");
    if (unsubscribe != NULL && matter->proved && matter->verdict->warnings->len == 0 &&
        !is_mixed(matter)) {
        return consent_unsubscribe(matter, unsubscribe, error);
    }
    matter->effect = "bulk";
    if (matter->person != NULL || matter->proof != NULL) {
        matter->why_human = "bulk";
    }
    return true;
}

static bool carry_out_other(struct matter *matter, GError **error)
{
    switch (matter->verdict->kind) {
    case VERDICT_COMPLAINT:
        return bounce_complain(matter, error);
    case VERDICT_AUTOREPLY:
        matter->effect = "auto-reply";
        return absence_note(matter, error);
    case VERDICT_CALENDAR_REPLY:
        return funnel_itip_concerns(matter) ? funnel_itip(matter, error)
                                            : meeting_itip_act(matter, error);
    case VERDICT_MALFORMED:
        human_unreadable(matter);
        break;
    case VERDICT_BOUNCE:
    case VERDICT_MESSAGE:
        g_assert_not_reached();
    }
    return true;
}

static bool carry_out(struct matter *matter, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    if (bounce_concerns(matter)) {
        return bounce_act(matter, error);
    }
    if (verdict->ours) {
        matter->effect = "loop";
        return true;
    }
    if (by_address_alone(matter)) {
        return consent_end(matter, "list-unsubscribe", error);
    }
    if (verdict->kind != VERDICT_MESSAGE) {
        return carry_out_other(matter, error);
    }
    return verdict->automatic || verdict->bulk ? carry_out_bulk(matter, error)
                                               : carry_out_message(matter, error);
}

/* The verdict as it is kept: without the quoted rest of the mail, CPR numbers masked (the raw mail
 * has them still, and is read by staff alone). */
static char *keepable(const struct verdict *verdict)
{
    json_auto_t *json = verdict_to_json(verdict, true);
    json_object_del(json, "body");
    verdict_mask(json);
    return json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
}

static bool settle(const struct matter *matter, int64_t id, GError **error)
{
    g_autofree char *text = keepable(matter->verdict);
    /* When a yes confirms an earlier mail it is that one that waits. */
    bool waits = matter->why_human != NULL && matter->source == 0;
    struct inbound result = {.id = id,
                             .state = waits ? INBOUND_HUMAN : INBOUND_DONE,
                             .message_id = g_strdup(matter->verdict->message_id),
                             .verdict = text,
                             .reason = waits ? g_strdup(matter->why_human) : NULL,
                             .effect =
                                 g_strdup(matter->effect != NULL ? matter->effect : "to-human"),
                             .person = matter->person != NULL ? matter->person->id : 0,
                             .by_token = matter->proof != NULL};
    bool settled = inbound_settle(matter->office->store, &matter->cause, &result, error);
    g_free(result.message_id);
    g_free(result.reason);
    g_free(result.effect);
    return settled;
}

bool incoming_lay_aside(const struct office *office, int64_t id, const char *why,
                        const struct verdict *verdict, GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = "mail", .inbound = id};
    g_autofree char *kept = keepable(verdict);
    return human_set_aside(office, &cause, id, why, kept, false, error);
}

static bool find_arrival(struct matter *matter, GError **error)
{
    SCOPED(inbound)
    struct inbound *mail = inbound_get(matter->office->store, matter->cause.inbound, error);
    matter->received = mail != NULL ? mail->received : 0;
    return mail != NULL;
}

/* Its sender hears of it, as far as the header says who that is. */
static bool answer_unread(struct matter *matter, GError **error)
{
    const struct verdict *head = matter->verdict;
    bool by_person = head->kind == VERDICT_MESSAGE || head->kind == VERDICT_MALFORMED;
    if (!sender_find(matter, error)) {
        return false;
    }
    if (!by_person || bounce_concerns(matter)) {
        return true;
    }
    human_unreadable(matter);
    return limits_answerable(matter->office, head, matter->cause.inbound, &matter->answerable,
                             error) &&
           answer_send(matter, error);
}

bool incoming_unread(const struct office *office, int64_t id, const char *why,
                     const struct ledger_proof *proof, const struct verdict *head, GError **error)
{
    struct matter matter = {
        .office = office,
        .cause = {.at = clock_now(office->clock), .actor = "mail", .inbound = id},
        .verdict = head,
        .proof = proof};
    bool done = find_arrival(&matter, error) && (head == NULL || answer_unread(&matter, error)) &&
                human_set_aside(office, &matter.cause, id, why, NULL, matter.answered, error);
    matter_clear(&matter);
    return done;
}

/* The one answer, and the note to staff. */
static bool answer(struct matter *matter, GError **error)
{
    bool waits = matter->why_human != NULL && !matter->untold;
    if (waits && matter->unproved == NULL && !matter->answered && !answer_has_letter(matter)) {
        human_receipt(matter);
    }
    int64_t id = matter->source != 0 ? matter->source : matter->cause.inbound;
    return asking_whether(matter, error) && choose_answer(matter, error) &&
           answer_send(matter, error) &&
           (matter->why_human == NULL || matter->untold || human_hand_over(matter, id, error));
}

/* Everything but the mark "done". */
static bool work_on(struct matter *matter, GError **error)
{
    int64_t id = matter->cause.inbound;
    matter->about = matter->proof != NULL ? matter->proof->outgoing : 0;
    return sender_find(matter, error) &&
           limits_answerable(matter->office, matter->verdict, id, &matter->answerable, error) &&
           unreachable_lift(matter, error) && carry_out(matter, error) &&
           unreachable_note(matter, error) && answer(matter, error);
}

bool incoming_carry_out(const struct office *office, int64_t id, const struct ledger_proof *proof,
                        const struct verdict *verdict, GError **error)
{
    struct matter matter = {
        .office = office,
        .cause = {.at = clock_now(office->clock), .actor = "mail", .inbound = id},
        .verdict = verdict,
        .proof = proof};
    bool done =
        find_arrival(&matter, error) && work_on(&matter, error) && settle(&matter, id, error);
    matter_clear(&matter);
    return done;
}

bool incoming_act(const struct office *office, int64_t id, const struct ledger_proof *proof,
                  const struct verdict *verdict, GError **error)
{
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           incoming_carry_out(office, id, proof, verdict, error) &&
           store_commit(office->store, error);
}

bool incoming_rehearse(const struct office *office, const struct ledger_proof *proof,
                       const struct verdict *verdict, struct rehearsal *rehearsal, GError **error)
{
    struct matter matter = {.office = office,
                            .cause = {.at = clock_now(office->clock), .actor = "mail"},
                            .verdict = verdict,
                            .proof = proof};
    STORE_ROLLS_BACK(office->store);
    bool done = store_begin(office->store, error) && work_on(&matter, error);
    *rehearsal = (struct rehearsal){.effect = matter.effect != NULL ? matter.effect : "to-human",
                                    .reason = matter.why_human,
                                    .letter = matter.letter,
                                    .known = matter.person != NULL,
                                    .proved = matter.proved,
                                    .meeting = matter.spoken.meeting,
                                    .guest = matter.spoken.person};
    matter_clear(&matter);
    return done;
}
