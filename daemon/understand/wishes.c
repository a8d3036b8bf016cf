#include "understand/wishes.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/hits.h"
#include "understand/moved.h"
#include "understand/rating.h"

/* The scope that the clause names, or NULL. Borrowed. */
static const char *scope_said(const struct search *search, const struct pattern_hit *hit)
{
    const struct language *language = search->language;
    const struct textwords *words = search->own->matched;
    unsigned from = clause_start(language, words, hit->from);
    unsigned to = clause_end(language, words, hit->to);
    bool newsletter = clause_has(language, "nyhedsbrev-ord", words, from, to);
    bool invitations = clause_has(language, "invitation-ord", words, from, to);
    bool all = clause_has(language, "alt-ord", words, from, to);
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
    return clause_has(search->language, "fremmoede", words, 0, words->count);
}

/* Slots that stand in the words. False: without them it means nothing. */
static bool fill_slots(struct search *search, const struct pattern_hit *hit,
                       struct verdict_intent *intent)
{
    if (strcmp(intent->name, "rating") == 0) {
        return rating_fill(search, hit, intent);
    }
    return strcmp(intent->name, "address-change") != 0 || moved_fill(search, hit, intent);
}

/* "I har et nyhedsbrev. Det vil jeg gerne have": the word it refers to, at most so far before it;
 * `from` itself when there is none. */
static unsigned mention_before(const struct search *search, unsigned from)
{
    const unsigned reach = 30;
    const struct textwords *words = search->own->matched;
    for (unsigned at = from; at > 0 && from - at < reach; at--) {
        if (clause_has(search->language, "andet-omtalt", words, at - 1, at)) {
            break;
        }
        if (clause_has(search->language, "nyhedsbrev-ord", words, at - 1, at)) {
            return at - 1;
        }
    }
    return from;
}

static void add_hit(struct search *search, const struct rule *rule, const struct pattern_hit *hit,
                    gconstpointer data)
{
    const struct wish *wish = data;
    const struct textwords *words = search->own->matched;
    unsigned from = wish->mentioned ? mention_before(search, hit->from) : hit->from;
    if (wish->mentioned && from == hit->from) {
        return;
    }
    struct pattern_hit named = *hit; /* "det" is what the mail has just spoken of */
    named.from = from;
    const char *scope = has_scope(wish->intent) ? scope_said(search, &named) : NULL;
    scope = scope == NULL ? rule->scope : scope;
    bool said = scope != NULL;
    if (has_scope(wish->intent) && !said && may_mean_meeting(search)) {
        return;
    }
    struct verdict_intent *intent =
        verdict_intent_new(wish->intent, rule->place, textwords_between(words, hit->from, hit->to));
    json_object_update(intent->slots, wish->slots);
    if (!fill_slots(search, hit, intent)) {
        verdict_intent_free(intent);
        return;
    }
    if (has_scope(wish->intent)) {
        verdict_set_slot(intent, "scope",
                         said ? scope : scope_default(wish->intent, search->replying_to));
    }
    struct finding *finding = finding_add(search, intent, words, from, hit->to);
    finding->scope_said = said;
    finding->guess = wish->guess || rule->guess;
    finding_is_order(search, words, hit->from, hit->to);
    if (strcmp(wish->intent, "unsubscribe") == 0) {
        struct order_span span = {.from = finding->from, .to = finding->to};
        g_array_append_val(search->unsubscribes, span);
    }
}

static bool counts(const struct search *search, const struct wish *wish)
{
    const char *const *only = (const char *const *)wish->replies_to;
    const char *const *never = (const char *const *)wish->never_to;
    return (only == NULL || g_strv_contains(only, search->replying_to)) &&
           (never == NULL || !g_strv_contains(never, search->replying_to));
}

void wishes_find(struct search *search)
{
    for (guint i = 0; i < search->language->wishes->len; i++) {
        const struct wish *wish = g_ptr_array_index(search->language->wishes, i);
        if (counts(search, wish)) {
            hits_each(search, wish->rules, wish->careful, add_hit, wish);
        }
    }
}
