#include "understand/commands.h"

#include <string.h>

/* FORTRYD in capitals at the start of a line, or alone on one. */
void commands_find(struct search *search)
{
    const struct textwords *words = search->own->all;
    for (unsigned at = 0; at < words->count; at++) {
        const struct word *word = &words->list[at];
        bool starts = at == 0 || at == search->own->from || word->before >= BREAK_LINE;
        bool alone = starts && (at + 1 == words->count || words->list[at + 1].before >= BREAK_LINE);
        for (guint c = 0; starts && c < search->language->commands->len; c++) {
            const struct command_word *command = g_ptr_array_index(search->language->commands, c);
            if (strcmp(command->word, word->folded) == 0 && (word->capitals || alone)) {
                struct verdict_intent *intent = verdict_intent_new(
                    "command", command->place, textwords_between(words, at, at + 1));
                verdict_set_slot(intent, "name", command->name);
                finding_add(search, intent, words, at, at + 1)->scope_said = true;
                finding_is_order(search, words, at, at + 1);
            }
        }
    }
}
