/* What the slots of profiles and job postings are read from: one row, one mail. Each program of
 * that kind has `rows` of its own and this as its test.
 */
#pragma once

#include "support/language.h"

#include <glib.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "understand/understand.h"

struct description {
    const char *replying_to, *text, *meant;
};

static inline void describe(const GPtrArray *intents, const char *mark, GString *out)
{
    for (guint i = 0; i < intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(intents, i);
        const json_t *slot = json_object_get(intent->slots, intent->name);
        if (slot != NULL) {
            char *written =
                json_dumps(slot, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(3));
            g_strdelimit(written, "\"", '\'');
            g_string_append_printf(out, "%s%s %s", mark, intent->name, written);
            free(written);
        }
    }
}

/* Says of every row that is read otherwise how; fails when there is one. */
static inline void descriptions_hold(const struct description *rows, size_t count)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++) {
        g_autofree char *mail = g_strdup_printf(
            "From: A <a@b.dk>\nTo: c@d.dk\nSubject: x\nMIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n",
            rows[i].text);
        struct understand_context context = {.replying_to = rows[i].replying_to,
                                             .today = "2027-01-14"};
        SCOPED(verdict)
        struct verdict *verdict = understand(language, &context, mail, strlen(mail));
        g_autoptr(GString) out = g_string_new(NULL);
        describe(verdict->intents, "", out);
        describe(verdict->guesses, "? ", out);
        if (strcmp(out->str, rows[i].meant) != 0) {
            print_error("\"%s\":\n  %s\n  not %s\n", rows[i].text, out->str, rows[i].meant);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}
