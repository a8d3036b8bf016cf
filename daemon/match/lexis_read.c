/* Reading a text with the lexis: what each word stands for, known or not. */
#include <math.h>
#include <string.h>

#include "match/lexis_inner.h"
#include "match/words.h"

#define SLIP_PRICE 6.0  /* a part with a slip costs so much more */
#define SLIP_WEIGHT 0.8 /* what is only guessed counts less */
#define WHOLE_GAIN 1.0  /* a known word is split when its parts cost at most so much more */

struct nearest {
    const struct lexis *lexis;
    const struct known *best;
};

static bool keep_commoner(void *data, unsigned what)
{
    struct nearest *nearest = data;
    const struct known *known = &g_array_index(nearest->lexis->known, struct known, what);
    if (nearest->best == NULL || known->count > nearest->best->count ||
        (known->count == nearest->best->count &&
         strcmp(known->folded, nearest->best->folded) < 0)) {
        nearest->best = known;
    }
    return true;
}

/* The commonest indexed word one slip away, or NULL. */
static const struct known *repaired(const struct lexis *lexis, const char *folded, size_t length)
{
    struct nearest nearest = {.lexis = lexis};
    slips_find(lexis->slips, folded, length, keep_commoner, &nearest);
    return nearest.best;
}

static double price_of(const struct lexis *lexis, const struct known *known)
{
    return log(lexis->total / known->count);
}

static bool is_part(const struct lexis *lexis, const struct known *known, double *cost,
                    unsigned *what)
{
    if (known == NULL) {
        return false;
    }
    *cost = price_of(lexis, known);
    *what = (unsigned)(known - &g_array_index(lexis->known, struct known, 0));
    return true;
}

static bool known_part(const void *words, const char *letters, size_t length, double *cost,
                       unsigned *what)
{
    char part[SPLITTER_LETTERS + 1];
    memcpy(part, letters, length);
    part[length] = '\0';
    return is_part(words, lexis_find(words, part), cost, what);
}

static bool likely_part(const void *words, const char *letters, size_t length, double *cost,
                        unsigned *what)
{
    if (known_part(words, letters, length, cost, what)) {
        return true;
    }
    if (!is_part(words, repaired(words, letters, length), cost, what)) {
        return false;
    }
    *cost += SLIP_PRICE;
    return true;
}

bool lexis_split(const struct lexis *lexis, const char *folded, bool wrong, struct split *split)
{
    struct splitter splitter = {.words = lexis, .part = wrong ? likely_part : known_part};
    const struct known *whole = lexis_find(lexis, folded);
    return splitter_split(&splitter, folded, split) &&
           (whole == NULL || split->cost <= price_of(lexis, whole) * 2 + WHOLE_GAIN);
}

static void add(GArray *terms, unsigned id, double weight, unsigned word)
{
    struct term term = {.id = id, .weight = (float)weight, .word = word};
    g_array_append_val(terms, term);
}

/* The terms of one word are being read. */
struct word_reader {
    struct lexis *lexis;
    const struct match_word *word;
    unsigned number;
    struct lexis_reading reading;
    GArray *terms;
};

static void add_known(const struct word_reader *reader, const struct known *known, double weight)
{
    const GArray *parts = reader->lexis->parts;
    add(reader->terms, known->term, weight, reader->number);
    for (unsigned i = 0; i < known->parts; i++) {
        unsigned part = g_array_index(parts, unsigned, known->parts_from + i);
        add(reader->terms, part, weight * reader->reading.part, reader->number);
    }
}

/* The parts of a compound that nobody has written before. What it is as a whole, with the letters
 * that its parts have ("sekretaer" after "advokat" is "sekretær"), owned. */
static char *add_parts(const struct word_reader *reader, const struct split *split)
{
    g_autoptr(GString) whole = g_string_new(NULL);
    unsigned end = 0;
    for (unsigned i = 0; i < split->count; i++) {
        const struct known *known =
            &g_array_index(reader->lexis->known, struct known, split->parts[i].what);
        g_string_append_len(whole, reader->word->folded + end, split->parts[i].from - end);
        g_string_append(whole, known->surface);
        end = split->parts[i].from + split->parts[i].length;
        unsigned term = lexis_term(reader->lexis, known->surface, reader->reading.make);
        add(reader->terms, term, reader->reading.part, reader->number);
    }
    return g_strdup(whole->str);
}

/* A word that no indexed text has as it stands: another form of one, one with a slip, a new
 * compound, or none of these. */
static void add_unknown(const struct word_reader *reader, const struct known *listed)
{
    struct lexis *lexis = reader->lexis;
    const char *folded = reader->word->folded, *surface = reader->word->text;
    surface = listed != NULL ? listed->surface : surface;
    unsigned stem = lexis_term(lexis, surface, false);
    const struct known *meant =
        stem != LEXIS_UNKNOWN || listed != NULL ? NULL : repaired(lexis, folded, strlen(folded));
    if (meant != NULL) {
        add_known(reader, meant, SLIP_WEIGHT);
        return;
    }
    struct split split;
    g_autofree char *whole = NULL;
    if (lexis_split(lexis, folded, false, &split) ||
        (stem == LEXIS_UNKNOWN && lexis_split(lexis, folded, true, &split))) {
        whole = add_parts(reader, &split);
    }
    if (stem == LEXIS_UNKNOWN) {
        stem = lexis_term(lexis, whole != NULL ? whole : surface, reader->reading.make);
    }
    add(reader->terms, stem, 1, reader->number);
}

void lexis_terms(struct lexis *lexis, const GArray *words, struct lexis_reading reading,
                 GArray *terms)
{
    g_assert(lexis->closed);
    for (guint i = 0; i < words->len; i++) {
        struct word_reader reader = {.lexis = lexis,
                                     .word = &g_array_index(words, struct match_word, i),
                                     .number = i,
                                     .reading = reading,
                                     .terms = terms};
        const struct known *known = lexis_find(lexis, reader.word->folded);
        if (known != NULL && known->indexed) {
            add_known(&reader, known, 1);
        } else {
            add_unknown(&reader, known);
        }
    }
}
