/* moedested timeline: what happened, as a story. */
#include <stdio.h>
#include <string.h>

#include "act/timeline.h"
#include "base/file.h"
#include "commands/list.h"
#include "compose/mustache.h"

enum { TEMPLATE_LIMIT = 1024 * 1024, OVERVIEW_LIMIT = 256 * 1024 * 1024 };

static bool render(const struct site *site, const char *name, enum mustache_escape escape,
                   const json_t *data, GString *out, GError **error)
{
    g_autofree char *path = g_build_filename(templates_directory(site->house->office.templates),
                                             "timeline", name, NULL);
    g_autofree char *text = file_read_text(path, TEMPLATE_LIMIT, error);
    SCOPED(mustache)
    struct mustache *template = text != NULL ? mustache_parse(path, 1, text, error) : NULL;
    struct mustache_run run = {.data = data, .escape = escape, .output_limit = OVERVIEW_LIMIT};
    return template != NULL && mustache_render(template, &run, out, error);
}

static bool tell(const struct site *site, int64_t from, int64_t to, const char *html,
                 GError **error)
{
    json_auto_t *story = timeline_tell(&site->house->office, from, to, html != NULL, error);
    if (story == NULL) {
        return false;
    }
    g_autoptr(GString) out = g_string_new(NULL);
    if (!render(site, html != NULL ? "overview.html.mustache" : "timeline.text.mustache",
                html != NULL ? MUSTACHE_HTML : MUSTACHE_PLAIN, story, out, error)) {
        return false;
    }
    if (html == NULL) {
        fputs(out->str, stdout);
        return true;
    }
    return file_write(html, out->str, out->len, 0640, error);
}

static bool read_times(const struct site *site, const char *from_text, const char *to_text,
                       int64_t *from, int64_t *to, GError **error)
{
    *from = 0;
    *to = INT64_MAX;
    return (from_text == NULL || command_time(site->clock, "--from", from_text, from, error)) &&
           (to_text == NULL || command_time(site->clock, "--to", to_text, to, error));
}

int command_timeline(const struct invocation *invocation, int argc, char **argv)
{
    g_autofree char *from_text = NULL;
    g_autofree char *to_text = NULL;
    g_autofree char *html = NULL;
    const GOptionEntry entries[] = {
        {"from", 0, 0, G_OPTION_ARG_STRING, &from_text, "what happened since", "TIME"},
        {"to", 0, 0, G_OPTION_ARG_STRING, &to_text, "and before", "TIME"},
        {"html", 0, 0, G_OPTION_ARG_FILENAME, &html, "write an overview with every mail", "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("timeline", entries, &argc, &argv, &status)) {
        return status;
    }
    if (argc != 1) {
        return command_misused("timeline", "it takes no other words");
    }
    struct site site;
    status = site_open(invocation, HOUSE_READ, "timeline", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    g_autoptr(GError) error = NULL;
    int64_t from = 0, to = 0;
    bool read = read_times(&site, from_text, to_text, &from, &to, &error);
    if (read && from > to) {
        status = command_misused("timeline", "--from %s is later than --to %s", from_text, to_text);
    } else if (!read || !tell(&site, from, to, html, &error)) {
        status = command_fail(error);
    }
    site_close(&site);
    return status;
}
