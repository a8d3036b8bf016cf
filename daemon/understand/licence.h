/* Driving licences and fork-lift certificates that a text says somebody has or needs. The words
 * stand in config/language/koerekort.tabel.
 */
#pragma once

#include <glib.h>

#include "understand/language.h"
#include "understand/textwords.h"

/* Adds "B", "CE", "truck" (char *, each once) of the words [from, to) to `licences`, in their
 * order; none of those that the text denies ("intet kørekort"). */
void licences_find(const struct language *language, const struct textwords *words, unsigned from,
                   unsigned to, GPtrArray *licences);

/* The same of those that the text denies: "mangler truck", "har ikke kørekort". */
void licences_lacked(const struct language *language, const struct textwords *words, unsigned from,
                     unsigned to, GPtrArray *licences);
