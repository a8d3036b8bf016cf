/* The index of everything that can be matched, as something that is asked and answers, in JSON: so
 * that it can stand in a process of its own.
 *
 *     {"change": N, "put": [listing ...], "drop": [ids]}   listings as offers_put; N: the number of
 *                                                          this change, the one before was N - 1
 *     {"best": listing, "wishes": {...}, "change": N}      whom it is paired with (act/market.h)
 *     {"forget": true}                                     all of it; the next change is 1
 *
 * A question names the last change that it counts on. An index that has not had it (it was started
 * anew) answers {"behind": true}; whoever asks then tells it everything.
 */
#pragma once

#include <glib.h>
#include <jansson.h>

#include "base/scope.h"

struct desk;

struct desk_places {
    const char *taxonomy;  /* a folder */
    const char *word_list; /* a file; NULL, or not there: compounds are split without it */
    const char *fillers;   /* a file */
    const char *travel;    /* a file; NULL, or not there: near is only the same postcode */
};

/* Reads what it needs: about a second. FAILURE_CONFIGURATION with file and line. The caller owns
 * it. */
struct desk *desk_new(const struct desk_places *places, GError **error);
void desk_free(struct desk *desk);
SCOPE_DEFINE(desk, desk_free)

/* New reference; {"wrong": true} for what is no question. */
json_t *desk_answer(struct desk *desk, const json_t *question);
