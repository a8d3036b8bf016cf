#include "act/consent.h"

#include <string.h>

#include "act/answer.h"
#include "act/limits.h"
#include "act/pace.h"
#include "act/pausing.h"
#include "base/text.h"
#include "mail/address.h"
#include "store/subscription.h"
#include "understand/cpr.h"

enum { NAME_LIMIT = 100 }; /* characters of a name that a stranger gives */

static const enum subscription_list lists[] = {NEWSLETTER, INVITATIONS};

static bool wants(const char *scope, const char *list)
{
    return scope == NULL || strcmp(scope, "all") == 0 || strcmp(scope, list) == 0;
}

/* Ends every list that `scope` names. `ended`: whether one of them was active. */
static bool end_lists(struct matter *matter, const char *scope, const char *reason, bool *ended,
                      GError **error)
{
    struct store *store = matter->office->store;
    *ended = false;
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        if (!wants(scope, subscription_list_name(lists[at]))) {
            continue;
        }
        enum subscription_state state = SUBSCRIPTION_NONE;
        if (!subscription_get(store, matter->person->id, lists[at], &state, error) ||
            !subscription_end(store, &matter->cause, matter->person->id, lists[at], reason,
                              error)) {
            return false;
        }
        *ended = *ended || state == SUBSCRIPTION_ACTIVE || state == SUBSCRIPTION_PENDING;
    }
    bool digests = false, all = scope == NULL || strcmp(scope, "all") == 0;
    bool done = !(all || pace_concerns(matter)) || pace_end(matter, &digests, error);
    *ended = *ended || digests;
    return done;
}

static bool end_and_tell(struct matter *matter, const char *scope, const char *reason,
                         const char *letter, GError **error)
{
    bool ended = false;
    if (!end_lists(matter, scope, reason, &ended, error)) {
        return false;
    }
    matter_effect(matter, ended ? "unsubscribed" : "already");
    if (!ended) {
        return true;
    }
    if (!matter->known_sender) {
        /* Whoever did it for somebody else: the person hears of it, with the way back. */
        return matter_tell_person(matter, letter, error);
    }
    answer_add(matter, &(struct deed){.letter = letter,
                                      .replies = "confirmation",
                                      .said = "unsubscribed",
                                      .undo = true});
    return true;
}

bool consent_end(struct matter *matter, const char *reason, GError **error)
{
    return end_and_tell(matter, "all", reason, "unsubscribed", error);
}

bool consent_complain(struct matter *matter, GError **error)
{
    bool ended = false;
    matter->effect = "complaint";
    return end_lists(matter, "all", "complaint", &ended, error);
}

bool consent_unsubscribe(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    if (matter->person == NULL) {
        matter->why_human = matter->several ? "several-people" : "unknown-person";
        return true;
    }
    if (matter->proved) {
        return end_and_tell(matter, verdict_slot(intent, "scope"), "mail", "unsubscribed", error);
    }
    return matter_ask_person(matter, "confirm-unsubscribe", error);
}

bool consent_ask(const struct office *office, const struct cause *cause,
                 const struct person *person, const struct consent_question *question, bool *asked,
                 GError **error)
{
    const char *recipient = person_address(person), *scope = question->scope;
    *asked = false;
    bool may = false;
    if (!limits_may_ask(office, recipient, "confirm-subscribe", &may, error)) {
        return false;
    }
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        if (wants(scope, subscription_list_name(lists[at])) &&
            !subscription_ask(office->store, cause, person->id, lists[at], question->source,
                              error)) {
            return false;
        }
    }
    struct letter letter = {.name = "confirm-subscribe",
                            .person = person,
                            .recipient = recipient,
                            .answers = question->answers,
                            .replies = "confirmation"};
    *asked = may;
    return !may || letter_send(office, cause, &letter, error);
}

bool consent_add_stranger(struct matter *matter, GError **error)
{
    struct person *person = person_new();
    g_free(person->name);
    g_autofree char *name =
        cpr_mask(matter->verdict->from_name != NULL ? matter->verdict->from_name : "");
    person->name = text_one_line(name, NAME_LIMIT);
    g_ptr_array_add(person->addresses, g_strdup(matter->verdict->from_address));
    matter->person = person;
    matter->known_sender = true;
    matter->proved = false;
    return person_add(matter->office->store, &matter->cause, person, error);
}

static void welcome(struct matter *matter)
{
    answer_add(matter, &(struct deed){.letter = "welcome",
                                      .replies = "confirmation",
                                      .said = "subscribed",
                                      .undo = true});
}

/* How many of the lists that `scope` names are in this state. */
static bool count_lists(const struct matter *matter, const char *scope,
                        enum subscription_state wanted, unsigned *count, GError **error)
{
    *count = 0;
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        enum subscription_state state = SUBSCRIPTION_NONE;
        if (!subscription_get(matter->office->store, matter->person->id, lists[at], &state,
                              error)) {
            return false;
        }
        *count += wants(scope, subscription_list_name(lists[at])) && state == wanted;
    }
    return true;
}

/* Begins the lists of `scope`; `only`: those alone that are in this state, SUBSCRIPTION_NONE: all.
 */
static bool begin(struct matter *matter, const char *scope, enum subscription_state only,
                  GError **error)
{
    struct store *store = matter->office->store;
    bool begun = false;
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        enum subscription_state state = SUBSCRIPTION_NONE;
        if (!subscription_get(store, matter->person->id, lists[at], &state, error)) {
            return false;
        }
        if (state == SUBSCRIPTION_ACTIVE || !wants(scope, subscription_list_name(lists[at])) ||
            (only != SUBSCRIPTION_NONE && state != only)) {
            continue;
        }
        begun = true;
        if (!subscription_begin(store, &matter->cause, matter->person->id, lists[at], "mail",
                                matter->cause.at, error)) {
            return false;
        }
    }
    matter_effect(matter, begun ? "subscribed" : "already");
    if (begun) {
        welcome(matter); /* one is welcomed once */
    }
    return true;
}

/* The answer to "do you want our mails?": of the lists that were asked about. */
static bool begin_asked(struct matter *matter, GError **error)
{
    unsigned pending = 0;
    return count_lists(matter, "all", SUBSCRIPTION_PENDING, &pending, error) &&
           begin(matter, "all", pending > 0 ? SUBSCRIPTION_PENDING : SUBSCRIPTION_NONE, error);
}

static bool decline_asked(struct matter *matter, GError **error)
{
    unsigned active = 0;
    if (!count_lists(matter, "all", SUBSCRIPTION_ACTIVE, &active, error)) {
        return false;
    }
    if (active == 0) {
        return end_and_tell(matter, "all", "mail", "declined", error);
    }
    enum subscription_state state = SUBSCRIPTION_NONE;
    if (!subscription_get(matter->office->store, matter->person->id, NEWSLETTER, &state, error)) {
        return false;
    }
    return end_and_tell(matter, state == SUBSCRIPTION_PENDING ? "newsletter" : "invitations",
                        "mail", "declined", error);
}

/* Without a token anybody could have written it: the address is asked (double opt-in). */
static bool ask_back(struct matter *matter, const char *scope, GError **error)
{
    if (matter->answered) {
        matter->effect = "limit";
        return true;
    }
    bool asked = false;
    const struct consent_question question = {
        .scope = scope, .answers = matter->verdict->message_id, .source = "mail"};
    if (!consent_ask(matter->office, &matter->cause, matter->person, &question, &asked, error)) {
        return false;
    }
    matter->answered = asked;
    matter->letter = asked ? "confirm-subscribe" : NULL;
    matter_effect(matter, asked ? "asked" : "limit");
    return true;
}

bool consent_subscribe(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    if (matter->several || !matter->answerable) {
        matter->why_human = matter->several ? "several-people" : "unknown-person";
        return true;
    }
    if (matter->person != NULL && !matter->known_sender) {
        matter->why_human = "unknown-person"; /* somebody's token, somebody else's address */
        return true;
    }
    if (matter->person == NULL && !consent_add_stranger(matter, error)) {
        return false;
    }
    const char *scope = verdict_slot(intent, "scope");
    unsigned active = 0, wanted = 0;
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        wanted += wants(scope, subscription_list_name(lists[at]));
    }
    if (!count_lists(matter, scope, SUBSCRIPTION_ACTIVE, &active, error)) {
        return false;
    }
    bool pauses = false;
    if (!pausing_is(matter, &pauses, error)) {
        return false;
    }
    if (pauses && verdict_intent(matter_words(matter), "pause") == NULL) {
        return pausing_stop(matter, intent, error);
    }
    if (active == wanted) {
        matter_effect(matter, "already");
        welcome(matter);
        return true;
    }
    return matter->proved ? begin(matter, scope, SUBSCRIPTION_NONE, error)
                          : ask_back(matter, scope, error);
}

bool consent_confirm(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    bool yes = g_strcmp0(verdict_slot(intent, "answer"), "yes") == 0;
    const char *letter = matter->proof != NULL ? matter->proof->kind : "";
    if (matter->person == NULL || !matter->proved ||
        g_strcmp0(verdict_slot(intent, "answer"), "maybe") == 0) {
        matter->why_human = "unclear";
        return true;
    }
    if (strcmp(letter, "confirm-subscribe") == 0) {
        return yes ? begin_asked(matter, error) : decline_asked(matter, error);
    }
    if (strcmp(letter, "confirm-unsubscribe") == 0) {
        if (yes) {
            return end_and_tell(matter, "all", "mail", "unsubscribed", error);
        }
        answer_add(matter, &(struct deed){.effect = "kept",
                                          .letter = "kept",
                                          .replies = "confirmation",
                                          .said = "kept"});
        return true;
    }
    if (!yes) {
        matter->why_human = "unclear"; /* "nej" to a letter that asked nothing */
        return true;
    }
    return true;
}

/* What a list was before the mail `inbound` made it `state`; SUBSCRIPTION_NONE: it did not, or
 * there was nothing. */
static enum subscription_state before_mail(const GPtrArray *consents, enum subscription_list list,
                                           enum subscription_state state, int64_t inbound,
                                           bool *changed)
{
    enum subscription_state before = SUBSCRIPTION_NONE;
    *changed = false;
    for (guint at = 0; at < consents->len; at++) {
        const struct consent *consent = consents->pdata[at];
        if (consent->list != list) {
            continue;
        }
        if (consent->state == state && consent->inbound == inbound) {
            *changed = true;
            return before;
        }
        before = consent->state;
    }
    return SUBSCRIPTION_NONE;
}

/* Begins again what the mail had ended: those lists, and no others. `any`: one. */
static bool begin_again(struct matter *matter, const GPtrArray *consents, int64_t inbound,
                        bool *any, GError **error)
{
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        bool changed = false;
        enum subscription_state before =
            before_mail(consents, lists[at], SUBSCRIPTION_ENDED, inbound, &changed);
        if (before != SUBSCRIPTION_ACTIVE && before != SUBSCRIPTION_PENDING) {
            continue;
        }
        *any = true;
        if (!subscription_begin(matter->office->store, &matter->cause, matter->person->id,
                                lists[at], "mail", matter->cause.at, error)) {
            return false;
        }
    }
    return true;
}

static void tell_undone(struct matter *matter)
{
    answer_add(matter, &(struct deed){.effect = "undone",
                                      .letter = "undone",
                                      .replies = "confirmation",
                                      .said = "subscribed"});
}

/* Ends what the mail had begun: those lists, and no others. */
static bool end_begun(struct matter *matter, const GPtrArray *consents, int64_t inbound, bool *any,
                      GError **error)
{
    bool begun[G_N_ELEMENTS(lists)];
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        before_mail(consents, lists[at], SUBSCRIPTION_ACTIVE, inbound, &begun[at]);
    }
    *any = begun[0] || begun[1];
    const char *scope = begun[0] && begun[1] ? "all" : begun[0] ? "newsletter" : "invitations";
    return !*any || end_and_tell(matter, scope, "mail", "unsubscribed", error);
}

bool consent_undo_mail(struct matter *matter, int64_t inbound, bool *undone, GError **error)
{
    *undone = false;
    g_autoptr(GPtrArray) consents = consent_list(matter->office->store, matter->person->id, error);
    if (consents == NULL || !begin_again(matter, consents, inbound, undone, error)) {
        return false;
    }
    if (*undone) {
        tell_undone(matter);
        return true;
    }
    return end_begun(matter, consents, inbound, undone, error);
}

bool consent_undo(struct matter *matter, GError **error)
{
    const char *letter = matter->proof->kind;
    if (strcmp(letter, "unsubscribed") == 0 || strcmp(letter, "declined") == 0) {
        bool any = false;
        SCOPED(ledger_mail)
        struct ledger_mail *told =
            ledger_get(matter->office->store, matter->proof->outgoing, error);
        g_autoptr(GPtrArray) consents =
            told != NULL ? consent_list(matter->office->store, matter->person->id, error) : NULL;
        if (consents == NULL || !begin_again(matter, consents, told->inbound, &any, error)) {
            return false;
        }
        if (any || matter->deeds == NULL) {
            tell_undone(matter);
        }
        return true;
    }
    if (strcmp(letter, "welcome") == 0 || strcmp(letter, "undone") == 0) {
        return end_and_tell(matter, "all", "mail", "unsubscribed", error);
    }
    matter->why_human = "nothing-to-undo";
    return true;
}
