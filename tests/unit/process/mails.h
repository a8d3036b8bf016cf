/* Mails for an understander.
 */
#pragma once

#include <string.h>

#include "process/understander.h"

#define TABLES "config/language"

static inline struct understander_mail mail_of(const char *raw)
{
    return (struct understander_mail){
        .raw = raw, .length = strlen(raw), .replying_to = "newsletter", .today = "2013-04-02"};
}

static const char afmeld[] = "From: Hans <hans@example.dk>\r\nSubject: SV: x\r\n\r\nAFMELD\r\n";

static inline void free_all(struct understander_mail *mails, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        verdict_free(mails[i].verdict);
    }
}

/* A mail within every limit of the precheck that is dear to read. */
static inline char *costly_mail(int words)
{
    GString *raw = g_string_new("From: a@b.dk\r\nContent-Type: text/html\r\n\r\n");
    for (int i = 0; i < words; i++) {
        g_string_append(raw, "<b><i>x</i></b> ");
    }
    return g_string_free(raw, FALSE);
}
