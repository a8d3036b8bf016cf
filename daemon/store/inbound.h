/* Mail that came in: the raw octets first, then what was made of them.
 *
 * Same mail = same Message-ID and same hash of the message without its trace headers (one hash
 * says both: the Message-ID is in it). States:
 * new -> done | human (waits for a person, then done) | quarantined (killed or stalled the parser)
 * | duplicate never gets a row of its own.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

enum inbound_state { INBOUND_NEW = 1, INBOUND_DONE, INBOUND_HUMAN, INBOUND_QUARANTINED };

struct inbound {
    int64_t id, received;
    enum inbound_state state;
    char *source;     /* "maildir:1365...", "receive" */
    char *recipient;  /* envelope recipient when known, else NULL */
    char *message_id; /* NULL before it is understood and when there is none */
    char *verdict;    /* JSON, NULL before */
    char *reason;     /* why it waits, in words for staff; NULL */
    char *effect;     /* what was done, words of act/ with commas: "unsubscribed", "paused,rated"
                         ...; NULL */
    int64_t person;   /* whom it concerns, 0: not known */
    bool by_token;    /* a valid token proved that */
};

void inbound_free(struct inbound *inbound);
SCOPE_DEFINE(inbound, inbound_free)

const char *inbound_state_name(enum inbound_state state);

/* Commits the raw mail (opens its own transaction, FULL). `fresh` false: the same octets (without
 * the trace headers Received, Return-Path, Delivered-To, X-Original-To, Delivery-date, Envelope-to,
 * Authentication-Results ..., see inbound_content.c) are there already, `id` is the old one. The
 * source does not decide: a file name that comes twice with other octets is a new mail, or it would
 * be lost. */
bool inbound_keep(struct store *store, int64_t received, const char *source, const char *recipient,
                  const char *raw, size_t length, int64_t *id, bool *fresh, GError **error);

struct arrival {
    int64_t received;
    const char *source, *recipient; /* recipient: NULL when not known */
    const char *raw;
    size_t length;
};

/* As inbound_keep, within a transaction of the caller: several mails in one. */
bool inbound_add(struct store *store, const struct arrival *arrival, int64_t *id, bool *fresh,
                 GError **error);

/* Ids that wait to be understood, oldest first, at most `most` and with at most `octets` together,
 * but at least one: GArray of int64_t. The caller owns it. */
GArray *inbound_waiting(struct store *store, unsigned most, size_t octets, GError **error);
/* Only those that came after the mail `after`. */
GArray *inbound_waiting_after(struct store *store, int64_t after, unsigned most, size_t octets,
                              GError **error);

/* The raw octets. The caller owns it. */
GBytes *inbound_raw(struct store *store, int64_t id, GError **error);
/* Only the first `most` of them. */
GBytes *inbound_raw_start(struct store *store, int64_t id, size_t most, GError **error);

/* Writes down what it was and what was done: state, verdict, message_id, person, by_token, reason,
 * effect of `result` (by result->id), with an event "mail-in". */
bool inbound_settle(struct store *store, const struct cause *cause, const struct inbound *result,
                    GError **error);

struct inbound *inbound_get(struct store *store, int64_t id,
                            GError **error); /* FAILURE_NOT_FOUND */

/* The person's last one before the mail `id` that something was done with (0: the last of all).
 * NULL without an error: there is none. */
struct inbound *inbound_before(struct store *store, int64_t person, int64_t id, GError **error);

/* By state (0: all), oldest first, until `each` says false. Read in pages with no cursor open
 * between them: `each` may use the store, and write to it. */
bool inbound_each(struct store *store, enum inbound_state state,
                  bool (*each)(const struct inbound *inbound, void *data), void *data,
                  GError **error);

/* Whether another mail of the same sender with the same text (hash) was answered since `since` (an
 * outgoing mail that was not dropped names it as its inbound): for loops. Remembers this one.
 * `address`: folded. */
bool inbound_same_text(struct store *store, int64_t id, const char *address, const char *text,
                       int64_t since, bool *same, GError **error);
