#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compose/mustache.h"

static void free_template(void *mustache)
{
    mustache_free(mustache);
}

/* Partials by name, parsed before the run. */
static const struct mustache *partial_of(const char *name, void *context)
{
    return g_hash_table_lookup(context, name);
}

static GHashTable *parse_partials(const json_t *partials)
{
    GHashTable *parsed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_template);
    void *at = json_object_iter((json_t *)(uintptr_t)partials);
    for (; at != NULL; at = json_object_iter_next((json_t *)(uintptr_t)partials, at)) {
        const char *text = json_string_value(json_object_iter_value(at));
        struct mustache *mustache = mustache_parse("partial", 1, text, NULL);
        assert_non_null(mustache);
        g_hash_table_insert(parsed, g_strdup(json_object_iter_key(at)), mustache);
    }
    return parsed;
}

static char *render(const char *text, const json_t *data, const json_t *partials, GError **error)
{
    g_autoptr(GHashTable) parsed = parse_partials(partials);
    SCOPED(mustache) struct mustache *mustache = mustache_parse("t", 1, text, error);
    g_autoptr(GString) out = g_string_new(NULL);
    struct mustache_run run = {.data = data, .partial = partial_of, .context = parsed};
    if (mustache == NULL || !mustache_render(mustache, &run, out, error)) {
        return NULL;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static unsigned run_file(const char *path)
{
    json_error_t problem;
    json_t *file = json_load_file(path, 0, &problem);
    assert_non_null(file);
    json_t *tests = json_object_get(file, "tests");
    for (size_t i = 0; i < json_array_size(tests); i++) {
        json_t *test = json_array_get(tests, i);
        g_autoptr(GError) error = NULL;
        g_autofree char *got =
            render(json_string_value(json_object_get(test, "template")),
                   json_object_get(test, "data"), json_object_get(test, "partials"), &error);
        const char *wanted = json_string_value(json_object_get(test, "expected"));
        if (got == NULL || strcmp(got, wanted) != 0) {
            print_message("%s: %s\n", path, json_string_value(json_object_get(test, "name")));
        }
        assert_null(error);
        assert_string_equal(got, wanted);
    }
    unsigned count = (unsigned)json_array_size(tests);
    json_decref(file);
    return count;
}

static void test_specification(void **state)
{
    (void)state;
    static const char *const names[] = {"comments", "delimiters", "interpolation", "inverted",
                                        "partials", "sections",   "~inheritance",  NULL};
    const char *shared = g_getenv("MOEDESTED_SHARED");
    g_autofree char *folder =
        g_build_filename(shared != NULL ? shared : "../shared", "data", "mustache", NULL);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        print_message("no specification in %s: skipped\n", folder);
        skip();
    }
    unsigned count = 0;
    for (const char *const *name = names; *name != NULL; name++) {
        g_autofree char *path = g_strdup_printf("%s/%s.json", folder, *name);
        count += run_file(path);
    }
    print_message("%u cases of the specification\n", count);
    assert_int_equal(count, 136 + 27);
}

static void test_own_cases(void **state)
{
    (void)state;
    static const struct {
        const char *text, *data, *partials, *wanted;
    } rows[] = {
        {"Kære {{fornavn}}{{^fornavn}}jobsøger{{/fornavn}}!", "{\"fornavn\":\"Åse\"}", "{}",
         "Kære Åse!"},
        {"Kære {{fornavn}}{{^fornavn}}jobsøger{{/fornavn}}!", "{\"fornavn\":\"\"}", "{}",
         "Kære jobsøger!"},
        {"{{a}}", "{\"a\":\"<script>'&\\\"\"}", "{}", "&lt;script&gt;&#39;&amp;&quot;"},
        {"{{{a}}}{{&a}}", "{\"a\":\"<'\"}", "{}", "<'<'"},
        {"{{#l}}\n- {{.}}\n{{/l}}\n", "{\"l\":[1,2.5,true]}", "{}", "- 1\n- 2.5\n- true\n"},
        {"{{#a}}{{.}}{{/a}}", "{\"a\":\"ja\"}", "{}", "ja"},
        {"{{=<% %>=}}<% a %> {{a}} <%{a}%> <%={{ }}=%>{{a}}", "{\"a\":\"&\"}", "{}",
         "&amp; {{a}} & &amp;"},
        {"  {{>p}}\n", "{\"a\":\"x\\ny\"}", "{\"p\":\"{{a}}\\n{{#a}}\\n1\\n{{/a}}\\n{{a}}!\\n\"}",
         "  x\ny\n  1\n  x\ny!\n"},
        {"{{<l}}\n{{$c}}\n<p>æ</p>\n{{/c}}\n{{/l}}\n", "{}",
         "{\"l\":\"<td>\\n  {{$c}}{{/c}}\\n</td>\\n\"}", "<td>\n  <p>æ</p>\n</td>\n"},
        {"{{<l}}{{/l}}", "{}", "{\"l\":\"<td>\\n  {{$c}}{{/c}}\\n</td>\\n\"}", "<td>\n</td>\n"},
        {"{{! én\nlinje til }}x", "{}", "{}", "x"},
        {"{{a}}{{b}}", "{\"a\":{\"b\":1},\"b\":[1]}", "{}", ""},
        {"", "{}", "{}", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        json_t *data = json_loads(rows[i].data, 0, NULL);
        json_t *partials = json_loads(rows[i].partials, 0, NULL);
        g_autofree char *got = render(rows[i].text, data, partials, &error);
        assert_null(error);
        assert_string_equal(got, rows[i].wanted);
        json_decref(data);
        json_decref(partials);
    }
}

static void test_errors_say_where(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"æ {{#a}}", "t:7:3: this section is never closed: a"},
        {"\n\n {{/a}}", "t:9:2: nothing is open that this tag could close: a"},
        {"{{#a}}\n{{/b}}", "t:8:1: this closing tag does not fit the section that is open: b"},
        {"x\r\nåæ{{a\nb", "t:8:3: this tag is never closed: {{a"},
        {"{{a b}}", "t:7:1: a name is missing, or has a blank or a brace in it: \"a b\""},
        {"{{}}", "t:7:1: a name is missing, or has a blank or a brace in it: \"\""},
        {"{{=x=}}", "t:7:1: a change of delimiters needs two words, as in {{=<% %>=}}: x"},
        {"{{= a=b =}}", "t:7:1: a change of delimiters needs two words, as in {{=<% %>=}}: a=b"},
        {"{{{a}}", "t:7:1: this tag is never closed: {{{a}}"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(mustache_parse("t", 7, rows[i].text, &error));
        assert_non_null(error);
        assert_string_equal(error->message, rows[i].message);
    }
}

static void test_limits(void **state)
{
    (void)state;
    static const char *const partials[] = {
        "{\"p\":\"{{>p}}\"}", "{\"p\":\"{{>q}}{{>q}}\",\"q\":\"{{>p}}{{>p}}\"}",
        "{\"p\":\"{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{x}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}\"}",
        "{\"p\":\"{{<q}}{{$a}}{{$a}}{{/a}}{{/a}}{{/q}}\",\"q\":\"{{$a}}{{/a}}\"}"};
    g_autofree char *list = g_strnfill(3000, ' ');
    for (size_t i = 0; i + 1 < 3000; i += 2) {
        memcpy(list + i, "1,", 2);
    }
    g_autofree char *json = g_strdup_printf("{\"x\":\"0123456789\",\"l\":[%s1]}", list);
    json_t *data = json_loads(json, 0, NULL);
    assert_non_null(data);
    for (size_t i = 0; i < G_N_ELEMENTS(partials); i++) {
        g_autoptr(GError) error = NULL;
        json_t *parsed = json_loads(partials[i], 0, NULL);
        g_autofree char *got = render("{{>p}}", data, parsed, &error);
        assert_null(got);
        assert_non_null(error);
        json_decref(parsed);
    }
    json_decref(data);

    g_autoptr(GString) deep = g_string_new(NULL);
    for (unsigned i = 0; i < 100000; i++) {
        g_string_append(deep, "{{#a}}");
    }
    g_autoptr(GError) error = NULL;
    assert_null(mustache_parse("t", 1, deep->str, &error));
    assert_string_equal(error->message, "t:1:385: sections are nested too deep: a");
}

/* Deferred names as one string: [fornavn], [!raw], (fornavn ... ), (^fornavn ... ). */
static bool later(const char *name, void *context)
{
    (void)context;
    return strcmp(name, "fornavn") == 0;
}

static void on_slot(const char *name, bool raw, void *context)
{
    g_string_append_printf(context, "[%s%s]", raw ? "!" : "", name);
}

static void on_section(const char *name, bool inverted, void *context)
{
    g_string_append_printf(context, "(%s%s ", inverted ? "^" : "", name);
}

static void on_end(void *context)
{
    g_string_append(context, ")");
}

static void on_literal(const char *text, size_t length, void *context)
{
    g_string_append_len(context, text, (gssize)length);
}

static void test_deferred(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"Kære {{#fornavn}}{{fornavn}} fra {{by}}{{/fornavn}}{{^fornavn}}ven{{/fornavn}}",
         "Kære (fornavn [fornavn] fra &lt;Ry&gt;)(^fornavn ven)"},
        {"{{#fornavn}}{{.}}{{{.}}}{{/fornavn}}", "(fornavn [fornavn][!fornavn])"},
        {"{{&fornavn}}{{^by}}nej{{/by}}", "[!fornavn]"},
    };
    json_t *data = json_pack("{s:s}", "by", "<Ry>");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) got = g_string_new(NULL);
        struct mustache_run run = {.data = data,
                                   .deferred = later,
                                   .slot = on_slot,
                                   .section = on_section,
                                   .section_end = on_end,
                                   .literal = on_literal,
                                   .context = got};
        SCOPED(mustache) struct mustache *mustache = mustache_parse("t", 1, rows[i].text, NULL);
        assert_true(mustache_render(mustache, &run, NULL, NULL));
        assert_string_equal(got->str, rows[i].wanted);
    }
    json_decref(data);
}

static void note(const char *name, unsigned line, unsigned column, void *data)
{
    g_string_append_printf(data, "%s %u:%u, ", name, line, column);
}

static void note_unknown(const char *name, const char *file, unsigned line, unsigned column,
                         void *context)
{
    g_string_append_printf(context, "%s %s:%u:%u, ", name, file, line, column);
}

static void test_names_and_unknown(void **state)
{
    (void)state;
    SCOPED(mustache)
    struct mustache *mustache = mustache_parse(
        "f", 3, "{{a}}\n{{#b}}{{b}} {{c}}{{/b}}\n{{b}}{{^d}}{{/d}}{{&d}}{{$x}}{{e}}{{/x}}", NULL);
    g_autoptr(GString) names = g_string_new(NULL);
    mustache_names(mustache, note, names);
    assert_string_equal(names->str, "a 3:1, b 4:1, b 4:7, c 4:13, b 5:1, d 5:6, d 5:18, e 5:30, ");
    g_string_truncate(names, 0);
    mustache_unguarded(mustache, note, names);
    assert_string_equal(names->str, "a 3:1, c 4:13, b 5:1, e 5:30, ");

    g_autoptr(GString) out = g_string_new(NULL);
    g_string_truncate(names, 0);
    json_t *data = json_pack("{s:s,s:n}", "b", "1", "a");
    struct mustache_run run = {.data = data, .unknown = note_unknown, .context = names};
    assert_true(mustache_render(mustache, &run, out, NULL));
    assert_string_equal(names->str, "c f:4:13, d f:5:6, d f:5:18, e f:5:30, ");
    json_decref(data);
}

static void test_escapes(void **state)
{
    (void)state;
    static const struct {
        enum mustache_escape escape;
        const char *wanted;
    } rows[] = {{MUSTACHE_HTML, "> &lt;a&gt;\nb"},
                {MUSTACHE_PLAIN, "> <a>\nb"},
                {MUSTACHE_HTML_LINES, "> &lt;a&gt;<br>b"},
                {MUSTACHE_PLAIN_LINES, "> <a>\n> b"}};
    json_t *data = json_pack("{s:s}", "x", "<a>\nb");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        SCOPED(mustache) struct mustache *mustache = mustache_parse("t", 1, "> {{x}}", NULL);
        struct mustache_run run = {.data = data, .escape = rows[i].escape};
        assert_true(mustache_render(mustache, &run, out, NULL));
        assert_string_equal(out->str, rows[i].wanted);
    }
    json_decref(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_specification),    cmocka_unit_test(test_own_cases),
        cmocka_unit_test(test_errors_say_where), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_deferred),         cmocka_unit_test(test_names_and_unknown),
        cmocka_unit_test(test_escapes),
    };
    return cmocka_run_group_tests_name("compose/mustache", tests, NULL, NULL);
}
