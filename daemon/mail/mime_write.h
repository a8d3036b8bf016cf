/* Writing mail: what a letter of ours is on its way (mime.md 5).
 *
 * What comes out is complete: CRLF line ends, 7-bit, own Date, From and Message-ID, lines within
 * 998 octets, the same octets for the same draft. No value can start a header line of its own.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct mail_address {
    const char *name;    /* UTF-8, NULL for none */
    const char *address; /* ASCII addr-spec */
};

struct mail_draft {
    struct mail_address from, to, reply_to; /* reply_to.address NULL: none */
    const char *subject;                    /* UTF-8, one line */
    int64_t date;                           /* moment */
    int offset;                             /* seconds east of UTC, for the Date line */
    const char *message_id;                 /* without angle brackets */
    const char *in_reply_to;    /* without angle brackets, NULL: none; also becomes References */
    const char *auto_submitted; /* "auto-generated", "auto-replied", NULL: none (RFC 3834) */
    const char *language;       /* "da": Content-Language (RFC 3282) */
    const char *const *headers; /* further ones: name, value, name, value ..., NULL; may be NULL */
    const char *text, *html;    /* UTF-8, LF; html NULL: text/plain alone */
    const GPtrArray *pictures;  /* struct picture, which the HTML shows; NULL or empty: none */
    const char *calendar;       /* an iCalendar object (CRLF), which needs the HTML; NULL: none */
    const char *method;         /* its METHOD: "REQUEST", "CANCEL" */
};

/* Whether this (without angle brackets) may stand in In-Reply-To: printable ASCII of a sane length.
 * What strangers' programs write there is not always of the form of RFC 5322 3.6.4. */
bool mail_is_message_id(const char *id);

/* The message. FAILURE_INPUT when a value cannot stand in mail (control characters, impossible
 * address). The caller owns it. */
GBytes *mail_write(const struct mail_draft *draft, GError **error);

/* Appends `text` quoted-printable encoded (RFC 2045 6.7; LF becomes CRLF). `column` is where the
 * line stands and is kept up to date; a soft break is made before column 76. */
void mail_quoted_printable(GString *out, const char *text, size_t length, unsigned *column);

/* Appends octets as base64 in lines of 76, the last one ended too (RFC 2045 6.8). */
void mail_base64(GString *out, const void *octets, size_t length);

/* Appends the value of an unstructured header (Subject): RFC 2047 encoded words where needed,
 * folded; `column` as above. Never splits a character, never writes CR or LF but in folding. */
void mail_header_text(GString *out, const char *text, unsigned column);

/* Appends `name <address>` with the name quoted or encoded as needed; only the address when the
 * name is empty. */
void mail_header_mailbox(GString *out, const char *name, const char *address, unsigned column);

/* "Tue, 02 Apr 2013 09:00:00 +0200". The caller owns it. */
char *mail_date(int64_t moment, int offset);
