#include "mail/token_address.h"

#include <glib.h>
#include <string.h>

#define TOKEN_LENGTH 26u

/* How long the sign is that stands here, plain or as its hexadecimal form; 0 when it does not. */
static size_t sign_length(const char *at, char sign, const char *escaped)
{
    if (*at == sign) {
        return 1;
    }
    return g_ascii_strncasecmp(at, escaped, strlen(escaped)) == 0 ? strlen(escaped) : 0;
}

static bool is_token(const char *at)
{
    size_t length = 0;
    while (length < TOKEN_LENGTH && g_ascii_isalnum(at[length])) {
        length++;
    }
    return length == TOKEN_LENGTH && sign_length(at + length, '@', "%40") > 0;
}

bool token_address_in(const char *text)
{
    for (const char *at = strpbrk(text, "+%"); at != NULL; at = strpbrk(at + 1, "+%")) {
        size_t length = sign_length(at, '+', "%2B");
        if (length > 0 && is_token(at + length)) {
            return true;
        }
    }
    return false;
}
