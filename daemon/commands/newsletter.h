/* The verbs of `moedested newsletter`, each handed its open site.
 */
#pragma once

#include <stdio.h>

#include "act/newsletter.h"
#include "commands/command.h"
#include "compose/check.h"
#include "store/issue.h"

struct newsletter_words {
    const char *issue;   /* NULL: list, and stop and resume of all that are on their way */
    const char *address; /* test */
    const char *to;      /* preview: the folder, NULL: preview-ISSUE */
    const char *person;  /* preview: of one who is known, NULL: made-up people */
    bool yes, dry_run, as_json;
    bool as_approved; /* send: although the file has changed */
    bool failed;      /* send: only to those whose copy failed */
    bool drop;        /* stop: and give up the rest */
    bool all;         /* status: every person */
};

/* "2013-04.md:7:3: text", without the place when it is of the whole file. */
void newsletter_finding(FILE *out, const char *lead, const struct finding *finding);

/* "2 are suppressed ...", of those who would get an issue. */
void newsletter_suppressed(FILE *out, int64_t people);

/* An issue that is approved. NULL: it said why not, and `status` is what to return. The caller owns
 * it. */
struct issue *newsletter_approved(const struct site *site, const char *name, int *status);

/* Who of the readers of an issue does not get it by `send` now, and what can be done. */
void newsletter_left_out(FILE *out, const char *issue, const struct newsletter_audience *audience);

int newsletter_list(const struct site *site, const struct newsletter_words *words);
int newsletter_preview(const struct site *site, const struct newsletter_words *words);
int newsletter_test_mail(const struct site *site, const struct newsletter_words *words);
int newsletter_approval(const struct site *site, const struct newsletter_words *words);
int newsletter_send(const struct site *site, const struct newsletter_words *words);
int newsletter_dry_run(const struct site *site, const struct newsletter_words *words);
int newsletter_again_dry_run(const struct site *site, const struct newsletter_words *words);
int newsletter_stop(const struct site *site, const struct newsletter_words *words);
int newsletter_resume(const struct site *site, const struct newsletter_words *words);
int newsletter_status(const struct site *site, const struct newsletter_words *words);
