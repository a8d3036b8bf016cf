#include "match/index_rows.h"

#include "match/query.h"
#include "match/weights.h"
#include "match/words.h"

struct index_rows {
    struct lexis *lexis;
    struct grams *grams;
    GArray *owners;          /* unsigned */
    GArray *words, *letters; /* struct posting */
};

struct index_text {
    struct lexis *lexis;
    GArray *entries; /* struct posting */
};

static GArray *entries_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(struct posting));
}

void index_entries_add(GArray *entries, const GArray *terms, unsigned document)
{
    for (guint i = 0; i < terms->len; i++) {
        const struct term *term = &g_array_index(terms, struct term, i);
        struct posting entry = {.term = term->id, .document = document, .weight = term->weight};
        if (term->id != LEXIS_UNKNOWN) {
            g_array_append_val(entries, entry);
        }
    }
}

static void add_words(struct lexis *lexis, const GArray *words, double part, unsigned document,
                      GArray *entries)
{
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(struct term));
    lexis_terms(lexis, words, (struct lexis_reading){.part = part}, terms);
    index_entries_add(entries, terms, document);
}

struct index_rows *index_rows_new(struct lexis *lexis, struct grams *grams)
{
    struct index_rows *rows = g_new0(struct index_rows, 1);
    rows->lexis = lexis;
    rows->grams = grams;
    rows->owners = g_array_new(FALSE, FALSE, sizeof(unsigned));
    rows->words = entries_new();
    rows->letters = entries_new();
    return rows;
}

void index_rows_add(struct index_rows *rows, const char *label, unsigned owner)
{
    g_autoptr(GArray) words = match_words(label, QUERY_WORDS);
    unsigned row = rows->owners->len;
    g_array_append_val(rows->owners, owner);
    add_words(rows->lexis, words, match_weights.label_part, row, rows->words);
    if (rows->grams == NULL) {
        return;
    }
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(unsigned));
    grams_of(rows->grams, words, true, numbers);
    for (guint i = 0; i < numbers->len; i++) {
        struct posting entry = {
            .term = g_array_index(numbers, unsigned, i), .document = row, .weight = 1};
        g_array_append_val(rows->letters, entry);
    }
}

struct match_rows index_rows_end(struct index_rows *rows)
{
    struct match_rows made = {.count = rows->owners->len};
    made.words = postings_new(rows->words, lexis_count(rows->lexis), made.count);
    postings_cosine(made.words);
    if (rows->grams != NULL) {
        made.letters = postings_new(rows->letters, grams_count(rows->grams), made.count);
        postings_cosine(made.letters);
    }
    made.owner = (unsigned *)(void *)g_array_free(rows->owners, FALSE);
    g_array_unref(rows->words);
    g_array_unref(rows->letters);
    g_free(rows);
    return made;
}

struct index_text *index_text_new(struct lexis *lexis)
{
    struct index_text *text = g_new0(struct index_text, 1);
    text->lexis = lexis;
    text->entries = entries_new();
    return text;
}

void index_text_add(struct index_text *text, const char *words, unsigned document)
{
    g_autoptr(GArray) list = match_words(words, QUERY_WORDS);
    add_words(text->lexis, list, match_weights.text_part, document, text->entries);
}

struct postings *index_text_end(struct index_text *text, unsigned documents)
{
    struct postings *made = postings_new(text->entries, lexis_count(text->lexis), documents);
    postings_bm25(made, match_weights.k1, match_weights.b);
    g_array_unref(text->entries);
    g_free(text);
    return made;
}
