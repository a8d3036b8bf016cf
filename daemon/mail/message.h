/* A message as data, after MIME: what understanding works on. No GMime type leaves `mail/`.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"

struct message_mailbox {
    char *name;    /* decoded, one line, NULL for none */
    char *address; /* addr-spec in the form of address_parse where it has one */
};

struct message_header {
    char *name;  /* lower case */
    char *value; /* decoded, one line */
};

struct message_part {
    char *type;         /* "text/plain", lower case */
    char *method;       /* parameter of text/calendar, lower case; or NULL */
    char *report;       /* report-type of the multipart/report around it, lower case; or NULL */
    char *filename;     /* decoded; NULL: none */
    char *id;           /* Content-ID without < >; NULL: none */
    char *text;         /* text/... and reports: UTF-8, LF; else NULL */
    GByteArray *octets; /* decoded; NULL for a body part */
    bool attached;      /* a file to the reader */
};

struct message {
    bool malformed;               /* no header, or refused: `parts` then holds the raw text */
    struct message_mailbox *from; /* NULL: none */
    struct message_mailbox *reply_to;
    GPtrArray *to;                                   /* struct message_mailbox: To and Cc */
    char *subject, *message_id, *in_reply_to, *date; /* NULL: none; ids without < >; RFC 3339 */
    GPtrArray *headers;                              /* struct message_header, in their order */
    GPtrArray *parts;                                /* struct message_part: every leaf */
    GPtrArray *body;     /* those of `parts` that are the text to read; borrowed */
    GPtrArray *warnings; /* char *: conflicting headers and other critical findings */
};

struct message *message_new(void);
void message_free(struct message *message);
SCOPE_DEFINE(message, message_free)

/* The value of the first header of this (lower case) name, or NULL. Borrowed. */
const char *message_header(const struct message *message, const char *name);

/* The first part of this type, or NULL. Borrowed. */
const struct message_part *message_part(const struct message *message, const char *type);
