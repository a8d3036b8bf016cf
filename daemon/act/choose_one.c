#include "act/choose_one.h"

#include "act/answer.h"
#include "act/letter.h"
#include "act/relay.h"
#include "compose/words.h"

bool choice_open(struct choice *choice, const struct digest *digest, const char *ref,
                 GError **error)
{
    const struct office *office = choice->matter->office;
    g_autoptr(GError) failure = NULL;
    choice->digest = digest;
    choice->ref = ref;
    choice->item = digest_find(digest, ref[0] - 'A' + 1);
    choice->side = choice->matter->person->role == PERSON_SEEKER ? PAIR_SEEKER : PAIR_EMPLOYER;
    if (digest->listing != 0) {
        choice->own = listing_get(office->store, digest->listing, &failure);
        bool profile = choice->own != NULL && choice->own->kind == LISTING_PROFILE;
        choice->side = profile ? PAIR_SEEKER : PAIR_EMPLOYER;
    }
    if (failure == NULL && choice->item != NULL) {
        choice->other = listing_get(office->store, choice->item->listing, &failure);
    }
    if (failure == NULL && choice->other != NULL) {
        choice->name =
            digest_name(office, matter_language(choice->matter), choice->other, &failure);
    }
    if (failure == NULL && choice->item != NULL && choice->item->pair != 0) {
        choice->pair = pair_get(office->store, choice->item->pair, &failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

void choice_clear(struct choice *choice)
{
    listing_free(choice->own);
    listing_free(choice->other);
    pair_free(choice->pair);
    g_free(choice->name);
}

void choice_say(struct choice *choice, const char *said, const char *thing, bool undo)
{
    const struct matter *matter = choice->matter;
    const char *name = choice->name != NULL ? choice->name : "", *what = thing != NULL ? thing : "";
    g_autofree char *sentence =
        words_fill(templates_word(matter->office->templates, matter_language(matter), "did", said),
                   "bogstav", choice->ref, "punkt", name, "ting", what, NULL);
    answer_add(choice->matter,
               &(struct deed){.effect = "chose",
                              .letter = "done",
                              .replies = "confirmation",
                              .said = said,
                              .undo = undo,
                              .more = json_pack("{s:s, s:s, s:s, s:s, s:s}", "bogstav", choice->ref,
                                                "punkt", name, "ting", what, "gjort", sentence,
                                                "fortryd", undo ? "ja" : "")});
}

bool choice_note(struct choice *choice, enum digest_answer answer, int relaxed, GError **error)
{
    g_autofree char *reason = choice->ground == NULL ? g_strdup(choice->reason) : NULL;
    const struct digest_reply reply = {
        .digest = choice->digest->id,
        .letter = choice->item->letter,
        .answer = answer,
        .reason = reason,
        .before = choice->pair != NULL ? (int)choice->pair->stage : 0,
        .relaxed = relaxed,
    };
    return digest_reply_add(choice->matter->office->store, &choice->matter->cause, &reply, error);
}

bool choice_others_no(const struct choice *choice, bool *said, GError **error)
{
    *said = false;
    return choice->pair == NULL || choice->other == NULL ||
           digest_said_no(choice->matter->office->store, choice->pair->id, choice->other->person,
                          said, error);
}

/* Whether a no that was the sender's alone ended it, before any talk: who said that may think
 * again. */
static bool may_think_again(const struct choice *choice, bool *may, GError **error)
{
    bool own = false, others = false;
    *may = false;
    if (choice->pair == NULL || choice->pair->stage != PAIR_DECLINED) {
        return true;
    }
    if (!digest_said_no(choice->matter->office->store, choice->pair->id, choice->matter->person->id,
                        &own, error) ||
        !choice_others_no(choice, &others, error)) {
        return false;
    }
    *may = own && !others && choice->pair->yes[choice->side] == 0;
    return true;
}

/* Whether a yes can still reach the other side: it is asked when its listing is open again. What
 * staff hold opens no talk before they have looked. */
static bool is_there(const struct choice *choice)
{
    bool said = choice->pair->yes[pair_other(choice->side)] != 0;
    switch (choice->other->state) {
    case LISTING_OPEN:
    case LISTING_PAUSED:
        return true;
    case LISTING_HELD:
    case LISTING_DRAFT:
        return !said;
    case LISTING_FILLED:
    case LISTING_CLOSED:
        break;
    }
    return false;
}

/* Answers that nothing comes of, because it is too late or has been said. */
static const char *in_vain(const struct choice *choice, bool again)
{
    if (choice->own != NULL && choice->own->state != LISTING_OPEN) {
        return choice->side == PAIR_EMPLOYER ? "choice-closed" : "choice-paused";
    }
    if (choice->pair == NULL || choice->other == NULL || !is_there(choice)) {
        return "choice-gone";
    }
    switch (choice->pair->stage) {
    case PAIR_CONTACT:
    case PAIR_INTERVIEW:
    case PAIR_TRIAL:
        return "choice-talk";
    case PAIR_HIRED:
    case PAIR_WITHDRAWN:
        return "choice-gone";
    case PAIR_DECLINED:
        return again ? NULL : "choice-gone";
    case PAIR_SUGGESTED:
    case PAIR_INTERESTED:
        break;
    }
    return choice->pair->yes[choice->side] != 0 ? "choice-said" : NULL;
}

/* A no of one's own is taken back by a yes. */
static bool reopen(struct choice *choice, GError **error)
{
    if (choice->pair->stage != PAIR_DECLINED) {
        return true;
    }
    struct pair after = *choice->pair;
    after.stage = after.yes[pair_other(choice->side)] != 0 ? PAIR_INTERESTED : PAIR_SUGGESTED;
    if (!pair_update(choice->matter->office->store, &choice->matter->cause, choice->pair, &after,
                     NULL, error)) {
        return false;
    }
    *choice->pair = after;
    return true;
}

/* The other side hears of it: now both may write, or it is asked. */
static bool agree(struct choice *choice, GError **error)
{
    const struct matter *matter = choice->matter;
    const struct office *office = matter->office;
    bool asked = false, question = choice->digest->why == DIGEST_QUESTION;
    if (!relay_agree(office, &matter->cause, choice->pair->id, choice->side, error)) {
        return false;
    }
    SCOPED(pair) struct pair *now = pair_get(office->store, choice->pair->id, error);
    if (now == NULL) {
        return false;
    }
    bool both = now->stage == PAIR_CONTACT;
    if (both && question) {
        matter_effect(choice->matter, "chose"); /* the letter that opens the talk tells of it */
        return true;
    }
    if (!both &&
        !digest_ask(office, &matter->cause, now, pair_other(choice->side), &asked, error)) {
        return false;
    }
    choice_say(choice,
               both    ? "choice-contact"
               : asked ? "choice-asked"
                       : "choice-waits",
               NULL, !both);
    return true;
}

bool choice_yes(struct choice *choice, GError **error)
{
    bool again = false;
    if (!may_think_again(choice, &again, error)) {
        return false;
    }
    if (choice->digest->listing == 0) {
        answer_add(choice->matter,
                   &(struct deed){.effect = "chose",
                                  .letter = "digest-wish",
                                  .said = "choice-wish",
                                  .more = json_pack("{s:s, s:s}", "bogstav", choice->ref, "punkt",
                                                    choice->name)});
        return choice_note(choice, DIGEST_YES, 0, error);
    }
    const char *vain = in_vain(choice, again);
    if (vain != NULL) {
        choice_say(choice, vain, NULL, false);
        return true;
    }
    return choice_note(choice, DIGEST_YES, 0, error) && reopen(choice, error) &&
           agree(choice, error);
}

/* Who had said yes hears that nothing comes of it, and not why. */
static bool tell_other(struct choice *choice, GError **error)
{
    const struct office *office = choice->matter->office;
    enum pair_side other = pair_other(choice->side);
    if (choice->pair->yes[other] == 0) {
        return true;
    }
    SCOPED(person)
    struct person *reader = person_get(office->store, choice->other->person, error);
    g_autofree char *name =
        reader != NULL ? digest_name(office, reader->language, choice->own, error) : NULL;
    if (name == NULL) {
        return false;
    }
    json_auto_t *more = json_pack("{s:s}", "punkt", name);
    const struct letter letter = {.name = "digest-no",
                                  .person = reader,
                                  .recipient = person_address(reader),
                                  .replies = "none",
                                  .more = more,
                                  .class = LEDGER_CONFIDENTIAL};
    return letter_send(office, &choice->matter->cause, &letter, error);
}

bool choice_no(struct choice *choice, GError **error)
{
    struct matter *matter = choice->matter;
    bool talks = choice->pair != NULL && choice->pair->stage >= PAIR_CONTACT &&
                 choice->pair->stage <= PAIR_HIRED;
    if (talks || choice->other == NULL) {
        choice_say(choice, talks ? "choice-talk" : "choice-gone", NULL, false);
        return true;
    }
    /* An employer may turn nobody down for that; a seeker may, and nobody keeps why. */
    if (choice->ground != NULL && choice->side == PAIR_EMPLOYER) {
        matter->why_human = "grounds";
        choice_say(choice, "choice-grounds", NULL, false);
        return true;
    }
    int before = 0;
    if (!choice_demand(choice, &before, error) || !choice_note(choice, DIGEST_NO, before, error)) {
        return false;
    }
    bool question = choice->digest->why == DIGEST_QUESTION;
    choice_say(choice, question ? "asked-no" : "choice-no", NULL, choice->pair != NULL);
    if (choice->pair == NULL || choice->pair->stage > PAIR_INTERESTED) {
        return true;
    }
    struct pair after = *choice->pair;
    after.stage = PAIR_DECLINED;
    after.yes[choice->side] = 0;
    return pair_update(matter->office->store, &matter->cause, choice->pair, &after,
                       choice->ground == NULL ? choice->reason : NULL, error) &&
           tell_other(choice, error);
}

bool choice_maybe(struct choice *choice, GError **error)
{
    choice_say(choice, choice->other != NULL ? "choice-maybe" : "choice-gone", NULL, false);
    return choice_note(choice, DIGEST_MAYBE, 0, error);
}
