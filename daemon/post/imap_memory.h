/* What is known of the mails of an IMAP folder that do not come, from one connection to the next,
 * and as a text from one process to the next (post/retrieve keeps it in the store).
 */
#pragma once

#include <glib.h>
#include <stdint.h>

#include "post/reluctant.h"

struct imap_memory {
    uint32_t validity; /* UIDVALIDITY of what the numbers mean; 0: none yet */
    struct reluctant *reluctant;
    int64_t came; /* stopwatch: the last mail */
    char *barren; /* why a mail was given up, and none has come since it was first asked for */
};

void imap_memory_init(struct imap_memory *memory);
void imap_memory_clear(struct imap_memory *memory);

/* This one did not come, as reluctant_add. */
void imap_memory_failed(struct imap_memory *memory, uint32_t uid, bool certain, const char *why);

/* A mail has come: the server hands out mails. */
void imap_memory_came(struct imap_memory *memory, uint32_t uid);

/* The text, as it is when the process ends while it waits for these `count` mails; NULL: there is
 * nothing to remember. `account`: which folder of whom it is. The caller owns it. */
char *imap_memory_write(const struct imap_memory *memory, const char *account, const uint32_t *uids,
                        unsigned count);

/* Reads a text that is so many microseconds old, when it is of this account and UIDVALIDITY (or
 * there is none yet). */
void imap_memory_read(struct imap_memory *memory, const char *account, const char *text,
                      int64_t age);
