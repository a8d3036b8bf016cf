/* The verbs of `moedested queue`, each handed its open site.
 */
#pragma once

#include "commands/command.h"
#include "store/ledger.h"

struct queue_words {
    GArray *ids;             /* int64_t: the mails that were named */
    const char *issue;       /* NULL: any */
    enum ledger_state state; /* 0: those that the verb fits */
    bool all, yes, restored, as_json;
};

/* Whether the issue (NULL: none was named) has been approved; else says so and gives the status. */
int queue_knows_issue(const struct site *site, const char *issue);

/* Looking. */
int queue_list(const struct site *site, const struct queue_words *words);
int queue_show(const struct site *site, const struct queue_words *words);

/* Deciding. */
int queue_hold(const struct site *site, const struct queue_words *words);
int queue_release(const struct site *site, const struct queue_words *words);
int queue_retry(const struct site *site, const struct queue_words *words);
int queue_drop(const struct site *site, const struct queue_words *words);
