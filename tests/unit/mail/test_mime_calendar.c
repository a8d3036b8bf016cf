#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <string.h>

#include "mail/mime_write.h"

static const char object[] =
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:M\xc3\xb8"
    "de med os\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

static struct mail_draft invitation(void)
{
    return (struct mail_draft){.from = {"Seniorjob København", "seniorjob@seniorjob.example"},
                               .to = {"Karen Sørensen", "karen@mail.example"},
                               .subject = "Kommer du den 1. december?",
                               .date = 1364886000,
                               .message_id = "invitation.17@seniorjob.example",
                               .text = "Svar JA eller NEJ\n",
                               .html = "<p>Svar JA eller NEJ</p>\n",
                               .calendar = object,
                               .method = "REQUEST"};
}

static GMimeMessage *parse(GBytes *bytes)
{
    gsize length;
    const void *data = g_bytes_get_data(bytes, &length);
    g_mime_init(); /* counted */
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    assert_non_null(message);
    return message;
}

static GMimeObject *child(GMimeObject *parent, int at)
{
    return g_mime_multipart_get_part(GMIME_MULTIPART(parent), at);
}

static void assert_type(GMimeObject *part, const char *type)
{
    g_autofree char *is = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part));
    assert_string_equal(is, type);
}

static void assert_octets(GMimeObject *part, const char *wanted)
{
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(part)), stream);
    GByteArray *octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    assert_int_equal(octets->len, strlen(wanted));
    assert_memory_equal(octets->data, wanted, octets->len);
    g_object_unref(stream);
}

static void test_shape(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    struct mail_draft draft = invitation();
    g_autoptr(GBytes) bytes = mail_write(&draft, &error);
    assert_null(error);
    GMimeMessage *message = parse(bytes);
    GMimeObject *mixed = g_mime_message_get_mime_part(message);
    assert_type(mixed, "multipart/mixed");
    assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(mixed)), 2);
    GMimeObject *both = child(mixed, 0);
    assert_type(both, "multipart/alternative");
    assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(both)), 3);
    assert_type(child(both, 0), "text/plain");
    assert_type(child(both, 1), "text/html");
    assert_type(child(both, 2), "text/calendar");
    assert_type(child(mixed, 1), "application/ics");
    g_object_unref(message);
}

static void test_calendar_parts(void **state)
{
    (void)state;
    struct mail_draft draft = invitation();
    g_autoptr(GBytes) bytes = mail_write(&draft, NULL);
    GMimeMessage *message = parse(bytes);
    GMimeObject *mixed = g_mime_message_get_mime_part(message);
    GMimeObject *calendar = child(child(mixed, 0), 2);
    assert_string_equal(g_mime_object_get_content_type_parameter(calendar, "method"), "REQUEST");
    assert_string_equal(g_mime_object_get_content_type_parameter(calendar, "charset"), "utf-8");
    assert_string_equal(g_mime_object_get_content_type_parameter(calendar, "component"), "VEVENT");
    assert_null(g_mime_object_get_content_disposition(calendar));
    assert_octets(calendar, object);
    GMimeObject *file = child(mixed, 1);
    assert_string_equal(g_mime_object_get_disposition(file), "attachment");
    assert_string_equal(g_mime_part_get_filename(GMIME_PART(file)), "invite.ics");
    assert_octets(file, object);
    g_object_unref(message);
}

static void test_same_draft_same_octets(void **state)
{
    (void)state;
    struct mail_draft draft = invitation();
    g_autoptr(GBytes) first = mail_write(&draft, NULL);
    g_autoptr(GBytes) second = mail_write(&draft, NULL);
    assert_true(g_bytes_equal(first, second));
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *calendar, *method;
    } rows[] = {{object, "CANCEL"},                                  /* another method */
                {"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "REQUEST"}, /* none */
                {"BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n", "REQUEST"},     /* LF alone */
                {"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX:a\rb\r\n", "REQUEST"},      /* CR alone */
                {"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX:\xf8\r\n", "REQUEST"},      /* Latin-1 */
                {"A\r\nMETHOD:REQUEST\r\nB\r\nMETHOD:REQUEST\r\nC\r\n", "REQUEST"}}; /* twice */
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autoptr(GError) error = NULL;
        struct mail_draft draft = invitation();
        draft.calendar = rows[at].calendar;
        draft.method = rows[at].method;
        assert_null(mail_write(&draft, &error));
        assert_non_null(error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_calendar_parts),
        cmocka_unit_test(test_same_draft_same_octets),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
