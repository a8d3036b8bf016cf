#include "match/lexis.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "match/lexis_inner.h"
#include "match/words.h"

#define LIST_LIMIT (32u * 1024u * 1024u)
#define TEXT_WORDS 100000u

struct lexis *lexis_new(void)
{
    struct lexis *lexis = g_new0(struct lexis, 1);
    lexis->stemmer = stemmer_new();
    lexis->strings = g_string_chunk_new(64 * 1024);
    lexis->known = g_array_new(FALSE, FALSE, sizeof(struct known));
    lexis->places = g_hash_table_new(g_str_hash, g_str_equal);
    lexis->parts = g_array_new(FALSE, FALSE, sizeof(unsigned));
    lexis->terms = g_hash_table_new(g_str_hash, g_str_equal);
    lexis->names = g_ptr_array_new();
    lexis->slips = slips_new();
    return lexis;
}

void lexis_free(struct lexis *lexis)
{
    if (lexis == NULL) {
        return;
    }
    stemmer_free(lexis->stemmer);
    g_hash_table_unref(lexis->places);
    g_hash_table_unref(lexis->terms);
    g_array_unref(lexis->known);
    g_array_unref(lexis->parts);
    g_ptr_array_unref(lexis->names);
    slips_free(lexis->slips);
    g_string_chunk_free(lexis->strings);
    g_free(lexis);
}

const struct known *lexis_find(const struct lexis *lexis, const char *folded)
{
    unsigned place = GPOINTER_TO_UINT(g_hash_table_lookup(lexis->places, folded));
    return place == 0 ? NULL : &g_array_index(lexis->known, struct known, place - 1);
}

static void learn(struct lexis *lexis, const char *text, const char *folded, bool indexed)
{
    unsigned place = GPOINTER_TO_UINT(g_hash_table_lookup(lexis->places, folded));
    if (place == 0) {
        struct known fresh = {.folded = g_string_chunk_insert(lexis->strings, folded),
                              .term = LEXIS_UNKNOWN};
        fresh.surface =
            strcmp(text, folded) == 0 ? fresh.folded : g_string_chunk_insert(lexis->strings, text);
        g_array_append_val(lexis->known, fresh);
        place = lexis->known->len;
        g_hash_table_insert(lexis->places, (char *)(uintptr_t)fresh.folded,
                            GUINT_TO_POINTER(place));
    }
    struct known *known = &g_array_index(lexis->known, struct known, place - 1);
    known->count++;
    known->indexed = known->indexed || indexed;
    if (known->surface == known->folded && strcmp(text, folded) != 0) {
        known->surface = g_string_chunk_insert(lexis->strings, text); /* "æ" beats "ae" */
    }
    lexis->total++;
}

void lexis_learn(struct lexis *lexis, const char *text)
{
    g_assert(!lexis->closed);
    g_autoptr(GArray) words = match_words(text, TEXT_WORDS);
    for (guint i = 0; i < words->len; i++) {
        const struct match_word *word = &g_array_index(words, struct match_word, i);
        learn(lexis, word->text, word->folded, true);
    }
}

bool lexis_learn_list(struct lexis *lexis, const char *path)
{
    g_assert(!lexis->closed);
    g_autofree char *text = file_read_text(path, LIST_LIMIT, NULL);
    for (char *line = text, *next; line != NULL; line = next) {
        next = strchr(line, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        line[strcspn(line, "/\t ")] = '\0';
        if (g_unichar_islower(g_utf8_get_char(line))) { /* names help nobody */
            g_autofree char *folded = text_fold(line);
            learn(lexis, line, folded, false);
        }
    }
    return text != NULL;
}

unsigned lexis_term(struct lexis *lexis, const char *surface, bool make)
{
    g_autofree char *name = text_fold(stemmer_stem(lexis->stemmer, surface));
    unsigned place = GPOINTER_TO_UINT(g_hash_table_lookup(lexis->terms, name));
    if (place == 0 && make) {
        char *kept = g_string_chunk_insert(lexis->strings, name);
        g_ptr_array_add(lexis->names, kept);
        place = lexis->names->len;
        g_hash_table_insert(lexis->terms, kept, GUINT_TO_POINTER(place));
    }
    return place == 0 ? LEXIS_UNKNOWN : place - 1;
}

static void close_word(struct lexis *lexis, struct known *known)
{
    known->term = lexis_term(lexis, known->surface, true);
    known->parts_from = lexis->parts->len;
    struct split split;
    if (lexis_split(lexis, known->folded, false, &split)) {
        for (unsigned i = 0; i < split.count; i++) {
            const struct known *part =
                &g_array_index(lexis->known, struct known, split.parts[i].what);
            unsigned term = lexis_term(lexis, part->surface, true);
            g_array_append_val(lexis->parts, term);
        }
        known->parts = split.count;
    }
}

void lexis_close(struct lexis *lexis)
{
    lexis->closed = true;
    for (guint i = 0; i < lexis->known->len; i++) {
        struct known *known = &g_array_index(lexis->known, struct known, i);
        if (known->indexed) {
            close_word(lexis, known);
            slips_add(lexis->slips, known->folded, i);
        }
    }
    slips_close(lexis->slips);
}

unsigned lexis_count(const struct lexis *lexis)
{
    return lexis->names->len;
}

const char *lexis_name(const struct lexis *lexis, unsigned term)
{
    return term < lexis->names->len ? g_ptr_array_index(lexis->names, term) : NULL;
}
