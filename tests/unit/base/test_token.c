#include "base/token.h"

#include <sys/stat.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/failure.h"
#include "unit/base/scratch.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define OURS "seniorjob@seniorjob.example"
#define TOKEN "abcdefghijklmnopqrstuvwxyz"

static struct token_key *key_of(const struct scratch *scratch, const char *text)
{
    g_autofree char *path = scratch_file(scratch, "key", text, strlen(text));
    return token_key_load(path, NULL);
}

static void test_known_answers(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    SCOPED(token_key) struct token_key *key = key_of(scratch, ZEROS "\n");
    assert_non_null(key);
    /* By Python: b32encode(hmac.digest(bytes(32), pack(">Bqq", purpose, person, row), "sha256")) */
    static const struct {
        enum token_purpose purpose;
        int64_t person, row;
        const char *token;
    } rows[] = {
        {TOKEN_REPLY, 0, 0, "shc5fnvezzlgk56lblpmwhpepc"},
        {TOKEN_REPLY, 1, 2, "7nshaxzwb3jy4mjaqqdfm3rgdo"},
        {TOKEN_REPLY, -1, INT64_MAX, "ldpmsco5qgzcw76juwtpr4uubz"},
        {TOKEN_UNSUBSCRIBE, 0, 0, "dy7bfvrey26kodvxj3ymh23swq"},
        {TOKEN_UNSUBSCRIBE, 1, 2, "rhwlr6uus3tz4c7o2fkirbldck"},
        {TOKEN_UNSUBSCRIBE, -1, INT64_MAX, "vzrdufgnrzeltedjo6k6y25tv2"},
        {TOKEN_BOUNCE, 0, 0, "y7lywx6yw5eyrwcwcil5haoy23"},
        {TOKEN_BOUNCE, 1, 2, "wkr2rhfks2zd3efuufeq3bm6kp"},
        {TOKEN_BOUNCE, -1, INT64_MAX, "yp3lw2l4tlemmq6ladxrp3l2sz"},
        {TOKEN_MESSAGE_ID, 0, 0, "wqvqp2e5se7jlud2lyngk4bgqk"},
        {TOKEN_MESSAGE_ID, 1, 2, "5e6rznahdun435fylwtfvp4xkq"},
        {TOKEN_MESSAGE_ID, -1, INT64_MAX, "r2qwqwct56vvmirwfukjrz3crq"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char token[TOKEN_LENGTH + 1];
        token_make(key, rows[i].purpose, rows[i].person, rows[i].row, token);
        assert_string_equal(token, rows[i].token);
    }
}

static void test_all_differ(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    SCOPED(token_key) struct token_key *zeros = key_of(scratch, ZEROS);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int64_t person = -1; person < 5; person++) {
        for (int64_t row = 0; row < 5; row++) {
            for (int purpose = TOKEN_REPLY; purpose <= TOKEN_MESSAGE_ID; purpose++) {
                char token[TOKEN_LENGTH + 1];
                token_make(zeros, (enum token_purpose)purpose, person, row, token);
                assert_true(g_hash_table_add(seen, g_strdup(token)));
            }
        }
    }
}

static void test_another_key(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    char digits[] = ZEROS;
    SCOPED(token_key) struct token_key *first = key_of(scratch, digits);
    digits[63] = 'F';
    SCOPED(token_key) struct token_key *second = key_of(scratch, digits);
    char a[TOKEN_LENGTH + 1], b[TOKEN_LENGTH + 1], again[TOKEN_LENGTH + 1];
    token_make(first, TOKEN_REPLY, 1, 1, a);
    token_make(second, TOKEN_REPLY, 1, 1, b);
    token_make(first, TOKEN_REPLY, 1, 1, again);
    assert_string_not_equal(a, b);
    assert_string_equal(a, again);
}

static void test_hash(void **state)
{
    (void)state;
    /* SHA-256 of "abc", FIPS 180-2 B.1. */
    static const uint8_t expected[TOKEN_HASH_SIZE] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01,
                                                      0xcf, 0xea, 0x41, 0x41, 0x40, 0xde,
                                                      0x5d, 0xae, 0x22, 0x23};
    uint8_t hash[TOKEN_HASH_SIZE];
    token_hash("abc", hash);
    assert_memory_equal(hash, expected, sizeof hash);
}

static void test_of_address(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        bool found;
    } rows[] = {
        {"seniorjob+" TOKEN "@seniorjob.example", true},
        {"SeniorJob+ABCDEFGHIJKLMNOPQRSTUVWXYZ@SENIORJOB.EXAMPLE", true},
        {"seniorjob@seniorjob.example", false},
        {"seniorjob+@seniorjob.example", false},
        {"seniorjob+abc@seniorjob.example", false},
        {"seniorjob+" TOKEN "a@seniorjob.example", false},
        {"seniorjob+abcdefghijklmnopqrstuvwxy1@seniorjob.example", false},
        {"seniorjob+abcdefghijklmnopqrstuvwxy\xc3\xb8@seniorjob.example", false},
        {"seniorjob+" TOKEN "@other.example", false},
        {"seniorjob+" TOKEN "@seniorjob.example.com", false},
        {"seniorjob+" TOKEN "@seniorjob.exampl", false},
        {"seniorjob+" TOKEN, false},
        {"xseniorjob+" TOKEN "@seniorjob.example", false},
        {"seniorjo+" TOKEN "@seniorjob.example", false},
        {"seniorjob-" TOKEN "@seniorjob.example", false},
        {"", false},
        {"@", false},
        {"seniorjob", false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char token[TOKEN_LENGTH + 1] = "untouched";
        bool found = token_of_address(OURS, rows[i].address, token);
        if (found != rows[i].found) {
            fail_msg("%s: %d", rows[i].address, found);
        }
        assert_string_equal(token, found ? TOKEN : "untouched");
    }
}

static void test_round_trip(void **state)
{
    (void)state;
    g_autofree char *address = token_address(OURS, TOKEN);
    assert_string_equal(address, "seniorjob+" TOKEN "@seniorjob.example");
    char token[TOKEN_LENGTH + 1];
    assert_true(token_of_address(OURS, address, token));
    assert_string_equal(token, TOKEN);
}

static void test_random_addresses(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    for (int round = 0; round < 20000; round++) {
        g_autofree char *address = token_address(OURS, TOKEN);
        size_t changed = (size_t)g_rand_int_range(random, 0, (gint32)strlen(address));
        address[changed] = (char)g_rand_int_range(random, 0, 256);
        char token[TOKEN_LENGTH + 1] = "";
        if (token_of_address(OURS, address, token)) {
            assert_int_equal(strlen(token), TOKEN_LENGTH);
        }
    }
}

static void test_key_file(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *path = scratch_path(scratch, "made");
    g_autoptr(GError) error = NULL;
    assert_null(token_key_load(path, &error));
    assert_int_equal(error->code, FAILURE_NOT_FOUND);
    g_clear_error(&error);

    assert_true(token_key_create(path, NULL));
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 07777, 0600);
    SCOPED(token_key) struct token_key *key = token_key_load(path, NULL);
    assert_non_null(key);

    g_autofree char *before = NULL, *after = NULL;
    assert_true(g_file_get_contents(path, &before, NULL, NULL));
    assert_int_equal(strlen(before), 65);
    assert_false(token_key_create(path, &error));
    assert_non_null(strstr(error->message, "is kept"));
    assert_true(g_file_get_contents(path, &after, NULL, NULL));
    assert_string_equal(before, after);
    g_clear_error(&error);

    assert_int_equal(chmod(path, 0640), 0);
    assert_null(token_key_load(path, &error));
    assert_int_equal(error->code, FAILURE_CONFIGURATION);
    assert_non_null(strstr(error->message, "chmod 600"));
}

static void test_bad_keys(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    static const char *const rows[] = {"",
                                       "0",
                                       ZEROS "0",
                                       ZEROS "\nx",
                                       "x" ZEROS,
                                       "g000000000000000000000000000000000000000000000000000000000"
                                       "000000",
                                       "\xff\xfe"};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = scratch_file(scratch, "key", rows[i], strlen(rows[i]));
        g_autoptr(GError) error = NULL;
        assert_null(token_key_load(path, &error));
        assert_int_equal(error->code, FAILURE_CONFIGURATION);
        assert_non_null(strstr(error->message, "64 hexadecimal digits"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),    cmocka_unit_test(test_all_differ),
        cmocka_unit_test(test_another_key),      cmocka_unit_test(test_hash),
        cmocka_unit_test(test_of_address),       cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_random_addresses), cmocka_unit_test(test_key_file),
        cmocka_unit_test(test_bad_keys),
    };
    return cmocka_run_group_tests_name("base/token", tests, NULL, NULL);
}
