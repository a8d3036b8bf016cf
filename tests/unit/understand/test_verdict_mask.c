/* No personal number is left in a verdict that is kept or sent. */
#include "understand/verdict_mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include <cmocka.h>

#include "understand/verdict.h"

static void test_everywhere(void **state)
{
    (void)state;
    static const char raw[] =
        "{\"kind\":\"message\",\"format\":1,\"from\":{\"address\":\"a@b.dk\",\"name\":\"Ida "
        "150355-1234\"},"
        "\"subject\":\"cpr 1503551234\",\"text\":\"jeg er 150355-1234\",\"body\":\"150355-1234\","
        "\"attachments\":[{\"filename\":\"cv "
        "150355-1234.pdf\",\"type\":\"x/y\",\"size\":1,\"text\":\"150355\\n-1234\"}],"
        "\"intents\":[{\"intent\":\"profile\",\"words\":\"150355-1234\",\"rule\":\"x:1\","
        "\"profile\":{\"titles\":[\"smed 150355-1234\"]}}],"
        "\"guesses\":[{\"intent\":\"question\",\"words\":\"hvad er 150355-1234\"}],"
        "\"calendar\":{\"method\":\"REPLY\",\"comment\":\"150355-1234\"},\"warnings\":[\"150355-"
        "1234\"]}";
    json_auto_t *json = json_loads(raw, 0, NULL);
    assert_non_null(json);
    verdict_mask(json);
    char *text = json_dumps(json, JSON_SORT_KEYS);
    assert_null(strstr(text, "1234"));
    unsigned masked = 0;
    for (const char *at = text; (at = strstr(at, "150355-xxxx")) != NULL; at++) {
        masked++;
    }
    assert_int_equal(masked, 11);
    free(text);
    SCOPED(verdict) struct verdict *verdict = verdict_from_json(json, NULL);
    assert_string_equal(verdict->text, "jeg er 150355-xxxx");
}

static void test_ids_stay(void **state)
{
    (void)state;
    json_auto_t *json = json_pack("{s:s,s:s,s:{s:s},s:{s:s}}", "message_id", "150355-1234@x",
                                  "in_reply_to", "150355-1234@y", "from", "address",
                                  "150355-1234@b.dk", "calendar", "uid", "150355-1234@x");
    json_auto_t *before = json_deep_copy(json);
    verdict_mask(json);
    assert_true(json_equal(json, before));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_everywhere),
                                       cmocka_unit_test(test_ids_stay)};
    return cmocka_run_group_tests_name("understand/verdict_mask", tests, NULL, NULL);
}
