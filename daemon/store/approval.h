/* Proofs of an issue that went to staff, and who has approved what by mail.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"

/* What a mail shows, or asks about: an issue as it was when the mail was made. */
struct approval_proof {
    char *issue, *hash; /* of newsletter_hash */
};
void approval_proof_free(struct approval_proof *proof);
SCOPE_DEFINE(approval_proof, approval_proof_free)

/* Notes that the mail `outgoing` is a proof. Inside a transaction. */
bool approval_proof_add(struct store *store, int64_t outgoing, const char *issue, const char *hash,
                        GError **error);

/* NULL without an error when the mail is none. The caller owns it. */
struct approval_proof *approval_proof_get(struct store *store, int64_t outgoing, GError **error);

/* A person approves an issue as it is; twice is once. `count`: how many people have. An event.
 * Inside a transaction. */
bool approval_give(struct store *store, const struct cause *cause,
                   const struct approval_proof *proof, int64_t person, int64_t *count,
                   GError **error);

/* Names of those who have, in their order, "Mette Holm, Hanne Lund". The caller owns it. */
char *approval_names(struct store *store, const struct approval_proof *proof, GError **error);
