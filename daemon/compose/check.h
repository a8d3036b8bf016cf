/* What `moedested check` says of the templates, in Danish, because staff read it:
 * `file:line:column: what (suggestion)`.
 *
 * Every template is parsed, every field known, every layout whole; each is rendered for made-up
 * people (longest name, empty fields, æøå) and the result measured: HTML <= 80 KB, alt, lang, role,
 * lix <= 30 (warning above, error > 45), links https or mailto, AFMELD in it, text part not empty,
 * no "klik her", weekday fits the date. The texts of the findings are in words.conf.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "compose/templates.h"

struct finding {
    bool stops; /* an error; false: a warning */
    char *file;
    unsigned line, column; /* 0: of the whole file */
    char *text;
};
void finding_free(struct finding *finding);

/* All findings of the folder: GPtrArray of struct finding. The caller owns it. */
GPtrArray *check_templates(struct templates *templates, const struct clock *clock,
                           const json_t *site);

/* What the configuration says of the time of an issue that does not say it itself. */
struct check_hours {
    const char *hour;    /* of a day: "09:00" */
    int64_t send_before; /* so many seconds after its time it does not go by itself any more */
};

/* The same for one issue, and whether it comes late. `hours` NULL: nothing is said of that, for the
 * caller does. */
GPtrArray *check_issue(struct templates *templates, const struct clock *clock, const json_t *site,
                       const char *issue, const struct check_hours *hours);

/* Lix of running text (words per sentence + percent of words longer than six letters); headings,
 * lists and addresses left out. 0 for less than 20 words. */
double lix(const char *text);
