/* One mail to the relay while it is worked on. Between the files of relay and funnel only.
 */
#pragma once

#include "act/relay_talk.h"

struct relay_reply {
    struct matter *matter;
    struct relay_talk *talk;
    enum pair_side writer;
    struct relay_mail *answered; /* the mail of ours that it answers */
    bool asks;                   /* the writer gets a question: no report beside it */
};

/* Tells the writer something of the talk, in answer to the mail; nothing when it may not be
 * answered or was. */
bool relay_tell_writer(struct relay_reply *reply, const char *letter, const char *replies,
                       json_t *more, GError **error);

/* Tells the other side. `more`: borrowed. */
bool relay_tell_other(struct relay_reply *reply, const char *letter, json_t *more, GError **error);

/* Passes the words of the mail on, or says why not. */
bool relay_pass_on(struct relay_reply *reply, GError **error);

/* Whether nothing more goes to the other side: somebody has stopped it, or it came to nothing. */
bool relay_is_over(const struct relay_talk *talk);

/* Tells the writer why the mail does nothing: a key of [relay-refused]. */
bool relay_refuse(struct relay_reply *reply, const char *why, GError **error);

/* A yes or no to the question whether the text of a file may go to the other side. */
bool relay_file_answer(struct relay_reply *reply, bool yes, GError **error);
