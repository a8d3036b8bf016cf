/* moedested check: what is wrong with the configuration and the templates. */
#include <stdio.h>

#include "commands/check_places.h"
#include "commands/list.h"
#include "compose/check.h"
#include "compose/fields.h"
#include "match/taxonomy.h"
#include "understand/language.h"

static void print_finding(const struct finding *finding, bool as_json)
{
    if (as_json) {
        json_auto_t *row =
            json_pack("{s:i, s:s, s:s, s:i, s:i, s:s}", "format", 1, "level",
                      finding->stops ? "error" : "warning", "file", finding->file, "line",
                      (int)finding->line, "column", (int)finding->column, "message", finding->text);
        g_autofree char *text = json_dumps(row, JSON_COMPACT);
        puts(text);
        return;
    }
    printf("%s:", finding->file);
    if (finding->line > 0) {
        printf("%u:", finding->line);
    }
    if (finding->column > 0) {
        printf("%u:", finding->column);
    }
    printf(" %s%s\n", finding->stops ? "" : "(advarsel) ", finding->text);
}

static unsigned print_findings(const GPtrArray *findings, bool as_json)
{
    unsigned errors = 0;
    for (guint at = 0; at < findings->len; at++) {
        const struct finding *finding = findings->pdata[at];
        print_finding(finding, as_json);
        errors += finding->stops ? 1 : 0;
    }
    return errors;
}

static bool check_language(const struct config *config, GError **error)
{
    g_autofree char *directory = config_path(config, CONFIG_SITE_LANGUAGE, "config/language");
    SCOPED(language) struct language *language = language_load(directory, error);
    return language != NULL;
}

/* The one that came with the program is right. */
static bool check_taxonomy(const struct config *config, GError **error)
{
    g_autofree char *directory = config_path(config, CONFIG_SITE_TAXONOMY, NULL);
    if (directory == NULL || *config_text(config, CONFIG_SITE_TAXONOMY) == '\0') {
        return true;
    }
    SCOPED(taxonomy) struct taxonomy *taxonomy = taxonomy_load(directory, error);
    if (taxonomy == NULL) {
        config_blame(config, CONFIG_SITE_TAXONOMY, error);
    }
    return taxonomy != NULL;
}

/* Templates and language were not read when a place is wrong: it may be theirs. */
static bool places_are_right(const struct config *config, bool as_json, unsigned *warnings)
{
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    check_places(config, findings);
    unsigned errors = print_findings(findings, as_json);
    *warnings = findings->len - errors;
    return errors == 0;
}

/* `warnings`: how many there were already. */
static int check_texts(const struct config *config, const struct clock *clock, bool as_json,
                       unsigned warnings)
{
    g_autoptr(GError) error = NULL;
    if (!check_language(config, &error) || !check_taxonomy(config, &error)) {
        return command_fail(error);
    }
    SCOPED(templates) struct templates *templates = templates_of(config, &error);
    if (templates == NULL) {
        return command_fail(error);
    }
    json_auto_t *site = fields_site(config);
    g_autoptr(GPtrArray) findings = check_templates(templates, clock, site);
    unsigned errors = print_findings(findings, as_json);
    warnings += findings->len - errors;
    fprintf(stderr, "%s: configuration and templates: %u errors, %u warnings\n",
            templates_directory(templates), errors, warnings);
    return errors > 0 ? EXIT_FINDINGS : EXIT_DONE;
}

int command_check(const struct invocation *invocation, int argc, char **argv)
{
    gboolean as_json = FALSE;
    const GOptionEntry entries[] = {
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("check", entries, &argc, &argv, &status)) {
        return status;
    }
    if (argc != 1) {
        return command_misused("check", "it takes no other words");
    }
    g_autoptr(GError) error = NULL;
    SCOPED(config) struct config *config = NULL;
    SCOPED(clock) struct clock *clock = NULL;
    if (!command_site(invocation, &config, &clock, &error)) {
        return command_fail(error);
    }
    unsigned warnings = 0;
    if (!places_are_right(config, as_json != FALSE, &warnings)) {
        return EXIT_CONFIGURATION;
    }
    return check_texts(config, clock, as_json != FALSE, warnings);
}
