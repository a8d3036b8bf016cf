#include "base/token.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "base/failure.h"
#include "base/file.h"

#define KEY_SIZE 32
#define KEY_FILE_LIMIT 4096
#define DIGEST_SIZE 32

/* The context holds the key; each token starts it anew. */
struct token_key {
    EVP_MAC_CTX *mac;
};

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

static bool take_hex(const char *text, uint8_t key[KEY_SIZE])
{
    for (size_t i = 0; i < KEY_SIZE; i++) {
        int high = g_ascii_xdigit_value(text[2 * i]);
        int low = high < 0 ? -1 : g_ascii_xdigit_value(text[2 * i + 1]);
        if (low < 0) {
            return false;
        }
        key[i] = (uint8_t)(high * 16 + low);
    }
    size_t end = strspn(text + 2 * KEY_SIZE, "\r\n \t");
    return text[2 * KEY_SIZE + end] == '\0';
}

static struct token_key *key_new(const uint8_t secret[KEY_SIZE])
{
    struct token_key *key = g_new0(struct token_key, 1);
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
    g_assert(hmac != NULL);
    key->mac = EVP_MAC_CTX_new(hmac);
    EVP_MAC_free(hmac);
    g_assert(key->mac != NULL);
    int started = EVP_MAC_init(key->mac, secret, KEY_SIZE, parameters);
    g_assert(started == 1);
    return key;
}

struct token_key *token_key_load(const char *path, GError **error)
{
    struct stat found;
    if (stat(path, &found) == 0 && S_ISREG(found.st_mode) && (found.st_mode & 077) != 0) {
        g_set_error(error, BASE_ERROR, FAILURE_CONFIGURATION,
                    "%s: others may read this secret; run: chmod 600 %s", path, path);
        return NULL;
    }
    size_t length = 0;
    char *text = file_read(path, KEY_FILE_LIMIT, &length, error);
    if (text == NULL) {
        return NULL;
    }
    uint8_t secret[KEY_SIZE];
    struct token_key *key = NULL;
    if (length >= 2 * KEY_SIZE && take_hex(text, secret)) {
        key = key_new(secret);
    } else {
        g_set_error(error, BASE_ERROR, FAILURE_CONFIGURATION,
                    "%s: the secret must be 64 hexadecimal digits on one line; restore the file "
                    "from a backup",
                    path);
    }
    OPENSSL_cleanse(secret, sizeof secret);
    OPENSSL_cleanse(text, length);
    g_free(text);
    return key;
}

void token_key_free(struct token_key *key)
{
    if (key == NULL) {
        return;
    }
    EVP_MAC_CTX_free(key->mac);
    g_free(key);
}

static bool write_key(int fd, const char *line, size_t length)
{
    return write(fd, line, length) == (ssize_t)length && fsync(fd) == 0;
}

bool token_key_create(const char *path, GError **error)
{
    uint8_t secret[KEY_SIZE];
    char line[2 * KEY_SIZE + 1];
    int random = RAND_priv_bytes(secret, sizeof secret);
    g_assert(random == 1);
    for (size_t i = 0; i < KEY_SIZE; i++) {
        line[2 * i] = "0123456789abcdef"[secret[i] >> 4];
        line[2 * i + 1] = "0123456789abcdef"[secret[i] & 15];
    }
    line[2 * KEY_SIZE] = '\n';
    bool made = false;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        made = write_key(fd, line, sizeof line);
        int number = errno;
        close(fd);
        if (!made) {
            unlink(path);
            errno = number;
        }
    }
    if (!made) {
        const char *advice = errno == EEXIST ? "; the one that is there is kept" : "";
        enum failure code = errno == ENOSPC ? FAILURE_TEMPORARY : FAILURE_PERMANENT;
        g_set_error(error, BASE_ERROR, (int)code, "%s: the secret cannot be made: %s%s", path,
                    g_strerror(errno), advice);
    }
    OPENSSL_cleanse(secret, sizeof secret);
    OPENSSL_cleanse(line, sizeof line);
    return made;
}

/* RFC 4648 6, lower case, without padding. */
static void to_base32(const uint8_t *digest, char token[TOKEN_LENGTH + 1])
{
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < TOKEN_LENGTH; i++) {
        if (held < 5) {
            bits = (bits << 8) | *digest++;
            held += 8;
        }
        held -= 5;
        token[i] = alphabet[(bits >> held) & 31];
    }
    token[TOKEN_LENGTH] = '\0';
}

static size_t put_big_endian(uint8_t *to, int64_t number)
{
    uint64_t value = GUINT64_TO_BE((uint64_t)number);
    memcpy(to, &value, sizeof value);
    return sizeof value;
}

void token_make(const struct token_key *key, enum token_purpose purpose, int64_t person,
                int64_t row, char token[TOKEN_LENGTH + 1])
{
    uint8_t message[1 + 2 * sizeof(int64_t)], digest[DIGEST_SIZE];
    size_t length = 0, written = 0;
    message[length++] = (uint8_t)purpose;
    length += put_big_endian(message + length, person);
    length += put_big_endian(message + length, row);
    /* Without a key the context starts again with the one it has (EVP_MAC(3)). */
    bool made = EVP_MAC_init(key->mac, NULL, 0, NULL) == 1 &&
                EVP_MAC_update(key->mac, message, length) == 1 &&
                EVP_MAC_final(key->mac, digest, &written, sizeof digest) == 1;
    g_assert(made && written == sizeof digest);
    to_base32(digest, token);
}

void token_hash(const char *token, uint8_t hash[TOKEN_HASH_SIZE])
{
    uint8_t digest[DIGEST_SIZE];
    size_t written = 0;
    int made = EVP_Q_digest(NULL, "SHA256", NULL, token, strlen(token), digest, &written);
    g_assert(made == 1 && written == sizeof digest);
    memcpy(hash, digest, TOKEN_HASH_SIZE);
}

bool token_of_address(const char *ours, const char *address, char token[TOKEN_LENGTH + 1])
{
    g_assert(ours != NULL && address != NULL);
    const char *domain = strchr(ours, '@');
    g_assert(domain != NULL);
    size_t local = (size_t)(domain - ours);
    if (g_ascii_strncasecmp(ours, address, local) != 0 || address[local] != '+') {
        return false;
    }
    const char *given = address + local + 1;
    char found[TOKEN_LENGTH + 1];
    for (size_t i = 0; i < TOKEN_LENGTH; i++) {
        found[i] = g_ascii_tolower(given[i]);
        if (found[i] == '\0' || strchr(alphabet, found[i]) == NULL) {
            return false;
        }
    }
    found[TOKEN_LENGTH] = '\0';
    if (g_ascii_strcasecmp(given + TOKEN_LENGTH, domain) != 0) {
        return false;
    }
    memcpy(token, found, sizeof found);
    return true;
}

char *token_address(const char *ours, const char *token)
{
    const char *domain = strchr(ours, '@');
    g_assert(domain != NULL && strlen(token) == TOKEN_LENGTH);
    return g_strdup_printf("%.*s+%s%s", (int)(domain - ours), ours, token, domain);
}
