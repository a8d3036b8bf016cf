/* moedested match job, match seeker: who fits a listing, for staff.
 */
#pragma once

#include "commands/command.h"

/* `words`: the words behind "match"; "job" ID or "seeker" ADDRESS. Returns the exit status. */
struct match_wanted {
    bool as_json, explain;
    int limit;
};
int match_best_run(const struct invocation *invocation, char **words,
                   const struct match_wanted *wanted);
