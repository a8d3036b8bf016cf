/* What we took a mail to mean and asked its sender about, by the letter that asked. Their yes
 * carries it out as if it had been written.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"

enum guess_state { GUESS_ASKED = 1, GUESS_RIGHT, GUESS_WRONG, GUESS_SILENT };

struct guess {
    int64_t outgoing; /* the letter that asked */
    int64_t person, inbound;
    int64_t about; /* the mail of ours that was answered, 0: none */
    char *intents; /* JSON, as in a verdict */
    bool doubt;    /* we doubt the words; else whether they came from the person */
    char *sender;  /* an address that was not known to be the person's, NULL: none */
    int64_t asked;
    enum guess_state state;
};

void guess_free(struct guess *guess);
SCOPE_DEFINE(guess, guess_free)

/* Writes a new one down; its state is GUESS_ASKED. */
bool guess_add(struct store *store, const struct cause *cause, const struct guess *guess,
               GError **error);

/* By the letter that asked; NULL without an error: it asked nothing. The caller owns it. */
struct guess *guess_of(struct store *store, int64_t outgoing, GError **error);

/* Whether a person was asked because of words in answer to this mail of ours. */
bool guess_asked_about(struct store *store, int64_t person, int64_t about, bool *asked,
                       GError **error);

bool guess_settle(struct store *store, const struct cause *cause, const struct guess *guess,
                  enum guess_state state, GError **error);

/* Doubts of `before` or earlier that nobody has answered, oldest first: GPtrArray of struct guess.
 * The caller owns it. `asked` of the oldest, INT64_MAX: there is none. */
GPtrArray *guess_unanswered(struct store *store, int64_t before, GError **error);
bool guess_oldest(struct store *store, int64_t *asked, GError **error);
