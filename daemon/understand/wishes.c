#include "understand/wishes.h"

#include <string.h>

#include "understand/doubt.h"

static unsigned clause_start(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->matched;
    const GPtrArray *starts = language_words(search->language, "ny-saetning");
    while (at > 0 && words->list[at].before < BREAK_COMMA &&
           !pattern_word_in(starts, words->list[at].folded)) {
        at--;
    }
    return at;
}

static unsigned clause_end(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->matched;
    const GPtrArray *starts = language_words(search->language, "ny-saetning");
    while (at < words->count && words->list[at].before < BREAK_COMMA &&
           !pattern_word_in(starts, words->list[at].folded)) {
        at++;
    }
    return at;
}

/* The scope that the clause names, or NULL. Borrowed. */
static const char *scope_said(const struct search *search, const struct pattern_hit *hit)
{
    bool newsletter = false, invitations = false, all = false;
    unsigned end = clause_end(search, hit->to);
    for (unsigned at = clause_start(search, hit->from); at < end; at++) {
        const char *word = search->own->matched->list[at].folded;
        newsletter |= pattern_word_in(language_words(search->language, "nyhedsbrev-ord"), word);
        invitations |= pattern_word_in(language_words(search->language, "invitation-ord"), word);
        all |= pattern_word_in(language_words(search->language, "alt-ord"), word);
    }
    if ((newsletter && invitations) || (all && !newsletter && !invitations)) {
        return "all";
    }
    if (newsletter) {
        return "newsletter";
    }
    return invitations ? "invitations" : NULL;
}

/* What a bare AFMELD or TILMELD means in an answer to this mail. */
static const char *scope_default(const char *intent, const char *replying_to)
{
    if (strcmp(replying_to, "newsletter") == 0) {
        return "newsletter";
    }
    if (strcmp(replying_to, "invitation") == 0) {
        return "invitations";
    }
    return strcmp(intent, "subscribe") == 0 ? "newsletter" : "all";
}

static bool has_scope(const char *intent)
{
    return strcmp(intent, "subscribe") == 0 || strcmp(intent, "unsubscribe") == 0;
}

/* "Jeg kan ikke komme. Afmeld mig": the meeting, or the mails? Only he knows. */
static bool may_mean_meeting(const struct search *search)
{
    const struct textwords *words = search->own->matched;
    for (unsigned at = 0; at < words->count; at++) {
        if (pattern_word_in(language_words(search->language, "fremmoede"),
                            words->list[at].folded)) {
            return true;
        }
    }
    return false;
}

static void add_hit(struct search *search, const struct wish *wish, const struct rule *rule,
                    const struct pattern_hit *hit)
{
    const struct textwords *words = search->own->matched;
    const char *scope = has_scope(wish->intent) ? scope_said(search, hit) : NULL;
    scope = scope == NULL ? rule->scope : scope;
    bool said = scope != NULL;
    if (has_scope(wish->intent) && !said && may_mean_meeting(search)) {
        return;
    }
    struct verdict_intent *intent =
        verdict_intent_new(wish->intent, rule->place, textwords_between(words, hit->from, hit->to));
    json_object_update(intent->slots, wish->slots);
    if (has_scope(wish->intent)) {
        verdict_set_slot(intent, "scope",
                         said ? scope : scope_default(wish->intent, search->replying_to));
    }
    struct finding *finding = finding_add(search, intent, words, hit->from, hit->to);
    finding->scope_said = said;
    finding_is_order(search, words, hit->from, hit->to);
    if (strcmp(wish->intent, "unsubscribe") == 0) {
        struct order_span span = {.from = finding->from, .to = finding->to};
        g_array_append_val(search->unsubscribes, span);
    }
}

static bool may_start(const struct search *search, const struct rule *rule, unsigned at)
{
    if (rule->mode == RULE_ALONE || rule->mode == RULE_FIRST) {
        return at == 0;
    }
    return !search->subject || rule->mode == RULE_ANYWHERE || at == 0;
}

static void try_rule(struct search *search, const struct wish *wish, const struct rule *rule)
{
    const struct textwords *words = search->own->matched;
    bool alone = rule->mode == RULE_ALONE;
    struct pattern_scope scope = {.words = words,
                                  .dividers = language_words(search->language, "ordskel"),
                                  .whole_lines = alone};
    g_autoptr(GByteArray) named = g_byte_array_new();
    for (unsigned at = 0; at < words->count; at++) {
        struct pattern_hit hit = {.named = named};
        if (!may_start(search, rule, at) || !pattern_match(rule->pattern, &scope, at, &hit) ||
            (alone && hit.to != words->count) || hit.to == hit.from) {
            continue;
        }
        if (!doubt_about(search->language, words, &hit, rule, wish->careful)) {
            add_hit(search, wish, rule, &hit);
        }
        at = MAX(at, hit.to - 1);
    }
}

void wishes_find(struct search *search)
{
    for (guint w = 0; w < search->language->wishes->len; w++) {
        const struct wish *wish = g_ptr_array_index(search->language->wishes, w);
        if (wish->replies_to != NULL &&
            !g_strv_contains((const char *const *)wish->replies_to, search->replying_to)) {
            continue;
        }
        for (guint r = 0; r < wish->rules->len; r++) {
            try_rule(search, wish, g_ptr_array_index(wish->rules, r));
        }
    }
}

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
