/* Which reply address a mail was sent to. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <string.h>

#include "act/recipient.h"

#define ONE "abcdefghijklmnopqrstuvwxyz"
#define TWO "zyxwvutsrqponmlkjihgfedcba"

static const struct {
    const char *raw;
    const char *tokens; /* separated by a blank */
} rows[] = {
    {"To: seniorjob+" ONE "@seniorjob.example\n\nx", ONE},
    {"To: \"Seniorjob\" <SENIORJOB+" ONE "@Seniorjob.Example>\r\n\r\nx", ONE},
    {"To: a@b.dk,\n\tSeniorjob <seniorjob+" ONE "@seniorjob.example>\n\nx", ONE},
    {"To: seniorjob+" ONE "@seniorjob.example\nDelivered-To: seniorjob+" TWO
     "@seniorjob.example\n\n",
     TWO " " ONE},
    {"Cc: seniorjob+" ONE "@seniorjob.example, seniorjob+" ONE "@seniorjob.example\n\n", ONE},
    {"To: seniorjob@seniorjob.example\n\n", ""},
    {"To: seniorjob+short@seniorjob.example\n\n", ""},
    {"To: other+" ONE "@seniorjob.example\n\n", ""},
    {"To: seniorjob+" ONE "@other.example\n\n", ""},
    {"Subject: seniorjob+" ONE "@seniorjob.example\n\n", ""},
    {"References: <seniorjob+" ONE "@seniorjob.example>\n\n", ""},
    {"Subject: x\n\nTo: seniorjob+" ONE "@seniorjob.example\n", ""}, /* only the header counts */
    {"", ""},
};

static void finds(void **state)
{
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autoptr(GPtrArray) tokens =
            recipient_tokens("seniorjob@seniorjob.example", rows[at].raw, strlen(rows[at].raw));
        g_ptr_array_add(tokens, NULL);
        g_autofree char *all = g_strjoinv(" ", (char **)tokens->pdata);
        assert_string_equal(all, rows[at].tokens);
    }
}

static void finds_nothing_in_no_octets(void **state)
{
    (void)state;
    g_autoptr(GPtrArray) tokens = recipient_tokens("seniorjob@seniorjob.example", NULL, 0);
    assert_int_equal(tokens->len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds),
                                       cmocka_unit_test(finds_nothing_in_no_octets)};
    return cmocka_run_group_tests_name("act/recipient", tests, NULL, NULL);
}
