/* Who came to the meeting, from the answer to a guest list: "mødt: 1,4,7". For intents.c only.
 */
#pragma once

#include "understand/finding.h"

/* Adds `attendance`. An empty `came` says that nobody came, an empty `absent` that all did. */
void attendance_find(struct search *search);
