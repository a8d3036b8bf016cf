/* Whole mails: tests/data/replies/NAME.eml means what NAME.json expects. */
#include "support/language.h"

#include "understand/understand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mail/mime_read.h"

#define REPLIES "tests/data/replies"
#define FORWARDS 6 /* bodies of Danish clients in the shared data */

static json_t *verdict_of(const char *path, const char *replying_to)
{
    g_autofree char *raw = NULL;
    size_t length = 0;
    assert_true(g_file_get_contents(path, &raw, &length, NULL));
    struct understand_context context = {
        .replying_to = replying_to, .today = "2013-03-21", .full = true};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, raw, length);
    json_t *full = verdict_to_json(verdict, true);
    SCOPED(verdict) struct verdict *back = verdict_from_json(full, NULL);
    assert_non_null(back);
    json_t *again = verdict_to_json(back, true);
    assert_true(json_equal(full, again));
    json_decref(again);
    json_decref(full);
    return verdict_to_json(verdict, false);
}

static void test_reply(void **state)
{
    const char *name = *state;
    g_autofree char *mail = g_strdup_printf(REPLIES "/%s.eml", name);
    g_autofree char *wanted = g_strdup_printf(REPLIES "/%s.json", name);
    json_t *row = json_load_file(wanted, 0, NULL);
    assert_non_null(row);
    json_t *got = verdict_of(mail, json_string_value(json_object_get(row, "replying_to")));
    bool right = true;
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(row, "expect"), key, value)
    {
        json_t *found = json_object_get(got, key);
        if (!json_equal(found, value)) {
            char *is = json_dumps(found, JSON_ENCODE_ANY),
                 *should = json_dumps(value, JSON_ENCODE_ANY);
            print_error("%s: \"%s\" is %s, not %s\n", name, key, is, should);
            free(is);
            free(should);
            right = false;
        }
    }
    json_decref(got);
    json_decref(row);
    assert_true(right);
}

/* Mails of other people's tests: nothing may break, and text must be UTF-8. */
static unsigned try_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    unsigned count = 0;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            count += try_folder(path);
        } else if (g_str_has_suffix(name, ".eml") || g_str_has_suffix(name, ".raw")) {
            json_t *verdict = verdict_of(path, "newsletter");
            assert_non_null(json_object_get(verdict, "text"));
            if (strstr(path, "/bounces/") != NULL) {
                assert_string_equal(json_string_value(json_object_get(verdict, "kind")), "bounce");
                assert_true(json_array_size(json_object_get(verdict, "bounces")) > 0);
            }
            if (strstr(path, "/calendar/") != NULL) {
                assert_string_equal(json_string_value(json_object_get(verdict, "kind")),
                                    "calendar-reply");
            }
            json_decref(verdict);
            count++;
        }
    }
    return count;
}

static void test_shared(void **state)
{
    (void)state;
    const char *shared = g_getenv("MOEDESTED_SHARED");
    g_autofree char *folder =
        g_build_filename(shared == NULL ? "../shared" : shared, "data", "mail", NULL);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        print_message("no mails of others here (MOEDESTED_SHARED): skipped\n");
        skip();
    }
    assert_true(try_folder(folder) > 200);
}

/* Bodies of mails that Danish clients forwarded: nothing of them is the sender's own. */
static void test_forwards(void **state)
{
    (void)state;
    const char *shared = g_getenv("MOEDESTED_SHARED");
    g_autofree char *folder = g_build_filename(shared == NULL ? "../shared" : shared, "data",
                                               "mail", "forwards", "danish", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    if (dir == NULL) {
        print_message("no mails of others here (MOEDESTED_SHARED): skipped\n");
        skip();
    }
    const char *name;
    unsigned count = 0;
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (!g_str_has_suffix(name, "_body.txt")) {
            continue;
        }
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *body = NULL;
        assert_true(g_file_get_contents(path, &body, NULL, NULL));
        g_autofree char *raw = g_strdup_printf(
            "From: a@b.dk\nContent-Type: text/plain; charset=utf-8\n\nSe her\n\n%s", body);
        struct understand_context context = {.replying_to = "none", .today = "2013-03-21"};
        SCOPED(verdict)
        struct verdict *verdict = understand(language, &context, raw, strlen(raw));
        if (strcmp(verdict->text, "Se her") != 0) {
            print_error("%s\n", name);
        }
        assert_string_equal(verdict->text, "Se her");
        count++;
    }
    assert_int_equal(count, FORWARDS);
}

/* The contract of `parse`: from, reply_to and to in the same form. */
static void test_names(void **state)
{
    (void)state;
    static const char raw[] = "From: Karen <a@b.dk>\nReply-To: Hans <h@b.dk>\n"
                              "To: Mette Holm <m@c.dk>, n@c.dk\n\nHej\n";
    struct understand_context context = {.replying_to = "none", .today = "2013-03-21"};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    json_auto_t *json = verdict_to_json(verdict, false);
    SCOPED(verdict) struct verdict *back = verdict_from_json(json, NULL);
    json_auto_t *again = verdict_to_json(back, false);
    json_auto_t *to = json_pack("[{s:s, s:s}, {s:s}]", "address", "m@c.dk", "name", "Mette Holm",
                                "address", "n@c.dk");
    json_auto_t *reply_to = json_pack("{s:s, s:s}", "address", "h@b.dk", "name", "Hans");
    assert_true(json_equal(json_object_get(json, "to"), to));
    assert_true(json_equal(json_object_get(json, "reply_to"), reply_to));
    assert_true(json_equal(json, again));
}

int main(void)
{
    GArray *tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(REPLIES, 0, NULL);
    const char *file;
    while (dir != NULL && (file = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_suffix(file, ".eml")) {
            char *name = g_strndup(file, strlen(file) - strlen(".eml"));
            g_ptr_array_add(names, name);
            struct CMUnitTest test = {.name = name, .test_func = test_reply, .initial_state = name};
            g_array_append_val(tests, test);
        }
    }
    const struct CMUnitTest others[] = {cmocka_unit_test(test_shared), cmocka_unit_test(test_names),
                                        cmocka_unit_test(test_forwards)};
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    int failed =
        names->len < 40 ||
        _cmocka_run_group_tests("understand/understand", (struct CMUnitTest *)(gpointer)tests->data,
                                tests->len, load, unload);
    g_array_free(tests, TRUE);
    return failed;
}
