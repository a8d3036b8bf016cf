#include "understand/choose.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/phrases.h"
#include "understand/reasons.h"
#include "understand/tokens.h"

/* What is said of one item. */
struct item {
    const char *answer; /* NULL: nothing */
    bool more, contradicts;
    bool guess;        /* "begge", and how many our mail had is not known */
    unsigned from, to; /* words that name it */
    const struct token *by;
    char *reason;       /* owned; NULL: none */
    GPtrArray *without; /* char *, owned; NULL: none */
};

static const char *answer_of(enum token_kind kind, bool opposite)
{
    if (kind == TOKEN_MAYBE) {
        return "maybe";
    }
    return (kind == TOKEN_YES) != opposite ? "yes" : "no";
}

/* "D er fint, hvis ... Altså D ja": the last word counts, but a yes and a no are for a human. */
static void say(struct item *item, const char *answer, const struct token *by,
                const struct token *ref)
{
    bool opposed = item->answer != NULL && strcmp(item->answer, answer) != 0 &&
                   strcmp(item->answer, "maybe") != 0 && strcmp(answer, "maybe") != 0;
    item->contradicts |= opposed;
    if (item->answer == NULL) {
        item->from = ref->from;
        item->to = ref->to;
    }
    item->answer = answer;
    item->by = by;
    item->more |= by != NULL && by->more;
}

/* "alle undtagen C": an item behind such a word in its sentence. */
static bool is_excepted(const GArray *tokens, guint ref)
{
    const struct token *token = &g_array_index(tokens, struct token, ref);
    for (guint i = ref; i > 0; i--) {
        const struct token *before = &g_array_index(tokens, struct token, i - 1);
        if (before->sentence != token->sentence || tokens_is_answer(before)) {
            return false;
        }
        if (before->kind == TOKEN_EXCEPT) {
            return true;
        }
    }
    return false;
}

/* Items spoken of anywhere in the mail, but for those that are excepted. */
static guint mentioned(const GArray *tokens)
{
    guint items = 0;
    for (guint i = 0; i < tokens->len; i++) {
        const struct token *token = &g_array_index(tokens, struct token, i);
        items |= token->kind == TOKEN_REF && !is_excepted(tokens, i) ? token->ref.items : 0;
    }
    return items;
}

/* The answer of the group before "undtagen", which an excepted item does not get. */
static const struct token *group_answer(const struct search *search, const GArray *tokens,
                                        guint ref, bool *none)
{
    const struct token *token = &g_array_index(tokens, struct token, ref);
    for (guint i = ref; i > 0; i--) {
        const struct token *group = &g_array_index(tokens, struct token, i - 1);
        if (group->sentence == token->sentence && group->kind == TOKEN_REF &&
            !is_excepted(tokens, i - 1)) {
            *none = group->ref.none;
            int answer = tokens_answer(search, tokens, i - 1);
            return answer >= 0 ? &g_array_index(tokens, struct token, answer) : NULL;
        }
    }
    return NULL;
}

/* Whether the word names an item, or joins two names. */
static bool is_name(const struct search *search, const GArray *tokens, unsigned at)
{
    for (guint i = 0; i < tokens->len; i++) {
        const struct token *token = &g_array_index(tokens, struct token, i);
        if (at >= token->from && at < token->to) {
            return token->kind == TOKEN_REF;
        }
    }
    return clause_has(search->language, "samt", search->own->matched, at, at + 1) ||
           clause_has(search->language, "ny-saetning", search->own->matched, at, at + 1) ||
           clause_has(search->language, "kandidatord", search->own->matched, at, at + 1);
}

/* "A men ikke B" without its comma: whether a "but not" ends at word `at`. */
static bool is_but_not(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->matched;
    return at > 0 && at < words->count &&
           clause_has(search->language, "ny-saetning", words, at - 1, at) &&
           clause_has(search->language, "naegtelse", words, at, at + 1);
}

/* Whether the clause of the item says nothing but the names of items: "A og C", "A, måske B". */
static bool only_names(const struct search *search, const GArray *tokens, guint ref)
{
    const struct textwords *words = search->own->matched;
    const struct token *token = &g_array_index(tokens, struct token, ref);
    unsigned at = token->from, end = token->to;
    while (at > 0 && words->list[at].before < BREAK_COMMA && is_name(search, tokens, at - 1)) {
        at--;
    }
    while (end < words->count && words->list[end].before < BREAK_COMMA &&
           is_name(search, tokens, end)) {
        end++;
    }
    bool starts = at == 0 || words->list[at].before >= BREAK_COMMA;
    bool label = words->text[words->list[end - 1].start + words->list[end - 1].length] == ':';
    bool except = ref + 1 < tokens->len &&
                  g_array_index(tokens, struct token, ref + 1).kind == TOKEN_EXCEPT &&
                  g_array_index(tokens, struct token, ref + 1).from == end;
    bool ends = end == words->count || words->list[end].before >= BREAK_COMMA;
    return starts && !label && (except || ends || is_but_not(search, end));
}

static void say_each(struct item *items, guint which, const char *answer, const struct token *by,
                     const struct token *ref)
{
    for (int i = 0; i < REFS_LETTERS; i++) {
        if ((which >> i & 1u) != 0) {
            say(&items[i], answer, by, ref);
        }
    }
}

/* "A lyder spændende, men det er for langt væk": the answer that takes a yes back; NULL: none. */
static const struct token *taken_back(const struct search *search, const GArray *tokens,
                                      guint answer)
{
    const struct token *yes = &g_array_index(tokens, struct token, answer);
    const struct textwords *words = search->own->matched;
    for (guint i = answer + 1; yes->kind == TOKEN_YES && i < tokens->len; i++) {
        const struct token *token = &g_array_index(tokens, struct token, i);
        if (token->sentence != yes->sentence || token->kind == TOKEN_REF) {
            return NULL;
        }
        unsigned start = clause_start(search->language, words, token->from);
        if (token->clause != yes->clause && token->kind == TOKEN_NO &&
            clause_has(search->language, "ny-saetning", words, start, start + 1)) {
            return token;
        }
    }
    return NULL;
}

static void read_ref(const struct search *search, const GArray *tokens, guint index,
                     struct item *items)
{
    const struct token *ref = &g_array_index(tokens, struct token, index);
    if (is_excepted(tokens, index)) {
        bool none = false;
        const struct token *by = group_answer(search, tokens, index, &none);
        bool yes = none || (by != NULL && by->kind == TOKEN_NO);
        say_each(items, ref->ref.items, yes ? "yes" : "no", by, ref);
        return;
    }
    int answer = tokens_answer(search, tokens, index);
    const struct token *by = answer < 0 ? NULL : &g_array_index(tokens, struct token, answer);
    const struct token *back = answer < 0 ? NULL : taken_back(search, tokens, (guint)answer);
    if (back != NULL && back->reason) {
        by = back;
    } else if (back != NULL) {
        say_each(items, ref->ref.items, "no", back, ref); /* and yes: a human reads it */
    }
    bool bare = by == NULL && only_names(search, tokens, index);
    if (ref->ref.none) {
        guint named = ref->ref.kind == REF_ITEMS ? ref->ref.items : mentioned(tokens);
        say_each(items, named != 0 ? named : search->items, "no", by, ref);
    } else if (bare || by != NULL) {
        guint all = ref->ref.kind == REF_ALL ? search->items : 0;
        guint which = ref->ref.kind == REF_ITEMS ? ref->ref.items : all;
        bool supposed = ref->ref.counted && search->items != which;
        for (int i = 0; i < REFS_LETTERS; i++) {
            bool meant = (which >> i & 1u) != 0, first = items[i].answer == NULL;
            items[i].guess = meant ? supposed && (first || items[i].guess) : items[i].guess;
        }
        say_each(items, which, bare ? "yes" : answer_of(by->kind, false), by, ref);
    }
}

/* What belongs to an item besides its answer: "uden kørekort", "da hun bor for langt væk". */
static void read_details(const struct search *search, const GArray *tokens, struct item *items)
{
    for (guint i = 0; i < tokens->len; i++) {
        const struct token *ref = &g_array_index(tokens, struct token, i);
        for (int k = 0; ref->kind == TOKEN_REF && k < REFS_LETTERS; k++) {
            struct item *item = &items[k];
            if ((ref->ref.items >> k & 1u) == 0 || item->answer == NULL) {
                continue;
            }
            bool no = strcmp(item->answer, "no") == 0;
            if (no && item->reason == NULL) {
                item->reason = reasons_of(search, tokens, i);
            } else if (!no && item->without == NULL) {
                item->without = reasons_without(search, tokens, i);
            }
        }
    }
}

/* "B er perfekt. Har I flere af samme slags?": of the item before it. */
static void read_more(const GArray *tokens, struct item *items)
{
    guint last = 0;
    for (guint i = 0; i < tokens->len; i++) {
        const struct token *token = &g_array_index(tokens, struct token, i);
        last = token->kind == TOKEN_REF ? token->ref.items : last;
        bool named = i + 1 < tokens->len && (token + 1)->kind == TOKEN_REF &&
                     (token + 1)->sentence == token->sentence;
        for (int k = 0; token->more && !named && k < REFS_LETTERS; k++) {
            items[k].more |= (last >> k & 1u) != 0;
        }
    }
}

static void add(struct search *search, int index, const struct item *item)
{
    const struct textwords *words = search->own->matched;
    unsigned from = item->by == NULL ? item->from : MIN(item->from, item->by->from);
    unsigned to = item->by == NULL ? item->to : MAX(item->to, item->by->to);
    struct verdict_intent *intent = verdict_intent_new(
        "choose", item->by != NULL && item->by->rule != NULL ? item->by->rule->place : "valg.tabel",
        textwords_between(words, from, to));
    const char letter[] = {(char)('A' + index), '\0'};
    verdict_set_slot(intent, "ref", letter);
    verdict_set_slot(intent, "answer", item->answer);
    if (item->without != NULL) {
        json_t *without = json_array();
        for (guint i = 0; i < item->without->len; i++) {
            json_array_append_new(without, json_string(g_ptr_array_index(item->without, i)));
        }
        json_object_set_new(intent->slots, "without", without);
    }
    if (item->more) {
        json_object_set_new(intent->slots, "more", json_true());
    }
    verdict_set_slot(intent, "reason", item->reason);
    struct finding *finding = finding_add(search, intent, words, item->from, item->to);
    finding->scope_said = true;
    finding->guess = item->guess && strcmp(item->answer, "yes") == 0;
    finding_is_order(search, words, from, to);
}

/* "Har I flere som A?" is an order. */
static void note_orders(struct search *search, const GArray *tokens)
{
    for (guint i = 0; i < tokens->len; i++) {
        const struct token *token = &g_array_index(tokens, struct token, i);
        if (token->request) {
            finding_is_order(search, search->own->matched, token->from, token->to);
        }
    }
}

/* "Ja tak" to a digest with one item. */
static void read_only_item(const struct search *search, const GArray *tokens, struct item *items)
{
    struct item *item = &items[g_bit_nth_lsf(search->items, -1)];
    if (item->answer != NULL) {
        return; /* "ingen af dem" */
    }
    for (guint i = 0; i < tokens->len; i++) {
        const struct token *token = &g_array_index(tokens, struct token, i);
        if (token->kind == TOKEN_REF || token->kind == TOKEN_EXCEPT) {
            item->contradicts = true;
            return;
        }
        say(item, answer_of(token->kind, false), token, token);
    }
}

void choose_find(struct search *search)
{
    static const char *const digests[] = {"candidate-digest", "job-digest", NULL};
    if (!g_strv_contains(digests, search->replying_to)) {
        return;
    }
    struct item items[REFS_LETTERS] = {0};
    g_autoptr(GArray) tokens = tokens_read(search);
    for (guint i = 0; i < tokens->len; i++) {
        if (g_array_index(tokens, struct token, i).kind == TOKEN_REF) {
            read_ref(search, tokens, i, items);
        }
    }
    if (search->items != 0 && (search->items & (search->items - 1)) == 0 &&
        mentioned(tokens) == 0) {
        read_only_item(search, tokens, items);
    }
    read_details(search, tokens, items);
    read_more(tokens, items);
    note_orders(search, tokens);
    for (int i = 0; i < REFS_LETTERS; i++) {
        if (items[i].answer != NULL && !items[i].contradicts) {
            add(search, i, &items[i]);
        }
        g_free(items[i].reason);
        g_clear_pointer(&items[i].without, g_ptr_array_unref);
    }
}
