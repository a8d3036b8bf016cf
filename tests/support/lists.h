/* Tables of a text and the list that a reader makes of it, for the readers of slots. Includes
 * nothing of its own: support/language.h comes first.
 */
#pragma once

#include <string.h>

#include "understand/textwords.h"

struct list_row {
    const char *text, *list; /* with a blank between; "" for nothing */
};

typedef void (*list_finder)(const struct textwords *words, GPtrArray *found);

static inline void assert_lists(const struct list_row *rows, size_t count, list_finder find)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++) {
        SCOPED(textwords) struct textwords *words = textwords_read(rows[i].text, 200);
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
        find(words, found);
        g_ptr_array_add(found, NULL);
        g_autofree char *list = g_strjoinv(" ", (char **)found->pdata);
        if (strcmp(list, rows[i].list) != 0) {
            print_error("\"%s\": %s, not %s\n", rows[i].text, list, rows[i].list);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}
