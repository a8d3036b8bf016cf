#include "act/relay.h"

#include <string.h>

#include "act/asking.h"
#include "act/funnel.h"
#include "act/human.h"
#include "act/limits.h"
#include "act/relay_reply.h"
#include "act/wishes.h"
#include "base/failure.h"

#define QUESTION_REVEAL "relay-reveal"
#define QUESTION_FILE "relay-file"

static bool open_talk(struct relay_talk *talk, GError **error)
{
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        struct relay_letter letter = {.name = side == PAIR_EMPLOYER ? "relay-open-employer"
                                                                    : "relay-open",
                                      .reader = side,
                                      .replies = "relay"};
        if (!relay_letter_send(talk, &letter, error)) {
            return false;
        }
    }
    return true;
}

bool relay_agree(const struct office *office, const struct cause *cause, int64_t pair,
                 enum pair_side side, GError **error)
{
    SCOPED(relay_talk) struct relay_talk *talk = relay_talk_open(office, cause, pair, error);
    if (talk == NULL) {
        return false;
    }
    struct pair after = *talk->pair;
    if (after.yes[side] != 0 || after.stage > PAIR_CONTACT) {
        return true; /* said before, or over */
    }
    after.yes[side] = cause->at;
    bool both = after.yes[pair_other(side)] != 0;
    after.stage = both ? PAIR_CONTACT : PAIR_INTERESTED;
    return relay_talk_change(talk, &after, NULL, error) &&
           (!both || (open_talk(talk, error) && funnel_begin(talk, error)));
}

bool relay_concerns(const struct matter *matter)
{
    return matter->proof != NULL && matter->proof->purpose == TOKEN_REPLY &&
           matter->proof->kind != NULL && g_str_has_prefix(matter->proof->kind, "relay");
}

bool relay_tell_writer(struct relay_reply *reply, const char *name, const char *replies,
                       json_t *more, GError **error)
{
    struct matter *matter = reply->matter;
    const char *address = matter->verdict->from_address;
    bool may = false;
    if (!matter->answerable || matter->answered) {
        return true;
    }
    if (!limits_may_send(matter->office, address, LIMITS_PROVED, &may, error)) {
        return false;
    }
    struct relay_letter letter = {.name = name,
                                  .reader = reply->writer,
                                  .replies = replies,
                                  .recipient = address,
                                  .answers = matter->verdict->message_id,
                                  .more = more};
    matter->answered = may;
    matter->letter = may ? name : NULL;
    return !may || relay_letter_send(reply->talk, &letter, error);
}

bool relay_tell_other(struct relay_reply *reply, const char *name, json_t *more, GError **error)
{
    enum pair_side other = pair_other(reply->writer);
    g_autofree char *thread =
        relay_mail_thread(reply->matter->office->store, reply->talk->pair->id, other, NULL, error);
    struct relay_letter letter = {
        .name = name, .reader = other, .replies = "relay", .answers = thread, .more = more};
    return relay_letter_send(reply->talk, &letter, error);
}

/* STOP MAIL */
static bool stop(struct relay_reply *reply, GError **error)
{
    struct pair after = *reply->talk->pair;
    bool first = after.stopped == PAIR_NOBODY;
    after.stopped = first ? reply->writer : after.stopped;
    matter_effect(reply->matter, "relay-stopped");
    return (!first || relay_talk_change(reply->talk, &after, NULL, error)) &&
           relay_tell_writer(reply, "relay-stopped", "none", NULL, error) &&
           (!first || relay_tell_other(reply, "relay-ended", NULL, error));
}

/* What a person shows of himself. New reference. */
static json_t *own_data(const struct person *person)
{
    json_t *data = json_pack("{s:s, s:s, s:s, s:s}", "andennavn", person->name, "andenmail",
                             person_address(person), "andentelefon", person->phone, "andetsted",
                             person->workplace);
    g_assert(data != NULL);
    return data;
}

/* The yes to the question: the other side sees who the writer is, nothing more. */
static bool reveal(struct relay_reply *reply, bool yes, GError **error)
{
    struct pair after = *reply->talk->pair;
    if (!yes) {
        matter_effect(reply->matter, "relay-hidden");
        return relay_tell_writer(reply, "relay-hidden", "none", NULL, error);
    }
    bool first = after.revealed[reply->writer] == 0;
    if (first && relay_is_over(reply->talk)) {
        return relay_refuse(reply, "over", error);
    }
    after.revealed[reply->writer] = first ? reply->matter->cause.at : after.revealed[reply->writer];
    matter_effect(reply->matter, "revealed");
    json_auto_t *data = own_data(reply->talk->people[reply->writer]);
    return (!first || (relay_talk_change(reply->talk, &after, NULL, error) &&
                       relay_tell_other(reply, "relay-revealed", data, error))) &&
           relay_tell_writer(reply, "relay-shown", "none", data, error);
}

/* A reply to one of our two questions. */
static bool answer_question(struct relay_reply *reply, GError **error)
{
    const struct verdict_intent *confirm = verdict_intent(reply->matter->verdict, "confirm");
    const char *answer = confirm != NULL ? verdict_slot(confirm, "answer") : NULL;
    bool yes = g_strcmp0(answer, "yes") == 0;
    if (!yes && g_strcmp0(answer, "no") != 0) {
        reply->matter->why_human = "unclear";
        human_receipt(reply->matter);
        return true;
    }
    return strcmp(reply->matter->proof->kind, QUESTION_REVEAL) == 0
               ? reveal(reply, yes, error)
               : relay_file_answer(reply, yes, error);
}

static bool asks_for(const struct verdict *verdict, const char *const *names)
{
    for (size_t at = 0; names[at] != NULL; at++) {
        if (verdict_intent(verdict, names[at]) != NULL) {
            return true;
        }
    }
    return false;
}

/* What is meant for us and not for the other side. */
static bool is_for_us(const struct verdict *verdict)
{
    static const char *const names[] = {"unsubscribe",    "erase",   "data-access",
                                        "address-change", "command", NULL};
    return asks_for(verdict, names);
}

static bool stops(const struct verdict *verdict)
{
    const struct verdict_intent *command = verdict_intent(verdict, "command");
    return command != NULL && g_strcmp0(verdict_slot(command, "name"), "stop-relay") == 0;
}

/* A bare "ja tak" belongs to the talk; only who speaks of his name is asked. */
static bool wants_reveal(const struct relay_reply *reply)
{
    const struct verdict *verdict = reply->matter->verdict;
    return verdict_intent(verdict, "reveal") != NULL &&
           json_is_true(json_object_get(verdict->open, "about_self")) &&
           reply->talk->pair->revealed[reply->writer] == 0;
}

static bool carry_out(struct relay_reply *reply, GError **error)
{
    struct matter *matter = reply->matter;
    const struct verdict *verdict = matter->verdict;
    const char *kind = matter->proof->kind;
    if (strcmp(kind, QUESTION_REVEAL) == 0 || strcmp(kind, QUESTION_FILE) == 0) {
        return answer_question(reply, error);
    }
    if (stops(verdict)) {
        return stop(reply, error);
    }
    if (is_for_us(verdict)) {
        return wishes_carry_out(matter, verdict->intents, error);
    }
    bool taken = false;
    if (!asking_data(matter, &taken, error) || taken) {
        return taken;
    }
    if (json_is_true(json_object_get(verdict->open, "abusive"))) {
        matter->why_human = "abuse";
        human_receipt(matter);
        return true;
    }
    if (wants_reveal(reply)) {
        matter_effect(matter, "reveal-asked");
        json_auto_t *data = own_data(reply->talk->people[reply->writer]);
        reply->asks = true;
        return relay_pass_on(reply, error) &&
               relay_tell_writer(reply, QUESTION_REVEAL, "confirmation", data, error);
    }
    reply->asks = funnel_hears(reply); /* one question in answer to one mail */
    return relay_pass_on(reply, error) && (!reply->asks || funnel_overhear(reply, error));
}

/* The pair that the answered mail belongs to; NULL without an error: there is none any more. */
static struct relay_talk *find_talk(struct matter *matter, struct relay_mail **answered,
                                    GError **error)
{
    g_autoptr(GError) failure = NULL;
    struct relay_talk *talk = NULL;
    *answered = relay_mail_of(matter->office->store, matter->proof->outgoing, &failure);
    if (*answered != NULL) {
        talk = relay_talk_open(matter->office, &matter->cause, (*answered)->pair, &failure);
    }
    if (g_error_matches(failure, STORE_ERROR, FAILURE_NOT_FOUND)) {
        g_clear_error(&failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return talk;
}

/* The writer is proved by the token and by the address, and is the side that had the letter. */
static bool is_writer(const struct relay_reply *reply)
{
    const struct matter *matter = reply->matter;
    const struct person *person = reply->talk->people[reply->writer];
    return matter->proved && matter->person != NULL && matter->person->id == person->id;
}

bool relay_act(struct matter *matter, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(relay_mail) struct relay_mail *answered = NULL;
    SCOPED(relay_talk) struct relay_talk *talk = find_talk(matter, &answered, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    struct relay_reply reply = {.matter = matter,
                                .talk = talk,
                                .writer = talk != NULL ? answered->reader : PAIR_NOBODY,
                                .answered = answered};
    if (talk == NULL || !is_writer(&reply)) {
        matter->why_human = talk == NULL ? "relay-gone" : "relay-address";
        human_receipt(matter);
        return true;
    }
    return carry_out(&reply, error);
}
