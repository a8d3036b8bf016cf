/* Until when an automatic answer says that somebody is away.
 */
#pragma once

#include "understand/language.h"

/* The first day on which the person is there again, YYYY-MM-DD, or NULL when the text names none
 * or it is past: "tilbage den 14.2.", "på ferie til og med uge 31". Weekends are not worked.
 * `today` is YYYY-MM-DD. Owned. */
char *absence_until(const struct language *language, const char *text, const char *today);
