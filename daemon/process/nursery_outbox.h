/* The verdicts of a child on their way to the nursery: one frame for some of them wakes two
 * processes once. What a child loses in its death is read again.
 */
#pragma once

#include "base/scope.h"
#include "understand/files.h"
#include "understand/verdict.h"

struct outbox;

/* `fd`: the nursery's. The caller owns it. */
struct outbox *outbox_new(int fd);
void outbox_free(struct outbox *outbox);
SCOPE_DEFINE(outbox, outbox_free)

/* Takes the verdict on a mail of the batch; false: the nursery is gone. Indices rise. */
bool outbox_add(struct outbox *outbox, unsigned index, struct verdict *verdict);

/* Sends all that is left. */
bool outbox_send(struct outbox *outbox);

/* Which mails a frame has verdicts on: `has`, of so many, all false before. False when it has none,
 * or is not one that `outbox_send` writes; the verdicts themselves are not looked at. */
bool outbox_look(const char *frame, size_t length, bool *has, unsigned count);

/* Has files converted by the nursery. It points into the outbox. */
struct file_converter outbox_converter(struct outbox *outbox);
