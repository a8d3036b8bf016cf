/* What a person gets, and the consent behind it: the current state, and an append-only record of
 * every yes and no with its source.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

enum subscription_list { NEWSLETTER = 1, INVITATIONS };
enum subscription_state {
    SUBSCRIPTION_NONE,
    SUBSCRIPTION_PENDING,
    SUBSCRIPTION_ACTIVE,
    SUBSCRIPTION_ENDED
};

const char *subscription_list_name(enum subscription_list list); /* "newsletter", "invitations" */
const char *
subscription_state_name(enum subscription_state state); /* "none", "pending", "active", "ended" */

bool subscription_get(struct store *store, int64_t person, enum subscription_list list,
                      enum subscription_state *state, GError **error);

/* Each records the consent or its withdrawal with `source` (free text: "tilmeldingskort
 * 12-03-2013", "mail"), the time it was given (`given`, a moment) and the mail, sets the state, and
 * adds the event. Doing it twice changes nothing and adds nothing. */
bool subscription_begin(struct store *store, const struct cause *cause, int64_t person,
                        enum subscription_list list, const char *source, int64_t given,
                        GError **error);

/* Somebody who gets the list already is not asked again: nothing changes. */
bool subscription_ask(struct store *store, const struct cause *cause, int64_t person,
                      enum subscription_list list, const char *source,
                      GError **error); /* pending: double opt-in is under way */
bool subscription_end(struct store *store, const struct cause *cause, int64_t person,
                      enum subscription_list list, const char *reason,
                      GError **error); /* also takes this person's newsletter copies back, queued or
                                          claimed, whose body is not on its way */

struct consent {
    int64_t at, given;
    enum subscription_list list;
    enum subscription_state state;
    char *source;
    int64_t inbound;
};
void consent_free(struct consent *consent);

/* A person's consents, oldest first: GPtrArray of struct consent. The caller owns it. */
GPtrArray *consent_list(struct store *store, int64_t person, GError **error);
