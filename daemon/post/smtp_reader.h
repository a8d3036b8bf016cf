/* Replies of an SMTP server out of a stream of octets (RFC 5321 4.2): several lines, enhanced
 * status codes (RFC 2034), servers that leave the text away. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "post/smtp_outcome.h"

#define SMTP_READER_LINE 512u  /* octets of a line that are kept (RFC 5321 4.5.3.1.5) */
#define SMTP_READER_LINES 100u /* more in one reply are no mail server's */

struct smtp_reader {
    struct smtp_reply reply;     /* of the last whole reply */
    char text[SMTP_READER_LINE]; /* its last line, without the reply code */
    bool pipelining;             /* one of its lines was the keyword (RFC 2920) */

    /* Its own. */
    char line[SMTP_READER_LINE];
    size_t length;
    unsigned lines;
};

enum smtp_reading {
    SMTP_READING_MORE = 1, /* all octets are taken, and the reply goes on */
    SMTP_READING_REPLY,    /* a whole reply is there */
    SMTP_READING_NONSENSE  /* this is no SMTP */
};

void smtp_reader_begin(struct smtp_reader *reader);

/* Takes octets up to the end of one reply; `used`: how many. */
enum smtp_reading smtp_reader_take(struct smtp_reader *reader, const char *octets, size_t length,
                                   size_t *used);
