/* Bare blockquotes of HTML: the button "indent" makes them, and clients that quote. */
#include "understand/lines.h"

#define HEAD_LINES 12u /* of a header block above one */

/* Where the bare blockquote at `from` ends, with the blank lines in it. */
static unsigned end_of(const struct lines *lines, unsigned from)
{
    unsigned end = from;
    for (unsigned i = from; i < lines->count; i++) {
        if (lines->list[i].indented) {
            end = i + 1;
        } else if (!lines->list[i].blank) {
            break;
        }
    }
    return end;
}

/* Whether a header block or a separator reaches to the line `last`. */
static bool is_head(const struct language *language, struct lines *lines, unsigned last)
{
    for (unsigned i = last > HEAD_LINES ? last - HEAD_LINES : 0; i <= last; i++) {
        unsigned length = line_speaks(&lines->list[i]) ? head_length(language, lines, i) : 0;
        if (length > 0 && i + length > last) {
            return true;
        }
    }
    return false;
}

/* Whether what stands right above says that a quotation follows. */
static bool is_introduced(const struct language *language, struct lines *lines, unsigned from)
{
    while (from > 0 && lines->list[from - 1].blank) {
        from--;
    }
    if (from == 0) {
        return false;
    }
    const struct line *above = &lines->list[from - 1];
    return above->owner != LINE_OWN || above->cut || is_head(language, lines, from - 1) ||
           intro_ending(language, lines, from - 1).certainty != INTRO_NONE;
}

/* Whether an earlier mail stands in it: its head, or a letter of ours. */
static bool has_mail(const struct language *language, struct lines *lines, unsigned from,
                     unsigned to)
{
    for (unsigned i = from; i < to; i++) {
        if (line_is_ours(language, lines, i) ||
            (line_speaks(&lines->list[i]) &&
             (head_length(language, lines, i) > 0 ||
              intro_ending(language, lines, i).certainty == INTRO_CERTAIN))) {
            return true;
        }
    }
    return false;
}

void indents_find(const struct language *language, struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        if (!lines->list[i].indented || lines->list[i].blank) {
            continue;
        }
        unsigned end = end_of(lines, i);
        bool quoted = is_introduced(language, lines, i) || has_mail(language, lines, i, end);
        for (unsigned line = i; quoted && line < end; line++) {
            lines->list[line].owner = LINE_QUOTED;
        }
        i = end - 1;
    }
}
