/* What mails mean, as a table: one row, one sentence a person could write.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "support/language.h"

#include "understand/understand.h"

/* `meant`: the intents and the values of their slots, "unsubscribe all; question"; guesses behind a
 * question mark: "? pause 2013-04-09". `replying_to` as in the contract. */
struct meaning {
    const char *replying_to, *text, *meant;
};

#define MEANING_TODAY "2013-04-02" /* a Tuesday */

static inline void meaning_append(GString *meant, const GPtrArray *intents, const char *mark)
{
    for (guint i = 0; i < intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(intents, i);
        g_string_append_printf(meant, "%s%s%s", meant->len > 0 ? "; " : "", mark, intent->name);
        const char *slot;
        json_t *value;
        json_object_foreach(intent->slots, slot, value)
        {
            g_autofree char *said = json_is_string(value)
                                        ? g_strdup(json_string_value(value))
                                        : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
            g_string_append_printf(meant, " %s", said);
        }
    }
}

/* A mail with this subject; a guess counts only where the row names one. */
static inline void meaning_check(const char *subject, const struct meaning *row)
{
    g_autofree char *raw = g_strdup_printf(
        "From: Kirsten Testesen <kirsten@example.org>\r\nTo: a@moedested.example\r\n"
        "Subject: %s\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
        subject, row->text);
    struct understand_context context = {.replying_to = row->replying_to, .today = MEANING_TODAY};
    SCOPED(verdict)
    struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    g_autoptr(GString) meant = g_string_new(NULL);
    meaning_append(meant, verdict->intents, "");
    if (strchr(row->meant, '?') != NULL) {
        meaning_append(meant, verdict->guesses, "? ");
    }
    if (strcmp(meant->str, row->meant) != 0) {
        print_error("\"%s\" (answers %s, subject \"%s\")\n", row->text, row->replying_to, subject);
    }
    assert_string_equal(meant->str, row->meant);
}

static inline void meaning_row(void **state)
{
    meaning_check("SV: Seniorjobberen april", *state);
}

/* One group of tests, one test a row. */
static inline int meaning_run(const char *group, const struct meaning *rows, size_t count)
{
    g_autofree struct CMUnitTest *tests = g_new0(struct CMUnitTest, count);
    for (size_t i = 0; i < count; i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].text,
                                       .test_func = meaning_row,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return _cmocka_run_group_tests(group, tests, count, load, unload);
}
