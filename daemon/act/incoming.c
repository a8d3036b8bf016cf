#include "act/incoming.h"

#include <string.h>

#include "act/consent.h"
#include "act/limits.h"
#include "act/matter.h"
#include "act/recipient.h"
#include "act/staff.h"
#include "mail/address.h"
#include "understand/cpr.h"

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

static bool has_address(const struct person *person, const char *address)
{
    g_autofree char *wanted = address_fold(address);
    for (guint at = 0; at < person->addresses->len; at++) {
        g_autofree char *folded = address_fold(person->addresses->pdata[at]);
        if (strcmp(folded, wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* With a token a mail concerns the token's person; without one, the only one who has the sender's
 * address. */
static bool find_person(struct matter *matter, GError **error)
{
    const char *from = matter->verdict->from_address;
    if (matter->proof != NULL && matter->proof->person != 0) {
        matter->person = person_get(matter->office->store, matter->proof->person, error);
        matter->known_sender =
            matter->person != NULL && from != NULL && has_address(matter->person, from);
        return matter->person != NULL;
    }
    if (from == NULL) {
        return true;
    }
    g_autoptr(GPtrArray) found = person_by_address(matter->office->store, from, error);
    if (found == NULL) {
        return false;
    }
    matter->several = found->len > 1;
    if (found->len == 1) {
        matter->person = g_ptr_array_steal_index(found, 0);
        matter->known_sender = true;
    }
    return true;
}

static json_t *about_mail(const struct matter *matter, int64_t id)
{
    const struct verdict *verdict = matter->verdict;
    const struct office *office = matter->office;
    g_autofree char *when =
        templates_date(office->templates, "da", office->clock, matter->cause.at, true);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, id);
    g_autofree char *text = cpr_mask(verdict->text);
    g_autofree char *subject = cpr_mask(verdict->subject != NULL ? verdict->subject : "");
    g_autofree char *name = cpr_mask(verdict->from_name != NULL ? verdict->from_name : "");
    const struct verdict_intent *guess =
        verdict->intents->len > 0 ? verdict->intents->pdata[0] : NULL;
    const char *reason = matter->why_human != NULL ? matter->why_human : "";
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "sag", number, "modtaget", when, "afsendernavn",
        name, "afsenderadresse", verdict->from_address != NULL ? verdict->from_address : "",
        "emnelinje", subject, "brevtekst", text, "grund",
        templates_word(office->templates, "da", "reasons", reason), "gaet",
        guess != NULL ? templates_word(office->templates, "da", "intents", guess->name) : "");
}

/* Hands the mail to a human: staff get it, the sender learns that it arrived. */
static bool hand_to_human(struct matter *matter, int64_t id, GError **error)
{
    json_auto_t *about = about_mail(matter, id);
    const struct verdict *verdict = matter->verdict;
    bool answerable = verdict->from_address != NULL && !address_is_robot(verdict->from_address);
    if (!staff_tell(matter->office, &matter->cause, "staff-inbox", about,
                    answerable ? verdict->from_address : NULL, error)) {
        return false;
    }
    const char *language = matter->person != NULL ? matter->person->language : "da";
    g_autofree char *when = templates_date(matter->office->templates, language,
                                           matter->office->clock, matter->cause.at, true);
    g_autofree char *subject = cpr_mask(verdict->subject != NULL ? verdict->subject : "");
    json_auto_t *more = json_pack("{s:s, s:s}", "modtaget", when, "vedroerende", subject);
    return matter_answer(matter, "received", "none", more, error);
}

static bool carry_out_intent(struct matter *matter, const struct verdict_intent *intent,
                             GError **error)
{
    const char *name = intent->name;
    if (strcmp(name, "unsubscribe") == 0) {
        return consent_unsubscribe(matter, intent, error);
    }
    if (strcmp(name, "subscribe") == 0) {
        return consent_subscribe(matter, intent, error);
    }
    if (strcmp(name, "confirm") == 0) {
        return consent_confirm(matter, intent, error);
    }
    if (strcmp(name, "command") == 0 && g_strcmp0(intent->command, "undo") == 0) {
        return consent_undo(matter, error);
    }
    if (strcmp(name, "none") == 0) {
        return true;
    }
    matter->why_human = strcmp(name, "human") == 0      ? "human"
                        : strcmp(name, "question") == 0 ? "question"
                                                        : "later";
    return true;
}

static bool carry_out_message(struct matter *matter, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    if (verdict->warnings->len > 0) {
        matter->why_human = "warnings"; /* conflicting headers: never an automatic action */
        return true;
    }
    if (verdict->intents->len == 0) {
        matter->why_human = "not-understood";
        return true;
    }
    for (guint at = 0; at < verdict->intents->len; at++) {
        if (!carry_out_intent(matter, verdict->intents->pdata[at], error)) {
            return false;
        }
    }
    if (matter->effect == NULL && matter->why_human == NULL) {
        matter->effect = "none";
    }
    return true;
}

static bool note_bounces(struct matter *matter, GError **error)
{
    matter->effect = "bounce";
    int64_t person = matter->proof != NULL ? matter->proof->person : 0;
    int64_t outgoing = matter->proof != NULL ? matter->proof->outgoing : 0;
    const GPtrArray *bounces = matter->verdict->bounces;
    for (guint at = 0; at < bounces->len; at++) {
        const struct verdict_bounce *bounce = bounces->pdata[at];
        if (!event_add(matter->office->store, &matter->cause, person, outgoing, "bounce",
                       bounce->hard ? "hard" : "soft", NULL, bounce->status, error)) {
            return false;
        }
    }
    return true;
}

/* The address of List-Unsubscribe needs no words: mail clients send it empty. */
static bool by_address_alone(const struct matter *matter)
{
    return matter->proof != NULL && matter->proof->purpose == TOKEN_UNSUBSCRIBE &&
           matter->person != NULL;
}

static bool carry_out(struct matter *matter, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    if (verdict->ours) {
        matter->effect = "loop";
        return true;
    }
    switch (verdict->kind) {
    case VERDICT_BOUNCE:
        return note_bounces(matter, error);
    case VERDICT_COMPLAINT:
        if (matter->person != NULL && matter->proof != NULL) {
            return consent_end(matter, "complaint", false, error);
        }
        matter->why_human = "complaint";
        return true;
    case VERDICT_AUTOREPLY:
        matter->effect = "auto-reply";
        return true;
    case VERDICT_CALENDAR_REPLY:
        matter->why_human = "later";
        return true;
    case VERDICT_MALFORMED:
        matter->why_human = "precheck";
        return true;
    case VERDICT_MESSAGE:
        break;
    }
    if (by_address_alone(matter)) {
        return consent_end(matter, "list-unsubscribe", matter->known_sender, error);
    }
    if (verdict->automatic || verdict->bulk) {
        matter->effect = "bulk";
        return true;
    }
    return carry_out_message(matter, error);
}

static bool settle(const struct matter *matter, int64_t id, GError **error)
{
    json_auto_t *json = verdict_to_json(matter->verdict, true);
    g_autofree char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    struct inbound result = {.id = id,
                             .state = matter->why_human != NULL ? INBOUND_HUMAN : INBOUND_DONE,
                             .message_id = g_strdup(matter->verdict->message_id),
                             .verdict = text,
                             .reason = g_strdup(matter->why_human),
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

static bool quarantine(const struct office *office, const struct cause *cause, int64_t id,
                       const char *died, GError **error)
{
    bool crashed = g_strcmp0(died, "crashed") == 0;
    g_autofree char *reason = g_strdup(crashed ? "killed" : "stalled");
    char effect[] = "quarantined";
    struct inbound result = {
        .id = id, .state = INBOUND_QUARANTINED, .reason = reason, .effect = effect};
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, id);
    g_autofree char *when = templates_date(office->templates, "da", office->clock, cause->at, true);
    json_auto_t *about = json_pack("{s:s, s:s, s:s}", "sag", number, "modtaget", when, "grund",
                                   templates_word(office->templates, "da", "reasons", reason));
    bool done = inbound_settle(office->store, cause, &result, error) &&
                staff_tell(office, cause, "staff-quarantine", about, NULL, error);
    return done;
}

static bool work_on(struct matter *matter, int64_t id, GError **error)
{
    if (!find_person(matter, error)) {
        return false;
    }
    matter->answer_to = matter->verdict->from_address;
    if (!limits_may_answer(matter->office, matter->verdict, id, matter->answer_to,
                           matter->proof != NULL, &matter->may_answer, error) ||
        !carry_out(matter, error)) {
        return false;
    }
    if (matter->why_human != NULL && !hand_to_human(matter, id, error)) {
        return false;
    }
    return settle(matter, id, error);
}

bool incoming_act(const struct office *office, int64_t id, const struct ledger_proof *proof,
                  const struct verdict *verdict, const char *died, GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = "mail", .inbound = id};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    bool done = false;
    if (verdict == NULL) {
        done = quarantine(office, &cause, id, died, error);
    } else {
        struct matter matter = {
            .office = office, .cause = cause, .verdict = verdict, .proof = proof};
        done = work_on(&matter, id, error);
        g_clear_pointer(&matter.person, person_free);
    }
    return done && store_commit(office->store, error);
}
