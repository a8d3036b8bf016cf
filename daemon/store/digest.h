/* Digests: mails that suggest candidates to an employer, or jobs to a seeker, as letters A to E.
 * What stood in one is kept with its rank and score and all that it was ranked by, so that an old
 * one can be answered, and explained.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"

#define DIGEST_LETTERS 26

enum digest_why {
    DIGEST_REGULAR = 1, /* its day has come */
    DIGEST_AT_ONCE,     /* something new fits well */
    DIGEST_ANSWER,      /* its reader asked for it */
    DIGEST_PORTRAITS,   /* to an employer without a job */
    DIGEST_QUESTION     /* the other side has said yes to this one */
};

struct digest_item {
    int letter;            /* 1 is A */
    int64_t pair, listing; /* pair 0: none (portraits) */
    int version;           /* of the listing, as it was shown */
    int rank, score;
    char *evidence; /* JSON: the item of act/market */
};

struct digest {
    int64_t id, person, listing; /* listing 0: portraits */
    int version;
    enum digest_why why;
    int64_t at, outgoing;
    char *inputs, *weights;
    GPtrArray *items; /* struct digest_item */
};

struct digest *digest_new(void); /* no items */
void digest_free(struct digest *digest);
SCOPE_DEFINE(digest, digest_free)
void digest_item_free(struct digest_item *item);

const char *digest_why_name(enum digest_why why); /* "regular" ...; static */

/* Puts it in with its items; sets id. */
bool digest_add(struct store *store, const struct cause *cause, struct digest *digest,
                GError **error);

struct digest *digest_get(struct store *store, int64_t id, GError **error);

/* The one that this mail of ours is; a person's last one. NULL without an error: there is none. The
 * caller owns it. */
struct digest *digest_of_mail(struct store *store, int64_t outgoing, GError **error);
struct digest *digest_last(struct store *store, int64_t person, GError **error);

/* What the newest one said of a pair, JSON. NULL without an error: none did. The caller owns it. */
char *digest_evidence(struct store *store, int64_t pair, GError **error);

/* The newest version of a listing that one was made for, 0: none was. */
bool digest_version(struct store *store, int64_t listing, int *version, GError **error);

/* The item with that letter, NULL: there is none. Borrowed. */
const struct digest_item *digest_find(const struct digest *digest, int letter);

/* Calls `each` for all that was shown since a moment: a listing, and how many times. Profiles:
 * shown to employers; postings: to seekers. */
bool digest_shown(struct store *store, int64_t since,
                  void (*each)(int64_t listing, int64_t times, void *data), void *data,
                  GError **error);

/* How often this one was shown since a moment; whether more than so many mails went since. */
bool digest_shown_times(struct store *store, int64_t listing, int64_t since, int64_t *times,
                        GError **error);
bool digest_many(struct store *store, int64_t since, int64_t than, bool *many, GError **error);

/* How many mails of this kind went to a person since a moment. */
bool digest_count(struct store *store, int64_t person, enum digest_why why, int64_t since,
                  int64_t *count, GError **error);

/* How many there are. */
bool digest_total(struct store *store, int64_t *count, GError **error);

enum digest_answer { DIGEST_YES = 1, DIGEST_NO, DIGEST_MAYBE };

struct digest_reply {
    int64_t id, digest;
    int letter;
    enum digest_answer answer;
    char *reason; /* NULL: none */
    int before;   /* the stage of the pair, 0: none */
    int relaxed;  /* the version of the posting before it was relaxed, 0: it was not */
};
void digest_reply_free(struct digest_reply *reply);

bool digest_reply_add(struct store *store, const struct cause *cause,
                      const struct digest_reply *reply, GError **error);

/* What the mail `inbound` answered and nobody has taken back, newest first: GPtrArray of struct
 * digest_reply. The caller owns it. */
GPtrArray *digest_replies(struct store *store, int64_t inbound, GError **error);
bool digest_reply_undo(struct store *store, const struct cause *cause, int64_t id, GError **error);

/* Whether the person has said no to the pair and not taken it back. */
bool digest_said_no(struct store *store, int64_t pair, int64_t person, bool *said, GError **error);
