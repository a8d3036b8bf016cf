/* The ledger of outgoing mail: one row per mail, from the decision to send it to the relay's
 * answer.
 *
 * queued -> claimed -> sent | failed | doubt, and dropped (taken back before it went) or held
 * (waits for staff). "claimed" with `handed` set means: the body may be on its way; after a crash
 * exactly those are in doubt, the other claimed ones go back to queued. The Message-ID is fixed
 * when a row is queued.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/token.h"
#include "store/db.h"
#include "store/event.h"
#include "store/person.h"

enum ledger_state {
    LEDGER_QUEUED = 1,
    LEDGER_CLAIMED,
    LEDGER_SENT,
    LEDGER_FAILED,
    LEDGER_DOUBT,
    LEDGER_DROPPED,
    LEDGER_HELD
};
enum ledger_class { LEDGER_OPEN = 1, LEDGER_CONFIDENTIAL };

struct ledger_mail {
    int64_t id;
    enum ledger_state state;
    enum ledger_class class;
    char *kind;     /* "newsletter" or the name of the letter: "welcome", "unsubscribed" ... */
    char *issue;    /* newsletter: the issue, else NULL */
    int64_t person; /* 0: a stranger */
    enum person_role role; /* whose form a copy takes; only ledger_claim reads it, else 0 */
    int64_t inbound;       /* the mail that it answers, 0: none */
    char *recipient;       /* the address */
    char *sender;          /* envelope sender */
    char *message_id;      /* without angle brackets */
    int64_t queued, due, changed;
    int attempts;
    char *status, *answer; /* "250", "2.0.0 Ok ..." of the relay; NULL before. Dropped for a pause
                              of the person: LEDGER_PAUSE */
    GBytes *slots;         /* newsletter: slot values in the order of the compiled form */
    GBytes *composed;      /* other mail: the whole message */
};

#define LEDGER_PAUSE "pause"
/* The same for an address that is suppressed: of copies, and of what was claimed then. */
#define LEDGER_SUPPRESSED "suppressed"
/* The status of a mail in doubt of which the archive got no copy: it cannot know. */
#define LEDGER_NO_COPY "no copy"

/* Ends the status of a mail whose envelope sender, ours, was answered with "later": that says
 * nothing of the recipient. */
#define LEDGER_AT_MAIL " (MAIL)"

void ledger_mail_free(struct ledger_mail *mail);
SCOPE_DEFINE(ledger_mail, ledger_mail_free)
const char *ledger_state_name(enum ledger_state state); /* "queued" ... */

/* Takes a number for a new row (so that tokens can be made from it before the row is written). */
bool ledger_next(struct store *store, int64_t *id, GError **error);

/* Puts a mail in under mail->id (from ledger_next), with the tokens that its addresses carry.
 * State LEDGER_HELD or else queued. `replies`: what a reply to it answers (newsletter, confirmation
 * ... of the `parse` contract), NULL: nothing. `added` false: (issue, person) is there already;
 * nothing is changed. The issue must have been approved. An event for letters, none for copies. */
bool ledger_queue(struct store *store, const struct cause *cause, const struct ledger_mail *mail,
                  const char *replies, const char *const *tokens,
                  const enum token_purpose *purposes, unsigned token_count, bool *added,
                  GError **error);

/* What a token proves. */
struct ledger_proof {
    int64_t person, outgoing;
    enum token_purpose purpose;
    char *replies; /* newsletter, confirmation ... */
    char *kind;    /* the letter */
    char *recipient;
};
void ledger_proof_free(struct ledger_proof *proof);
SCOPE_DEFINE(ledger_proof, ledger_proof_free)

/* NULL without an error when nobody knows the token. The caller owns it. */
struct ledger_proof *ledger_prove(struct store *store, const char *token, GError **error);

/* Copies of an issue that are under way at a time until its first ones are judged. */
#define LEDGER_UNJUDGED 200

/* Letters of one claim stop at so many octets: a message to a process has room for several. */
#define LEDGER_CLAIM_OCTETS (4u * 1024u * 1024u)

/* Marks up to `most` due rows of a class as claimed (one durable commit, opened here) and gives
 * them out with slots and composed, single mails before newsletters, oldest first. Newsletter rows
 * of people whose subscription is not active, who pause, or whose address is suppressed are
 * dropped, and so are letters to an address that was suppressed after they were queued, but for
 * what a mail caused, and what staff are told, when only a bounce did; those of an ISSUE_HELD issue
 * stay queued. GPtrArray of struct ledger_mail. The caller owns it. */
GPtrArray *ledger_claim(struct store *store, int64_t now, enum ledger_class class, unsigned most,
                        GError **error);

enum ledger_result {
    LEDGER_ACCEPTED = 1,
    LEDGER_REFUSED,
    LEDGER_LATER,
    LEDGER_NOT_TRIED,
    LEDGER_IN_DOUBT,
    LEDGER_OUR_FAULT
};

/* One mark of a mail. With `result` 0: the mark before the body (`status` LEDGER_NO_COPY: the relay
 * takes none for the archive; else NULL), which takes the place of an earlier answer. `go` tells
 * then whether the body may leave; false when the row is no longer ours to send (dropped, or its
 * issue is held; then it is queued again), and such a row needs no other mark. Else the mark after
 * the answer: sent, failed, queued again (LATER: due after 1, 5, 15, 60 minutes, then every 2
 * hours, failed after several such answers when that would be more than 5 days after the first;
 * NOT_TRIED, OUR_FAULT: due and attempts as before), doubt. What the relay says to the envelope of
 * a row that was taken back, or queued again, meanwhile leaves it so; ACCEPTED and IN_DOUBT for a
 * row that is not claimed are FAILURE_PERMANENT. */
struct ledger_mark {
    int64_t id;
    enum ledger_result result;
    const char *status, *answer; /* NULL: none */
    bool go;                     /* out */
};

/* Writes marks down in their order, in a transaction of their own: a NORMAL one when every mail
 * that begins its way with it has been released, else it is flushed at once. */
bool ledger_mark(struct store *store, int64_t now, struct ledger_mark *marks, unsigned count,
                 GError **error);

/* One mark before the body, and one after the answer. */
bool ledger_hand_over(struct store *store, int64_t id, int64_t now, bool *go, GError **error);
bool ledger_settle(struct store *store, int64_t id, int64_t now, enum ledger_result result,
                   const char *status, const char *answer, GError **error);

/* Which claimed mails may begin their way until the next call, and nobody else; on the disk when it
 * returns, with all marks before. `ids` has those too that are on their way already. */
bool ledger_release(struct store *store, const int64_t *ids, unsigned count, GError **error);

/* After a crash: claimed rows that were not handed over are queued again, the others become doubt.
 * `boot`: which start of the machine this is. After another one than the last time the newest marks
 * may be missing on the disk, so those that were released (ledger_release) become doubt too; so do
 * they when it is not known (NULL). To be called with the writer lock held; opens its own
 * transaction. */
bool ledger_recover(struct store *store, int64_t now, const char *boot, int64_t *requeued,
                    int64_t *doubtful, GError **error);

/* What was queued, or put off, by a clock that was more than a day ahead of `now` is due as long
 * after now as it was after then; a copy not before its issue. What that clock left in doubt, or
 * held, is so since now. Walks over all that is queued; opens a transaction when there is any. */
bool ledger_bring_near(struct store *store, int64_t now, int64_t *count, GError **error);

/* Mails that are in doubt since `before` or earlier, oldest first (GPtrArray of struct ledger_mail
 * without composed and slots: each round reads them), and what becomes of one: queued again with
 * the same Message-ID, sent, held, or dropped. Staff may also hold or drop a queued mail or make it
 * due now (queue it), release (queue) or drop a held one, and queue a failed one anew; everything
 * else is FAILURE_PERMANENT. An event each. */
GPtrArray *ledger_doubtful(struct store *store, int64_t before, GError **error);
bool ledger_resolve(struct store *store, const struct cause *cause, int64_t id,
                    enum ledger_state state, GError **error);

/* A mail in doubt has not gone: its archive, or its outbox, says so. It goes again, the first time
 * at once, then as after LEDGER_LATER: a relay may drop the line at it each time. Does nothing when
 * it is not in doubt any more. An event, of the actor "archive". */
bool ledger_not_gone(struct store *store, int64_t id, int64_t now, GError **error);

/* Whether staff may set a mail that is in one state to another. */
bool ledger_may(enum ledger_state from, enum ledger_state to);

/* Copies of an issue that are claimed and not handed over are queued again: their sender is told so
 * when it asks. */
bool ledger_give_back(struct store *store, const char *issue, int64_t now, GError **error);

/* Drops up to `most` copies of an issue that are not on their way (queued, held, claimed and not
 * handed over), without an event each: the caller writes one for the issue. */
bool ledger_drop_some(struct store *store, const char *issue, int64_t now, unsigned most,
                      int64_t *dropped, GError **error);

/* Whether there is anything that it would drop, but for what is claimed. */
bool ledger_any_to_drop(struct store *store, const char *issue, bool *any, GError **error);

/* Whether a person's copy of an issue is sent, in doubt, on its way, or was in doubt once without
 * being found not to have gone, and has not come back: it may have been read. */
bool ledger_reached(struct store *store, const char *issue, int64_t person, bool *reached,
                    GError **error);

/* What came back for a mail after the relay had taken it: the enhanced status code of the newest
 * bounce ("" when it had none), or NULL without an error when nothing did. The caller owns it. */
char *ledger_came_back(struct store *store, int64_t id, GError **error);

/* How many copies of an issue were sent and came back. */
bool ledger_count_back(struct store *store, const char *issue, int64_t *count, GError **error);

/* Counts by state for an issue (NULL: all mail); `counts` is indexed by enum ledger_state and has
 * room for LEDGER_HELD + 1. */
bool ledger_count(struct store *store, const char *issue, int64_t *counts, GError **error);

/* Rows by issue and/or person and/or state (NULL/0: any), oldest first, without composed and slots.
 * Read in pages with no cursor open between them: `each` may use the store, and write to it. */
bool ledger_each(struct store *store, const char *issue, int64_t person, enum ledger_state state,
                 bool (*each)(const struct ledger_mail *mail, void *data), void *data,
                 GError **error);

struct ledger_mail *ledger_get(struct store *store, int64_t id,
                               GError **error); /* with composed and slots */

/* The mail with this Message-ID (without angle brackets), NULL without an error: none of ours. Its
 * left side has a token, so that nobody knows one who has not had the mail. The caller owns it. */
struct ledger_mail *ledger_by_message_id(struct store *store, const char *message_id,
                                         GError **error);

/* How many letters to an address since `since` were caused by a mail (neither failed nor dropped);
 * `unproved`: by one that came without a token. For the limits on answers: what we send by
 * ourselves does not count. */
bool ledger_answers(struct store *store, const char *recipient, bool unproved, int64_t since,
                    int64_t *count, GError **error);

/* How many letters of a kind (NULL: any but newsletters) went or wait to go to an address since
 * `since` (neither failed nor dropped): for the limits on answers. Copies of issues do not count.
 */
bool ledger_recent(struct store *store, const char *recipient, const char *kind, int64_t since,
                   int64_t *count, GError **error);

/* When the next queued row of a class is due (copies of held issues are not), INT64_MAX: never. */
bool ledger_next_due(struct store *store, enum ledger_class class, int64_t *moment, GError **error);

/* Since when the oldest mail in doubt is so, INT64_MAX: there is none. */
bool ledger_oldest_doubt(struct store *store, int64_t *moment, GError **error);
