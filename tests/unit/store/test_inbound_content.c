#include "fixture.h"

#include "store/inbound_content.h"

#define MAIL "From: a@x.example\nMessage-ID: <1@x>\nSubject: hej\n\nja tak\n"

static const struct row {
    const char *name, *first, *second;
    bool same;
} rows[] = {
    {"itself", MAIL, MAIL, true},
    {"CRLF", MAIL, "From: a@x.example\r\nMessage-ID: <1@x>\r\nSubject: hej\r\n\r\nja tak\r\n",
     true},
    {"blank lines at the end", MAIL, MAIL "\n\r\n", true},
    {"no line end at the end", MAIL, "From: a@x.example\nMessage-ID: <1@x>\nSubject: hej\n\nja tak",
     true},
    {"mbox line", MAIL, "From a@x.example Mon Apr  1 09:00:00 2013\n" MAIL, true},
    {"Received, folded", MAIL, "Received: from b\n\tby c\n by d\n" MAIL, true},
    {"received, lower case, blank before the colon", MAIL, "received : from b\n" MAIL, true},
    {"Delivered-To", MAIL, "Delivered-To: seniorjob@x\nReturn-Path: <a@x>\n" MAIL, true},
    {"behind the others", MAIL,
     "From: a@x.example\nMessage-ID: <1@x>\nSubject: hej\nAuthentication-Results: x\n\nja tak\n",
     true},
    {"spam marks", MAIL, "X-Spam-Status: No\nARC-Seal: i=1\n b=x\n" MAIL, true},
    {"another Message-ID", MAIL, "From: a@x.example\nMessage-ID: <2@x>\nSubject: hej\n\nja tak\n",
     false},
    {"another word", MAIL, "From: a@x.example\nMessage-ID: <1@x>\nSubject: hej\n\nnej tak\n",
     false},
    {"another subject", MAIL, "From: a@x.example\nMessage-ID: <1@x>\nSubject: nej\n\nja tak\n",
     false},
    {"a trace line in the body counts", MAIL,
     "From: a@x.example\nMessage-ID: <1@x>\nSubject: hej\n\nReceived: x\nja tak\n", false},
    {"a name that only begins like one", MAIL, "Received-By-Me: x\n" MAIL, false},
    {"no header at all", "\nja", "ja", false},
    {"without Message-ID", "From: a\n\nja", "Received: x\nFrom: a\n\nja", true},
    {"nothing", "", "\n", true},
};

static void compares(void **state)
{
    const struct row *row = *state;
    uint8_t first[INBOUND_HASH_SIZE], second[INBOUND_HASH_SIZE];
    inbound_content_hash(row->first, strlen(row->first), first);
    inbound_content_hash(row->second, strlen(row->second), second);
    assert_int_equal(memcmp(first, second, INBOUND_HASH_SIZE) == 0, row->same);
}

/* Every prefix of a mail, cut where it may be: no octet behind the end is read (sanitizers see). */
static void any_length_will_do(void **state)
{
    (void)state;
    static const char mail[] = "From a\r\nReceived: x\r\n\ty\r\n: z\nX\n\r\nbody\r\n";
    for (size_t length = 0; length < sizeof mail; length++) {
        g_autofree char *part = g_memdup2(mail, length);
        uint8_t hash[INBOUND_HASH_SIZE];
        inbound_content_hash(part, length, hash);
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {cmocka_unit_test(any_length_will_do)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[1 + i] =
            (struct CMUnitTest){rows[i].name, compares, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("store/inbound_content", tests, NULL, NULL);
}
