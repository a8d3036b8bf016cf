/* The verbs of `moedested newsletter`, each handed its open site.
 */
#pragma once

#include "commands/command.h"

struct newsletter_words {
    const char *issue;   /* NULL: list */
    const char *address; /* test */
    const char *to;      /* preview: the folder, NULL: preview-ISSUE */
    const char *person;  /* preview: of one who is known, NULL: made-up people */
    bool yes, dry_run, as_json;
};

int newsletter_list(const struct site *site, const struct newsletter_words *words);
int newsletter_preview(const struct site *site, const struct newsletter_words *words);
int newsletter_test_mail(const struct site *site, const struct newsletter_words *words);
int newsletter_approval(const struct site *site, const struct newsletter_words *words);
int newsletter_send(const struct site *site, const struct newsletter_words *words);
int newsletter_dry_run(const struct site *site, const struct newsletter_words *words);
int newsletter_status(const struct site *site, const struct newsletter_words *words);
