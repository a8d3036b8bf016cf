#include "act/asking.h"

#include <string.h>

#include "act/answer.h"
#include "act/human.h"
#include "act/limits.h"
#include "act/meaning.h"
#include "act/wishes.h"
#include "mail/address.h"
#include "store/guess.h"

enum { DAY = 86400 };

#define DOUBT "confirm-guess"
#define WHETHER "confirm-wish"

/* A question before it is put. */
struct question {
    const char *letter;
    const char *recipient;
    const GPtrArray *intents;
    bool doubt;
};

/* The intents as they are kept. Whoever writes of a new address, and does not name it, writes from
 * it. The caller owns it. */
static char *keep_intents(const struct matter *matter, const GPtrArray *intents)
{
    json_auto_t *list = json_array();
    for (guint at = 0; at < intents->len; at++) {
        const struct verdict_intent *intent = intents->pdata[at];
        json_t *row = json_deep_copy(intent->slots);
        json_object_set_new(row, "intent", json_string(intent->name));
        bool moves = strcmp(intent->name, "address-change") == 0;
        if (moves && verdict_slot(intent, "address") == NULL && !matter->known_sender) {
            json_object_set_new(row, "address", json_string(matter->verdict->from_address));
        }
        json_array_append_new(list, row);
    }
    return json_dumps(list, JSON_COMPACT);
}

static json_t *fields_of(const struct matter *matter, const struct question *question)
{
    const char *language = matter->person->language;
    const struct office *office = matter->office;
    g_autofree char *when =
        templates_date(office->templates, language, office->clock, matter_received(matter), true);
    g_autofree char *meant = meaning_sentences(office, language, question->intents);
    g_autofree char *done = answer_lines(matter, language);
    const char *from = matter->verdict->from_address;
    g_autofree char *sender =
        from != NULL && !matter->known_sender ? address_parse(from, NULL) : NULL;
    return json_pack("{s:s, s:s, s:s, s:s}", "modtaget", when, "forstaaet", meant, "gjort", done,
                     "afsenderadresse", sender != NULL ? sender : "");
}

static bool write_down(struct matter *matter, const struct question *question, int64_t row,
                       GError **error)
{
    g_autofree char *intents = keep_intents(matter, question->intents);
    g_autofree char *sender = g_strdup(matter->known_sender ? NULL : matter->verdict->from_address);
    const struct guess guess = {.outgoing = row,
                                .person = matter->person->id,
                                .inbound = matter->cause.inbound,
                                .about = matter->about,
                                .intents = intents,
                                .doubt = question->doubt,
                                .sender = sender};
    return matter->cause.inbound == 0 /* a rehearsal */ ||
           guess_add(matter->office->store, &matter->cause, &guess, error);
}

/* `asked` false: too often, or nowhere to ask. */
static bool put(struct matter *matter, const struct question *question, bool *asked, GError **error)
{
    *asked = false;
    bool may = false;
    if (!limits_may_ask(matter->office, question->recipient, question->letter, &may, error)) {
        return false;
    }
    if (!may || !matter->answerable || matter->answered) {
        return true;
    }
    json_auto_t *more = fields_of(matter, question);
    const char *from = matter->verdict->from_address;
    bool to_sender = from != NULL && g_ascii_strcasecmp(question->recipient, from) == 0;
    int64_t row = 0;
    const struct letter letter = {.name = question->letter,
                                  .person = matter->person,
                                  .recipient = question->recipient,
                                  .replies = "confirmation",
                                  .answers = to_sender ? matter->verdict->message_id : NULL,
                                  .more = more,
                                  .queued = &row};
    if (!letter_send(matter->office, &matter->cause, &letter, error)) {
        return false;
    }
    *asked = row != 0;
    if (!*asked) {
        return true;
    }
    matter->answered = true;
    matter->letter = question->letter;
    matter_effect(matter, "asked");
    return write_down(matter, question, row, error);
}

/* One question in a thread: none in answer to a question, none about a mail of ours that was asked
 * about before. */
static bool was_asked(const struct matter *matter, bool *before, GError **error)
{
    *before = asking_concerns(matter);
    return *before || matter->about == 0 ||
           guess_asked_about(matter->office->store, matter->person->id, matter->about, before,
                             error);
}

bool asking_doubt(struct matter *matter, bool *asked, GError **error)
{
    *asked = false;
    if (matter->person == NULL) {
        return true;
    }
    bool before = false;
    if (!was_asked(matter, &before, error)) {
        return false;
    }
    const struct question question = {.letter = DOUBT,
                                      .recipient = matter->proved ? matter->verdict->from_address
                                                                  : person_address(matter->person),
                                      .intents = matter->verdict->guesses,
                                      .doubt = true};
    return before || put(matter, &question, asked, error);
}

bool asking_data(struct matter *matter, bool *taken, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    const char *wish = NULL;
    bool asked = false;
    for (guint at = 0; at < verdict->guesses->len && verdict->intents->len == 0; at++) {
        const struct verdict_intent *guess = verdict->guesses->pdata[at];
        bool data = strcmp(guess->name, "erase") == 0 || strcmp(guess->name, "data-access") == 0;
        wish = data && !verdict_is_by_weights(guess) ? guess->name : wish;
    }
    *taken = wish != NULL;
    if (!*taken || !asking_doubt(matter, &asked, error)) {
        return !*taken;
    }
    matter->untold = asked;
    matter->why_human = asked ? "guess" : wish;
    if (!asked) {
        human_gdpr(matter);
    }
    return true;
}

void asking_later(struct matter *matter, const struct verdict_intent *intent)
{
    if (matter->unproved == NULL) {
        matter->unproved = g_ptr_array_new();
    }
    g_ptr_array_add(matter->unproved, (gpointer)(uintptr_t)intent);
}

bool asking_whether(struct matter *matter, GError **error)
{
    if (matter->unproved == NULL) {
        return true;
    }
    bool asked = false;
    const struct question question = {.letter = WHETHER,
                                      .recipient = person_address(matter->person),
                                      .intents = matter->unproved};
    if (!put(matter, &question, &asked, error)) {
        return false;
    }
    if (!asked && matter->why_human == NULL) {
        matter->why_human = "limit";
        human_receipt(matter);
    }
    return true;
}

bool asking_concerns(const struct matter *matter)
{
    const char *kind = matter->proof != NULL ? matter->proof->kind : "";
    return strcmp(kind, DOUBT) == 0 || strcmp(kind, WHETHER) == 0;
}

/* The person said that what came from there was theirs: it counts from now on, unless it is
 * somebody else's as well. */
static bool know_sender(struct matter *matter, const struct guess *guess, GError **error)
{
    g_autoptr(GPtrArray) found =
        guess->sender != NULL ? person_by_address(matter->office->store, guess->sender, error)
                              : g_ptr_array_new();
    if (found == NULL) {
        return false;
    }
    g_autofree char *address = guess->sender != NULL ? address_parse(guess->sender, NULL) : NULL;
    if (address == NULL || found->len > 0) {
        return true;
    }
    SCOPED(person)
    struct person *more = person_get(matter->office->store, matter->person->id, error);
    if (more == NULL) {
        return false;
    }
    bool changed = false;
    g_ptr_array_add(more->addresses, g_steal_pointer(&address));
    return person_update(matter->office->store, &matter->cause, matter->person, more, &changed,
                         error);
}

/* A verdict with the confirmed intents, and the words of the mail that they come from. */
static struct verdict *confirmed_of(const struct guess *guess, const struct inbound *source)
{
    json_auto_t *json = source->verdict != NULL ? json_loads(source->verdict, 0, NULL) : NULL;
    json_auto_t *intents = json_loads(guess->intents, 0, NULL);
    if (json == NULL || intents == NULL) {
        return NULL;
    }
    json_object_set(json, "intents", intents);
    json_object_del(json, "guesses");
    return verdict_from_json(json, NULL);
}

/* What the mail behind a question came to. */
static bool settle_source(struct matter *matter, struct inbound *source, GError **error)
{
    g_free(source->reason);
    g_free(source->effect);
    source->state = matter->why_human != NULL ? INBOUND_HUMAN : INBOUND_DONE;
    source->reason = g_strdup(matter->why_human);
    source->effect = g_strdup(matter->effect != NULL ? matter->effect : "to-human");
    matter->source = source->id;
    return inbound_settle(matter->office->store, &matter->cause, source, error);
}

static bool carry_out(struct matter *matter, const struct guess *guess, struct inbound *source,
                      GError **error)
{
    matter->confirmed = confirmed_of(guess, source);
    if (matter->confirmed == NULL) {
        matter->why_human = "unclear";
        return true;
    }
    matter->about = guess->about;
    matter->received = source->received;
    return guess_settle(matter->office->store, &matter->cause, guess, GUESS_RIGHT, error) &&
           know_sender(matter, guess, error) &&
           wishes_carry_out(matter, matter->confirmed->intents, error) &&
           settle_source(matter, source, error);
}

static bool take_back(struct matter *matter, const struct guess *guess, struct inbound *source,
                      GError **error)
{
    if (!guess_settle(matter->office->store, &matter->cause, guess, GUESS_WRONG, error)) {
        return false;
    }
    if (!guess->doubt) {
        answer_add(matter,
                   &(struct deed){.effect = "kept", .letter = "unchanged", .said = "unchanged"});
        return true;
    }
    matter_effect(matter, "guess-wrong");
    human_receipt(matter);
    return source->state != INBOUND_HUMAN ||
           human_tell(matter->office, &matter->cause, source, "guess-wrong", error);
}

bool asking_answer(struct matter *matter, bool yes, GError **error)
{
    struct store *store = matter->office->store;
    g_autoptr(GError) failure = NULL;
    SCOPED(guess) struct guess *guess = guess_of(store, matter->proof->outgoing, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (guess == NULL || guess->state == GUESS_WRONG || (guess->state == GUESS_RIGHT && !yes)) {
        matter->why_human = "unclear";
        return true;
    }
    if (guess->state == GUESS_RIGHT) {
        matter_effect(matter, "already");
        return true;
    }
    SCOPED(inbound) struct inbound *source = inbound_get(store, guess->inbound, error);
    if (source == NULL) {
        return false;
    }
    bool late = matter->cause.at - guess->asked > ASKING_DAYS * DAY;
    bool handled = guess->doubt && source->state != INBOUND_HUMAN; /* by a member of staff */
    if (late || (handled && yes)) {
        answer_add(matter,
                   &(struct deed){.effect = "too-late", .letter = "too-late", .said = "too-late"});
        return true;
    }
    return yes ? carry_out(matter, guess, source, error) : take_back(matter, guess, source, error);
}

bool asking_overtaken(struct matter *matter, GError **error)
{
    struct store *store = matter->office->store;
    g_autoptr(GError) failure = NULL;
    SCOPED(guess) struct guess *guess = guess_of(store, matter->proof->outgoing, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (guess == NULL || guess->state != GUESS_ASKED || !matter->proved) {
        return true;
    }
    SCOPED(inbound) struct inbound *source = inbound_get(store, guess->inbound, error);
    if (source == NULL || !guess_settle(store, &matter->cause, guess, GUESS_WRONG, error)) {
        return false;
    }
    if (!guess->doubt || source->state != INBOUND_HUMAN) {
        return true;
    }
    if (matter->why_human != NULL) {
        return human_tell(matter->office, &matter->cause, source, "guess-wrong", error);
    }
    source->state = INBOUND_DONE; /* said again, in words that we understand */
    return inbound_settle(store, &matter->cause, source, error);
}
