/* Who came to the meeting, from the answer to a guest list: "mødt: 1,4,7"; and what becomes of
 * seats when there are too few: "venteliste: 12, 14", "behold alle". For answers.c only.
 */
#pragma once

#include "understand/finding.h"

/* Adds `attendance` (an empty `came` says that nobody came, an empty `absent` that all did), or
 * `seats` (`waiting`: who goes to the waiting list, empty: whoever asked last; `keep`: nobody).
 * `taken`: of additions_find. */
void attendance_find(struct search *search, const GArray *taken);
