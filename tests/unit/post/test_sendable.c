#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/sendable.h"

#define HEAD "Date: d\r\nFrom: f\r\nMessage-ID: <m@x>\r\n"

struct row {
    const char *name, *sender, *recipient, *octets;
    const char *reason; /* a word of it, NULL: it may go */
};

static const struct row rows[] = {
    {"plain", "a@b", "c@d", HEAD "\r\nHej\r\n", NULL},
    {"null sender", "", "c@d", HEAD "\r\nHej\r\n", NULL},
    {"empty body", "a@b", "c@d", HEAD "\r\n", NULL},
    {"folded header", "a@b", "c@d", HEAD "Subject: a\r\n b\r\n\tc\r\n\r\nHej\r\n", NULL},
    {"no recipient", "a@b", "", HEAD "\r\nHej\r\n", "address"},
    {"CR LF in the recipient", "a@b", "c@d>\r\nRCPT TO:<x@y", HEAD "\r\nHej\r\n", "address"},
    {"bracket in the sender", "a@b> SIZE=1", "c@d", HEAD "\r\nHej\r\n", "address"},
    {"two signs", "a@b", "c@d@e", HEAD "\r\nHej\r\n", "address"},
    {"no domain", "a@b", "c@", HEAD "\r\nHej\r\n", "address"},
    {"8-bit recipient", "a@b", "s\303\270ren@d", HEAD "\r\nHej\r\n", "address"},
    {"bare LF", "a@b", "c@d", HEAD "\r\nHej\n.\nMAIL FROM:<x>\r\n", "line end"},
    {"bare CR", "a@b", "c@d", HEAD "\r\nHej\r.\r\n", "line end"},
    {"CR at the end", "a@b", "c@d", HEAD "\r\nHej\r", "line end"},
    {"LF-only header", "a@b", "c@d", "Date: d\nFrom: f\nMessage-ID: m\n\nHej\n", "line end"},
    {"8-bit body", "a@b", "c@d", HEAD "\r\nS\303\270ren\r\n", "7-bit"},
    {"open last line", "a@b", "c@d", HEAD "\r\nHej", "last line"},
    {"no empty line", "a@b", "c@d", HEAD, "empty line"},
    {"no header", "a@b", "c@d", "\r\nHej\r\n", "header"},
    {"body before the header", "a@b", "c@d", "\r\nHej\r\n\r\n", "header"},
    {"no Date", "a@b", "c@d", "From: f\r\nMessage-ID: m\r\n\r\nHej\r\n", "lacks"},
    {"no From", "a@b", "c@d", "Date: f\r\nMessage-ID: m\r\n\r\nHej\r\n", "lacks"},
    {"no Message-ID", "a@b", "c@d", "Date: f\r\nFrom: m\r\n\r\nHej\r\n", "lacks"},
    {"two Reply-To", "a@b", "c@d", HEAD "Reply-To: a\r\nREPLY-TO: b\r\n\r\nHej\r\n", "twice"},
    {"line that is no header", "a@b", "c@d", HEAD "Hej du\r\n\r\nHej\r\n", "twice"},
    {"starts with a blank", "a@b", "c@d", " x: y\r\n" HEAD "\r\nHej\r\n", "header line"},
    {"own Return-Path", "a@b", "c@d", HEAD "Return-Path: <x>\r\n\r\nHej\r\n", "Return-Path"},
};

static void row_holds(void **state)
{
    const struct row *row = *state;
    struct lane_mail mail = {.sender = row->sender,
                             .recipient = row->recipient,
                             .message_id = "m@x",
                             .octets = row->octets,
                             .length = strlen(row->octets)};
    const char *reason = NULL;
    bool fine = sendable(&mail, &reason);
    assert_int_equal(fine, row->reason == NULL);
    if (row->reason != NULL) {
        assert_non_null(strstr(reason, row->reason));
    } else {
        size_t header = sendable_header_length(&mail);
        assert_memory_equal(mail.octets + header - 4, "\r\n\r\n", 4);
    }
}

static void long_line_is_refused(void **state G_GNUC_UNUSED)
{
    for (size_t length = SENDABLE_LINE_LIMIT; length <= SENDABLE_LINE_LIMIT + 1; length++) {
        g_autofree char *line = g_strnfill(length, 'x');
        g_autofree char *octets = g_strconcat(HEAD "\r\n", line, "\r\n", NULL);
        struct lane_mail mail = {
            .sender = "a@b", .recipient = "c@d", .octets = octets, .length = strlen(octets)};
        const char *reason = NULL;
        assert_int_equal(sendable(&mail, &reason), length == SENDABLE_LINE_LIMIT);
    }
}

static void nul_is_refused(void **state G_GNUC_UNUSED)
{
    static const char octets[] = HEAD "\r\nHe\0j\r\n";
    struct lane_mail mail = {
        .sender = "a@b", .recipient = "c@d", .octets = octets, .length = sizeof octets - 1};
    const char *reason = NULL;
    assert_false(sendable(&mail, &reason));
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {
        cmocka_unit_test(long_line_is_refused),
        cmocka_unit_test(nul_is_refused),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = row_holds,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("post/sendable", tests, NULL, NULL);
}
