/* What the meeting place mails by itself: on its day of the week to everybody whose time has come,
 * and at once, at most once a day, to whom something new fits well. Each mail is one transaction
 * with what is kept of it, so that nothing goes out twice.
 */
#pragma once

#include "act/digest.h"
#include "store/digest_silence.h"

/* Does the next group; nothing where no market is. `more`: others may wait. */
bool digest_timer(const struct office *office, bool *more, GError **error);

/* The same at any hour, also when no mails go out by themselves: for `match digest`. */
bool digest_queue(const struct office *office, bool *more, GError **error);

/* Whether the owner of a listing may have the regular mail for it on the day `slot`: wants it then,
 * is there to read it, and is not asked instead whether they still want any. */
bool digest_has_reader(const struct office *office, int64_t listing, int64_t slot, bool *has,
                       GError **error);

/* How many items the regular mail for a listing would have on the day `slot`; 0: none goes. */
bool digest_would(const struct office *office, int64_t listing, int64_t slot, unsigned *items,
                  GError **error);

/* When there may be something to do again; INT64_MAX: never. */
bool digest_next(const struct office *office, int64_t *moment, GError **error);

/* The last day and hour of the configuration that has come. */
int64_t digest_slot(const struct office *office);

/* The regular mail for a listing on the day `slot`. `must`: an item of act/market that has to stand
 * in it, NULL: none. */
bool digest_regular(const struct office *office, int64_t listing, int64_t slot, json_t *must,
                    GError **error);

/* That a listing has come: whom it fits well, and who fits it, wait for a mail at once. */
bool digest_arrival(const struct office *office, int64_t listing, GError **error);

/* The mail at once for a listing that waits, when its owner may have one today. */
bool digest_at_once(const struct office *office, int64_t listing, GError **error);

/* Profiles that no employer has seen for long, one for each of the postings (GArray of int64_t) at
 * most whose owner has mail on the day `slot`, by how well they fit: int64_t → json_t, an item that
 * has to stand in that posting's mail. The caller owns it. */
GHashTable *digest_exposure(const struct office *office, const GArray *postings, int64_t slot,
                            GError **error);

/* Portraits for an employer without a job, at most once a month. */
bool digest_inspire(const struct office *office, int64_t person, int64_t slot, GError **error);

/* Tells staff of the profiles that nobody saw in a month, once a month each. */
bool digest_tell_unshown(const struct office *office, GError **error);

/* How the owner of a draft's listing answers. */
bool digest_silence(const struct digest_draft *draft, struct digest_silence *silence,
                    GError **error);

/* Whether it is time to ask the owner of a listing whether it still stands; the letter that asks,
 * within a transaction of the caller. */
bool digest_still_due(const struct digest_silence *silence);
bool digest_still(struct digest_draft *draft, struct digest_way *way, GError **error);

/* Tells staff who has not answered that either, once. */
bool digest_tell_silent(const struct office *office, GError **error);

/* Asks those whose other side has said yes while they could not be reached. */
bool digest_ask_waiting(const struct office *office, GError **error);

/* Asks once more who has not answered that, or tells staff. */
bool digest_ask_again(const struct office *office, GError **error);
