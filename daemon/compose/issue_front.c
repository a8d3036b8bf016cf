#include <string.h>

#include "base/failure.h"
#include "compose/templates_inner.h"

void issue_front_clear(struct issue_front *front)
{
    g_free(front->subject);
    g_free(front->preview);
    g_free(front->send);
    g_free(front->latest);
    g_free(front->corrects);
    *front = (struct issue_front){0};
}

/* alle, soegere, arbejdsgivere; æøå is allowed as well. */
static bool take_readers(const char *word, struct issue_front *front)
{
    static const struct {
        const char *word;
        bool seekers, employers;
    } rows[] = {{"alle", true, true},       {"soegere", true, false},
                {"søgere", true, false},    {"jobsoegere", true, false},
                {"jobsøgere", true, false}, {"arbejdsgivere", false, true},
                {"og", false, false},       {"", false, false}};
    g_autofree char *lower = g_utf8_strdown(word, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].word, lower) == 0) {
            front->seekers |= rows[i].seekers;
            front->employers |= rows[i].employers;
            return true;
        }
    }
    return false;
}

static bool read_readers(const struct words_place *place, const char *value,
                         struct issue_front *front, GError **error)
{
    g_auto(GStrv) list = g_strsplit_set(value != NULL ? value : "", ", ", -1);
    bool good = true;
    for (char **word = list; *word != NULL; word++) {
        good = take_readers(*word, front) && good;
    }
    if (!good || !(front->seekers || front->employers)) {
        words_error(
            place, error, "nobody",
            "\"modtagere\" siger ikke, hvem der skal have brevet. Skriv alle, soegere eller "
            "arbejdsgivere",
            NULL);
        return false;
    }
    return true;
}

bool templates_issue_front(struct templates *templates, const char *issue,
                           struct issue_front *front, GError **error)
{
    if (*issue == '.' || strchr(issue, '/') != NULL) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_NOT_FOUND,
                    "%s is no name of an issue; `moedested newsletter list` shows them", issue);
        return false;
    }
    g_autofree char *path = g_strdup_printf("newsletter/%s.md", issue);
    g_autofree char *file = g_build_filename(templates_directory(templates), path, NULL);
    if (!g_file_test(file, G_FILE_TEST_EXISTS)) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_NOT_FOUND,
                    "there is no issue %s (%s); `moedested newsletter list` shows them", issue,
                    file);
        return false;
    }
    const struct document *document = templates_document(templates, path, NULL, error);
    if (document == NULL) {
        return false;
    }
    char *const *values = document->front->values;
    struct issue_front found = {0};
    struct words_place place = {templates_words(templates), file,
                                MAX(document->front->lines[FRONT_READERS], 1u), 0};
    if (!read_readers(&place, values[FRONT_READERS], &found, error)) {
        return false;
    }
    found.subject = g_strdup(values[FRONT_SUBJECT]);
    found.preview = g_strdup(values[FRONT_PREVIEW] != NULL ? values[FRONT_PREVIEW] : "");
    found.send = g_strdup(values[FRONT_SEND]);
    found.latest = g_strdup(values[FRONT_LATEST]);
    const char *corrects = values[FRONT_CORRECTS];
    found.corrects = g_strdup(corrects != NULL && *corrects != '\0' ? corrects : NULL);
    *front = found;
    return true;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool templates_is_issue(const char *file)
{
    const char *end = strrchr(file, '.');
    if (end == NULL || end == file || strcmp(end, ".md") != 0) {
        return false;
    }
    for (const char *at = file; at < end;) {
        gunichar letter = g_utf8_get_char_validated(at, end - at);
        bool valid = letter != (gunichar)-1 && letter != (gunichar)-2;
        if (!valid || !(g_unichar_isalnum(letter) || letter == '-' || letter == '_')) {
            return false;
        }
        at += g_unichar_to_utf8(letter, NULL);
    }
    return true;
}

GPtrArray *templates_issues(const struct templates *templates, GError **error)
{
    g_autofree char *folder = g_build_filename(templates_directory(templates), "newsletter", NULL);
    g_autoptr(GError) problem = NULL;
    g_autoptr(GDir) directory = g_dir_open(folder, 0, &problem);
    if (directory == NULL) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_CONFIGURATION, "%s", problem->message);
        return NULL;
    }
    GPtrArray *issues = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(directory); name != NULL;
         name = g_dir_read_name(directory)) {
        if (templates_is_issue(name)) {
            g_ptr_array_add(issues, g_strndup(name, strlen(name) - strlen(".md")));
        }
    }
    g_ptr_array_sort(issues, compare_names);
    return issues;
}
