/* Pieces of a text that are to be masked. Between redact*.c only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "understand/redact.h"
#include "understand/tables.h"

struct redact_span {
    size_t from, to; /* octets of the text */
    enum redact_kind kind;
};

struct redact_search {
    const struct language *language;
    const char *text;
    const struct textwords *words; /* of the text */
    GArray *spans;                 /* struct redact_span, in no order, may overlap */
};

static inline void redact_add(struct redact_search *search, size_t from, size_t to,
                              enum redact_kind kind)
{
    struct redact_span span = {.from = from, .to = to, .kind = kind};
    g_array_append_val(search->spans, span);
}

/* Whether [ord NAME] has the word `at` words from the first. */
static inline bool redact_word_in(const struct redact_search *search, const char *name, unsigned at)
{
    return at < search->words->count &&
           language_has_word(search->language, name, search->words, at);
}

/* Addresses and links by their form, also percent-encoded, in entities, with blanks round @. */
void redact_tokens(struct redact_search *search);
/* The same said in words: "anna snabel-a firma punktum dk", "Facebook: Anna Holm". */
void redact_spoken(struct redact_search *search);
/* Telephone numbers in figures and in words, and other long numbers of a person. */
void redact_numbers(struct redact_search *search);
