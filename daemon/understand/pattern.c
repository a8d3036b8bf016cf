#include "understand/pattern.h"

#include <string.h>

#include "base/failure.h"

#define SHORT_GAP 2
#define LONG_GAP 7
#define BLANKS " \t"
#define ITEM_LIMIT 41 /* of one row, and one too many */

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
    bool optional, negated;
    bool in_clause; /* of ITEM_GAP: `words` end the clause, and with it the gap */
    unsigned gap;
    const struct pattern_words *words;
};

struct pattern {
    guint64 marks; /* of the word that it begins with */
    unsigned count;
    struct item items[];
};

struct matcher {
    const struct pattern *pattern;
    const struct pattern_scope *scope;
    unsigned first;
    guint8 *named; /* by word from `first` */
    unsigned room;
};

static bool fail(GError **error, const char *word, const char *what)
{
    g_set_error(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION, "\"%s\": %s", word, what);
    return false;
}

static bool read_words(struct item *item, const char *written, struct vocabulary *vocabulary,
                       GError **error)
{
    item->words = vocabulary_read(vocabulary, written, error);
    return item->words != NULL;
}

/* What stands at one place of a row. */
static bool read_item(struct item *item, char *written, struct vocabulary *vocabulary,
                      GError **error)
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
        written[length - 1] = '\0';
        bool read = read_item(item, written + 1, vocabulary, error);
        item->optional = true;
        return read;
    }
    bool sign = g_ascii_ispunct(*written);
    for (size_t i = 0; sign && i < G_N_ELEMENTS(signs); i++) {
        if (strcmp(written, signs[i].sign) == 0) {
            *item = signs[i].item;
            return !item->in_clause || read_words(item, "<ledskel>", vocabulary, error);
        }
    }
    item->kind = ITEM_WORDS;
    item->negated = written[0] == '!';
    return read_words(item, written + (item->negated ? 1 : 0), vocabulary, error);
}

/* Of the words that a match may begin with. */
static guint64 first_marks(const struct pattern *pattern)
{
    guint64 marks = 0;
    for (unsigned i = 0; i < pattern->count; i++) {
        const struct item *item = &pattern->items[i];
        if (item->kind >= ITEM_START) {
            continue;
        }
        if (item->kind != ITEM_WORDS || item->negated) {
            return ~(guint64)0;
        }
        marks |= item->words->marks;
        if (!item->optional) {
            return marks;
        }
    }
    return ~(guint64)0;
}

const struct pattern_words *pattern_need(const struct pattern *pattern, unsigned *at)
{
    while (*at < pattern->count) {
        const struct item *item = &pattern->items[(*at)++];
        if (item->kind == ITEM_WORDS && !item->negated && !item->optional) {
            return item->words;
        }
    }
    return NULL;
}

guint64 pattern_begins(const struct pattern *pattern)
{
    return pattern->marks;
}

/* The places of a row, which is cut into pieces. */
static bool read_items(struct item *items, unsigned *count, char *row,
                       struct vocabulary *vocabulary, GError **error)
{
    for (row += strspn(row, BLANKS); *row != '\0' && *count < ITEM_LIMIT;
         row += strspn(row, BLANKS)) {
        char *one = row;
        row += strcspn(row, BLANKS);
        if (*row != '\0') {
            *row++ = '\0';
        }
        if (!read_item(&items[(*count)++], one, vocabulary, error)) {
            return false;
        }
    }
    return true;
}

struct pattern *pattern_compile(const char *row, struct vocabulary *vocabulary, GError **error)
{
    struct item items[ITEM_LIMIT] = {0};
    unsigned count = 0;
    g_autofree char *pieces = g_strdup(row);
    if (!read_items(items, &count, pieces, vocabulary, error)) {
        return NULL;
    }
    bool words = false;
    for (unsigned i = 0; i < count; i++) {
        words = words || ((items[i].kind == ITEM_WORDS || items[i].kind == ITEM_ADDRESS) &&
                          !items[i].optional && !items[i].negated);
    }
    if (!words || count == ITEM_LIMIT) {
        fail(error, row, "the pattern has no word that must be there, or too many");
        return NULL;
    }
    struct pattern *pattern = g_malloc(sizeof *pattern + count * sizeof *items);
    pattern->count = count;
    memcpy(pattern->items, items, count * sizeof *items);
    pattern->marks = first_marks(pattern);
    return pattern;
}

void pattern_free(struct pattern *pattern)
{
    g_free(pattern);
}

/* Whether a clause ends before word `at`; a divider there would be word `divider`. */
static bool divides(const struct matcher *matcher, unsigned at, unsigned divider)
{
    const struct word *list = matcher->scope->words->list;
    return !matcher->scope->whole_lines && at < matcher->scope->words->count &&
           (list[at].before >= BREAK_COMMA ||
            textwords_in(matcher->scope->words, divider, matcher->scope->dividers));
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

static bool takes(const struct item *item, const struct textwords *words, unsigned at)
{
    bool taken = item->kind == ITEM_NUMBER    ? words->list[at].number
                 : item->kind == ITEM_ADDRESS ? words->list[at].address
                                              : textwords_in(words, at, item->words);
    return taken != item->negated;
}

static bool ends_frame(const struct item *gap, const struct matcher *matcher, unsigned at)
{
    const struct textwords *words = matcher->scope->words;
    return at < words->count &&
           (words->list[at].before >= BREAK_COMMA || textwords_in(words, at, gap->words));
}

/* The end of the match of items from `index` on, with word `at` next; -1 for none. Depth is the
 * number of items, and gaps are short. */
static int match_items(struct matcher *matcher, unsigned index, unsigned at)
{
    if (index == matcher->pattern->count) {
        return (int)at;
    }
    const struct item *item = &matcher->pattern->items[index];
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
    if (can_take(matcher, at) && takes(item, matcher->scope->words, at)) {
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
