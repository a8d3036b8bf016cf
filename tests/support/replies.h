/* What a reply is understood to mean, for tables of replies. The group's setup is load
 * (support/language.h).
 */
#pragma once

#include <stdbool.h>
#include <string.h>

#include "support/language.h"

#include "understand/understand.h"

/* One row: an answer to a mail of this kind, and its meaning as meaning_of writes it. */
struct reply {
    const char *replying_to, *text, *meant;
};

static inline void append_value(GString *meant, json_t *value)
{
    size_t index;
    json_t *item;
    if (json_is_string(value)) {
        g_string_append(meant, json_string_value(value));
    } else if (json_is_array(value)) {
        g_string_append_c(meant, '[');
        json_array_foreach(value, index, item)
        {
            g_string_append(meant, index > 0 ? "," : "");
            append_value(meant, item);
        }
        g_string_append_c(meant, ']');
    } else {
        g_autofree char *dumped = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        g_string_append(meant, dumped);
    }
}

static inline void append_intents(GString *meant, const GPtrArray *intents, const char *mark)
{
    for (guint i = 0; i < intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(intents, i);
        g_string_append_printf(meant, "%s%s%s", meant->len > 0 ? "; " : "", mark, intent->name);
        const char *slot;
        json_t *value;
        json_object_foreach(intent->slots, slot, value)
        {
            g_string_append_c(meant, ' ');
            if (!json_is_string(value) && strcmp(slot, "guests") != 0) {
                g_string_append_printf(meant, "%s:", slot);
            }
            append_value(meant, value);
        }
    }
}

/* "attend yes 1; question", with a guess as "?attend yes 0". */
static inline char *meaning_of(const struct verdict *verdict)
{
    GString *meant = g_string_new(NULL);
    append_intents(meant, verdict->intents, "");
    append_intents(meant, verdict->guesses, "?");
    return g_string_free(meant, FALSE);
}

static inline void check_reply(const struct reply *row, const char *subject)
{
    g_autofree char *raw = g_strdup_printf(
        "From: Kirsten Testesen <kirsten@example.org>\r\nTo: a@moedested.example\r\n"
        "Subject: %s\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
        subject, row->text);
    struct understand_context context = {.replying_to = row->replying_to, .today = "2013-04-02"};
    SCOPED(verdict)
    struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    g_autofree char *meant = meaning_of(verdict);
    if (strcmp(meant, row->meant) != 0) {
        print_error("\"%s\" to %s\n", row->text, row->replying_to);
    }
    assert_string_equal(meant, row->meant);
}

static inline void test_reply(void **state)
{
    check_reply(*state, "SV: Fra Seniorjob");
}

/* Runs the table, one named test a row. */
static inline int run_replies(const char *group, const struct reply *rows, size_t count)
{
    GArray *tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < count; i++) {
        struct CMUnitTest test = {.name = rows[i].text,
                                  .test_func = test_reply,
                                  .initial_state = (void *)(uintptr_t)&rows[i]};
        g_array_append_val(tests, test);
    }
    int failed = _cmocka_run_group_tests(group, (struct CMUnitTest *)(gpointer)tests->data,
                                         tests->len, load, unload);
    g_array_free(tests, TRUE);
    return failed;
}
