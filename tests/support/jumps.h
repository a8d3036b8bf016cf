/* A clock that is wrong now and then: what is played with it has to send as many letters as what is
 * played with one that is always right.
 */
#pragma once

#include "support/office.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

/* How often each letter was written to each person. The caller owns it. */
static inline GHashTable *jumps_count(struct test_office *test)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) letters = test_office_letters(test);
    for (guint at = 0; at < letters->len; at++) {
        guint times = GPOINTER_TO_UINT(g_hash_table_lookup(counts, letters->pdata[at]));
        g_hash_table_insert(counts, g_strdup(letters->pdata[at]), GUINT_TO_POINTER(times + 1));
    }
    return counts;
}

static inline guint jumps_times(GHashTable *counts, const char *letter)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(counts, letter));
}

/* `but`: the kind of a letter that sums up who is due, so that a clock that is ahead may find one
 * of two; NULL: none. */
static inline void jumps_compare(GHashTable *right, GHashTable *played, const char *but)
{
    GHashTableIter all;
    void *letter = NULL;
    g_hash_table_iter_init(&all, right);
    while (g_hash_table_iter_next(&all, &letter, NULL)) {
        guint once = jumps_times(right, letter), again = jumps_times(played, letter);
        if (once != again && (but == NULL || !g_str_has_prefix(letter, but))) {
            fail_msg("%s: %u times, and %u with a clock that jumps", (char *)letter, once, again);
        }
    }
    assert_int_equal(g_hash_table_size(right), g_hash_table_size(played));
}

/* `test` gets by how many seconds the clock is wrong (int64_t). */
static inline int jumps_run(const char *group, CMUnitTestFunction test)
{
    static const int64_t wrong[] = {HOUR, -HOUR, DAY, -DAY};
    static const char *const names[] = {"at times an hour ahead", "at times an hour behind",
                                        "at times a day ahead", "at times a day behind"};
    struct CMUnitTest tests[G_N_ELEMENTS(wrong)];
    for (size_t at = 0; at < G_N_ELEMENTS(wrong); at++) {
        tests[at] = (struct CMUnitTest){names[at], test, NULL, NULL, (void *)(uintptr_t)&wrong[at]};
    }
    return _cmocka_run_group_tests(group, tests, G_N_ELEMENTS(tests), NULL, NULL);
}
