/* The wishes of the language tables, [ønske ...]. */
#pragma once

#include "understand/finding.h"

void wishes_find(struct search *search);
