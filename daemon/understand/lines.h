/* The lines of a mail and whose they are. Between visible.c, quote.c and signature.c only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/scope.h"
#include "understand/tables.h"
#include "understand/textwords.h"

enum line_owner {
    LINE_OWN,
    LINE_QUOTED, /* of an earlier mail */
    LINE_DROPPED /* signature, device, footer, "Den ... skrev ...:" */
};

struct line {
    char *text;  /* without marks of HTML, without blanks at the end */
    bool marked; /* HTML says that it is quoted */
    bool cut;    /* HTML says that an earlier mail begins here */
    bool ours;   /* HTML says that a link of our own mails stands here */
    bool blank;
    enum line_owner owner;
};

struct lines {
    struct line *list;
    unsigned count;
};

struct lines *lines_read(const char *text);
void lines_free(struct lines *lines);
SCOPE_DEFINE(lines, lines_free)

/* Everything from `from` on belongs to somebody else. */
void lines_cut(struct lines *lines, unsigned from);

/* The own lines, runs of blank lines as one, trimmed. Owned. */
char *lines_join(const struct lines *lines);

/* The words of one line, for patterns over whole lines. Owned. */
struct textwords *lines_words(const char *text);

/* Finds quoted mail: marks, separators, header blocks, introductions. */
void quote_find(const struct language *language, struct lines *lines);

/* Finds our own letters among the own lines. True when where they begin is not known, so that more
 * of them may be left. */
bool letter_find(const struct language *language, struct lines *lines);

/* Finds signatures, device lines and footers among the own lines. */
void signature_find(const struct language *language, struct lines *lines);
