#include "understand/licence.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/lexicon.h"
#include "understand/tables.h"

#define LOOK_AROUND 5u

struct reader {
    const struct language *language;
    const struct textwords *words;
    unsigned from, to;
    GPtrArray *licences;
};

static bool word_in(const struct reader *reader, const char *list, unsigned at)
{
    return at >= reader->from && at < reader->to &&
           language_has_word(reader->language, list, reader->words, at);
}

static void add(struct reader *reader, const char *licence)
{
    for (guint i = 0; i < reader->licences->len; i++) {
        if (strcmp(g_ptr_array_index(reader->licences, i), licence) == 0) {
            return;
        }
    }
    g_ptr_array_add(reader->licences, g_strdup(licence));
}

/* "Stort kørekort (CE)": one of its kind is said more exactly. */
static bool has_kind(const struct reader *reader, char first)
{
    for (guint i = 0; i < reader->licences->len; i++) {
        const char *licence = g_ptr_array_index(reader->licences, i);
        if (licence[0] == first) {
            return true;
        }
    }
    return false;
}

static bool behind_colon(const struct reader *reader, unsigned at)
{
    const struct word *last = &reader->words->list[at - 1];
    return reader->words->text[last->start + last->length] == ':';
}

/* A denial in the same clause: "har ikke kørekort", "kørekort er ikke nødvendigt". */
static bool denied(const struct reader *reader, unsigned at, unsigned end)
{
    for (unsigned back = 1; back <= LOOK_AROUND && at - reader->from >= back; back++) {
        if (reader->words->list[at - back + 1].before > BREAK_NONE ||
            word_in(reader, "koerekort-skel", at - back)) {
            break;
        }
        if (word_in(reader, "koerekort-nej", at - back)) {
            return true;
        }
    }
    if (at > reader->from && reader->words->list[at].before == BREAK_NONE &&
        word_in(reader, "koerekort-mangler", at - 1)) {
        return true;
    }
    for (unsigned i = end; i < end + LOOK_AROUND && i < reader->to; i++) {
        bool label =
            i == end && reader->words->list[i].before == BREAK_SENTENCE && behind_colon(reader, i);
        if ((reader->words->list[i].before > BREAK_NONE && !label) ||
            word_in(reader, "koerekort-skel", i)) {
            break;
        }
        if (word_in(reader, "koerekort-nej", i)) {
            return true;
        }
    }
    return false;
}

/* The category at `at`, as it is written in capitals or in a short form, or NULL. Borrowed. */
static const char *category_at(const struct reader *reader, unsigned at)
{
    return at < reader->to ? lexicon_word(language_names(reader->language, "kategori"),
                                          reader->words->list[at].folded)
                           : NULL;
}

/* "C/E" and "C+E" are two words. */
static const char *pair_at(const struct reader *reader, unsigned at)
{
    if (at + 1 >= reader->to) {
        return NULL;
    }
    const struct word *first = &reader->words->list[at], *second = first + 1;
    bool joined = second->start == first->start + first->length + 1 &&
                  strchr("/+", reader->words->text[first->start + first->length]) != NULL;
    if (!joined || strcmp(second->folded, "e") != 0) {
        return NULL;
    }
    g_autofree char *both = g_strconcat(first->folded, "e", NULL);
    return lexicon_word(language_names(reader->language, "kategori"), both);
}

/* Categories behind "kørekort", "kørekort: B og BE"; how many. */
static unsigned read_categories(struct reader *reader, unsigned at)
{
    unsigned count = 0;
    while (at < reader->to) {
        const struct word *word = &reader->words->list[at];
        enum words_break before = word->before;
        bool label = before == BREAK_SENTENCE && count == 0 && at > 0 && behind_colon(reader, at);
        if (before > BREAK_COMMA && !label) {
            break;
        }
        const char *pair = pair_at(reader, at);
        const char *category = category_at(reader, at);
        /* "i" and "a" are words, but a capital is a category. */
        if (category != NULL && !word->title && !word->capitals && strcmp(word->folded, "a") == 0) {
            category = NULL;
        }
        if (category != NULL) {
            add(reader, pair != NULL ? pair : category);
            count += strcmp(category, "truck") != 0; /* "kørekort, truck" is two things */
            at += pair != NULL ? 2 : 1;
        } else if (word_in(reader, "kategori-mellem", at)) {
            at++;
        } else {
            break;
        }
    }
    return count;
}

/* "B-kørekort", "C og D kørekort". */
static unsigned read_categories_before(struct reader *reader, unsigned at)
{
    unsigned first = at;
    while (first > reader->from && reader->words->list[first].before <= BREAK_COMMA) {
        const char *category = category_at(reader, first - 1);
        bool between = word_in(reader, "kategori-mellem", first - 1) && first < at;
        if (!between && (category == NULL || !reader->words->list[first - 1].title)) {
            break;
        }
        first--;
    }
    unsigned count = 0;
    for (unsigned i = first; i < at; i++) {
        const char *category = category_at(reader, i);
        if (category != NULL && reader->words->list[i].title) {
            add(reader, category);
            count++;
        }
    }
    return count;
}

/* "Har ikke kørekort til lastbil, men B": the category behind the "men" of a denied one. */
static void read_contrast(struct reader *reader, unsigned end)
{
    bool but = end + 1 < reader->to && strcmp(reader->words->list[end].folded, "men") == 0 &&
               reader->words->list[end].before <= BREAK_COMMA;
    if (but && reader->words->list[end + 1].title) {
        read_categories(reader, end + 1);
    }
}

/* "kat. D" where somebody drives, and the letter is a capital. */
static void read_bare_category(struct reader *reader, unsigned at, unsigned end)
{
    unsigned from = MAX(sentence_start(reader->words, at), reader->from);
    unsigned to = MIN(sentence_end(reader->words, end), reader->to);
    bool follows = end < reader->to && reader->words->list[end].before <= BREAK_COMMA &&
                   reader->words->list[end].title;
    const char *category = follows ? category_at(reader, end) : NULL;
    if (category != NULL && clause_has(reader->language, "koerer", reader->words, from, to)) {
        const char *pair = pair_at(reader, end);
        add(reader, pair != NULL ? pair : category);
    }
}

/* What is called `licence` in the words [at, end). */
static void read_licence(struct reader *reader, const char *licence, unsigned at, unsigned end)
{
    if (strcmp(licence, "kat") == 0) {
        read_bare_category(reader, at, end);
        return;
    }
    bool open = strcmp(licence, "?") == 0;
    unsigned said =
        strcmp(licence, "truck") == 0
            ? 1
            : read_categories(reader, end) + (open ? read_categories_before(reader, at) : 0);
    if (!open && !has_kind(reader, licence[0])) {
        add(reader, licence);
    } else if (open && said == 0) {
        add(reader, "B");
    }
}

/* "Mangler truck": of a person who is turned down that is the certificate. */
static void read_lacked_truck(struct reader *reader, bool lacked, unsigned at)
{
    const char *category = lacked ? category_at(reader, at) : NULL;
    if (category != NULL && strcmp(category, "truck") == 0 && denied(reader, at, at + 1)) {
        add(reader, category);
    }
}

/* `lacked`: those that are denied, and no others. */
static void find(const struct language *language, const struct textwords *words, unsigned from,
                 unsigned to, bool lacked, GPtrArray *licences)
{
    struct reader reader = {.language = language,
                            .words = words,
                            .from = from,
                            .to = MIN(to, words->count),
                            .licences = licences};
    const struct lexicon *names = language_names(language, "koerekort");
    for (unsigned at = from; at < reader.to;) {
        unsigned end;
        const char *licence = lexicon_find(names, words, at, reader.to, &end);
        if (licence == NULL) {
            read_lacked_truck(&reader, lacked, at++);
            continue;
        }
        bool is_denied = denied(&reader, at, end);
        if (is_denied == lacked) {
            read_licence(&reader, licence, at, end);
        } else if (is_denied) {
            read_contrast(&reader, end);
        }
        at = end;
    }
}

void licences_find(const struct language *language, const struct textwords *words, unsigned from,
                   unsigned to, GPtrArray *licences)
{
    find(language, words, from, to, false, licences);
}

void licences_lacked(const struct language *language, const struct textwords *words, unsigned from,
                     unsigned to, GPtrArray *licences)
{
    find(language, words, from, to, true, licences);
}
