#include "understand/moved.h"

#include <string.h>

#include "mail/address.h"
#include "understand/clause.h"
#include "understand/hits.h"
#include "understand/phrases.h"

#define WORDS_BEHIND 20u
#define INTRODUCTION 6u /* words before an address that say whose it is */

/* "Gammel adresse: gammel@example.dk" */
static bool is_labelled(const struct textwords *words, unsigned at)
{
    const struct word *label = &words->list[at - 1];
    size_t end = label->start + label->length;
    return memchr(words->text + end, ':', words->list[at].start - end) != NULL;
}

/* "I stedet for gammel@example.dk", "hans mail er ole@example.dk". */
static bool is_introduced_as_other(const struct search *search, unsigned at)
{
    for (unsigned from = at; from > 0 && at - from < INTRODUCTION; from--) {
        if (phrase_end(search, "ikke-ny-adresse", from - 1) == at) {
            return true;
        }
    }
    return false;
}

/* "fra gammel@example.dk": what stands right before the address says that it is the old one, or
 * somebody else's. */
static bool is_old(const struct search *search, unsigned at)
{
    if (is_introduced_as_other(search, at)) {
        return true;
    }
    const struct textwords *words = search->own->matched;
    unsigned from = at > 0 && is_labelled(words, at) ? at - 1 : at;
    while (from > 0 && at - from < 3 && !words->list[from - 1].address &&
           words->list[from].before < BREAK_COMMA) {
        from--;
    }
    return clause_has(search->language, "gammel-adresse", words, from, at);
}

/* The last new address of words [from, to), or the first. -1: none. */
static int find_address(const struct search *search, unsigned from, unsigned to, bool last)
{
    const struct textwords *words = search->own->matched;
    int found = -1;
    for (unsigned at = from; at < MIN(to, words->count) && (last || found < 0); at++) {
        if (words->list[at].address && !is_old(search, at)) {
            found = (int)at;
        }
    }
    return found;
}

static bool sends_from_it(const struct search *search)
{
    const struct textwords *words = search->own->matched;
    for (unsigned at = 0; at < words->count; at++) {
        if (language_longest(search->language, "denne-adresse", words, at, true) > 0) {
            return true;
        }
    }
    return false;
}

/* "Vil I bruge den fremover?" asks for nothing else. */
static void note_request(struct search *search)
{
    const struct textwords *words = search->own->matched;
    for (unsigned at = 0; at < words->count; at++) {
        unsigned end = language_longest(search->language, "adresse-boen", words, at, true);
        if (end > at) {
            finding_is_order(search, words, at, end);
        }
    }
}

bool moved_fill(struct search *search, const struct pattern_hit *hit, struct verdict_intent *intent)
{
    const struct textwords *words = search->own->matched;
    int at = find_address(search, hit->from, hit->to, true);
    at = at < 0 ? find_address(search, hit->to, hit->to + WORDS_BEHIND, false) : at;
    at = at < 0 ? find_address(search, sentence_start(words, hit->from), hit->from, true) : at;
    g_autofree char *written = NULL;
    if (at >= 0) {
        written = g_strndup(words->text + words->list[at].start, words->list[at].length);
    } else if (sends_from_it(search)) {
        written = g_strdup(search->verdict->from_address);
    }
    g_autofree char *address = written == NULL ? NULL : address_parse(written, NULL);
    if (address == NULL) {
        return false;
    }
    verdict_set_slot(intent, "address", address);
    note_request(search);
    return true;
}

bool moved_only(const struct search *search, struct verdict_intent *intent)
{
    const struct textwords *words = search->own->matched;
    int at = find_address(search, 0, words->count, false);
    if (at < 0 || find_address(search, 0, words->count, true) != at) {
        return false;
    }
    g_autofree char *written =
        g_strndup(words->text + words->list[at].start, words->list[at].length);
    g_autofree char *address = address_parse(written, NULL);
    if (address == NULL || g_strcmp0(address, search->verdict->from_address) == 0) {
        return false;
    }
    verdict_set_slot(intent, "address", address);
    return true;
}
