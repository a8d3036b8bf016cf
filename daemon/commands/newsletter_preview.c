/* moedested newsletter preview: HTML and text files, as chosen people get the issue. */
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "act/newsletter_proof.h"
#include "base/failure.h"
#include "base/file.h"
#include "commands/newsletter.h"
#include "mail/picture.h"

static bool write_file(const char *folder, const char *name, const char *ending, const char *text,
                       GError **error)
{
    g_autofree char *file = g_strdup_printf("%s.%s", name, ending);
    g_autofree char *path = g_build_filename(folder, file, NULL);
    if (!file_write(path, text, strlen(text), 0640, error)) {
        return false;
    }
    puts(path);
    return true;
}

static bool preview_one(const struct site *site, const char *folder, const char *issue,
                        const struct person *person, const char *name, unsigned *written,
                        GError **error)
{
    struct rendered rendered = {0};
    bool gets_it = false;
    bool done = proof_render(&site->house->office, issue, person, &rendered, &gets_it, error);
    if (done && gets_it) {
        g_autofree char *text = g_strdup_printf("%s\n\n%s", rendered.subject, rendered.text);
        g_autofree char *page = pictures_in_page(rendered.html, rendered.pictures);
        done = write_file(folder, name, "html", page, error) &&
               write_file(folder, name, "txt", text, error);
        *written += 1;
    }
    rendered_clear(&rendered);
    return done;
}

static bool preview_made_up(const struct site *site, const char *folder, const char *issue,
                            unsigned *written, GError **error)
{
    static const enum person_role roles[] = {PERSON_SEEKER, PERSON_EMPLOYER};
    static const char *const kinds[] = {"karen", "longest", "empty", "odd"};
    for (size_t role = 0; role < G_N_ELEMENTS(roles); role++) {
        g_autoptr(GPtrArray) people = proof_made_up(roles[role]);
        for (guint at = 0; at < MIN(people->len, G_N_ELEMENTS(kinds)); at++) {
            g_autofree char *name =
                g_strdup_printf("%s-%s", person_role_name(roles[role]), kinds[at]);
            if (!preview_one(site, folder, issue, people->pdata[at], name, written, error)) {
                return false;
            }
        }
    }
    return true;
}

static bool preview_known(const struct site *site, const char *folder,
                          const struct newsletter_words *words, unsigned *written, GError **error)
{
    g_autoptr(GPtrArray) found = person_by_address(site->house->office.store, words->person, error);
    for (guint at = 0; found != NULL && at < found->len; at++) {
        const struct person *person = found->pdata[at];
        g_autofree char *name = g_strdup_printf("person-%" G_GINT64_FORMAT, person->id);
        if (!preview_one(site, folder, words->issue, person, name, written, error)) {
            return false;
        }
    }
    if (found != NULL && found->len == 0) {
        g_set_error(error, ACT_ERROR, FAILURE_NOT_FOUND,
                    "nobody has the address %s (moedested people list)", words->person);
        return false;
    }
    return found != NULL;
}

int newsletter_preview(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder =
        words->to != NULL ? g_strdup(words->to) : g_strdup_printf("preview-%s", words->issue);
    struct issue_front front = {0}; /* before the folder is made: a wrong name leaves no trace */
    if (!templates_issue_front(site->house->office.templates, words->issue, &front, &error)) {
        return command_fail(error);
    }
    issue_front_clear(&front);
    if (g_mkdir_with_parents(folder, 0750) != 0) {
        fprintf(stderr, "moedested: %s: cannot make the folder: %s\n", folder, g_strerror(errno));
        return EXIT_FINDINGS;
    }
    unsigned written = 0;
    bool done = words->person != NULL
                    ? preview_known(site, folder, words, &written, &error)
                    : preview_made_up(site, folder, words->issue, &written, &error);
    if (!done) {
        return command_fail(error);
    }
    fprintf(stderr, "%u people in %s; open the .html files in a browser\n", written, folder);
    return EXIT_DONE;
}
