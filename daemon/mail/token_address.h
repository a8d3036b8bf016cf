/* The addresses that the daemon's own mails carry: local part, "+" and a token of 26 letters and
 * digits. */
#pragma once

#include <stdbool.h>

/* Whether one of them stands anywhere in the text, also with %2B and %40 as links write it. */
bool token_address_in(const char *text);
