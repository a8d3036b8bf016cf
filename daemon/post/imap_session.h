/* The inside of an IMAP connection. Between imap_client.c and imap_mail.c only.
 */
#pragma once

#include <glib.h>
#include <libetpan/libetpan.h>
#include <stdbool.h>

#include "post/imap_client.h"
#include "post/imap_stream.h"

/* How mails get into the folder for what is done; from the best. */
enum imap_way {
    IMAP_MOVE,    /* RFC 6851 */
    IMAP_EXPUNGE, /* copied, then removed by number: UIDPLUS, RFC 4315 */
    IMAP_KEYWORD, /* copied and marked, since EXPUNGE alone would remove what others have deleted */
    IMAP_LEAVE    /* left: the store alone remembers them */
};

struct imap {
    const struct imap_settings *settings;
    struct tls *tls; /* NULL: in clear */
    struct imap_stream *stream;
    mailimap *session;
    enum imap_way way;
    bool uidplus, idles, idle;
    char *folder, *done; /* as the server calls them; done NULL: none */
};

#define IMAP_DONE_KEYWORD "MoedestedDone"
#define IMAP_ANSWER (1024u * 1024u) /* octets of an answer without mails */

/* To be called before each command: the limits of its answer. */
void imap_begin(struct imap *imap, size_t octets);
/* The same for an answer with mails of so many octets, which get time for them. */
void imap_begin_mails(struct imap *imap, size_t mails, size_t octets);

/* Whether libetpan's result is fine; else says why: "WHAT: the server says ...". */
bool imap_fine(struct imap *imap, int result, const char *what, GError **error);
