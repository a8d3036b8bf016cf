/* Builds the parts of an index: labels by row, and texts by document.
 */
#pragma once

#include "match/index.h"

struct index_rows;

/* `grams`: NULL for rows without n-grams. The caller ends it with index_rows_end. */
struct index_rows *index_rows_new(struct lexis *lexis, struct grams *grams);
void index_rows_add(struct index_rows *rows, const char *label, unsigned owner);
/* The rows as an index (cosine). The caller owns what is in it; `rows` is gone. */
struct match_rows index_rows_end(struct index_rows *rows);

struct index_text;

/* The caller ends it with index_text_end. */
struct index_text *index_text_new(struct lexis *lexis);
/* Documents come with rising numbers. */
void index_text_add(struct index_text *text, const char *words, unsigned document);
/* The texts as an index (BM25). The caller owns it; `text` is gone. */
struct postings *index_text_end(struct index_text *text, unsigned documents);

/* Appends terms (struct term) to `entries` (struct posting) as those of a document; unknown ones
 * are left out. */
void index_entries_add(GArray *entries, const GArray *terms, unsigned document);
