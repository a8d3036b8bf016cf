/* What was hidden in somebody's words (understand/redact), as people read it.
 */
#pragma once

#include "compose/templates.h"

/* Marks ("[phone]") in words of the language: "[telefonnummer skjult]". The caller owns it. */
char *masked_words(const struct templates *templates, const char *language, const char *text);
