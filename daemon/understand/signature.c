/* Signatures, device lines and footers among the own lines. */
#include <string.h>

#include "understand/lines.h"

#define SENTENCE_WORDS 5
#define SIGN_OFF_WORDS 7

static bool is_signature_mark(const char *text)
{
    const char *start = text + strspn(text, " \t");
    return strcmp(start, "--") == 0 || strcmp(start, "—") == 0 || strcmp(start, "-- ") == 0;
}

/* RFC 3676 4.3: what follows "-- " is the signature, up to the next quotation. */
static void drop_marked_signature(struct lines *lines)
{
    bool inside = false;
    for (unsigned i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (line->owner == LINE_QUOTED) {
            inside = false;
        } else if (inside || (line->owner == LINE_OWN && is_signature_mark(line->text))) {
            inside = true;
            line->owner = LINE_DROPPED;
        }
    }
}

static bool line_is(const struct language *language, const char *patterns, const char *text)
{
    SCOPED(textwords) struct textwords *words = lines_words(text);
    return language_line_match(language, patterns, words) != NULL;
}

static void drop_paragraph(struct lines *lines, unsigned from)
{
    for (unsigned i = from; i < lines->count && !lines->list[i].blank; i++) {
        if (lines->list[i].owner == LINE_OWN) {
            lines->list[i].owner = LINE_DROPPED;
        }
    }
}

static void drop_devices_and_footers(const struct language *language, struct lines *lines)
{
    for (unsigned i = 0; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (line->owner != LINE_OWN || line->blank) {
            continue;
        }
        if (line_is(language, "enhed", line->text)) {
            line->owner = LINE_DROPPED;
        } else if (line_is(language, "bundtekst", line->text)) {
            drop_paragraph(lines, i);
        }
    }
}

static bool is_sign_off(const struct language *language, const char *text)
{
    SCOPED(textwords) struct textwords *words = lines_words(text);
    return words->count > 0 && words->count <= SIGN_OFF_WORDS &&
           language_line_match(language, "afslutning", words) != NULL;
}

/* Telephone numbers, addresses, "Tlf.", "www": what a name does not have. */
static bool is_contact(const struct language *language, const char *text)
{
    SCOPED(textwords) struct textwords *words = lines_words(text);
    for (unsigned i = 0; i < words->count; i++) {
        const struct word *word = &words->list[i];
        if (word->number || word->address ||
            pattern_word_in(language_words(language, "kontaktord"), word->folded)) {
            return true;
        }
    }
    return false;
}

/* What a sender adds below his name: a whole sentence, or PS. */
static bool is_sentence(const struct language *language, const char *text)
{
    SCOPED(textwords) struct textwords *words = lines_words(text);
    if (words->count > 0 &&
        (strcmp(words->list[0].folded, "ps") == 0 || strcmp(words->list[0].folded, "p.s") == 0)) {
        return true;
    }
    size_t length = strlen(text);
    char last = length == 0 ? '\0' : text[length - 1];
    return words->count >= SENTENCE_WORDS && !is_contact(language, text) &&
           (last == '.' || last == '?' || last == '!');
}

/* Below a sign-off the name stays; the contact block goes. */
static void drop_contact_block(const struct language *language, struct lines *lines, unsigned from)
{
    bool named = false;
    for (unsigned i = from + 1; i < lines->count; i++) {
        struct line *line = &lines->list[i];
        if (line->owner != LINE_OWN || line->blank) {
            continue;
        }
        if (is_sentence(language, line->text)) {
            return;
        }
        if (named || is_contact(language, line->text)) {
            line->owner = LINE_DROPPED;
        }
        named = true;
    }
}

void signature_find(const struct language *language, struct lines *lines)
{
    drop_marked_signature(lines);
    drop_devices_and_footers(language, lines);
    for (unsigned i = 0; i < lines->count; i++) {
        const struct line *line = &lines->list[i];
        if (line->owner == LINE_OWN && !line->blank && is_sign_off(language, line->text)) {
            drop_contact_block(language, lines, i);
        }
    }
}
