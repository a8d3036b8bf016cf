/* Intents in words: a sentence for the person who is asked, a line for staff.
 */
#pragma once

#include <glib.h>

#include "act/office.h"
#include "understand/verdict.h"

/* "Du vil holde pause til torsdag den 1. august 2013." of [meant], a line each. The caller owns it.
 */
char *meaning_sentences(const struct office *office, const char *language,
                        const GPtrArray *intents);

/* What was done with a mail (inbound.effect), in words of [effects]. The caller owns it. */
char *meaning_effects(const struct office *office, const char *language, const char *effect);

/* "vil holde pause til torsdag den 1. august 2013", "har et job: stilling legeonkel, 25 timer om
 * ugen": what stands behind "Afsenderen", of [da.taken], else [da.intents], with [da.slots] and
 * [da.values]; a semicolon between two. The caller owns it. */
char *meaning_for_staff(const struct office *office, const GPtrArray *intents);
