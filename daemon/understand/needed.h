/* Sections of the language tables that the program asks for by name. Between language.c and
 * needed.c only.
 */
#pragma once

#include "understand/sections.h"

/* Notes what is missing. */
void needed_check(struct section_reader *reader);
