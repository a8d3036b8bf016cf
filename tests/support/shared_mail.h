/* Mails of other people's software, which are not in the tree: read where they lie, skipped with a
 * word where they do not.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include <cmocka.h>

/* The mail at `path` below data/mail. Owned. */
static inline char *shared_mail(const char *path, size_t *length)
{
    const char *shared = g_getenv("MOEDESTED_SHARED");
    g_autofree char *folder =
        g_build_filename(shared == NULL ? "../shared" : shared, "data", "mail", NULL);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        g_clear_pointer(&folder, g_free); /* skip() jumps away */
        print_message("no mails of others here (MOEDESTED_SHARED): skipped\n");
        skip();
    }
    g_autofree char *file = g_build_filename(folder, path, NULL);
    char *raw = NULL;
    assert_true(g_file_get_contents(file, &raw, length, NULL));
    return raw;
}
