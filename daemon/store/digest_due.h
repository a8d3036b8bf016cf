/* When digests are due: how often somebody wants them, what each listing was last seen to for, and
 * which listings wait.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

enum digest_pace { DIGEST_OFF, DIGEST_MONTHLY, DIGEST_FORTNIGHTLY, DIGEST_WEEKLY };

const char *digest_pace_name(enum digest_pace pace); /* "off" ...; static */

/* Weekly, unless something else was said. */
bool digest_pace_of(struct store *store, int64_t person, enum digest_pace *pace, GError **error);

/* `changed` false: it was so before. */
bool digest_pace_set(struct store *store, const struct cause *cause, int64_t person,
                     enum digest_pace pace, bool *changed, GError **error);

/* Takes back what the mail `inbound` changed last; `undone` false: nothing. */
bool digest_pace_undo(struct store *store, const struct cause *cause, int64_t person,
                      int64_t inbound, bool *undone, GError **error);

/* What is known of a listing; all 0 when nothing is. */
struct digest_look {
    int64_t looked, sent, waits, told;
    int version;
};
bool digest_look_of(struct store *store, int64_t listing, struct digest_look *look, GError **error);
bool digest_look_set(struct store *store, int64_t listing, const struct digest_look *look,
                     GError **error);

/* The numbers of open listings, GArray of int64_t, at most `most`; the caller owns it. */

/* That wait for their day `slot`: postings first, then profiles. What opened after it waits for the
 * next one. */
GArray *digest_due(struct store *store, int64_t slot, unsigned most, GError **error);
/* Whose confirmed version others were not told of yet. */
GArray *digest_fresh(struct store *store, unsigned most, GError **error);
/* To whose owner a mail at once is due; from when on one may be, INT64_MAX: there is none. */
GArray *digest_waiting(struct store *store, int64_t now, GError **error);
bool digest_waiting_next(struct store *store, int64_t *moment, GError **error);

/* Open profiles that no employer had in a digest since a moment, and that are open from before
 * `opened` on; those shown longest ago first. GArray of int64_t; the caller owns it. */
struct digest_unseen {
    int64_t since, opened;
    bool untold;   /* only those that staff have not heard of since */
    unsigned most; /* so many at most */
};
GArray *digest_unshown(struct store *store, const struct digest_unseen *unseen, GError **error);

/* Pairs of which one side has said yes and the other one was not asked: GArray of int64_t. */
GArray *digest_unasked(struct store *store, GError **error);
/* Questions to the other side of a yes that nobody has answered, the last of them before a moment:
 * GArray of struct digest_question. The caller owns it. */
struct digest_question {
    int64_t pair;
    int times;
};
GArray *digest_unanswered(struct store *store, int64_t before, GError **error);

bool digest_is_unasked(struct store *store, int64_t pair, bool *unasked, GError **error);

/* Employers with an active newsletter and without an open posting, who were not looked at for the
 * day `slot`; that this one was. */
GArray *digest_employers(struct store *store, int64_t slot, unsigned most, GError **error);
bool digest_employer_seen(struct store *store, int64_t person, int64_t slot, GError **error);
