/* Whether a mail is written in another language than Danish: English, German, Swedish, Norwegian.
 * The words that tell stand in config/language/fremmed.tabel. For intents.c and beyond.c only.
 */
#pragma once

#include "understand/finding.h"

/* Whether more of the sender's words are foreign than Danish. */
bool foreign_text(const struct search *search);
