#include "understand/pattern.h"

#include <string.h>

#include "base/failure.h"
#include "base/text.h"

#define SHORT_GAP 2
#define LONG_GAP 7
#define ITEM_LIMIT 40

/* What stands from ITEM_START on takes no word. */
enum item_kind {
    ITEM_WORDS,
    ITEM_NUMBER,
    ITEM_ADDRESS,
    ITEM_GAP,
    ITEM_START,
    ITEM_END,
    ITEM_SENTENCE_START,
    ITEM_SENTENCE_END
};

struct item {
    enum item_kind kind;
    GPtrArray *words; /* struct pattern_word */
    guint64 marks;    /* word_mark of what it takes; of ITEM_WORDS only */
    unsigned gap;
    bool optional, negated;
    bool in_clause; /* of ITEM_GAP: `words` end the clause, and with it the gap */
};

struct pattern {
    guint64 marks; /* of the word that it begins with */
    GArray *items;
};

struct matcher {
    const struct pattern *pattern;
    const struct pattern_scope *scope;
    unsigned first;
    guint8 *named; /* by word from `first` */
    unsigned room;
};

static void item_clear(gpointer data)
{
    struct item *item = data;
    if (item->words != NULL) {
        g_ptr_array_unref(item->words);
    }
}

static bool fail(GError **error, const char *word, const char *what)
{
    g_set_error(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION, "\"%s\": %s", word, what);
    return false;
}

/* The members of <name>, or NULL. Borrowed. */
static GPtrArray *class_of(const char *name, GHashTable *classes, GError **error)
{
    size_t length = strlen(name);
    if (length < 3 || name[length - 1] != '>') {
        fail(error, name, "a word class is written <name>");
        return NULL;
    }
    g_autofree char *bare = g_strndup(name + 1, length - 2);
    g_autofree char *folded = text_fold(bare);
    GPtrArray *members = g_hash_table_lookup(classes, folded);
    if (members == NULL) {
        fail(error, name, "there is no such word class; make one with [ord NAME]");
    }
    return members;
}

static bool read_alternatives(struct item *item, const char *written, GHashTable *classes,
                              GError **error)
{
    if (*written == '<' && strchr(written, '|') == NULL) {
        /* Many rows name the same class: they share it. */
        GPtrArray *members = class_of(written, classes, error);
        item->words = members != NULL ? g_ptr_array_ref(members) : NULL;
        return members != NULL;
    }
    item->words = g_ptr_array_new_with_free_func(pattern_word_free);
    g_auto(GStrv) alternatives = g_strsplit(written, "|", -1);
    for (size_t i = 0; alternatives[i] != NULL; i++) {
        const char *one = alternatives[i];
        if (*one == '\0' || strcmp(one, "~") == 0 || strcmp(one, "*") == 0) {
            return fail(error, written, "an alternative is empty");
        }
        if (*one == '<') {
            const GPtrArray *members = class_of(one, classes, error);
            if (members == NULL) {
                return false;
            }
            pattern_word_copy_all(item->words, members);
            continue;
        }
        g_ptr_array_add(item->words, pattern_word_new(one));
    }
    return true;
}

static bool read_item(struct item *item, const char *written, GHashTable *classes, GError **error)
{
    static const struct {
        const char *sign;
        struct item item;
    } signs[] = {
        {"^", {.kind = ITEM_START}},
        {"$", {.kind = ITEM_END}},
        {"^^", {.kind = ITEM_SENTENCE_START}},
        {"$$", {.kind = ITEM_SENTENCE_END}},
        {"#", {.kind = ITEM_NUMBER}},
        {"@", {.kind = ITEM_ADDRESS}},
        {"..", {.kind = ITEM_GAP, .gap = SHORT_GAP}},
        {"...", {.kind = ITEM_GAP, .gap = LONG_GAP}},
        {"&", {.kind = ITEM_GAP, .gap = LONG_GAP, .in_clause = true}},
    };
    size_t length = strlen(written);
    if (written[0] == '(') {
        if (length < 3 || written[length - 1] != ')') {
            return fail(error, written, "a bracket is not closed");
        }
        g_autofree char *inner = g_strndup(written + 1, length - 2);
        bool read = read_item(item, inner, classes, error);
        item->optional = true;
        return read;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (strcmp(written, signs[i].sign) == 0) {
            *item = signs[i].item;
            return !item->in_clause || read_alternatives(item, "<ledskel>", classes, error);
        }
    }
    item->kind = ITEM_WORDS;
    item->negated = written[0] == '!';
    return read_alternatives(item, written + (item->negated ? 1 : 0), classes, error);
}

/* Of the words that a match may begin with. */
static guint64 first_marks(const struct pattern *pattern)
{
    guint64 marks = 0;
    for (guint i = 0; i < pattern->items->len; i++) {
        const struct item *item = &g_array_index(pattern->items, struct item, i);
        if (item->kind >= ITEM_START) {
            continue;
        }
        if (item->kind != ITEM_WORDS || item->negated) {
            return ~(guint64)0;
        }
        marks |= item->marks;
        if (!item->optional) {
            return marks;
        }
    }
    return ~(guint64)0;
}

static void need_clear(gpointer data)
{
    struct pattern_need *need = data;
    g_free(need->keys);
}

GArray *pattern_needs(const struct pattern *pattern)
{
    GArray *needs = g_array_new(FALSE, FALSE, sizeof(struct pattern_need));
    g_array_set_clear_func(needs, need_clear);
    for (guint i = 0; i < pattern->items->len; i++) {
        const struct item *item = &g_array_index(pattern->items, struct item, i);
        if (item->kind != ITEM_WORDS || item->negated || item->optional) {
            continue;
        }
        struct pattern_need need = {.keys = g_new(unsigned short, item->words->len),
                                    .count = item->words->len};
        for (guint w = 0; w < item->words->len; w++) {
            const struct pattern_word *word = g_ptr_array_index(item->words, w);
            need.keys[w] = pattern_word_key(word);
            need.loose += word->typo ? 1 : 0;
        }
        g_array_append_val(needs, need);
    }
    return needs;
}

guint64 pattern_begins(const struct pattern *pattern)
{
    return pattern->marks;
}

struct pattern *pattern_compile(const char *row, GHashTable *classes, GError **error)
{
    SCOPED(pattern) struct pattern *pattern = g_new0(struct pattern, 1);
    pattern->items = g_array_new(FALSE, TRUE, sizeof(struct item));
    g_array_set_clear_func(pattern->items, item_clear);
    g_auto(GStrv) written = g_strsplit_set(row, " \t", -1);
    bool words = false;
    for (size_t i = 0; written[i] != NULL; i++) {
        if (*written[i] == '\0') {
            continue;
        }
        struct item item = {0};
        if (!read_item(&item, written[i], classes, error)) {
            item_clear(&item);
            return NULL;
        }
        item.marks = item.kind == ITEM_WORDS ? pattern_word_marks(item.words) : 0;
        words = words || ((item.kind == ITEM_WORDS || item.kind == ITEM_ADDRESS) &&
                          !item.optional && !item.negated);
        g_array_append_val(pattern->items, item);
    }
    if (!words || pattern->items->len > ITEM_LIMIT) {
        fail(error, row, "the pattern has no word that must be there, or too many");
        return NULL;
    }
    pattern->marks = first_marks(pattern);
    return g_steal_pointer(&pattern);
}

void pattern_free(struct pattern *pattern)
{
    g_array_unref(pattern->items);
    g_free(pattern);
}

/* Whether a clause ends before word `at`; a divider there would be word `divider`. */
static bool divides(const struct matcher *matcher, unsigned at, unsigned divider)
{
    const struct word *list = matcher->scope->words->list;
    return !matcher->scope->whole_lines && at < matcher->scope->words->count &&
           (list[at].before >= BREAK_COMMA ||
            pattern_word_in(matcher->scope->dividers, list[divider].folded));
}

static bool is_edge(const struct matcher *matcher, enum item_kind kind, unsigned at)
{
    const struct textwords *words = matcher->scope->words;
    if (kind == ITEM_START) {
        return at == 0 || divides(matcher, at, at - 1);
    }
    if (kind == ITEM_END) {
        return at >= words->count || divides(matcher, at, at);
    }
    bool edge = at >= words->count ||
                (!matcher->scope->whole_lines && words->list[at].before >= BREAK_LINE);
    return edge || (at == 0 && kind == ITEM_SENTENCE_START);
}

/* A match does not reach over the end of its sentence. */
static bool can_take(const struct matcher *matcher, unsigned at)
{
    const struct textwords *words = matcher->scope->words;
    return at < words->count && at - matcher->first < matcher->room &&
           (at == matcher->first || matcher->scope->whole_lines ||
            words->list[at].before < BREAK_SENTENCE);
}

static bool takes(const struct item *item, const struct word *word)
{
    bool taken = item->kind == ITEM_NUMBER    ? word->number
                 : item->kind == ITEM_ADDRESS ? word->address
                                              : (item->marks & word->start_mark) != 0 &&
                                                    pattern_word_in(item->words, word->folded);
    return taken != item->negated;
}

static bool ends_frame(const struct item *gap, const struct matcher *matcher, unsigned at)
{
    const struct word *word = &matcher->scope->words->list[at];
    return at < matcher->scope->words->count &&
           (word->before >= BREAK_COMMA || pattern_word_in(gap->words, word->folded));
}

/* The end of the match of items from `index` on, with word `at` next; -1 for none. Depth is the
 * number of items, and gaps are short. */
static int match_items(struct matcher *matcher, guint index, unsigned at)
{
    if (index == matcher->pattern->items->len) {
        return (int)at;
    }
    const struct item *item = &g_array_index(matcher->pattern->items, struct item, index);
    if (item->kind >= ITEM_START) {
        return is_edge(matcher, item->kind, at) ? match_items(matcher, index + 1, at) : -1;
    }
    if (item->kind == ITEM_GAP) {
        for (unsigned skipped = 0;; skipped++) {
            if (item->in_clause && ends_frame(item, matcher, at + skipped)) {
                return -1;
            }
            int end = match_items(matcher, index + 1, at + skipped);
            if (end >= 0 || skipped == item->gap || !can_take(matcher, at + skipped)) {
                return end;
            }
            matcher->named[at + skipped - matcher->first] = 0;
        }
    }
    if (can_take(matcher, at) && takes(item, &matcher->scope->words->list[at])) {
        matcher->named[at - matcher->first] = 1;
        int end = match_items(matcher, index + 1, at + 1);
        if (end >= 0) {
            return end;
        }
    }
    return item->optional ? match_items(matcher, index + 1, at) : -1;
}

/* Tries it; to be asked only where the first word may be right: it clears its notes. */
static bool match_here(const struct pattern *pattern, const struct pattern_scope *scope,
                       unsigned from, struct pattern_hit *hit)
{
    guint8 named[ITEM_LIMIT * (LONG_GAP + 1)] = {0};
    struct matcher matcher = {.pattern = pattern,
                              .scope = scope,
                              .first = from,
                              .named = named,
                              .room = G_N_ELEMENTS(named)};
    int end = match_items(&matcher, 0, from);
    if (end < 0) {
        return false;
    }
    if (hit != NULL) {
        hit->from = from;
        hit->to = (unsigned)end;
        if (hit->named != NULL) {
            g_byte_array_set_size(hit->named, 0);
            g_byte_array_append(hit->named, named, (guint)end - from);
        }
    }
    return true;
}

bool pattern_match(const struct pattern *pattern, const struct pattern_scope *scope, unsigned from,
                   struct pattern_hit *hit)
{
    const struct textwords *words = scope->words;
    bool begins = from >= words->count || (words->list[from].start_mark & pattern->marks) != 0;
    return begins && match_here(pattern, scope, from, hit);
}
