/* The words that our mails teach: FORTRYD, SØG ... */
#pragma once

#include "understand/finding.h"

/* Finds them in capitals at the start of a line, or alone on one. */
void commands_find(struct search *search);
