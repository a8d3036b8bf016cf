#include "act/moving.h"

#include <string.h>

#include "act/answer.h"
#include "act/limits.h"
#include "mail/address.h"
#include "store/address_change.h"
#include "store/suppression.h"

enum { DAY = 86400 };

#define QUESTION "confirm-address"

static bool same(const char *one, const char *other)
{
    g_autofree char *first = address_fold(one);
    g_autofree char *second = address_fold(other);
    return strcmp(first, second) == 0;
}

/* Somebody else has it. */
static bool is_taken(const struct matter *matter, const char *address, int64_t person, bool *taken,
                     GError **error)
{
    g_autoptr(GPtrArray) found = person_by_address(matter->office->store, address, error);
    for (guint at = 0; found != NULL && at < found->len; at++) {
        *taken = *taken || ((const struct person *)found->pdata[at])->id != person;
    }
    return found != NULL;
}

/* An address that can be asked, or NULL. The caller owns it. */
static char *usable(const struct matter *matter, const struct verdict_intent *intent)
{
    const char *wanted = verdict_slot(intent, "address");
    g_autofree char *address = wanted != NULL ? address_parse(wanted, NULL) : NULL;
    const char *ours = config_text(matter->office->config, CONFIG_SITE_ADDRESS);
    char token[TOKEN_LENGTH + 1];
    bool bad = address == NULL || address_is_robot(address) || same(address, ours) ||
               token_of_address(ours, address, token);
    return bad ? NULL : g_steal_pointer(&address);
}

/* Whoever reads there is nobody to us yet: the question names nobody. `row` 0: it cannot go. */
// NOLINTNEXTLINE(readability-non-const-parameter): letter_send writes to it
static bool put_question(struct matter *matter, const char *address, int64_t *row, GError **error)
{
    const struct letter question = {
        .name = QUESTION, .recipient = address, .replies = "confirmation", .queued = row};
    return letter_send(matter->office, &matter->cause, &question, error);
}

static json_t *both(const char *old, const char *new)
{
    return json_pack("{s:s, s:s}", "gammeladresse", old, "nyadresse", new);
}

/* The letter `name` to an address of the person, unless it is suppressed: never to another one. */
static bool tell_at(struct matter *matter, const char *name, const char *address,
                    const struct address_change *change, GError **error)
{
    bool suppressed = false;
    if (!suppression_holds(matter->office->store, address, &suppressed, error)) {
        return false;
    }
    json_auto_t *more = both(change->old, change->new);
    const struct letter letter = {.name = name,
                                  .person = matter->person,
                                  .recipient = address,
                                  .replies = "confirmation",
                                  .more = more};
    return suppressed || letter_send(matter->office, &matter->cause, &letter, error);
}

static bool open_change(struct matter *matter, const char *address, GError **error)
{
    int64_t row = 0;
    if (!put_question(matter, address, &row, error)) {
        return false;
    }
    if (row == 0) {
        matter->why_human = "address-dead";
        return true;
    }
    g_autofree char *old = g_strdup(person_address(matter->person));
    g_autofree char *new = g_strdup(address);
    const struct address_change change = {
        .person = matter->person->id, .old = old, .new = new, .question = row};
    answer_add(matter, &(struct deed){.effect = "address-asked",
                                      .letter = "address-asked",
                                      .replies = "confirmation",
                                      .said = "address-asked",
                                      .undo = true,
                                      .more = both(old, new)});
    /* Who wrote from a second address hears of it there; the main one has to know as well. */
    bool elsewhere = !same(matter->verdict->from_address, old);
    return address_change_open(matter->office->store, &matter->cause, &change, error) &&
           (!elsewhere || tell_at(matter, "address-asked", old, &change, error));
}

bool moving_ask(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    g_autofree char *address = usable(matter, intent);
    if (address == NULL) {
        matter->why_human = "unclear";
        return true;
    }
    if (same(address, person_address(matter->person))) {
        answer_add(matter, &(struct deed){.effect = "already",
                                          .letter = "address-same",
                                          .said = "address-same",
                                          .more = both(address, address)});
        return true;
    }
    bool taken = false, may = false;
    if (!is_taken(matter, address, matter->person->id, &taken, error) ||
        !limits_may_ask(matter->office, address, QUESTION, &may, error)) {
        return false;
    }
    if (taken || !may) {
        matter->why_human = taken ? "address-taken" : "limit";
        return true;
    }
    return open_change(matter, address, error);
}

bool moving_concerns(const struct matter *matter)
{
    return matter->proof != NULL && strcmp(matter->proof->kind, QUESTION) == 0;
}

static bool carry_out(struct matter *matter, const struct address_change *change, GError **error)
{
    bool taken = false;
    if (!is_taken(matter, change->new, change->person, &taken, error)) {
        return false;
    }
    if (taken) {
        matter->why_human = "address-taken";
        return true;
    }
    if (!address_change_carry_out(matter->office->store, &matter->cause, change, error) ||
        !tell_at(matter, "address-moved", change->old, change, error)) {
        return false;
    }
    matter->known_sender = true;
    answer_add(matter, &(struct deed){.effect = "address-changed",
                                      .letter = "address-changed",
                                      .replies = "confirmation",
                                      .said = "address-changed",
                                      .undo = true,
                                      .more = both(change->old, change->new)});
    return true;
}

static bool refuse(struct matter *matter, const struct address_change *change, GError **error)
{
    matter_effect(matter, "address-stopped");
    return address_change_stop(matter->office->store, &matter->cause, change, error) &&
           tell_at(matter, "address-refused", change->old, change, error);
}

static bool is_late(const struct matter *matter, const struct address_change *change)
{
    return matter->cause.at - change->asked > MOVING_DAYS * DAY;
}

bool moving_answer(struct matter *matter, bool yes, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(address_change)
    struct address_change *change =
        address_change_of_question(matter->office->store, matter->proof->outgoing, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (change == NULL || !matter->proved) {
        matter->why_human = "unclear";
        return true;
    }
    bool open = change->state == ADDRESS_ASKED && !is_late(matter, change);
    if (change->state == ADDRESS_MOVED && yes) {
        matter_effect(matter, "already");
        return true;
    }
    if (!open && change->state != ADDRESS_MOVED) {
        answer_add(matter,
                   &(struct deed){.effect = "too-late", .letter = "too-late", .said = "too-late"});
        return true;
    }
    g_clear_pointer(&matter->person, person_free);
    matter->several = false;
    matter->person = person_get(matter->office->store, change->person, error);
    if (matter->person == NULL) {
        return false;
    }
    return yes ? carry_out(matter, change, error) : refuse(matter, change, error);
}

bool moving_undo(struct matter *matter, int64_t inbound, bool *undone, GError **error)
{
    g_autoptr(GError) failure = NULL;
    struct store *store = matter->office->store;
    SCOPED(address_change)
    struct address_change *change = inbound != 0
                                        ? address_change_of_mail(store, inbound, &failure)
                                        : address_change_last(store, matter->person->id, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    *undone = change != NULL && change->person == matter->person->id &&
              (change->state == ADDRESS_ASKED || change->state == ADDRESS_MOVED) &&
              !is_late(matter, change);
    if (!*undone) {
        return true;
    }
    answer_add(matter, &(struct deed){.effect = "address-stopped",
                                      .letter = "address-stopped",
                                      .said = "address-stopped",
                                      .more = both(change->old, change->new)});
    return address_change_stop(store, &matter->cause, change, error);
}
