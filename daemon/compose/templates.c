#include "compose/templates.h"

#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "compose/fields.h"
#include "compose/mustache_tree.h"
#include "compose/templates_inner.h"

#define TEMPLATE_LIMIT (256u * 1024u)
#define LANGUAGES 2

struct templates {
    char *directory;
    struct words *words, *styles;
    struct mustache *layouts[LANGUAGES][2]; /* [0] Danish, [1] English; by enum mail_part */
    GHashTable *documents;                  /* path -> struct document */
};

static const char *const layout_files[LANGUAGES][2] = {
    {"mail.html.mustache", "mail.text.mustache"},
    {"mail.html.en.mustache", "mail.text.en.mustache"}};

static void document_release(void *document)
{
    document_free(document);
}

static struct words *read_words(const char *directory, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    return words_read(path, error);
}

static bool read_layout(struct templates *templates, unsigned language, unsigned part,
                        GError **error)
{
    g_autofree char *path =
        g_build_filename(templates->directory, "layout", layout_files[language][part], NULL);
    if (language > 0 && !g_file_test(path, G_FILE_TEST_EXISTS)) {
        return true;
    }
    g_autofree char *text = file_read_text(path, TEMPLATE_LIMIT, error);
    if (text == NULL) {
        return false;
    }
    struct mustache *layout = mustache_parse(path, 1, text, error);
    templates->layouts[language][part] = layout;
    return layout != NULL;
}

static bool read_all(struct templates *templates, GError **error)
{
    templates->words = read_words(templates->directory, "words.conf", error);
    if (templates->words == NULL) {
        return false;
    }
    templates->styles = read_words(templates->directory, "layout/styles.conf", error);
    if (templates->styles == NULL) {
        return false;
    }
    for (unsigned i = 0; i < LANGUAGES * 2; i++) {
        if (!read_layout(templates, i / 2, i % 2, error)) {
            return false;
        }
    }
    return true;
}

struct templates *templates_open(const char *directory, GError **error)
{
    SCOPED(templates) struct templates *templates = g_new0(struct templates, 1);
    g_autoptr(GError) problem = NULL;
    templates->directory = g_strdup(directory);
    templates->documents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, document_release);
    if (!read_all(templates, &problem)) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_CONFIGURATION, "%s", problem->message);
        return NULL;
    }
    return g_steal_pointer(&templates);
}

struct templates *templates_of(const struct config *config, GError **error)
{
    g_autofree char *directory = config_path(config, CONFIG_SITE_TEMPLATES, "templates");
    struct templates *templates = templates_open(directory, error);
    if (templates == NULL) {
        config_blame(config, CONFIG_SITE_TEMPLATES, error);
    }
    return templates;
}

void templates_free(struct templates *templates)
{
    if (templates == NULL) {
        return;
    }
    for (unsigned i = 0; i < LANGUAGES * 2; i++) {
        mustache_free(templates->layouts[i / 2][i % 2]);
    }
    g_hash_table_unref(templates->documents);
    words_free(templates->words);
    words_free(templates->styles);
    g_free(templates->directory);
    g_free(templates);
}

const char *templates_directory(const struct templates *templates)
{
    return templates->directory;
}

const struct words *templates_words(const struct templates *templates)
{
    return templates->words;
}

const char *templates_word(const struct templates *templates, const char *language,
                           const char *group, const char *key)
{
    const char *languages[] = {language, "da"};
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_autofree char *name = g_strdup_printf("%s.%s", languages[i], group);
        const char *word = words_find(templates->words, name, key);
        if (word != NULL) {
            return word;
        }
    }
    return key;
}

char *templates_date_as(const struct templates *templates, const char *language,
                        const struct clock *clock, int64_t moment, const char *form)
{
    g_autoptr(GDateTime) civil = clock_civil(clock, moment);
    g_autofree char *weekday = g_strdup_printf("%d", g_date_time_get_day_of_week(civil));
    g_autofree char *day = g_strdup_printf("%d", g_date_time_get_day_of_month(civil));
    g_autofree char *month = g_strdup_printf("%d", g_date_time_get_month(civil));
    g_autofree char *year = g_strdup_printf("%d", g_date_time_get_year(civil));
    g_autofree char *hour = g_strdup_printf("%d", g_date_time_get_hour(civil));
    g_autofree char *minute = g_strdup_printf("%02d", g_date_time_get_minute(civil));
    const char *pattern = templates_word(templates, language, "dates", form);
    return words_fill(pattern, "weekday", templates_word(templates, language, "weekdays", weekday),
                      "day", day, "month", templates_word(templates, language, "months", month),
                      "year", year, "hour", hour, "minute", minute, NULL);
}

char *templates_date(const struct templates *templates, const char *language,
                     const struct clock *clock, int64_t moment, bool with_time)
{
    return templates_date_as(templates, language, clock, moment, with_time ? "time" : "date");
}

const struct mustache *templates_layout(const struct templates *templates, enum mail_part part,
                                        const char *language)
{
    bool english = g_strcmp0(language, "en") == 0 && templates->layouts[1][part] != NULL;
    return templates->layouts[english][part];
}

void templates_unknown(const struct templates *templates, const char *letter, const char *name,
                       const char *file, unsigned line, unsigned column, GError **error)
{
    struct words_place place = {templates->words, file, line, column};
    const char *near = fields_nearest(letter, name);
    words_error(&place, error, near != NULL ? "unknown-near" : "unknown",
                near != NULL ? "ukendt felt {{{name}}}. Mente du {{{near}}}?"
                             : "ukendt felt {{{name}}}",
                "name", name, "near", near != NULL ? near : "", NULL);
}

/* The first unknown name of a text. */
struct name_check {
    const struct templates *templates;
    const char *letter, *file;
    unsigned line; /* of front matter, which is parsed by itself; 0: as it comes */
    GError *error;
};

static void check_name(const char *name, unsigned line, unsigned column, void *data)
{
    struct name_check *check = data;
    bool known = strcmp(name, ".") == 0 || fields_find(check->letter, name) != NULL;
    if (!known && check->error == NULL) {
        templates_unknown(check->templates, check->letter, name, check->file, line, column,
                          &check->error);
    }
}

static struct mustache *read_front(const struct templates *templates, const struct front *front,
                                   const char *file, enum front_key key, GError **error)
{
    struct mustache_problem problem = {0};
    struct mustache *read = mustache_read(file, front->lines[key], front->values[key], &problem);
    g_autofree char *name = problem.name;
    if (read == NULL) {
        struct words_place place = {templates->words, file, front->lines[key], 0};
        words_error(&place, error, "front-tag", "feltet {name} er ikke skrevet rigtigt: {detail}",
                    "name", front_key_name(key), "detail", name, NULL);
    }
    return read;
}

static bool read_fronts(struct document *document, struct name_check *check, GError **error)
{
    for (unsigned key = FRONT_SUBJECT; key <= FRONT_PREVIEW; key++) {
        if (document->front->values[key] == NULL) {
            continue;
        }
        document->fronts[key] =
            read_front(check->templates, document->front, check->file, key, error);
        if (document->fronts[key] == NULL) {
            return false;
        }
        mustache_names(document->fronts[key], check_name, check);
    }
    return true;
}

/* Templates that put the parts of the document into the layout named "layout". */
static bool read_pages(struct document *document, const char *file, GError **error)
{
    const char *const texts[] = {[PART_HTML] = document->html, [PART_TEXT] = document->text};
    for (unsigned part = 0; part < G_N_ELEMENTS(texts); part++) {
        g_autofree char *page =
            g_strdup_printf("{{<layout}}{{$indhold}}\n%s{{/indhold}}{{/layout}}", texts[part]);
        document->pages[part] = mustache_parse(file, 1, page, error);
        if (document->pages[part] == NULL) {
            return false;
        }
    }
    return true;
}

const struct document *templates_document(struct templates *templates, const char *path,
                                          const char *letter, GError **error)
{
    struct document *known = g_hash_table_lookup(templates->documents, path);
    if (known != NULL) {
        return known;
    }
    g_autofree char *file = g_build_filename(templates->directory, path, NULL);
    g_autofree char *text = file_read_text(file, TEMPLATE_LIMIT, error);
    if (text == NULL) {
        return NULL;
    }
    SCOPED(document)
    struct document *document =
        document_read(templates->words, templates->styles,
                      letter == NULL ? templates->directory : NULL, file, text, error);
    if (document == NULL) {
        return NULL;
    }
    struct name_check check = {templates, letter, file, 0, NULL};
    mustache_names(document->source, check_name, &check);
    if (check.error == NULL && !read_fronts(document, &check, error)) {
        g_clear_error(&check.error);
        return NULL;
    }
    if (check.error != NULL) {
        g_propagate_error(error, check.error);
        return NULL;
    }
    if (!read_pages(document, file, error)) {
        return NULL;
    }
    document->front->body = NULL; /* the text goes now */
    known = document;
    g_hash_table_insert(templates->documents, g_strdup(path), g_steal_pointer(&document));
    return known;
}

void templates_forget_issue(struct templates *templates, const char *issue)
{
    g_autofree char *path = g_strdup_printf("newsletter/%s.md", issue);
    g_hash_table_remove(templates->documents, path);
}
