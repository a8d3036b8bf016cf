/* The lines of a mail and whose they are. Between visible.c and the files that judge lines only:
 * quote.c, indent.c, header_block.c, intro.c, letter.c, footer.c, contact_block.c, signature.c.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"
#include "understand/tables.h"
#include "understand/textwords.h"

#define LINES_RUN_WORDS 80u

enum line_owner {
    LINE_OWN,
    LINE_QUOTED, /* of an earlier mail */
    LINE_DROPPED /* signature, device, footer, "Den ... skrev ...:" */
};

struct line {
    char *text;              /* without marks of HTML, without blanks at the end */
    struct textwords *words; /* of `text`, once somebody asked; see line_words */
    bool cut;                /* HTML says that an earlier mail begins here */
    bool ours;               /* HTML says that a link of our own mails stands here */
    bool indented;           /* HTML has a bare blockquote around it */
    bool signature;          /* HTML says that it is a signature */
    bool delimiter;          /* "-- " with its blank: RFC 3676 4.3 */
    bool blank;
    enum line_owner owner;
};

struct lines {
    char *text; /* of all lines, which point into it */
    struct line *list;
    unsigned count;
};

struct lines *lines_read(const char *text);
void lines_free(struct lines *lines);
SCOPE_DEFINE(lines, lines_free)

/* Everything from `from` on belongs to somebody else. */
void lines_cut(struct lines *lines, unsigned from);

/* The own ones of the lines [from, to) are none of what the sender says. */
void lines_drop(struct lines *lines, unsigned from, unsigned to);

/* Where the sender's words and their gaps end: at the next quotation or at the end. */
unsigned lines_region_end(const struct lines *lines, unsigned from);

/* The own lines, runs of blank lines as one, trimmed. Owned. */
char *lines_join(const struct lines *lines);

/* The first line from `from` on that is not blank, or the number of lines. */
unsigned lines_next(const struct lines *lines, unsigned from);

/* Whether the line is the sender's own and says something. */
static inline bool line_speaks(const struct line *line)
{
    return line->owner == LINE_OWN && !line->blank;
}

/* The words of the line. Borrowed. */
const struct textwords *line_words(struct line *line);

/* The words of a text of some lines, for patterns over whole lines. Owned. */
struct textwords *lines_words(const char *text);

/* The words of the speaking lines from `at` on as one text, of at most `count` lines; the words are
 * those of the lines. */
struct run {
    struct textwords words;
    struct word room[LINES_RUN_WORDS];
};
void lines_run(struct lines *lines, unsigned at, unsigned count, struct run *run);

/* Whether the line begins with one of [mønstre NAME]. */
bool line_is(const struct language *language, const char *patterns, struct line *line);

/* How many words the longest match of [mønstre NAME] at the beginning takes; 0 for none. */
unsigned lines_match_end(const struct language *language, const char *patterns,
                         const struct textwords *words);

/* Whether the word is in [ord NAME]. */
bool line_word_in(const struct language *language, const char *list, const struct word *word);

/* A line of dashes, underscores, stars or equals signs and nothing else. */
bool line_is_rule(const char *text);

/* The text behind blanks, bold marks and signs of quotation. */
const char *line_start(const char *text);

/* Finds quoted mail: marks, separators, header blocks, introductions. */
void quote_find(const struct language *language, struct lines *lines);

/* Says of each bare blockquote of HTML whether it is a quotation. Between quote.c and indent.c. */
void indents_find(const struct language *language, struct lines *lines);

/* How many lines the separator "-----Oprindelig meddelelse-----" or the header block at `at` has,
 * with the block under it; 0 for none. */
unsigned head_length(const struct language *language, struct lines *lines, unsigned at);

/* Whether the line is of a letter of ours: a sentence, or a link to one of our addresses. */
bool line_is_ours(const struct language *language, struct lines *lines, unsigned at);

/* How many lines from `from` on are the head of an earlier mail: "Fra: / Sendt: / Til: / Emne:" in
 * whatever order and language. 0 for none. */
unsigned header_block_length(const struct language *language, const struct lines *lines,
                             unsigned from);

/* How sure it is that lines introduce a quotation. */
enum intro_certainty {
    INTRO_NONE,
    INTRO_BEFORE_QUOTE, /* only when quoted lines follow: "Hans skrev:" */
    INTRO_CERTAIN       /* "Den 24. nov. 2025 kl. 10.00 skrev Hans <hans@example.dk>:" */
};

struct intro {
    enum intro_certainty certainty;
    unsigned from; /* its first line */
};

/* The introduction that ends with line `last`; clients break it anywhere. */
struct intro intro_ending(const struct language *language, struct lines *lines, unsigned last);

/* Whether the quoted text goes on in the line of its introduction, as Yahoo's app writes it. */
bool intro_and_more(const struct language *language, const char *text);

/* Finds our own letters among the own lines. True when where they begin is not known, so that more
 * of them may be left. */
bool letter_find(const struct language *language, struct lines *lines);

/* Finds device lines, disclaimers and what virus scanners add among the own lines. */
void footer_find(const struct language *language, struct lines *lines);

/* What the lines [from, to) look like; of more than `most` only the first ones. */
struct look {
    unsigned lines, contacts, said;
};
struct look contact_look(const struct language *language, struct lines *lines, unsigned from,
                         unsigned to, unsigned most);

/* Finds what stands under the sender's name, with a sign-off above it or without one. */
void contact_blocks_find(const struct language *language, struct lines *lines);

/* Finds signatures, footers and contact blocks among the own lines. */
void signature_find(const struct language *language, struct lines *lines);
