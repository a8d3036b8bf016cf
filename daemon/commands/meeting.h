/* The verbs of `moedested meeting`, each handed its open site.
 */
#pragma once

#include <stdio.h>

#include "commands/command.h"
#include "store/meeting.h"

struct meeting_words {
    const char
        *meeting;      /* DATE: 2026-12, 2026-12-01, or the name of an extra meeting; NULL: none */
    const char *where; /* move: the new time; feed: the file; NULL: none */
    const char *place, *access, *reason;
    const char *audience;               /* feed: "seekers", "employers"; NULL: both */
    const char *add, *remove, *walk_in; /* guests: addresses */
    const char *came, *absent;          /* guests: "1,4,7", "all" */
    const char *waiting;                /* guests: "4,7", "last" */
    const char *capacity;               /* move: "20", "none" */
    int companions;
    bool yes, all, as_json;
};

/* The meeting that a word means, stored or only planned (its id is 0). NULL: it said why not, and
 * `status` is what to return. The caller owns it. */
struct meeting *meeting_named(const struct site *site, const char *word, int *status);

/* The next one that begins (`running`: that ends) after now, not cancelled. NULL: as above. */
struct meeting *meeting_next_one(const struct site *site, bool running, int *status);

int meeting_list_all(const struct site *site, const struct meeting_words *words);
int meeting_show_next(const struct site *site, const struct meeting_words *words);
int meeting_invite(const struct site *site, const struct meeting_words *words);
int meeting_move(const struct site *site, const struct meeting_words *words);
int meeting_call_off(const struct site *site, const struct meeting_words *words);
int meeting_guests(const struct site *site, const struct meeting_words *words);
int meeting_feed(const struct site *site, const struct meeting_words *words);
