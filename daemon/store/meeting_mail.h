/* Which mails of ours are about which meeting: a reply to one is about that meeting, and what has
 * gone to somebody once is not sent again.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

struct meeting_mail {
    int64_t outgoing, meeting;
    int64_t person;   /* 0: a stranger */
    const char *what; /* "invitation", "reminder-5", "missing" ...; on reading it is not set */
    int sequence;     /* the version of the event that it tells of */
};

/* Inside the transaction that queues the mail. */
bool meeting_mail_note(struct store *store, const struct meeting_mail *mail, GError **error);

/* The meeting that a mail is about; `found->meeting` 0: it is about none. */
bool meeting_mail_of(struct store *store, int64_t outgoing, struct meeting_mail *found,
                     GError **error);

/* Drops what waits in the queue (or is held) for `mail->person` about `mail->meeting`, with an
 * event each. `left`: how many others there are, which they may have read. */
bool meeting_mail_take_back(struct store *store, const struct cause *cause,
                            const struct meeting_mail *mail, int64_t *left, GError **error);

/* The person is not to be invited any more, or not at this address (folded; NULL: at all). What is
 * not on its way yet and asks them to come is dropped, with an event each; whoever has had nothing
 * else about a meeting to come is no guest of it any more, so that they can be invited anew. Those
 * who have answered stay. */
bool meeting_mail_unwanted(struct store *store, const struct cause *cause, int64_t person,
                           const char *address, GError **error);

/* How many mails of this kind have gone (or are on their way) to the person. */
bool meeting_mail_count(struct store *store, int64_t meeting, int64_t person, const char *what,
                        int64_t *count, GError **error);

/* When the newest one that carries the event was queued for the person, 0: none was. */
bool meeting_mail_stamped(struct store *store, int64_t meeting, int64_t person, int64_t *moment,
                          GError **error);

/* Whether the relay took one and it has not come back as undeliverable. */
bool meeting_mail_arrived(struct store *store, int64_t meeting, int64_t person, const char *what,
                          bool *arrived, GError **error);

/* The newest mark that the person gave in answer to one, 0: none. */
bool meeting_mail_mark(struct store *store, int64_t meeting, int64_t person, const char *what,
                       int *mark, GError **error);
