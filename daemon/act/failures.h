/* The issue that stops itself, and what staff are told of mails that were given up.
 */
#pragma once

#include <stdbool.h>

#include "act/office.h"

/* Holds an issue of whose first copies more than `failures` per cent failed for good, be it that
 * the relay refused them or that they came back as hard bounces while the issue still goes out, or
 * so many are in doubt, and tells staff why. When it refused most of them,
 * whom its refusals have suppressed gets mail again: so many say nothing of one reader. Once an
 * issue: when staff resume it, it goes on, and its refusals count again. To be called after each
 * group of deliveries; looks at the first copies only. */
bool failures_judge(const struct office *office, GError **error);

/* Whether the issue (NULL: none) has been stopped so and not resumed: what was under way then says
 * nothing of its readers either. */
bool failures_have_stopped(const struct office *office, const char *issue, bool *stopped,
                           GError **error);

/* Once a day, a letter that sums up what was given up, and one about what may have gone and is held
 * for a decision. */
bool failures_report(const struct office *office, GError **error);
