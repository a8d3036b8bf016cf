#include "understand/reasons.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/phrases.h"
#include "understand/tokens.h"

#define REASON_WORDS 2u /* fewer are no reason, but for "for langt" */

static const struct token *token_at(const GArray *tokens, guint index)
{
    return &g_array_index(tokens, struct token, index);
}

static bool is_in(const struct search *search, const char *name, unsigned at)
{
    return language_has_word(search->language, name, search->own->matched, at);
}

/* The last token of the answer that the item is part of: behind it come no more items and no more
 * answers in its clause. */
static guint last_of_clause(const GArray *tokens, guint index)
{
    while (index + 1 < tokens->len &&
           token_at(tokens, index + 1)->clause == token_at(tokens, index)->clause) {
        index++;
    }
    return index;
}

/* Where the reason can reach: the next item, the end of the sentence. */
static unsigned reach(const struct search *search, const GArray *tokens, guint last, unsigned from)
{
    const struct textwords *words = search->own->matched;
    unsigned end = sentence_end(words, from + 1);
    for (guint i = last + 1; i < tokens->len; i++) {
        const struct token *token = token_at(tokens, i);
        if (token->kind == TOKEN_REF && token->from >= from && token->from < end) {
            return clause_start(search->language, words, token->from);
        }
    }
    return end;
}

static bool has_ref(const GArray *tokens, unsigned from, unsigned to)
{
    for (guint i = 0; i < tokens->len; i++) {
        const struct token *token = token_at(tokens, i);
        if (token->kind == TOKEN_REF && token->from >= from && token->from < to) {
            return true;
        }
    }
    return false;
}

char *reasons_of(const struct search *search, const GArray *tokens, guint ref)
{
    const struct textwords *words = search->own->matched;
    int answer = tokens_answer(search, tokens, ref);
    guint last = last_of_clause(tokens, answer > (int)ref ? (guint)answer : ref);
    unsigned from = token_at(tokens, last)->to;
    for (guint i = ref; i <= last; i++) {
        if (token_at(tokens, i)->reason) {
            return textwords_between(words, token_at(tokens, i)->from,
                                     clause_end(search->language, words, token_at(tokens, i)->to));
        }
    }
    bool follows = from < words->count && words->list[from].before >= BREAK_SENTENCE;
    if (from >= words->count || (follows && words->list[from].asked) ||
        is_in(search, "ikke-grund", from)) {
        return NULL;
    }
    bool marked = words->list[from].before >= BREAK_COMMA || is_in(search, "fordi", from);
    unsigned end = reach(search, tokens, last, from);
    while (from + 1 < end && is_in(search, "fordi", from) &&
           (strcmp(words->list[from].folded, "for") != 0 || is_in(search, "for-fordi", from + 1))) {
        from++;
    }
    bool says_why = clause_has(search->language, "grund-ord", words, from, end);
    if (!marked || from + REASON_WORDS > end || (follows && !says_why) ||
        has_ref(tokens, from, end)) {
        return NULL;
    }
    return textwords_between(words, from, end);
}

/* The nouns behind "uden" at word `at`. */
static void read_without(const struct search *search, unsigned at, GPtrArray *found)
{
    const struct textwords *words = search->own->matched;
    g_autoptr(GString) noun = g_string_new(NULL);
    for (at++; at < words->count; at++) {
        const struct word *word = &words->list[at];
        bool and = strcmp(word->folded, "og") == 0 || strcmp(word->folded, "eller") == 0;
        if (word->before >= BREAK_COMMA || and || is_in(search, "valg-ord", at)) {
            if (noun->len > 0) {
                g_ptr_array_add(found, g_strdup(noun->str));
                g_string_truncate(noun, 0);
            }
            if (!and) {
                return;
            }
            continue;
        }
        if (!is_in(search, "uden-smaaord", at)) {
            g_autofree char *written = textwords_between(words, at, at + 1);
            g_string_append_printf(noun, "%s%s", noun->len > 0 ? " " : "", written);
        }
    }
    if (noun->len > 0) {
        g_ptr_array_add(found, g_strdup(noun->str));
    }
}

GPtrArray *reasons_without(const struct search *search, const GArray *tokens, guint ref)
{
    const struct textwords *words = search->own->matched;
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    unsigned end = sentence_end(words, token_at(tokens, ref)->to);
    for (guint i = ref + 1; i < tokens->len; i++) {
        const struct token *token = token_at(tokens, i);
        if (token->kind == TOKEN_REF && token->clause != token_at(tokens, ref)->clause) {
            end = MIN(end, token->from);
            break;
        }
    }
    for (unsigned at = token_at(tokens, ref)->to; at + 1 < end; at++) {
        unsigned despite = phrase_end(search, "valg-trods", at);
        if (despite > 0) {
            read_without(search, despite - 1, found);
        }
        if (strcmp(words->list[at].folded, "uden") == 0 && !is_in(search, "uden-andet", at + 1)) {
            read_without(search, at, found);
        }
    }
    return found->len > 0 ? g_steal_pointer(&found) : NULL;
}
