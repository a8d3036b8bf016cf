/* Whether an answer to the invitation says nothing but whether somebody comes. For attend.c only.
 */
#pragma once

#include "understand/finding.h"

/* True for "Ja tak, vi kommer to. Mvh Karen", false for "Ja, jeg sidder i kørestol": there are
 * words beside the answer, how many come, politeness, greeting and name. `no`: the answer is a no,
 * whose excuse is a part of it. In any doubt false. */
bool bare_answer(const struct search *search, bool no);
