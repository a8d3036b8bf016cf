/* The rules behind `check`, one file for each kind of rule. Inside this room only.
 *
 * A rule looks at one document (a layout, a letter in one language, an issue) and reports what it
 * finds; check.c walks the folder. Places count from 1; columns are characters.
 */
#pragma once

#include "compose/check.h"
#include "compose/front.h"

/* A file that is no template at all is not told off line by line. */
#define CHECK_FINDINGS_LIMIT 50u

enum check_kind { CHECK_LAYOUT = 1, CHECK_LETTER, CHECK_ISSUE };

struct check {
    struct templates *templates;
    const struct clock *clock;
    const json_t *site;
    GPtrArray *findings; /* struct finding */
    GHashTable *seen;    /* the same finding for two readers is said once */
    const char *file;    /* the one in hand */
    unsigned stops;      /* errors so far */
    unsigned of_file;    /* findings in the one in hand, at most CHECK_FINDINGS_LIMIT */
};

struct check_document {
    enum check_kind kind;
    const char *name;     /* of the letter or issue */
    const char *language; /* "da", "en" */
    const char *text;     /* the whole file */
    const char *body;     /* behind the front matter, in `text` */
    unsigned body_line;
    struct front *front;
    GDateTime *sent; /* when it is sent, for dates in it; NULL: not known */
};

/* Adds a finding with the text `key` of words.conf, its {names} filled in from pairs of name and
 * value, ended by NULL. */
void check_report(struct check *check, bool stops, unsigned line, unsigned column, const char *key,
                  ...) G_GNUC_NULL_TERMINATED;

/* Line and column of `at` in `text`, whose first line is number `first_line`. */
void check_place(const char *text, const char *at, unsigned first_line, unsigned *line,
                 unsigned *column);

/* Adds what another part of the room said: "file:line:column: what"; the place goes into ours. */
void check_failure(struct check *check, const GError *error);

/* Reads the front matter into body, body_line, front and sent of the document, and says what is
 * missing, which dates are none, whether the subject is too long. False: there is none to go on
 * with. */
bool check_front(struct check *check, struct check_document *document);

/* Mustache tags: unclosed sections, unknown fields, empty ones without a fallback. */
void check_tags(struct check *check, const struct check_document *document);

/* The Markdown as staff wrote it: links, pictures, capitals, exclamation marks, headings. */
void check_markdown(struct check *check, const struct check_document *document);

/* Dates in the text: weekday, existence, past, two years. */
void check_dates(struct check *check, const struct check_document *document);

/* Renders for made-up people and looks at what came out. */
void check_mails(struct check *check, const struct check_document *document);

/* A whole mail as its reader gets it: size, language, roles, the way off the list, contrast. */
void check_mail(struct check *check, const struct check_document *document,
                const struct rendered *mail, const json_t *values);

/* Contrast and size of every text in a rendered page, in light and in dark. */
void check_contrast(struct check *check, const char *html);
