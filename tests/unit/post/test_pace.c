#include "post/pace.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/failure.h"

struct row {
    const char *name, *limits, *keys;
    const char *problem; /* NULL: it is fine */
};

static const struct row rows[] = {
    {"nothing", "", "", NULL},
    {"limits of domains",
     "# big ones\n\ngmail.com 200/hour 2000/day\n hotmail.com\t100/day # slow\r\nLIVE.DK 5/hour\n"
     "blåbær.dk 5/hour",
     "", NULL},
    {"no domain", "\n200/hour\n", "", "limits:2: it must begin with a domain"},
    {"no limit", "gmail.com\n", "", "limits:1: the domain needs a limit"},
    {"not a number", "gmail.com many/hour\n", "", "limits:1: write the limits as"},
    {"nothing may go", "gmail.com 0/hour\n", "", "limits:1: write the limits as"},
    {"too large", "gmail.com 99999999999999999999/hour\n", "", "limits:1: write the limits as"},
    {"a week", "gmail.com 5/week\n", "", "limits:1: write the limits as"},
    {"two hours", "gmail.com 5/hour 6/hour\n", "", "limits:1: write the limits as"},
    {"twice", "gmail.com 5/hour\nGMail.com 6/hour\n", "", "limits:2: the domain is there already"},
    {"twice, by its other name", "blåbær.dk 5/hour\nxn--blbr-roah.dk 6/hour\n", "",
     "limits:2: the domain is there already"},
    {"steps", "", "warm-up = 200 500, 1000\n", NULL},
    {"steps that are words", "", "warm-up = 200 some\n",
     "moedested.conf:3: [newsletter] warm-up: \"some\""},
    {"steps that are too large", "", "warm-up = 20000000000\n",
     "moedested.conf:3: [newsletter] warm-up: \"20000000000\""},
    {"no file", NULL, "", "moedested.conf:2: [newsletter] domain-limits: "},
};

static void reads(void **state)
{
    const struct row *row = *state;
    g_autofree char *folder = g_dir_make_tmp("moedested-pace-XXXXXX", NULL);
    g_autofree char *limits = g_build_filename(folder, "limits", NULL);
    g_autofree char *file = g_build_filename(folder, "moedested.conf", NULL);
    g_autofree char *text = g_strdup_printf("[newsletter]\ndomain-limits = limits\n%s", row->keys);
    assert_true(g_file_set_contents(file, text, -1, NULL));
    if (row->limits != NULL) {
        assert_true(g_file_set_contents(limits, row->limits, -1, NULL));
    }
    g_autoptr(GError) error = NULL;
    SCOPED(config) struct config *config = config_load(file, &error);
    assert_non_null(config);
    SCOPED(quota) struct quota *quota = pace_read(config, &error);
    if (row->problem == NULL) {
        assert_non_null(quota);
    } else {
        assert_null(quota);
        assert_int_equal(error->code, FAILURE_CONFIGURATION);
        if (strstr(error->message, row->problem) == NULL) {
            fail_msg("%s", error->message);
        }
    }
    g_remove(limits);
    g_remove(file);
    g_rmdir(folder);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, reads, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("post/pace", tests, NULL, NULL);
}
