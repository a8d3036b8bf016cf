#include "understand/tokens.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/phrases.h"
#include "understand/saying.h"

enum meaning { YES, NO, MAYBE, MORE, REASON, EXCEPT, OTHER };

static const struct phrase_section sections[] = {{"valg-andet", OTHER},  {"valg-undtagen", EXCEPT},
                                                 {"valg-maaske", MAYBE}, {"valg-nej-grund", REASON},
                                                 {"valg-nej", NO},       {"valg-flere", MORE},
                                                 {"valg-ja", YES},       {NULL, 0}};

static const struct token *at(const GArray *tokens, guint index)
{
    return &g_array_index(tokens, struct token, index);
}

bool tokens_is_answer(const struct token *token)
{
    return token->kind == TOKEN_YES || token->kind == TOKEN_NO || token->kind == TOKEN_MAYBE;
}

static void add_answer(const struct search *search, GArray *tokens, const struct phrase *phrase)
{
    bool request = phrase->rule->mode == RULE_REQUEST;
    bool asks = saying_asks(search, phrase->from, phrase->to);
    if (phrase->meaning == OTHER || (asks && !request)) {
        return;
    }
    struct token token = {.from = phrase->from,
                          .to = phrase->to,
                          .rule = phrase->rule,
                          .request = request,
                          .more = phrase->meaning == MORE,
                          .reason = phrase->meaning == REASON};
    bool supposed = saying_supposes(search, phrase->from, phrase->to);
    switch ((enum meaning)phrase->meaning) {
    case YES:
    case MORE:
        token.kind = phrase->negated ? TOKEN_NO : supposed ? TOKEN_MAYBE : TOKEN_YES;
        break;
    case NO:
    case REASON:
        token.kind = phrase->negated && phrase->to - phrase->from > 1 ? TOKEN_MAYBE : TOKEN_NO;
        break;
    case MAYBE:
        token.kind = TOKEN_MAYBE;
        break;
    case EXCEPT:
    case OTHER:
    default:
        token.kind = TOKEN_EXCEPT;
    }
    g_array_append_val(tokens, token);
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const struct token *left = a, *right = b;
    if (left->from != right->from) {
        return left->from < right->from ? -1 : 1;
    }
    return (int)tokens_is_answer(left) - (int)tokens_is_answer(right);
}

/* "A 👍, B 👎": a sign behind the item is its answer. */
static void add_sign(const struct search *search, GArray *tokens, const struct ref *ref,
                     const char *list, enum token_kind kind)
{
    const struct word *last = &search->own->matched->list[ref->to - 1];
    const char *behind = search->own->matched->text + last->start + last->length;
    behind += strspn(behind, " :=-");
    const struct pattern_words *signs = language_words(search->language, list);
    for (unsigned i = 0; i < signs->count; i++) {
        const struct pattern_word *sign = &signs->list[i];
        if (g_str_has_prefix(behind, sign->folded)) {
            struct token token = {.kind = kind, .from = ref->to - 1, .to = ref->to};
            g_array_append_val(tokens, token);
            return;
        }
    }
}

/* Whether the text between two words has this mark. */
static bool has_mark(const struct textwords *words, unsigned before, char mark)
{
    const struct word *left = &words->list[before - 1], *right = &words->list[before];
    const char *start = words->text + left->start + left->length;
    return memchr(start, mark, (size_t)(words->text + right->start - start)) != NULL;
}

static bool ends_ref(const GArray *tokens, unsigned word)
{
    for (guint i = 0; i < tokens->len; i++) {
        if (at(tokens, i)->kind == TOKEN_REF && at(tokens, i)->to == word) {
            return true;
        }
    }
    return false;
}

/* The reference that begins at the word, or NULL. */
static const struct token *ref_from(const GArray *tokens, unsigned word)
{
    for (guint i = 0; i < tokens->len; i++) {
        if (at(tokens, i)->kind == TOKEN_REF && at(tokens, i)->from == word) {
            return at(tokens, i);
        }
    }
    return NULL;
}

static bool starts_ref(const GArray *tokens, unsigned word)
{
    return ref_from(tokens, word) != NULL;
}

/* "Kun A, resten er for langt væk": no list goes on with the rest. */
static bool starts_rest(const GArray *tokens, unsigned word)
{
    const struct token *ref = ref_from(tokens, word);
    return ref != NULL && ref->ref.kind == REF_REST;
}

/* "A: ja", "A. Lyder godt", and an "A" on a line of its own: what follows is said of it. */
static bool is_label(const struct textwords *words, const GArray *tokens, unsigned word)
{
    if (!ends_ref(tokens, word) || starts_ref(tokens, word)) {
        return false;
    }
    bool bracket = words->text[words->list[word - 1].start + words->list[word - 1].length] == ')';
    unsigned start = word - 1;
    while (start > 0 && words->list[start].before == BREAK_NONE) {
        start--;
    }
    bool alone = words->list[start].before >= BREAK_LINE && starts_ref(tokens, start);
    return bracket || has_mark(words, word, ':') ||
           (alone && words->list[word].before < BREAK_PARAGRAPH && !has_mark(words, word, ','));
}

/* "A ja og B nej": a clause ends at "og" when what follows has an answer of its own. */
static bool is_new_pair(const GArray *tokens, unsigned word, unsigned clause_from)
{
    bool answered = false, item = false;
    for (guint i = 0; i < tokens->len; i++) {
        const struct token *token = at(tokens, i);
        if (token->from < clause_from) {
            continue;
        }
        if (token->from < word) {
            answered |= tokens_is_answer(token);
            item |= token->kind == TOKEN_REF;
        } else {
            return item && answered && tokens_is_answer(token) && token->from <= word + 1;
        }
    }
    return false;
}

/* Numbers clauses and sentences of all words and writes them into the tokens. */
static void number_clauses(const struct search *search, GArray *tokens)
{
    const struct textwords *words = search->own->matched;
    const struct pattern_words *starts = language_words(search->language, "ny-saetning");
    unsigned clause = 0, sentence = 0, clause_from = 0;
    guint next = 0;
    for (unsigned word = 0; word < words->count; word++) {
        enum words_break before = word == 0 ? BREAK_NONE : words->list[word].before;
        bool label = before >= BREAK_COMMA && is_label(words, tokens, word);
        bool list = before >= BREAK_COMMA && before <= BREAK_LINE && ends_ref(tokens, word) &&
                    starts_ref(tokens, word) && !starts_rest(tokens, word);
        bool pair = before == BREAK_NONE && strcmp(words->list[word].folded, "og") == 0 &&
                    is_new_pair(tokens, word, clause_from);
        if (before >= BREAK_SENTENCE && !label && !has_mark(words, word, ':')) {
            sentence++;
        }
        if ((before >= BREAK_COMMA && !label && !list) || pair ||
            (word > 0 && textwords_in(words, word, starts))) {
            clause++;
            clause_from = word;
        }
        for (; next < tokens->len && at(tokens, next)->from <= word; next++) {
            g_array_index(tokens, struct token, next).clause = clause;
            g_array_index(tokens, struct token, next).sentence = sentence;
        }
    }
}

GArray *tokens_read(const struct search *search)
{
    GArray *tokens = g_array_new(FALSE, FALSE, sizeof(struct token));
    g_autoptr(GArray) refs = refs_find(search);
    for (guint i = 0; i < refs->len; i++) {
        const struct ref *ref = &g_array_index(refs, struct ref, i);
        struct token token = {.kind = TOKEN_REF, .from = ref->from, .to = ref->to, .ref = *ref};
        g_array_append_val(tokens, token);
        add_sign(search, tokens, ref, "tommel-op", TOKEN_YES);
        add_sign(search, tokens, ref, "tommel-ned", TOKEN_NO);
    }
    g_autoptr(GArray) phrases = phrases_find(search, sections);
    for (guint i = 0; i < phrases->len; i++) {
        add_answer(search, tokens, &g_array_index(phrases, struct phrase, i));
    }
    g_array_sort(tokens, by_place);
    number_clauses(search, tokens);
    return tokens;
}

/* The next answer from `index` on in this direction within the clause; -1: none. */
static int answer_beside(const GArray *tokens, guint index, int step)
{
    for (int i = (int)index + step; i >= 0 && i < (int)tokens->len; i += step) {
        const struct token *token = at(tokens, (guint)i);
        if (token->clause != at(tokens, index)->clause || token->kind == TOKEN_EXCEPT) {
            return -1;
        }
        if (tokens_is_answer(token)) {
            return i;
        }
    }
    return -1;
}

static guint first_of_clause(const GArray *tokens, guint index)
{
    guint first = index;
    while (first > 0 && at(tokens, first - 1)->clause == at(tokens, index)->clause) {
        first--;
    }
    return first;
}

/* "ja til A, B nej": the item behind a comma has an answer of its own behind it. */
static bool stands_apart(const struct search *search, const GArray *tokens, guint ref)
{
    const struct token *token = at(tokens, ref);
    return search->own->matched->list[token->from].before == BREAK_COMMA &&
           answer_beside(tokens, ref, 1) == (int)ref + 1;
}

static int answer_in_clause(const struct search *search, const GArray *tokens, guint ref)
{
    bool leads = at(tokens, first_of_clause(tokens, ref))->kind == TOKEN_REF;
    int behind = answer_beside(tokens, ref, 1), before = answer_beside(tokens, ref, -1);
    if (leads || stands_apart(search, tokens, ref)) {
        return behind >= 0 ? behind : before;
    }
    return before >= 0 ? before : behind;
}

/* "B er for gammel, C er lige i øjet": what is said of C is not understood, but it is not what is
 * said of B. */
static bool says_its_own(const struct search *search, const GArray *tokens, guint ref)
{
    const struct textwords *words = search->own->matched;
    const struct token *token = at(tokens, ref);
    guint first = first_of_clause(tokens, ref);
    return at(tokens, first)->kind == TOKEN_REF && first > 0 &&
           at(tokens, first_of_clause(tokens, first - 1))->kind == TOKEN_REF &&
           token->to < words->count && words->list[token->to].before == BREAK_NONE &&
           language_has_word(search->language, "valg-udsagn", words, token->to);
}

/* An item without an answer in its clause: the clause before it when that is of the form "ja til
 * A", else the one behind, else the last answer of the sentence. */
static int answer_nearby(const struct search *search, const GArray *tokens, guint ref)
{
    const struct token *token = at(tokens, ref);
    guint first = first_of_clause(tokens, ref), last = ref;
    while (last + 1 < tokens->len && at(tokens, last + 1)->clause == token->clause) {
        last++;
    }
    const struct textwords *words = search->own->matched;
    unsigned start = at(tokens, first)->from;
    bool contrast =
        start > 0 && language_has_word(search->language, "ny-saetning", words, start - 1);
    bool before = !contrast && first > 0 && at(tokens, first - 1)->sentence == token->sentence &&
                  !says_its_own(search, tokens, ref);
    bool behind = last + 1 < tokens->len && at(tokens, last + 1)->sentence == token->sentence;
    int earlier = !before                                   ? -1
                  : tokens_is_answer(at(tokens, first - 1)) ? (int)first - 1
                                                            : answer_beside(tokens, first - 1, -1);
    if (before && tokens_is_answer(at(tokens, first_of_clause(tokens, first - 1)))) {
        return earlier;
    }
    if (behind) {
        const struct token *next = at(tokens, last + 1);
        bool own = last + 2 < tokens->len && at(tokens, last + 2)->kind == TOKEN_REF &&
                   at(tokens, last + 2)->clause == next->clause;
        int later = tokens_is_answer(next) && !own ? (int)last + 1 : -1;
        bool shared = next->kind == TOKEN_REF && next->ref.kind != REF_REST;
        later = shared ? answer_in_clause(search, tokens, last + 1) : later;
        if (later >= 0) {
            return later;
        }
    }
    return earlier;
}

int tokens_answer(const struct search *search, const GArray *tokens, guint ref)
{
    int answer = answer_in_clause(search, tokens, ref);
    return answer >= 0 ? answer : answer_nearby(search, tokens, ref);
}
