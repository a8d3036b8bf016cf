/* Main's side of matching: a process that has the index of the market (match/desk), and nothing
 * else: no store, no files, no network.
 *
 * It is forked early and reads taxonomy and words at the first question (a second, 40 MiB). When it
 * dies another is started and told everything again (act/market); one that stalls is killed, and
 * that question fails.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <sys/types.h>

#include "act/market.h"
#include "base/config.h"
#include "base/scope.h"

struct matcher;

/* Not forked yet. The caller owns it. */
struct matcher *matcher_new(const struct config *config);
void matcher_stop(struct matcher *matcher);
SCOPE_DEFINE(matcher, matcher_stop)

/* Forks it now, before there is anything that it should not have; else the first question does. */
bool matcher_start(struct matcher *matcher, GError **error);

/* The answer, new reference. FAILURE_TEMPORARY when the process dies again or stalls,
 * FAILURE_CONFIGURATION when it cannot read what it needs. */
json_t *matcher_ask(struct matcher *matcher, const json_t *question, GError **error);

/* As the desk of a market, which takes it over. */
struct market_desk matcher_desk(struct matcher *matcher);

/* For tests: how long an answer may take from now on, and the process; 0: there is none. */
void matcher_wait(struct matcher *matcher, int milliseconds);
pid_t matcher_pid(const struct matcher *matcher);
