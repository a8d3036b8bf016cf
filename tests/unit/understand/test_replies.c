/* The visible text of replies that other people's parsers are tested with (data/mail/replies of the
 * shared folder): NAME.json has checks on the text of NAME.eml. Blanks at the ends of lines and
 * blank lines do not count: the parsers differ in them. */
#include "support/language.h"

#include <jansson.h>
#include <string.h>

#include "understand/understand.h"

struct set {
    const char *folder;
    unsigned least; /* so many mails must be right; what is missing contradicts our contract */
};

static const struct set sets[] = {{"crisp", 66}, {"willdurand", 40}, {"parser-reply-da", 5}};

static char *plain(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; lines[i] != NULL; i++) {
        g_strstrip(lines[i]);
        if (*lines[i] != '\0') {
            g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", lines[i]);
        }
    }
    return g_string_free(out, FALSE);
}

static bool passes_one(const char *text, const char *operator, const char * wanted)
{
    g_autofree char *got = plain(text), *expected = plain(wanted);
    if (strcmp(operator, "starts") == 0) {
        return g_str_has_prefix(got, expected);
    }
    if (strcmp(operator, "ends") == 0) {
        return g_str_has_suffix(got, expected);
    }
    if (strcmp(operator, "has") == 0 || strcmp(operator, "hasnot") == 0) {
        return (strstr(got, expected) != NULL) == (strcmp(operator, "has") == 0);
    }
    assert_true(strcmp(operator, "eq") == 0 || strcmp(operator, "eqany") == 0);
    return strcmp(got, expected) == 0;
}

/* One check: an operator and a text, or several of which one must do. */
static bool passes(const char *text, const json_t *check)
{
    const char *operator= json_string_value(json_array_get(check, 0));
    const json_t *wanted = json_array_get(check, 1);
    if (json_is_string(wanted)) {
        return passes_one(text, operator, json_string_value(wanted));
    }
    for (size_t i = 0; i < json_array_size(wanted); i++) {
        if (passes_one(text, operator, json_string_value(json_array_get(wanted, i)))) {
            return true;
        }
    }
    return false;
}

static bool is_right(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *stem = g_strndup(path, strlen(path) - strlen(".eml"));
    g_autofree char *row = g_strconcat(stem, ".json", NULL);
    g_autofree char *raw = NULL;
    size_t length = 0;
    assert_true(g_file_get_contents(path, &raw, &length, NULL));
    struct understand_context context = {.replying_to = "newsletter", .today = "2025-02-03"};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, raw, length);
    json_t *expected = json_load_file(row, 0, NULL);
    const json_t *checks = json_object_get(expected, "checks");
    bool right = json_array_size(checks) > 0;
    for (size_t i = 0; i < json_array_size(checks); i++) {
        right = right && passes(verdict->text, json_array_get(checks, i));
    }
    json_decref(expected);
    if (!right) {
        print_message("not as expected: %s\n", path);
    }
    return right;
}

static void test_set(void **state)
{
    const struct set *set = *state;
    const char *shared = g_getenv("MOEDESTED_SHARED");
    g_autofree char *folder = g_build_filename(shared == NULL ? "../shared" : shared, "data",
                                               "mail", "replies", set->folder, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    if (dir == NULL) {
        print_message("no replies of others here (MOEDESTED_SHARED): skipped\n");
        skip();
    }
    unsigned count = 0, right = 0;
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        if (g_str_has_suffix(name, ".eml")) {
            count++;
            right += is_right(folder, name) ? 1 : 0;
        }
    }
    print_message("%s: %u of %u\n", set->folder, right, count);
    assert_in_range(right, set->least, count);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(sets)];
    for (size_t i = 0; i < G_N_ELEMENTS(sets); i++) {
        tests[i] = (struct CMUnitTest){.name = sets[i].folder,
                                       .test_func = test_set,
                                       .initial_state = (void *)(uintptr_t)&sets[i]};
    }
    return cmocka_run_group_tests_name("understand/replies", tests, load, unload);
}
