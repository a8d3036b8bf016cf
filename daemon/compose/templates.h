/* The templates folder: layouts, letters, newsletter issues, words. Read by name, parsed once.
 *
 *   layout/mail.html.mustache, layout/mail.text.mustache    the skeleton of every mail; parents
 * with {{$indhold}} blocks letters/NAME.md, letters/NAME.en.md                     every other
 * mail, Danish first newsletter/ISSUE.md                                     one file per issue
 *   words.conf                                              names of months, weekdays, states,
 * intents ... in Danish and English
 *
 * A .md file is front matter (`emne: ...`, between lines of ---) and Markdown with Mustache tags.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/scope.h"
#include "store/person.h"

struct templates;

/* FAILURE_CONFIGURATION when the folder or a layout is missing or wrong. The caller owns it. */
struct templates *templates_open(const char *directory, GError **error);

/* Those that the configuration names. */
struct templates *templates_of(const struct config *config, GError **error);
void templates_free(struct templates *templates);
SCOPE_DEFINE(templates, templates_free)
const char *templates_directory(const struct templates *templates);

/* The Danish (or English) word for a key of words.conf, `key` itself when there is none. Borrowed.
 */
const char *templates_word(const struct templates *templates, const char *language,
                           const char *group, const char *key);

/* "tirsdag den 2. april 2013" and, `with_time`, "tirsdag den 2. april 2013 kl. 9.00". The caller
 * owns it. */
char *templates_date(const struct templates *templates, const char *language,
                     const struct clock *clock, int64_t moment, bool with_time);

/* The same in another form of [da.dates]: "day" (no year), "hour", "until". The caller owns it. */
char *templates_date_as(const struct templates *templates, const char *language,
                        const struct clock *clock, int64_t moment, const char *form);

/* A mail as its reader sees it. */
struct rendered {
    char *subject, *text, *html;
    GPtrArray *pictures; /* struct picture, which the HTML names as cid:ID; NULL: none */
};
void rendered_clear(struct rendered *rendered);

/* Renders letters/NAME.md in the person's language (Danish when there is no other). `data` holds
 * every field. Unknown field: FAILURE_INPUT with file:line:column. */
bool templates_letter(struct templates *templates, const char *name, const char *language,
                      const json_t *data, struct rendered *rendered, GError **error);

/* What the front matter of an issue says. */
struct issue_front {
    char *subject, *preview;
    bool seekers, employers; /* modtagere */
    char *send, *latest;     /* udsendes, senest, as written; NULL: not there */
    char *corrects;          /* retter: the issue that this one corrects; NULL: none */
};
void issue_front_clear(struct issue_front *front);
bool templates_issue_front(struct templates *templates, const char *issue,
                           struct issue_front *front, GError **error);

/* The file of an issue may have changed: it is read anew when it is asked for next. */
void templates_forget_issue(struct templates *templates, const char *issue);

/* Names of the issues in the folder, sorted: GPtrArray of char *. The caller owns it. */
GPtrArray *templates_issues(const struct templates *templates, GError **error);

/* Whether a file of that folder is one: letters, digits, - and _, and ".md". */
bool templates_is_issue(const char *file);
