/* Main's end of one sending process: starts it, talks with it, notices its death.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "post/lane.h"

struct sending;

/* Forks it. Takes over `settings`. The caller owns it. */
struct sending *sending_start(const char *name, struct lane_settings *settings, GError **error);
void sending_stop(struct sending *sending);
SCOPE_DEFINE(sending, sending_stop)

/* Whether the process has the compiled form `key`, and giving it one (between begin and send). */
bool sending_has_form(const struct sending *sending, const char *key);
void sending_give_form(struct sending *sending, const char *key, GBytes *frozen);

/* Builds a batch: begin, add, send. One process works on one batch at a time. `form` NULL: `data`
 * is the whole message. A process that is gone is noticed by sending_take. */
bool sending_begin(struct sending *sending, GError **error);
void sending_add(struct sending *sending, const struct ledger_mail *mail, const char *form,
                 GBytes *data);
void sending_send(struct sending *sending);

/* Readable when the process has something to say about its batch; -1: it is gone. */
int sending_fd(const struct sending *sending);

enum sending_word {
    SENDING_MARKS = 1, /* marks of mails */
    SENDING_DONE,      /* the batch is at its end */
    SENDING_DIED       /* the process is gone, or has been silent for too long */
};

/* Reads what a readable descriptor has. Appends marks (struct ledger_mark, `go` false) to `marks`;
 * their texts lie in `body`, which the caller frees. */
enum sending_word sending_take(struct sending *sending, GArray *marks, char **body);

/* The answer to marks before a body: `go` of each. `finish`: nothing else of the batch may begin.
 */
void sending_answer(struct sending *sending, const struct ledger_mark *marks, unsigned count,
                    bool finish);

/* Whether nothing was heard for longer than the relay may take. */
bool sending_is_silent(const struct sending *sending);

/* After a death: a new process. False (FAILURE_TEMPORARY) when it dies again and again. */
bool sending_start_again(struct sending *sending, GError **error);

/* Ends the process at once, so that nothing more goes out. */
void sending_kill(struct sending *sending);

/* Asks the lane whether a message has arrived (lane_has). To be called between batches. */
bool sending_ask(struct sending *sending, const char *message_id, bool *known, bool *has,
                 GError **error);

/* The process, for tests. */
pid_t sending_pid(const struct sending *sending);
