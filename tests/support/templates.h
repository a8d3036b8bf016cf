/* A copy of the shipped templates that a test may spoil, a clock on the morning of 20 March 2013,
 * and the site's fields by their examples. Include behind <cmocka.h>. */
#pragma once

#include <glib/gstdio.h>
#include <string.h>

#include "compose/check.h"
#include "compose/fields.h"

struct bench {
    char *directory;
    struct clock *clock;
    json_t *site;
};

static inline void copy_folder(const char *from, const char *to)
{
    g_autoptr(GDir) folder = g_dir_open(from, 0, NULL);
    assert_non_null(folder);
    assert_int_equal(g_mkdir_with_parents(to, 0700), 0);
    for (const char *name = g_dir_read_name(folder); name != NULL; name = g_dir_read_name(folder)) {
        g_autofree char *source = g_build_filename(from, name, NULL);
        g_autofree char *target = g_build_filename(to, name, NULL);
        if (g_file_test(source, G_FILE_TEST_IS_DIR)) {
            copy_folder(source, target);
            continue;
        }
        g_autofree char *octets = NULL;
        size_t length;
        assert_true(g_file_get_contents(source, &octets, &length, NULL));
        assert_true(g_file_set_contents(target, octets, (gssize)length, NULL));
    }
}

static inline void remove_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    for (const char *name = folder != NULL ? g_dir_read_name(folder) : NULL; name != NULL;
         name = g_dir_read_name(folder)) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_folder(inner);
    }
    g_remove(path);
}

static inline struct bench bench_open(void)
{
    struct bench bench = {.directory = g_dir_make_tmp("check-XXXXXX", NULL)};
    assert_non_null(bench.directory);
    copy_folder("templates", bench.directory);
    bench.clock = clock_new("Europe/Copenhagen");
    clock_set(bench.clock, 1363766400, false);
    bench.site = json_object();
    for (const struct field *field = fields_all(); field->name != NULL; field++) {
        if (field->group == FIELD_SITE && field->letters == NULL) {
            json_object_set_new(bench.site, field->name, json_string(field->example));
        }
    }
    json_object_del(bench.site, "emne");
    json_object_del(bench.site, "forhaandsvisning");
    return bench;
}

static inline void bench_close(struct bench *bench)
{
    remove_folder(bench->directory);
    g_free(bench->directory);
    clock_free(bench->clock);
    json_decref(bench->site);
}

static inline void put(const struct bench *bench, const char *relative, const char *text)
{
    g_autofree char *path = g_build_filename(bench->directory, relative, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static inline struct templates *open_templates(const struct bench *bench)
{
    g_autoptr(GError) error = NULL;
    struct templates *templates = templates_open(bench->directory, &error);
    if (templates == NULL) {
        fail_msg("%s", error->message);
    }
    return templates;
}

/* What was found, one a line, for the message of a failing test. The caller owns it. */
static inline char *told(const GPtrArray *findings)
{
    GString *text = g_string_new("");
    for (unsigned i = 0; i < findings->len; i++) {
        const struct finding *finding = g_ptr_array_index(findings, i);
        g_string_append_printf(text, "\n  %s:%u:%u: %s%s", finding->file, finding->line,
                               finding->column, finding->stops ? "" : "(warning) ", finding->text);
    }
    return g_string_free(text, FALSE);
}

static inline bool has_finding(const GPtrArray *findings, const char *says)
{
    g_autofree char *all = told(findings);
    return strstr(all, says) != NULL;
}
