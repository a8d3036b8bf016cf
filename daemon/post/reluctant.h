/* Mails of an IMAP folder that did not come when they were asked for. They must not hold up all
 * others: they are asked for alone, behind them; those that are given up only now and then. By
 * number, for one UIDVALIDITY.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"

struct reluctant;

struct reluctant *reluctant_new(void);
void reluctant_free(struct reluctant *reluctant);
SCOPE_DEFINE(reluctant, reluctant_free)

/* How often a mail may fail before it is given up: with others, and alone. */
#define RELUCTANT_WORST 3u

/* One more time this one did not come. `certain`: it is to blame, and nobody else; otherwise the
 * server may be. `now`: of the stopwatch. `why`: for the log, if it is given up now. When it is for
 * the first time: since when it has not come; else 0. */
int64_t reluctant_add(struct reluctant *reluctant, uint32_t uid, int64_t now, bool certain,
                      const char *why);

/* One of them has come after all: those of which only the server may be to blame have their turn.
 */
void reluctant_hope(struct reluctant *reluctant, int64_t now);

/* This one, which was given up, has no turn any more. */
void reluctant_never(struct reluctant *reluctant, uint32_t uid);
void reluctant_remove(struct reluctant *reluctant, uint32_t uid);
void reluctant_clear(struct reluctant *reluctant);

/* Forgets all that are not among these numbers (uint32_t, ascending). */
void reluctant_keep(struct reluctant *reluctant, const GArray *there);

/* Those that are given up: how many, and each with the reason. */
unsigned reluctant_count(const struct reluctant *reluctant);
void reluctant_each(const struct reluctant *reluctant,
                    void (*each)(uint32_t uid, const char *why, void *data), void *data);

/* All that is known, of at most RELUCTANT_SAVES mails, as a value (floating), and back into one
 * that knows nothing, with all times `later` by so much. */
#define RELUCTANT_SAVED "(xa(uubxxxms))"
#define RELUCTANT_SAVES 1000u
GVariant *reluctant_save(const struct reluctant *reluctant);
void reluctant_load(struct reluctant *reluctant, GVariant *saved, int64_t later);
bool reluctant_is_empty(const struct reluctant *reluctant);

/* How often it did not come, at most RELUCTANT_WORST: those with less go first. */
unsigned reluctant_rank(const struct reluctant *reluctant, uint32_t uid);

/* Whether it was given up and has no turn yet: each pause is twice as long as the one before. */
bool reluctant_waits(const struct reluctant *reluctant, uint32_t uid, int64_t now);
