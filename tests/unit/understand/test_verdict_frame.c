/* A verdict arrives as it was sent, and nothing that only looks like one is taken for one. */
#include "understand/verdict_frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "understand/verdict_mask.h"

static const char everything[] =
    "{\"kind\":\"bounce\",\"format\":1,\"from\":{\"address\":\"150355-1234@b.dk\",\"name\":\"Ida "
    "150355-1234\"},\"reply_to\":{\"address\":\"c@d.dk\",\"name\":\"C\"},"
    "\"to\":[{\"address\":\"e@f.dk\"},{\"address\":\"g@h.dk\",\"name\":\"G\"}],"
    "\"subject\":\"cpr 1503551234\",\"message_id\":\"150355-1234@x\",\"in_reply_to\":\"y\","
    "\"date\":\"2013-03-26T09:00:00+01:00\",\"text\":\"jeg er 150355-1234\",\"body\":\"\","
    "\"attachments\":[{\"filename\":\"cv 150355-1234.pdf\",\"type\":\"x/y\",\"size\":7,"
    "\"sha256\":\"00\",\"text\":\"150355\\n-1234\",\"open_text\":\"[cpr]\"},{\"type\":\"a/"
    "b\",\"size\":0,\"unread\":\"other\"}],"
    "\"bulk\":true,\"cpr\":true,\"automatic\":true,\"ours\":false,"
    "\"bounces\":[{\"address\":\"i@j.dk\",\"action\":\"failed\",\"status\":\"5.1.1\",\"hard\":true}"
    "],"
    "\"calendar\":{\"method\":\"REPLY\",\"uid\":\"150355-1234@x\",\"comment\":\"150355-1234\","
    "\"sequence\":2,\"zone\":\"Europe/Copenhagen\"},"
    "\"intents\":[{\"intent\":\"profile\",\"words\":\"150355-1234\",\"rule\":\"x:1\","
    "\"profile\":{\"titles\":[\"smed "
    "150355-1234\"],\"hours\":{\"min\":30.5}}},{\"intent\":\"human\"}],"
    "\"guesses\":[{\"intent\":\"question\",\"words\":\"hvad?\"}],"
    "\"away_until\":\"2013-04-02\",\"returned_id\":\"z\",\"open_text\":\"jeg\","
    "\"masked\":{\"cpr\":1},\"portrait\":[\"150355-1234\"],"
    "\"held\":[{\"reason\":\"age\",\"words\":\"ung\"}],"
    "\"warnings\":[\"150355-1234\",\"\"]}";

static GByteArray *body_of(json_t *json)
{
    SCOPED(verdict) struct verdict *verdict = verdict_from_json(json, NULL);
    assert_non_null(verdict);
    GByteArray *body = g_byte_array_new();
    verdict_frame_put(body, verdict);
    return body;
}

static struct verdict *taken(const GByteArray *body, size_t length, bool masked)
{
    struct frame_cursor cursor = {.at = (const char *)body->data, .left = length};
    return verdict_frame_take(&cursor, masked);
}

static void assert_arrives(json_t *json, bool masked)
{
    g_autoptr(GByteArray) body = body_of(json);
    SCOPED(verdict) struct verdict *back = taken(body, body->len, masked);
    assert_non_null(back);
    SCOPED(verdict) struct verdict *verdict = verdict_from_json(json, NULL);
    json_auto_t *sent = verdict_to_json(verdict, true);
    json_auto_t *got = verdict_to_json(back, true);
    if (masked) {
        verdict_mask(sent);
    }
    assert_true(json_equal(sent, got));
}

static void test_arrives(void **state)
{
    (void)state;
    json_auto_t *full = json_loads(everything, 0, NULL);
    assert_non_null(full);
    assert_arrives(full, false);
    json_auto_t *least = json_loads("{\"kind\":\"malformed\"}", 0, NULL);
    assert_arrives(least, false);
}

/* As the mask of the JSON would do it. */
static void test_is_masked(void **state)
{
    (void)state;
    json_auto_t *full = json_loads(everything, 0, NULL);
    assert_arrives(full, true);
}

static void test_no_part_is_one(void **state)
{
    (void)state;
    json_auto_t *full = json_loads(everything, 0, NULL);
    g_autoptr(GByteArray) body = body_of(full);
    for (size_t length = 0; length < body->len; length++) {
        assert_null(taken(body, length, true));
    }
}

/* Whatever octet is changed, it is a verdict or none. */
static void test_any_octet(void **state)
{
    (void)state;
    json_auto_t *full = json_loads(everything, 0, NULL);
    g_autoptr(GByteArray) body = body_of(full);
    for (size_t at = 0; at < body->len; at++) {
        for (unsigned change = 1; change < 256; change <<= 1) {
            body->data[at] ^= (guint8)change;
            SCOPED(verdict) struct verdict *verdict = taken(body, body->len, true);
            json_auto_t *json = verdict == NULL ? NULL : verdict_to_json(verdict, true);
            assert_true((json == NULL) == (verdict == NULL));
            body->data[at] ^= (guint8)change;
        }
    }
}

static void test_not_utf8(void **state)
{
    (void)state;
    SCOPED(verdict) struct verdict *verdict = verdict_new();
    verdict->subject = g_strdup("\xe5");
    g_autoptr(GByteArray) body = g_byte_array_new();
    verdict_frame_put(body, verdict);
    SCOPED(verdict) struct verdict *back = taken(body, body->len, false);
    assert_non_null(back);
    assert_null(back->subject);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arrives),        cmocka_unit_test(test_is_masked),
        cmocka_unit_test(test_no_part_is_one), cmocka_unit_test(test_any_octet),
        cmocka_unit_test(test_not_utf8),
    };
    return cmocka_run_group_tests_name("understand/verdict_frame", tests, NULL, NULL);
}
