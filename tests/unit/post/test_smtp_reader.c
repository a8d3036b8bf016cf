#include "post/smtp_reader.h"

#include <stdarg.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

struct row {
    const char *name, *octets;
    int code, class, subject, detail; /* of the first reply; code 0: none, -1: nonsense */
    const char *text;
    size_t used;
    bool pipelining;
};

static const struct row rows[] = {
    {"plain", "250 ok\r\nrest", 250, 0, 0, 0, "ok", 8, false},
    {"enhanced", "450 4.2.0 wait a bit\r\n", 450, 4, 2, 0, "wait a bit", 22, false},
    {"enhanced without text", "250 2.1.5\r\n", 250, 2, 1, 5, "", 11, false},
    {"class of another code", "250 5.1.1 ok\r\n", 250, 0, 0, 0, "5.1.1 ok", 14, false},
    {"no code at all", "250 2.1 x\r\n", 250, 0, 0, 0, "2.1 x", 11, false},
    {"long numbers", "550 5.7.515 denied\r\n", 550, 5, 7, 515, "denied", 20, false},
    {"too long numbers", "550 5.7.5151 x\r\n", 550, 0, 0, 0, "5.7.5151 x", 16, false},
    {"bare code", "354\r\n", 354, 0, 0, 0, "", 5, false},
    {"several lines", "250-a\r\n250-PIPELINING\r\n250 b\r\n", 250, 0, 0, 0, "b", 30, true},
    {"keyword in small letters", "250-a\r\n250 pipelining\r\n", 250, 0, 0, 0, "pipelining", 23,
     true},
    {"LF alone", "220 hi\n", 220, 0, 0, 0, "hi", 7, false},
    {"unfinished", "250-a\r\n250 b", 0, 0, 0, 0, "", 12, false},
    {"HTTP", "HTTP/1.1 400\r\n", -1, 0, 0, 0, "", 14, false},
    {"empty line", "\r\n", -1, 0, 0, 0, "", 2, false},
    {"two digits", "25\r\n", -1, 0, 0, 0, "", 4, false},
    {"wrong fourth", "250x\r\n", -1, 0, 0, 0, "", 6, false},
    {"high code", "650 x\r\n", -1, 0, 0, 0, "", 7, false},
};

static void row_holds(void **state)
{
    const struct row *row = *state;
    struct smtp_reader reader;
    smtp_reader_begin(&reader);
    size_t used = 0;
    enum smtp_reading reading = smtp_reader_take(&reader, row->octets, strlen(row->octets), &used);
    assert_int_equal(used, row->used);
    assert_int_equal(reading, row->code > 0    ? SMTP_READING_REPLY
                              : row->code == 0 ? SMTP_READING_MORE
                                               : SMTP_READING_NONSENSE);
    if (row->code > 0) {
        assert_int_equal(reader.reply.code, row->code);
        assert_int_equal(reader.reply.class, row->class);
        assert_int_equal(reader.reply.subject, row->subject);
        assert_int_equal(reader.reply.detail, row->detail);
        assert_string_equal(reader.text, row->text);
        assert_int_equal(reader.pipelining, row->pipelining);
    }
}

static void one_octet_at_a_time_is_the_same(void **state)
{
    (void)state;
    static const char octets[] = "250-2.0.0 a\r\n250 2.0.0 b\r\n354 go\r\n";
    struct smtp_reader reader;
    smtp_reader_begin(&reader);
    int codes[2] = {0};
    unsigned found = 0;
    for (size_t i = 0; i + 1 < sizeof octets; i++) {
        size_t used = 0;
        if (smtp_reader_take(&reader, octets + i, 1, &used) == SMTP_READING_REPLY) {
            assert_true(found < 2);
            codes[found++] = reader.reply.code;
        }
        assert_int_equal(used, 1);
    }
    assert_int_equal(codes[0], 250);
    assert_int_equal(codes[1], 354);
}

/* What never ends costs no memory, and is no SMTP. */
static void endless_ones_end(void **state)
{
    (void)state;
    struct smtp_reader reader;
    smtp_reader_begin(&reader);
    g_autofree char *line = g_strnfill(100000, 'x');
    size_t used = 0;
    assert_int_equal(smtp_reader_take(&reader, "250 ", 4, &used), SMTP_READING_MORE);
    assert_int_equal(smtp_reader_take(&reader, line, 100000, &used), SMTP_READING_MORE);
    assert_int_equal(smtp_reader_take(&reader, "\r\n", 2, &used), SMTP_READING_REPLY);
    assert_int_equal(strlen(reader.text), SMTP_READER_LINE - 1 - 4);
    enum smtp_reading reading = SMTP_READING_MORE;
    for (unsigned i = 0; i < SMTP_READER_LINES; i++) {
        assert_int_equal(reading, SMTP_READING_MORE);
        reading = smtp_reader_take(&reader, "250-x\r\n", 7, &used);
    }
    assert_int_equal(smtp_reader_take(&reader, "250-x\r\n", 7, &used), SMTP_READING_NONSENSE);
}

int main(void)
{
    GArray *tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct CMUnitTest test = {.name = rows[i].name,
                                  .test_func = row_holds,
                                  .initial_state = (void *)(uintptr_t)&rows[i]};
        g_array_append_val(tests, test);
    }
    const struct CMUnitTest others[] = {cmocka_unit_test(one_octet_at_a_time_is_the_same),
                                        cmocka_unit_test(endless_ones_end)};
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    int failed = _cmocka_run_group_tests(
        "post/smtp_reader", (struct CMUnitTest *)(void *)tests->data, tests->len, NULL, NULL);
    g_array_free(tests, TRUE);
    return failed;
}
