/* What is offered in the meeting place: profiles of seekers and job postings of employers. Each has
 * versions; the one that its owner has confirmed counts, however many drafts came after it. Every
 * change of state is kept with its day and reason, so that any day can be reported.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"

enum listing_kind { LISTING_PROFILE = 1, LISTING_POSTING };

enum listing_state {
    LISTING_DRAFT = 1, /* its owner has not said yes yet */
    LISTING_OPEN,
    LISTING_PAUSED, /* until its day, or until its owner opens it again */
    LISTING_FILLED, /* the seeker was hired, the job is taken */
    LISTING_CLOSED,
    LISTING_HELD /* staff have to look at it before anybody sees it */
};

struct listing {
    int64_t id, person;
    enum listing_kind kind;
    enum listing_state state;
    int confirmed, newest; /* numbers of versions; confirmed 0: none yet */
    int64_t until;         /* the end of a pause, 0: none */
    char *day;             /* the same as a civil day, NULL: none */
    char *reason;          /* of the last change, NULL: none */
    int64_t created, changed;
};

void listing_free(struct listing *listing);
SCOPE_DEFINE(listing, listing_free)

/* "draft", "open" ...; static. */
const char *listing_state_name(enum listing_state state);

/* A new one, as a draft with the version 1. `facts`: JSON. */
bool listing_add(struct store *store, const struct cause *cause, const struct listing *listing,
                 const char *facts, int64_t *id, GError **error);

/* Another version; it counts once it is confirmed. */
bool listing_write(struct store *store, const struct cause *cause, const struct listing *listing,
                   const char *facts, int *number, GError **error);

/* From now on that version counts. The state stays. */
bool listing_confirm(struct store *store, const struct cause *cause, const struct listing *listing,
                     int number, GError **error);

/* `reason` NULL: none; `day` and `until` go with a pause that has an end, NULL and 0 otherwise. */
bool listing_change(struct store *store, const struct cause *cause, const struct listing *listing,
                    enum listing_state state, const char *reason, GError **error);
bool listing_pause(struct store *store, const struct cause *cause, const struct listing *listing,
                   int64_t until, const char *day, GError **error);

/* NULL without an error: there is none. The caller owns it. */
struct listing *listing_get(struct store *store, int64_t id, GError **error);

/* Those of a person that are not filled or closed, newest first; all of a person, of any kind, the
 * oldest first; all of a kind in a state (0: in
 * any), oldest first; pauses that are over. GPtrArray of struct listing; the caller owns it. */
GPtrArray *listing_of(struct store *store, int64_t person, enum listing_kind kind, GError **error);
GPtrArray *listing_story(struct store *store, int64_t person, GError **error);
GPtrArray *listing_all(struct store *store, enum listing_kind kind, enum listing_state state,
                       GError **error);
GPtrArray *listing_due(struct store *store, int64_t now, GError **error);

/* When the next pause ends, INT64_MAX: none. */
bool listing_next(struct store *store, int64_t *moment, GError **error);

/* Whether listings may have changed since the store was as `since` says (0: ever), and how it is
 * now: a number that grows. */
bool listing_pulse(struct store *store, int64_t since, int64_t *now, bool *changed, GError **error);

/* The facts of a version, as they were given. The caller owns it. */
char *listing_facts(struct store *store, int64_t id, int number, GError **error);

/* The first version behind `after` that the mail `inbound` wrote, 0: none. */
bool listing_written(struct store *store, int64_t id, int after, int64_t inbound, int *number,
                     GError **error);

/* The listing of a person of which the mail `inbound` wrote a version, 0: none, and the newest
 * version that it wrote. The mail that changed the state of a listing last, 0: none did. */
bool listing_written_by(struct store *store, int64_t person, int64_t inbound, int64_t *listing,
                        int *number, GError **error);
bool listing_changed_by(struct store *store, int64_t listing, int64_t *inbound, GError **error);

/* Which version a mail of ours shows; `listing` 0: none. */
bool listing_mail_note(struct store *store, int64_t outgoing, int64_t listing, int number,
                       GError **error);
bool listing_mail_of(struct store *store, int64_t outgoing, int64_t *listing, int *number,
                     GError **error);
