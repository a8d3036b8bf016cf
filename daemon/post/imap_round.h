/* The mails of an IMAP folder, as one round after the other takes them: in which order they are
 * asked for, and which stay where they are. It outlives the connections. Errors as in
 * imap_client.h.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "post/imap_client.h"
#include "post/source.h"

struct imap_round;

/* `settings` must live longer. The caller owns it. */
struct imap_round *imap_round_new(const struct imap_settings *settings);
void imap_round_free(struct imap_round *round);
SCOPE_DEFINE(imap_round, imap_round_free)

/* What `main->learned` of an earlier process was told, so many microseconds ago. */
void imap_round_recall(struct imap_round *round, const char *memory, int64_t age);

/* The folder was opened. When it was made anew meanwhile, it has other mails under the same
 * numbers, and what is known of the old ones is forgotten. */
void imap_round_open(struct imap_round *round, const struct imap *imap);

/* Begins a round with what is there, or one without mails. Whether it is worth while: there is
 * mail, or a mail that was named as left has gone. */
bool imap_round_list(struct imap_round *round, struct imap *imap, GError **error);
void imap_round_none(struct imap_round *round);
bool imap_round_is_wanted(const struct imap_round *round);

/* Why mails were given up, when none has come since they were first asked for; NULL: mails come.
 * Owned by the round. */
const char *imap_round_barren(const struct imap_round *round);

/* As `take` and `settle` of source.h; `imap` may be NULL in a round without mails. `moved`: whether
 * any mail was put away. */
enum source_more imap_round_take(struct imap_round *round, struct imap *imap,
                                 const struct source_main *main, GPtrArray *mails, GError **error);
bool imap_round_settle(struct imap_round *round, struct imap *imap, const struct source_main *main,
                       bool *moved, GError **error);
