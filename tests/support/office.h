/* An office for tests: a store in memory, the shipped templates, a clock that stands still at 20
 * March 2013 09:00, a key of its own. Each test opens one and closes it.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "act/office.h"
#include "store/event.h"
#include "store/ledger.h"
#include "store/person.h"
#include "store/subscription.h"

struct test_office {
    struct office office;
    struct config *config;
    struct clock *clock;
    char *directory;
};

static inline void test_office_at(struct test_office *test, const char *when)
{
    int64_t moment = 0;
    assert_true(clock_parse(test->clock, when, &moment, NULL));
    clock_set(test->clock, moment, false);
}

static inline struct test_office *test_office_open(void)
{
    g_autoptr(GError) error = NULL;
    struct test_office *test = g_new0(struct test_office, 1);
    test->directory = g_dir_make_tmp("moedested-test-XXXXXX", &error);
    assert_non_null(test->directory);
    test->config = config_defaults(test->directory);
    test->clock = clock_new("Europe/Copenhagen");
    test_office_at(test, "2013-03-20T09:00");
    g_autofree char *key = g_build_filename(test->directory, "key", NULL);
    assert_true(token_key_create(key, &error));
    test->office = (struct office){.config = test->config, .clock = test->clock};
    test->office.key = token_key_load(key, &error);
    test->office.templates = templates_open("templates", &error);
    if (test->office.templates == NULL) {
        fail_msg("%s", error->message);
    }
    test->office.dates = meeting_dates_load(test->config, &error);
    assert_non_null(test->office.dates);
    test->office.store = store_open(":memory:", STORE_CREATE, &error);
    assert_non_null(test->office.store);
    return test;
}

static inline void test_office_close(struct test_office *test)
{
    store_close(test->office.store);
    templates_free(test->office.templates);
    token_key_free(test->office.key);
    meeting_dates_free(test->office.dates);
    clock_free(test->clock);
    config_free(test->config);
    g_autofree char *key = g_build_filename(test->directory, "key", NULL);
    g_unlink(key);
    g_rmdir(test->directory);
    g_free(test->directory);
    g_free(test);
}

/* The configuration becomes this text, with defaults for the rest. */
static inline void test_office_configure(struct test_office *test, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *file = g_build_filename(test->directory, "conf", NULL);
    assert_true(g_file_set_contents(file, text, -1, &error));
    config_free(test->config);
    test->config = config_load(file, &error);
    assert_non_null(test->config);
    test->office.config = test->config;
    g_unlink(file);
}

/* A person with one address; an active subscriber when `subscribed`. */
static inline int64_t test_office_person(struct test_office *test, enum person_role role,
                                         const char *name, const char *address, bool subscribed)
{
    g_autoptr(GError) error = NULL;
    struct cause cause = {.at = clock_now(test->clock), .actor = "import"};
    SCOPED(person) struct person *person = person_new();
    person->role = role;
    g_free(person->name);
    person->name = g_strdup(name);
    g_ptr_array_add(person->addresses, g_strdup(address));
    bool done = store_begin(test->office.store, &error) &&
                person_add(test->office.store, &cause, person, &error) &&
                (!subscribed || (subscription_begin(test->office.store, &cause, person->id,
                                                    NEWSLETTER, "test", cause.at, &error) &&
                                 subscription_begin(test->office.store, &cause, person->id,
                                                    INVITATIONS, "test", cause.at, &error))) &&
                store_commit(test->office.store, &error);
    if (!done) {
        fail_msg("%s", error->message);
    }
    return person->id;
}

static inline enum subscription_state test_office_state(struct test_office *test, int64_t person)
{
    enum subscription_state state = SUBSCRIPTION_NONE;
    assert_true(subscription_get(test->office.store, person, NEWSLETTER, &state, NULL));
    return state;
}

static inline bool test_office_take(const struct ledger_mail *mail, void *data)
{
    GPtrArray *kinds = data;
    g_ptr_array_add(kinds, g_strdup_printf("%s>%s", mail->kind, mail->recipient));
    return true;
}

/* What is in the ledger: "welcome>karen@post.example", oldest first. */
static inline GPtrArray *test_office_letters(struct test_office *test)
{
    GPtrArray *kinds = g_ptr_array_new_with_free_func(g_free);
    assert_true(ledger_each(test->office.store, NULL, 0, 0, test_office_take, kinds, NULL));
    return kinds;
}

static inline void test_office_expect(struct test_office *test, const char *expected)
{
    g_autoptr(GPtrArray) letters = test_office_letters(test);
    g_ptr_array_add(letters, NULL);
    g_autofree char *all = g_strjoinv(" ", (char **)letters->pdata);
    assert_string_equal(all, expected);
}
