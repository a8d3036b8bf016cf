/* What no rule of the tables understands: judged by all words of a mail (hunch.h), and doubted
 * where it would do harm.
 */
#pragma once

#include "understand/finding.h"

/* Takes back what a weak rule found beside a better one: "Jeg kan ikke finde ud af det. Kan du
 * ringe?" speaks of no meeting, "Kan du sende det hele?" only repeats a wish. Before the findings
 * settle. */
void beyond_weigh(struct search *search);

/* Adds what the words make likely: to verdict->intents what is sure, to verdict->guesses what is to
 * be asked. Only when no rule found anything but questions, or for sentences in which none did. */
void beyond_find(const struct search *search, struct verdict *verdict);
