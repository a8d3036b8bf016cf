/* Addresses and profiles said in words. What words those are: config/language/skjult.tabel. */
#include <string.h>

#include "understand/redact_spans.h"

#define LABELS 6u /* of a name or a domain, more than anybody spells */
#define NAME_WORDS 3u

/* Whether the words at `at` and behind it belong together. */
static bool joined(const struct redact_search *search, unsigned at)
{
    return at < search->words->count && search->words->list[at].before < BREAK_SENTENCE;
}

/* Where the domain that begins at word `at` ends; `sure`: it has a dot, in figures or in words. */
static unsigned domain_end(const struct redact_search *search, unsigned at, bool *sure)
{
    const struct textwords *words = search->words;
    unsigned end = at + 1;
    *sure = at < words->count &&
            memchr(words->text + words->list[at].start, '.', words->list[at].length) != NULL;
    for (unsigned i = 0;
         i < LABELS && joined(search, end + 1) && redact_word_in(search, "punktum-ord", end); i++) {
        end += 2;
        *sure = true;
    }
    return end;
}

/* The first word of the name that ends at word `at`: "anna punktum holm". */
static unsigned name_start(const struct redact_search *search, unsigned at)
{
    for (unsigned i = 0; i < LABELS && at >= 2 && joined(search, at) && joined(search, at - 1) &&
                         (redact_word_in(search, "punktum-ord", at - 1) ||
                          redact_word_in(search, "bindetegn-ord", at - 1));
         i++) {
        at -= 2;
    }
    return at;
}

static size_t word_end(const struct redact_search *search, unsigned at)
{
    return search->words->list[at].start + search->words->list[at].length;
}

/* "anna (snabel-a) firma punktum dk", "anna at gmail dot com". */
static void read_sign(struct redact_search *search, unsigned at)
{
    bool strong = redact_word_in(search, "snabel-a", at);
    unsigned behind = at + 1;
    if (redact_word_in(search, "snabel", at) && redact_word_in(search, "snabel-efter", at + 1)) {
        strong = true; /* "snabel a", "krøllet a" */
        behind = at + 2;
    }
    if (!strong && !redact_word_in(search, "snabel-maaske", at)) {
        return;
    }
    bool sure = false;
    if (at == 0 || behind >= search->words->count) {
        return;
    }
    unsigned end = MIN(domain_end(search, behind, &sure), search->words->count);
    if (strong || sure) {
        unsigned from = name_start(search, at - 1);
        redact_add(search, search->words->list[from].start, word_end(search, end - 1),
                   REDACT_ADDRESS);
    }
}

/* "firma punktum dk" */
static void read_domain(struct redact_search *search, unsigned at)
{
    if (at > 0 && redact_word_in(search, "punktum-ord", at) && joined(search, at) &&
        joined(search, at + 1) &&
        (redact_word_in(search, "topdomaene", at + 1) ||
         redact_word_in(search, "topdomaene-ord", at + 1))) {
        unsigned from = name_start(search, at - 1);
        redact_add(search, search->words->list[from].start, word_end(search, at + 1), REDACT_LINK);
    }
}

/* "LinkedIn: Anna Holm", "på Facebook som Anna Holm", "Skype-navn annaholm72": what follows the
 * name of a network and a sign or word that a name comes. */
static void read_profile(struct redact_search *search, unsigned at)
{
    const struct textwords *words = search->words;
    if (!redact_word_in(search, "profilsted", at)) {
        return;
    }
    unsigned next = at + 1;
    bool named = false;
    while (next < words->count && words->list[next].before <= BREAK_COMMA &&
           redact_word_in(search, "profil-led", next)) {
        named = named || redact_word_in(search, "profil-navn", next);
        next++;
    }
    if (next >= words->count) {
        return;
    }
    size_t gap = word_end(search, next - 1);
    bool colon = memchr(words->text + gap, ':', words->list[next].start - gap) != NULL;
    if ((!named && !colon) || memchr(words->text + gap, '\n', words->list[next].start - gap)) {
        return;
    }
    unsigned end = next + 1;
    while (end < words->count && end < next + NAME_WORDS && words->list[end].before == BREAK_NONE &&
           words->list[end].title) {
        end++;
    }
    redact_add(search, words->list[next].start, word_end(search, end - 1), REDACT_LINK);
}

void redact_spoken(struct redact_search *search)
{
    for (unsigned at = 0; at < search->words->count; at++) {
        read_sign(search, at);
        read_domain(search, at);
        read_profile(search, at);
    }
}
