/* Pairs: a profile and a job posting, what both sides said of each other, how far they have come,
 * and the mails of their talk.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"

enum pair_stage {
    PAIR_SUGGESTED = 1,
    PAIR_INTERESTED, /* one side has said yes */
    PAIR_CONTACT,    /* both have, and may write to each other */
    PAIR_INTERVIEW,
    PAIR_TRIAL,
    PAIR_HIRED,
    PAIR_DECLINED,
    PAIR_WITHDRAWN
};

enum pair_side { PAIR_NOBODY, PAIR_EMPLOYER, PAIR_SEEKER };

struct pair {
    int64_t id, profile, posting; /* listings */
    enum pair_stage stage;
    /* Moments by side (PAIR_EMPLOYER, PAIR_SEEKER), 0: not yet. revealed: that side lets the other
     * see its name and address. */
    int64_t shown[3], yes[3], revealed[3];
    enum pair_side stopped; /* who wants no more mail of the other */
    int64_t changed;
};

const char *pair_stage_name(enum pair_stage stage); /* "suggested" ...; static */
const char *pair_side_name(enum pair_side side);    /* "employer", "seeker"; static */
enum pair_side pair_other(enum pair_side side);

/* Puts in a new one as suggested, or finds the one of these listings; `id`: out. */
bool pair_add(struct store *store, const struct cause *cause, int64_t profile, int64_t posting,
              int64_t *id, GError **error);

/* NULL: with an error (FAILURE_NOT_FOUND when there is none). The caller owns it. */
struct pair *pair_get(struct store *store, int64_t id, GError **error);
void pair_free(struct pair *pair);
SCOPE_DEFINE(pair, pair_free)

/* All of a listing, newest first: GPtrArray of struct pair. The caller owns it. */
GPtrArray *pair_of(struct store *store, int64_t listing, GError **error);

/* Writes what differs from `before`; a step and an event when the stage differs. `reason` NULL:
 * none. */
bool pair_update(struct store *store, const struct cause *cause, const struct pair *before,
                 const struct pair *after, const char *reason, GError **error);

/* The last two steps: where it stands, and stood before; which mail moved it, 0: none, and whose it
 * is, 0: nobody's. */
struct pair_last {
    enum pair_stage stage, before;
    int64_t inbound, person;
};
bool pair_last_step(struct store *store, int64_t pair, struct pair_last *last, GError **error);

struct relay_mail {
    int64_t outgoing, pair;
    enum pair_side reader; /* whom it went to */
    int64_t at;
    int64_t inbound;     /* the mail whose words it brings, 0: words of our own */
    char *message_id_in; /* the Message-ID of that mail, NULL: none */
};

void relay_mail_free(struct relay_mail *mail);
SCOPE_DEFINE(relay_mail, relay_mail_free)

bool relay_mail_note(struct store *store, const struct relay_mail *mail, GError **error);

/* NULL without an error: it is none. The caller owns it. */
struct relay_mail *relay_mail_of(struct store *store, int64_t outgoing, GError **error);

/* How many mails with the other side's words went to a side since a moment. */
bool relay_mail_count(struct store *store, int64_t pair, enum pair_side reader, int64_t since,
                      int64_t *count, GError **error);

/* What a mail to `reader` answers in the reader's own mailbox, when its writer answered
 * `in_reply_to`: the reader's own mail that came to the writer by it, or what the reader got when
 * the writer answers himself; else the newest that the reader got. NULL without an error: nothing.
 * The caller owns it. */
char *relay_mail_thread(struct store *store, int64_t pair, enum pair_side reader,
                        const char *in_reply_to, GError **error);
