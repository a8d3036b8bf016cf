/* Our own letters among the lines, quoted without any mark that a client is known to make. */
#include <string.h>

#include "mail/token_address.h"
#include "understand/lines.h"

/* Name, street and home page of the centre stand below the last known sentence. */
#define ADDRESS_LINES 5u

/* A known sentence may go on in the next line: clients break lines anywhere. */
bool line_is_ours(const struct language *language, struct lines *lines, unsigned at)
{
    const struct line *line = &lines->list[at];
    if (line->ours) {
        return true;
    }
    if (line->owner != LINE_OWN || line->blank) {
        return false;
    }
    struct run run;
    lines_run(lines, at, 2, &run);
    return token_address_in(line->text) ||
           language_line_match(language, "eget-brev", &run.words) != NULL;
}

static bool own_above(const struct lines *lines, unsigned to)
{
    for (unsigned i = 0; i < to; i++) {
        if (lines->list[i].owner == LINE_OWN && !lines->list[i].blank) {
            return true;
        }
    }
    return false;
}

/* The end of the paragraph of line `at`, and of the address below it when the answer stands above
 * the letter: then nothing of the sender's follows. */
static unsigned letter_end(const struct lines *lines, unsigned at, bool answered_above)
{
    while (at < lines->count && !lines->list[at].blank) {
        at++;
    }
    unsigned end = at, address = 0;
    for (; answered_above && end < lines->count && address <= ADDRESS_LINES; end++) {
        address += lines->list[end].blank ? 0 : 1;
    }
    return end;
}

bool letter_find(const struct language *language, struct lines *lines)
{
    unsigned first = lines->count, last = 0, start = lines->count;
    for (unsigned i = 0; i < lines->count; i++) {
        if (line_is_ours(language, lines, i)) {
            first = MIN(first, i);
            last = i;
        }
    }
    if (first == lines->count) {
        return false;
    }
    for (unsigned i = 0; i < first && start > first; i++) {
        if (lines->list[i].owner == LINE_OWN &&
            line_is(language, "eget-brev-start", &lines->list[i])) {
            start = i;
        }
    }
    bool found = start < first;
    unsigned from = found ? start : first;
    unsigned end = letter_end(lines, last, found && own_above(lines, from));
    for (unsigned i = from; i < end; i++) {
        lines->list[i].owner = LINE_QUOTED;
    }
    return !found;
}
