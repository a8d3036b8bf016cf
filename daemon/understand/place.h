/* Postcodes that a text says, as numbers or as the name of a town or a district with one postcode.
 * Years, telephone numbers and prices are none. The names stand in config/language/postnumre.tabel
 * and sted.tabel.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "understand/language.h"
#include "understand/textwords.h"

/* Adds the postcodes (char *, each once) of the words [from, to) to `postcodes`, in their order. A
 * bare name counts where the sender lives or wants to work, not where he once was. */
void places_find(const struct language *language, const struct textwords *words, unsigned from,
                 unsigned to, bool anywhere, GPtrArray *postcodes);
