#include "understand/portrait.h"

#include <string.h>

#include "base/text.h"
#include "understand/grounds.h"
#include "understand/own.h"
#include "understand/redact.h"

enum {
    LEAST_WORDS = 3,
    MOST_WORDS = 45, /* of a sentence; what is longer is a list */
    SCORE_CAN = 2,
    SCORE_WANTS = 1,
    WORD_LIMIT = 6000,
    SENTENCE_CHARACTERS = 300,
    LEFT_OUT_MOST = 40
};

static const struct ground_section private[] = {
    {"portraet-alder", "age"},         {"portraet-foedt", "birth"},
    {"portraet-cpr", "cpr"},           {"portraet-koen", "sex"},
    {"portraet-navn", "name"},         {"portraet-civil", "civil"},
    {"portraet-boern", "children"},    {"portraet-helbred", "health"},
    {"portraet-oprindelse", "origin"}, {"portraet-religion", "religion"},
    {"portraet-fagforening", "union"}, {"portraet-akasse", "fund"},
    {"portraet-adresse", "address"},   {"portraet-kontakt", "contact"},
    {"portraet-privat", "private"},    {NULL, NULL},
};

struct maker {
    const struct language *language;
    const struct textwords *words; /* of the redacted text */
    const struct textwords *name;  /* of the sender, NULL: not known */
    GArray *kept;                  /* struct kept */
    struct portrait *portrait;
    GString *clean;
};

struct kept {
    char *text;
    int score;
    guint place;
};

static void kept_clear(gpointer data)
{
    struct kept *kept = data;
    g_free(kept->text);
}

/* A sentence also ends with a line when the next one begins like a new one: lists, CVs. */
static unsigned piece_end(const struct textwords *words, unsigned from)
{
    unsigned at = from + 1;
    while (at < words->count) {
        const struct word *word = &words->list[at];
        if (word->before >= BREAK_SENTENCE ||
            (word->before == BREAK_LINE && (word->title || word->number))) {
            break;
        }
        at++;
    }
    return at;
}

static bool ends_like(const struct maker *maker, const char *list, const char *folded)
{
    const struct pattern_words *endings = language_words(maker->language, list);
    for (unsigned i = 0; i < endings->count; i++) {
        const struct pattern_word *ending = &endings->list[i];
        if (strlen(folded) > ending->length && g_str_has_suffix(folded, ending->folded)) {
            return true;
        }
    }
    return false;
}

static bool is_of_name(const struct maker *maker, const struct word *word)
{
    for (unsigned i = 0; maker->name != NULL && i < maker->name->count && word->title; i++) {
        const char *part = maker->name->list[i].folded;
        if (strlen(part) > 2 && g_str_has_prefix(word->folded, part) &&
            strlen(word->folded) <= strlen(part) + 1) {
            return true;
        }
    }
    return false;
}

/* 1978 says how old somebody is, 2012 does not. */
static bool is_old_year(const struct word *word)
{
    gint64 year = word->number && word->length >= 4 ? g_ascii_strtoll(word->folded, NULL, 10) : 0;
    return year >= 1930 && year <= 1999;
}

/* What redact put there; words have no brackets, so what stands around them is looked at. */
static const char *mark_reason(const struct maker *maker, const struct word *word)
{
    for (enum redact_kind kind = REDACT_CPR; kind <= REDACT_LINK; kind++) {
        const char *mark = redact_mark(kind);
        size_t inner = strlen(mark) - 2;
        if (word->start > 0 && word->length == inner &&
            strncmp(maker->words->text + word->start - 1, mark, inner + 2) == 0) {
            return kind == REDACT_CPR ? "cpr" : "contact";
        }
    }
    return NULL;
}

/* Why a single word may not stand there; NULL: it may. */
static const char *word_reason(const struct maker *maker, unsigned at)
{
    const struct word *word = &maker->words->list[at];
    const char *mark = mark_reason(maker, word);
    if (mark != NULL) {
        return mark;
    }
    if (is_of_name(maker, word)) {
        return "name";
    }
    bool number = at + 1 < maker->words->count && maker->words->list[at + 1].number;
    if (number && word->title && ends_like(maker, "vejendelse", word->folded)) {
        return "address";
    }
    bool joined = word->number && !g_ascii_isdigit(word->folded[strlen(word->folded) - 1]);
    bool year = is_old_year(word) || (joined && ends_like(maker, "aarendelse", word->folded));
    return year ? "age" : NULL;
}

static void add_ground(GArray *grounds, const char *reason, unsigned at)
{
    struct ground ground = {.reason = reason, .from = at, .to = at + 1};
    g_array_append_val(grounds, ground);
}

/* All that may not be said in the words [from, to): struct ground. Owned. */
static GArray *private_words(const struct maker *maker, unsigned from, unsigned to)
{
    GArray *grounds =
        grounds_find(maker->language, maker->words, private, "portraet-maa", from, to);
    for (unsigned at = from; at < to; at++) {
        const char *reason = word_reason(maker, at);
        if (reason != NULL) {
            add_ground(grounds, reason, at);
        }
    }
    return grounds;
}

static bool has_ground(const GArray *grounds, unsigned from, unsigned to)
{
    for (guint i = 0; i < grounds->len; i++) {
        const struct ground *ground = &g_array_index(grounds, struct ground, i);
        if (ground->from < to && from < ground->to) {
            return true;
        }
    }
    return false;
}

/* Whether the sentence can be cut before word `at`: "..., og jeg kan lave mad". */
static bool can_cut(const struct maker *maker, unsigned from, unsigned at, unsigned to)
{
    const struct textwords *words = maker->words;
    return at > from && at + 1 < to &&
           language_has_word(maker->language, "portraet-og", words, at) &&
           language_has_word(maker->language, "portraet-begynd", words, at + 1);
}

/* The longest run of clauses without anything private; from == to: there is none. */
static void clean_run(const struct maker *maker, const GArray *grounds, unsigned *from,
                      unsigned *to)
{
    unsigned start = *from, end = *to, best_from = start, best_to = start;
    unsigned run = start;
    bool running = false;
    for (unsigned at = start; at < end;) {
        unsigned next = at + 1;
        while (next < end && !can_cut(maker, start, next, end)) {
            next++;
        }
        if (has_ground(grounds, at, next)) {
            running = false;
        } else {
            run = running ? run : at;
            running = true;
            unsigned first = run > start ? run + 1 : run; /* without its "og" */
            if (next - first > best_to - best_from) {
                best_from = first;
                best_to = next;
            }
        }
        at = next;
    }
    *from = best_from;
    *to = best_to;
}

/* The words as they stand there, as a sentence of its own. Owned. */
static char *as_sentence(const struct textwords *words, unsigned from, unsigned to)
{
    const struct word *last = &words->list[to - 1];
    size_t start = words->list[from].start, end = last->start + last->length;
    if (words->text[end] == ')' && memchr(words->text + start, '(', end - start) != NULL) {
        end++;
    }
    g_autofree char *piece = g_strndup(words->text + start, end - start);
    g_autofree char *line = text_one_line(piece, SENTENCE_CHARACTERS);
    gunichar first = g_unichar_toupper(g_utf8_get_char(line));
    GString *out = g_string_new(NULL);
    g_string_append_unichar(out, first);
    g_string_append(out, text_next(line));
    g_string_append_c(out, words->text[end] == '!' ? '!' : '.');
    return g_string_free(out, FALSE);
}

static bool says(const struct maker *maker, const char *name, unsigned from, unsigned to)
{
    const struct ground_section section[] = {{name, name}, {NULL, NULL}};
    g_autoptr(GArray) hits =
        grounds_find(maker->language, maker->words, section, "portraet-ikke", from, to);
    return hits->len > 0;
}

static bool is_none(const struct maker *maker, unsigned from, unsigned to)
{
    const struct textwords *words = maker->words;
    unsigned length = to - from;
    bool known = length < LEAST_WORDS || length > MOST_WORDS || words->list[from].asked;
    for (unsigned at = from; at < to && !known; at++) {
        known = language_longest(maker->language, "portraet-ikke", words, at, false) > 0;
    }
    return known;
}

static void keep(struct maker *maker, unsigned from, unsigned to)
{
    if (from >= to || is_none(maker, from, to)) {
        return;
    }
    struct kept kept = {.text = as_sentence(maker->words, from, to),
                        .score = (says(maker, "portraet-kan", from, to) ? SCORE_CAN : 0) +
                                 (says(maker, "portraet-vil", from, to) ? SCORE_WANTS : 0),
                        .place = maker->kept->len};
    g_array_append_val(maker->kept, kept);
}

/* One row for each reason: the words from its first to its last hit. */
static void leave_out(struct maker *maker, const GArray *grounds)
{
    for (guint i = 0; i < grounds->len; i++) {
        const struct ground *ground = &g_array_index(grounds, struct ground, i);
        unsigned to = ground->to;
        bool told = false;
        for (guint k = 0; k < grounds->len; k++) {
            const struct ground *other = &g_array_index(grounds, struct ground, k);
            bool same = strcmp(other->reason, ground->reason) == 0;
            told = told || (same && k < i);
            to = same ? MAX(to, other->to) : to;
        }
        if (!told && json_array_size(maker->portrait->left_out) < LEFT_OUT_MOST) {
            grounds_append(maker->portrait->left_out, ground->reason, maker->words, ground->from,
                           to);
        }
    }
}

/* The words as they stand there, for the matcher: short ones and lists too. */
static void add_open(struct maker *maker, unsigned from, unsigned to)
{
    if (from < to) {
        const struct word *list = maker->words->list;
        size_t start = list[from].start, end = list[to - 1].start + list[to - 1].length;
        g_string_append_printf(maker->clean, "%s%.*s", maker->clean->len > 0 ? "\n" : "",
                               (int)(end - start), maker->words->text + start);
    }
}

static void read_pieces(struct maker *maker, unsigned from, unsigned to)
{
    for (unsigned at = from; at < to;) {
        unsigned end = MIN(piece_end(maker->words, at), to);
        g_autoptr(GArray) grounds = private_words(maker, at, end);
        unsigned first = at, last = end;
        leave_out(maker, grounds);
        if (grounds->len > 0) {
            clean_run(maker, grounds, &first, &last);
        }
        keep(maker, first, last);
        add_open(maker, first, last);
        at = end;
    }
}

/* What he can, what he wants, the rest; each in the order of the text. */
static int by_score(gconstpointer a, gconstpointer b)
{
    const struct kept *left = a, *right = b;
    if (left->score != right->score) {
        return left->score > right->score ? -1 : 1;
    }
    return left->place < right->place ? -1 : left->place > right->place;
}

/* Cut out of what stood around them, digits may look like a number. */
static void add_clean(struct maker *maker, const char *sentence)
{
    SCOPED(redacted) struct redacted *open = redact(maker->language, sentence, NULL);
    unsigned masked = 0;
    for (enum redact_kind kind = REDACT_CPR; kind <= REDACT_LINK; kind++) {
        masked += open->counts[kind];
    }
    if (masked == 0) {
        g_ptr_array_add(maker->portrait->sentences, g_strdup(sentence));
    }
}

static void choose(struct maker *maker)
{
    g_array_sort(maker->kept, by_score);
    for (guint i = 0; i < maker->kept->len && maker->portrait->sentences->len < PORTRAIT_MOST;
         i++) {
        const struct kept *kept = &g_array_index(maker->kept, struct kept, i);
        bool needed = kept->score > 0 || maker->portrait->sentences->len < LEAST_WORDS;
        if (needed) {
            add_clean(maker, kept->text);
        }
    }
}

struct portrait *portrait_make(const struct language *language, const char *text, const char *name)
{
    SCOPED(own) struct own *own = own_read_bounds(language, text, name, WORD_LIMIT);
    SCOPED(textwords)
    struct textwords *names = name == NULL ? NULL : textwords_read(name, 20);
    struct portrait *portrait = g_new0(struct portrait, 1);
    portrait->sentences = g_ptr_array_new_with_free_func(g_free);
    portrait->left_out = json_array();
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(struct kept));
    g_array_set_clear_func(kept, kept_clear);
    struct maker maker = {.language = language,
                          .words = own->all,
                          .name = names,
                          .kept = kept,
                          .portrait = portrait,
                          .clean = g_string_new(NULL)};
    unsigned end = own->to > own->from ? own->to : own->all->count;
    read_pieces(&maker, own->from, end);
    choose(&maker);
    g_autofree char *clean = g_string_free(maker.clean, FALSE);
    SCOPED(redacted) struct redacted *open = redact(language, clean, NULL); /* as in add_clean */
    portrait->clean = g_steal_pointer(&open->text);
    return portrait;
}

void portrait_free(struct portrait *portrait)
{
    if (portrait != NULL) {
        g_free(portrait->clean);
        g_ptr_array_unref(portrait->sentences);
        json_decref(portrait->left_out);
        g_free(portrait);
    }
}
