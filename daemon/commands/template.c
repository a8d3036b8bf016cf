/* moedested template render: one Mustache template with JSON data, by the specification. */
#include "compose/mustache.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "commands/command.h"
#include "commands/list.h"

#define TEMPLATE_LIMIT (1024u * 1024u)
#define DATA_LIMIT (16u * 1024u * 1024u)

/* The partials of one run, read when they are first named. */
struct partials {
    const char *directory; /* NULL: there are none */
    GHashTable *parsed;    /* name -> struct mustache, or NULL for a missing one */
    GError *error;
};

static void release(void *mustache)
{
    mustache_free(mustache);
}

/* The text as it is: line ends are part of what the specification says. */
static struct mustache *read_template(const char *path, GError **error)
{
    size_t length = 0;
    g_autofree char *text = file_read(path, TEMPLATE_LIMIT, &length, error);
    if (text == NULL) {
        return NULL;
    }
    if (!g_utf8_validate_len(text, length, NULL)) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_INPUT,
                    "%s: it is not a text in UTF-8; save it as UTF-8", path);
        return NULL;
    }
    return mustache_parse(path, 1, text, error);
}

static json_t *read_data(const char *path, GError **error)
{
    size_t length = 0;
    json_error_t problem;
    g_autofree char *text = file_read(path, DATA_LIMIT, &length, error);
    if (text == NULL) {
        return NULL;
    }
    json_t *data = json_loadb(text, length, JSON_DECODE_ANY, &problem);
    if (data == NULL) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_INPUT, "%s:%d:%d: this is not JSON: %s", path,
                    problem.line, problem.column, problem.text);
    }
    return data;
}

/* A missing partial renders as nothing; a name that leaves the folder is an error. */
static struct mustache *read_partial(const struct partials *partials, const char *name,
                                     GError **error)
{
    if (strchr(name, '/') != NULL || strstr(name, "..") != NULL) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_INPUT,
                    "a partial must not be named \"%s\": no / and no ..", name);
        return NULL;
    }
    g_autofree char *file = g_strconcat(name, ".mustache", NULL);
    g_autofree char *path = g_build_filename(partials->directory, file, NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS) ? read_template(path, error) : NULL;
}

static const struct mustache *find_partial(const char *name, void *context)
{
    struct partials *partials = context;
    void *known = NULL;
    if (partials->directory == NULL || partials->error != NULL) {
        return NULL;
    }
    if (!g_hash_table_lookup_extended(partials->parsed, name, NULL, &known)) {
        known = read_partial(partials, name, &partials->error);
        g_hash_table_insert(partials->parsed, g_strdup(name), known);
    }
    return known;
}

static bool render(const char *file, const char *data_file, const char *directory, GError **error)
{
    SCOPED(mustache) struct mustache *mustache = read_template(file, error);
    json_auto_t *data = mustache == NULL ? NULL : read_data(data_file, error);
    if (data == NULL) {
        return false;
    }
    g_autoptr(GHashTable) parsed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, release);
    g_autoptr(GString) out = g_string_new(NULL);
    struct partials partials = {directory, parsed, NULL};
    struct mustache_run run = {.data = data, .partial = find_partial, .context = &partials};
    bool good = mustache_render(mustache, &run, out, error);
    if (partials.error != NULL) {
        g_clear_error(error);
        g_propagate_error(error, partials.error);
        return false;
    }
    if (good) {
        fwrite(out->str, 1, out->len, stdout);
    }
    return good;
}

int command_template(const struct invocation *invocation, int argc, char **argv)
{
    (void)invocation;
    g_autofree char *data = NULL;
    g_autofree char *directory = NULL;
    const GOptionEntry entries[] = {
        {"data", 0, 0, G_OPTION_ARG_FILENAME, &data, "the data, a JSON file", "FILE.json"},
        {"partials", 0, 0, G_OPTION_ARG_FILENAME, &directory,
         "where partials are: DIR/NAME.mustache", "DIR"},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_DONE;
    if (!command_options("template", entries, &argc, &argv, &status)) {
        return status;
    }
    if (argc < 2 || strcmp(argv[1], "render") != 0) {
        return command_no_verb("template", argc > 1 ? argv[1] : NULL, "say what to do: render");
    }
    if (argc != 3) {
        return command_misused("template", "render needs one template file");
    }
    if (data == NULL) {
        return command_misused("template", "render needs --data FILE.json");
    }
    if (directory != NULL && !g_file_test(directory, G_FILE_TEST_IS_DIR)) {
        return command_misused("template", "--partials: %s is not a directory", directory);
    }
    g_autoptr(GError) error = NULL;
    return render(argv[2], data, directory, &error) ? EXIT_DONE : command_fail(error);
}
