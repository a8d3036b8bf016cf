/* A place to measure with: a temporary folder with a configuration, the shipped templates with an
 * issue as long as a long one, people, and a copy queued for each. Everything goes the way of
 * `moedested newsletter send`. Included by one program each, so everything is static.
 */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/newsletter.h"
#include "base/clock.h"
#include "store/issue.h"
#include "store/subscription.h"

#define SITE_ISSUE "2013-03"
#define SITE_MAIL_BYTES 30000u
#define SITE_GROUP 1000 /* people a transaction */
#define SITE_WHEN "2013-03-20T09:00"

#define SITE_PARAGRAPH                                                                          \
    "Børnehaven på Bispebjerg søger en, der kan læse højt og passe urtehaven. Man mødes " \
    "om morgenen over en kop kaffe.\n\n"

struct site {
    char *folder, *config_path, *templates_path;
    struct config *config;
    struct clock *clock;
    struct office office;
};

static inline void site_check(bool done, const GError *error)
{
    if (!done) {
        fprintf(stderr, "bench: %s\n", error != NULL ? error->message : "failed");
        exit(1);
    }
}

static inline double site_seconds(int64_t start)
{
    return (double)(clock_stopwatch() - start) / G_USEC_PER_SEC;
}

static inline void site_remove(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name = NULL;
    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        if (g_file_test(child, G_FILE_TEST_IS_DIR) && !g_file_test(child, G_FILE_TEST_IS_SYMLINK)) {
            site_remove(child);
        } else {
            g_unlink(child);
        }
    }
    g_rmdir(path);
}

/* The shipped templates, all but the issue by links. */
static inline void site_link_templates(struct site *site)
{
    g_autofree char *shipped = g_canonicalize_filename("templates", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) folder = g_dir_open(shipped, 0, &error);
    site_check(folder != NULL, error);
    g_autofree char *issues = g_build_filename(site->templates_path, "newsletter", NULL);
    g_mkdir_with_parents(issues, 0700);
    const char *name = NULL;
    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *from = g_build_filename(shipped, name, NULL);
        g_autofree char *to = g_build_filename(site->templates_path, name, NULL);
        site_check(strcmp(name, "newsletter") == 0 || symlink(from, to) == 0, NULL);
    }
}

/* The shipped issue with `paragraphs` more at its end. */
static inline void site_write_issue(const struct site *site, unsigned paragraphs)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    site_check(g_file_get_contents("templates/newsletter/" SITE_ISSUE ".md", &text, NULL, &error),
               error);
    g_autoptr(GString) padded = g_string_new(text);
    for (unsigned i = 0; i < paragraphs; i++) {
        g_string_append(padded, "\n" SITE_PARAGRAPH);
    }
    g_autofree char *path =
        g_build_filename(site->templates_path, "newsletter", SITE_ISSUE ".md", NULL);
    site_check(g_file_set_contents(path, padded->str, -1, &error), error);
}

static inline void site_open_papers(struct site *site)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *key = g_build_filename(site->folder, "moedested.key", NULL);
    site->office.templates = templates_open(site->templates_path, &error);
    site_check(site->office.templates != NULL, error);
    if (!g_file_test(key, G_FILE_TEST_EXISTS)) {
        site_check(token_key_create(key, &error), error);
    }
    site->office.key = token_key_load(key, &error);
    site_check(site->office.key != NULL, error);
}

static inline void site_close_papers(struct site *site)
{
    g_clear_pointer(&site->office.templates, templates_free);
    g_clear_pointer(&site->office.key, token_key_free);
}

/* A copy, as it goes to a relay. The caller owns it. */
static inline GString *site_copy(struct site *site)
{
    g_autoptr(GError) error = NULL;
    site_open_papers(site);
    SCOPED(form)
    struct form *form = newsletter_compile(&site->office, SITE_ISSUE, PERSON_SEEKER, &error);
    site_check(form != NULL, error);
    SCOPED(person) struct person *person = person_new();
    g_ptr_array_add(person->addresses, g_strdup("person1@post1.example"));
    g_autoptr(GBytes) slots =
        newsletter_slots(&site->office, form, SITE_ISSUE, person, 1, NULL, NULL);
    GString *message = g_string_new("");
    site_check(form_run(form, slots, message), NULL);
    site_close_papers(site);
    return message;
}

static inline size_t site_copy_length(struct site *site)
{
    g_autoptr(GString) message = site_copy(site);
    return message->len;
}

static inline void site_pad_issue(struct site *site)
{
    enum { TRIAL = 20 };
    site_write_issue(site, 0);
    size_t bare = site_copy_length(site);
    site_write_issue(site, TRIAL);
    size_t tried = site_copy_length(site);
    site_check(tried > bare && bare < SITE_MAIL_BYTES, NULL);
    site_write_issue(site, (unsigned)((SITE_MAIL_BYTES - bare) * TRIAL / (tried - bare)) + 1);
}

/* A new place; `relay`: the lines below [relay]. */
static inline struct site *site_new(const char *relay)
{
    g_autoptr(GError) error = NULL;
    struct site *site = g_new0(struct site, 1);
    site->folder = g_dir_make_tmp("moedested-bench-XXXXXX", &error);
    site_check(site->folder != NULL, error);
    site->templates_path = g_build_filename(site->folder, "templates", NULL);
    site->config_path = g_build_filename(site->folder, "moedested.conf", NULL);
    g_autofree char *text =
        g_strdup_printf("[site]\ntemplates = templates\n\n[relay]\n%s\n", relay);
    site_check(g_file_set_contents(site->config_path, text, -1, &error), error);
    site->config = config_load(site->config_path, &error);
    site_check(site->config != NULL, error);
    site->clock = clock_new("Europe/Copenhagen");
    int64_t moment = 0;
    site_check(clock_parse(site->clock, SITE_WHEN, &moment, &error), error);
    clock_set(site->clock, moment, false);
    site->office.config = site->config;
    site->office.clock = site->clock;
    site_link_templates(site);
    site_pad_issue(site);
    return site;
}

static inline struct store *site_open_store(const struct site *site)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(site->folder, "moedested.db", NULL);
    struct store *store = store_open(path, STORE_CREATE, &error);
    site_check(store != NULL, error);
    return store;
}

static inline void site_free(struct site *site)
{
    site_remove(site->folder);
    config_free(site->config);
    clock_free(site->clock);
    g_free(site->folder);
    g_free(site->config_path);
    g_free(site->templates_path);
    g_free(site);
}

static inline void site_add_person(struct site *site, const struct cause *cause, unsigned number)
{
    g_autoptr(GError) error = NULL;
    SCOPED(person) struct person *person = person_new();
    g_free(person->name);
    person->name = g_strdup_printf("Karen Østergaard %u", number);
    g_ptr_array_add(person->addresses,
                    g_strdup_printf("person%u@post%u.example", number, number % 50));
    site_check(person_add(site->office.store, cause, person, &error), error);
    site_check(subscription_begin(site->office.store, cause, person->id, NEWSLETTER, "card",
                                  cause->at, &error),
               error);
}

static inline void site_add_people(struct site *site, unsigned count)
{
    g_autoptr(GError) error = NULL;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "import"};
    for (unsigned from = 0; from < count; from += SITE_GROUP) {
        site_check(store_begin(site->office.store, &error), error);
        for (unsigned i = from; i < MIN(count, from + SITE_GROUP); i++) {
            site_add_person(site, &cause, i + 1);
        }
        site_check(store_commit(site->office.store, &error), error);
    }
}

/* The store with people and the approved issue. */
static inline void site_fill(struct site *site, unsigned count)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = NULL;
    site_open_papers(site);
    site->office.store = site_open_store(site);
    site_add_people(site, count);
    site_check(newsletter_approve(&site->office, SITE_ISSUE, "Karen", &findings, &error), error);
}

/* A copy for each of them; and the store is closed. */
static inline void site_queue(struct site *site)
{
    g_autoptr(GError) error = NULL;
    site_check(newsletter_queue(&site->office, SITE_ISSUE, NULL, NULL, &error), error);
    /* Nobody judges here. */
    site_check(store_begin(site->office.store, &error), error);
    site_check(issue_set_judged(site->office.store, SITE_ISSUE, &error), error);
    site_check(store_commit(site->office.store, &error), error);
    g_clear_pointer(&site->office.store, store_close);
    site_close_papers(site);
}
