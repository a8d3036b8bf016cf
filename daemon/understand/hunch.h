/* What a mail most likely wants, judged by all its words together: for mails in which no rule of
 * the tables finds anything. A linear model over words, their beginnings and their neighbours; its
 * weights stand in config/language/skoen.tsv, and contrib/train-hunch makes them from labelled
 * mails.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "understand/textwords.h"

struct hunch;

/* Reads the weights. NULL without an error when there are none; with FAILURE_CONFIGURATION, file
 * and line when a row is none. The caller owns it. */
struct hunch *hunch_load(const char *path, GError **error);
void hunch_free(struct hunch *hunch);
SCOPE_DEFINE(hunch, hunch_free)

struct hunch_view {
    const struct textwords *words;
    unsigned from, to; /* the words that are looked at: without greeting and sign-off */
    const char *replying_to;
};

/* How sure a meaning is, and where it stands. */
struct hunch_found {
    double certainty;  /* from 1 on so likely that it may be acted on; below its sender is asked */
    unsigned from, to; /* the sentence that says it most clearly */
};

/* The likeliest meaning: an intent, and what decides it ("unsubscribe newsletter"). NULL: nothing
 * is likely. Borrowed. */
const char *hunch_of(const struct hunch *hunch, const struct hunch_view *view,
                     struct hunch_found *found);
