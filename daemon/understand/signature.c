/* Signatures among the own lines: what "-- " and lines of dashes mark. */
#include <string.h>

#include "understand/lines.h"

#define BLOCK_LINES 14u /* of a signature that nothing but a rule marks */

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
