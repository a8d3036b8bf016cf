/* Signatures among the own lines: what "-- " and lines of dashes mark. */
#include <string.h>

#include "understand/lines.h"

#define BLOCK_LINES 14u /* of a signature that nothing but a rule marks */

/* The next "-- " among the lines [from, to), or `to`. */
static unsigned next_delimiter(const struct lines *lines, unsigned from, unsigned to)
{
    while (from < to && !(lines->list[from].delimiter && line_speaks(&lines->list[from]))) {
        from++;
    }
    return from;
}

static bool speaks_before(const struct lines *lines, unsigned to)
{
    for (unsigned i = 0; i < to; i++) {
        if (line_speaks(&lines->list[i])) {
            return true;
        }
    }
    return false;
}

/* Whether the "-- " at `at`, in words of the sender's that end at `end`, begins a signature: not
 * one of those that part a curriculum vitae, nor one above all that he says. */
static bool begins_signature(const struct language *language, struct lines *lines, unsigned at,
                             unsigned end)
{
    unsigned next = next_delimiter(lines, at + 1, end);
    struct look look = contact_look(language, lines, at + 1, next, BLOCK_LINES);
    if (!speaks_before(lines, at)) {
        return look.said == 0;
    }
    bool first = true;
    for (unsigned i = 0; i < at; i++) {
        first = first && !lines->list[i].delimiter;
    }
    bool footer = first && next < end && next_delimiter(lines, next + 1, end) == end;
    return next == end || (footer && look.contacts > 0);
}

/* RFC 3676 4.3: what follows "-- " is the signature, up to the next quotation. Other lines of
 * dashes and the like begin one when what follows looks like one. */
static void drop_marked(const struct language *language, struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (!line_speaks(line) || !line_is_rule(line->text)) {
            continue;
        }
        unsigned end = lines_region_end(lines, i);
        if (line->delimiter && !begins_signature(language, lines, i, end)) {
            line->owner = LINE_DROPPED;
            continue;
        }
        struct look look = contact_look(language, lines, i + 1, end, BLOCK_LINES);
        bool plain = strcmp(line_start(line->text), "--") == 0;
        bool contact = look.contacts > 0 && look.said == 0 && look.lines <= BLOCK_LINES;
        bool short_block =
            plain && (look.said == 0 || look.contacts > 0) && look.lines <= BLOCK_LINES;
        if (line->delimiter || look.lines == 0 || contact || short_block) {
            lines_drop(lines, i, end);
        }
    }
}

/* Some write their whole mail into the place of the signature: then that is what they say. */
static void restore_signature(struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        if (line_speaks(&lines->list[i])) {
            return;
        }
    }
    for (unsigned i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (line->signature && line->owner == LINE_DROPPED) {
            line->owner = LINE_OWN;
        }
    }
}

/* A line of dashes with nothing of the sender's below it. */
static void drop_last_rules(struct lines *lines)
{
    bool spoken = false;
    for (unsigned i = lines->count; i > 0; i--) {
        struct line *line = &lines->list[i - 1];
        if (line->owner == LINE_QUOTED) {
            spoken = false;
        } else if (line_speaks(line) && !spoken && line_is_rule(line->text)) {
            line->owner = LINE_DROPPED;
        }
        spoken = spoken || line_speaks(line);
    }
}

void signature_find(const struct language *language, struct lines *lines)
{
    restore_signature(lines);
    footer_find(language, lines);
    drop_marked(language, lines);
    contact_blocks_find(language, lines);
    drop_last_rules(lines);
}
