/* The information meeting as the configuration has it: the section [meeting].
 */
#pragma once

#include <glib.h>
#include <stdint.h>

#include "base/config.h"
#include "base/scope.h"

#define MEETING_REMINDERS_LIMIT 8
#define MEETING_LINKS_LIMIT 3

struct meeting_link {
    char *text, *address; /* "Jobbanken", "https://..." */
};

struct meeting_rule {
    int weekday;    /* 1 Monday ... 7 Sunday */
    int week;       /* 1 the first such day of a month ... 4 */
    int start, end; /* minutes since midnight */
    char *place;
    char *access;  /* one line of Danish; may be empty */
    int capacity;  /* 0: no limit */
    int64_t offer; /* seconds that a freed seat is kept */
    /* Working days before the meeting. */
    unsigned invite, missing, deadline;
    unsigned reminders[MEETING_REMINDERS_LIMIT], reminder_count; /* the largest first */
    struct meeting_link links[MEETING_LINKS_LIMIT]; /* for those who came; text NULL: none */
};

/* FAILURE_CONFIGURATION: reminders that are no numbers, links that are none. The caller owns it. */
struct meeting_rule *meeting_rule_read(const struct config *config, GError **error);
void meeting_rule_free(struct meeting_rule *rule);
SCOPE_DEFINE(meeting_rule, meeting_rule_free)
