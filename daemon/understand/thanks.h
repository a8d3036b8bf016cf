/* Mails that thank or praise and want nothing.
 */
#pragma once

#include "understand/finding.h"

/* Whether the words thank or praise ([mønstre ros]) and the rest tells a little, without anything
 * that somebody should do something about ([mønstre anliggende]). */
bool thanks_only(const struct search *search);
