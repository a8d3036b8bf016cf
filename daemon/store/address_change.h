/* A person's wish to get our mail at another address, from the question that went there to its
 * answer. One is open for a person at a time.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"

enum address_change_state {
    ADDRESS_ASKED = 1, /* the new address has been asked */
    ADDRESS_MOVED,     /* it said yes */
    ADDRESS_STOPPED,   /* it said no, or the old one did; after ADDRESS_MOVED: moved back */
    ADDRESS_REPLACED   /* the person named another one */
};

struct address_change {
    int64_t id, person;
    char *old, *new;  /* addresses */
    int64_t question; /* our letter to the new address */
    int64_t inbound;  /* the mail that asked for it */
    int64_t asked;    /* moment */
    enum address_change_state state;
    bool added; /* moved: the person did not have it before */
};

void address_change_free(struct address_change *change);
SCOPE_DEFINE(address_change, address_change_free)

/* Opens one (person, old, new, question of `change`); what is open for the person is replaced. */
bool address_change_open(struct store *store, const struct cause *cause,
                         const struct address_change *change, GError **error);

/* By the question at the new address, by the mail that asked for it, a person's last one, and the
 * one that is open. NULL without an error: there is none. The caller owns it. */
struct address_change *address_change_of_question(struct store *store, int64_t question,
                                                  GError **error);
struct address_change *address_change_of_mail(struct store *store, int64_t inbound, GError **error);
struct address_change *address_change_last(struct store *store, int64_t person, GError **error);
struct address_change *address_change_waiting(struct store *store, int64_t person, GError **error);

/* The yes: the new address becomes the main one, the old one a former one. */
bool address_change_carry_out(struct store *store, const struct cause *cause,
                              const struct address_change *change, GError **error);

/* The no, or FORTRYD: when it was carried out the old address is the main one again. */
bool address_change_stop(struct store *store, const struct cause *cause,
                         const struct address_change *change, GError **error);
