/* What mails of ours are answered with: coming to the meeting, items of a digest, how a match went,
 * who was there. For intents.c only.
 */
#pragma once

#include "understand/finding.h"

/* Looks for every theme of answers; after the wishes. */
void answers_find(struct search *search);
