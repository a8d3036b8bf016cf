/* Tokens in our addresses: seniorjob+TOKEN@domain.
 *
 * TOKEN is 26 characters of lower-case base32 (RFC 4648 alphabet), the first 130 bits of an
 * HMAC-SHA-256 over purpose, person and row with the key file of the site, so that a retry makes
 * the same mail and nobody can guess one. The store keeps only the hash of a token.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"

#define TOKEN_LENGTH 26
#define TOKEN_HASH_SIZE 16

enum token_purpose {
    TOKEN_REPLY = 1,   /* Reply-To of a mail to a person */
    TOKEN_UNSUBSCRIBE, /* List-Unsubscribe: whoever writes to it wants out */
    TOKEN_BOUNCE,      /* envelope sender: what comes back to it is about delivery */
    TOKEN_MESSAGE_ID,  /* left side of our Message-ID; no address */
    TOKEN_EVENT        /* UID of a person's event; row: the meeting; no address */
};

struct token_key;

/* Reads the key file (64 hexadecimal digits, mode 0600 or stricter). The caller owns it. */
struct token_key *token_key_load(const char *path, GError **error);

/* Makes a key file with mode 0600; refuses to overwrite one. */
bool token_key_create(const char *path, GError **error);

void token_key_free(struct token_key *key);
SCOPE_DEFINE(token_key, token_key_free)

/* Writes TOKEN and a closing NUL. */
void token_make(const struct token_key *key, enum token_purpose purpose, int64_t person,
                int64_t row, char token[TOKEN_LENGTH + 1]);

/* What the store keeps: the first 16 octets of SHA-256 of the token. */
void token_hash(const char *token, uint8_t hash[TOKEN_HASH_SIZE]);

/* The token in the local part of one of our addresses ("seniorjob+TOKEN@seniorjob.example", any
 * case), or false. `ours` is site.address. */
bool token_of_address(const char *ours, const char *address, char token[TOKEN_LENGTH + 1]);

/* "seniorjob+TOKEN@seniorjob.example". The caller owns it. */
char *token_address(const char *ours, const char *token);
