/* Mails of an IMAP folder that did not come when they were asked for. They must not hold up all
 * others: they are asked for alone, behind them. By number, for one UIDVALIDITY.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"

struct reluctant;

struct reluctant *reluctant_new(void);
void reluctant_free(struct reluctant *reluctant);
SCOPE_DEFINE(reluctant, reluctant_free)

/* One more did not come. It is not to be asked for before `next`, on the stopwatch. */
void reluctant_add(struct reluctant *reluctant, uint32_t uid, int64_t next);
void reluctant_remove(struct reluctant *reluctant, uint32_t uid);
void reluctant_clear(struct reluctant *reluctant);

#define RELUCTANT_WORST 2u

/* How often it did not come, at most RELUCTANT_WORST: those with less go first. */
unsigned reluctant_rank(const struct reluctant *reluctant, uint32_t uid);
bool reluctant_waits(const struct reluctant *reluctant, uint32_t uid, int64_t now);
