/* Mails that thank or praise and want nothing.
 */
#pragma once

#include "understand/finding.h"

/* Whether the words thank or praise ([mønstre ros]) and the rest tells a little, without anything
 * that somebody should do something about ([mønstre anliggende]). */
bool thanks_only(const struct search *search);

/* Whether a "tak" ends a sentence of something else, and is a please: "Større skrift tak". */
bool thanks_ask(const struct search *search);
