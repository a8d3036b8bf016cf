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

/* What main does at each mark. An error stops the process at once, so that nothing more goes out.
 */
struct sending_marks {
    bool (*hand_over)(int64_t id, bool *go, void *context, GError **error);
    bool (*settled)(int64_t id, enum ledger_result result, const char *status, const char *answer,
                    void *context, GError **error);
    void *context;
};

enum sending_end {
    SENDING_DONE = 1, /* every mail of the batch has its result */
    SENDING_DIED,     /* the process is gone, and has been started again */
    SENDING_FAILED    /* `error` is set: a mark failed, or the process dies again and again */
};

/* Whether the process has the compiled form `key`, and giving it one (between begin and run). */
bool sending_has_form(const struct sending *sending, const char *key);
void sending_give_form(struct sending *sending, const char *key, GBytes *frozen);

/* Builds a batch: begin, add, run. One process and one connection work on it at a time. `form`
 * NULL: `data` is the whole message. */
bool sending_begin(struct sending *sending, GError **error);
void sending_add(struct sending *sending, const struct ledger_mail *mail, const char *form,
                 GBytes *data);
enum sending_end sending_run(struct sending *sending, const struct sending_marks *marks,
                             GError **error);

/* Asks the lane whether a message has arrived (lane_has). */
enum sending_end sending_ask(struct sending *sending, const char *message_id, bool *known,
                             bool *has, GError **error);

/* The process, for tests. */
pid_t sending_pid(const struct sending *sending);
