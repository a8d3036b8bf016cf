#include "understand/place.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/lexicon.h"
#include "understand/tables.h"

#define POSTCODE_DIGITS 4
#define LOOK_BACK 4u

struct reader {
    const struct language *language;
    const struct textwords *words;
    unsigned from, to;
    GPtrArray *postcodes;
};

static bool word_in(const struct reader *reader, const char *list, unsigned at)
{
    return at >= reader->from && at < reader->to &&
           language_has_word(reader->language, list, reader->words, at);
}

static bool follows(const struct reader *reader, unsigned at)
{
    return at < reader->to && reader->words->list[at].before <= BREAK_COMMA;
}

static void add(struct reader *reader, const char *postcode)
{
    if (!g_ascii_isdigit(*postcode)) {
        return; /* a district with many */
    }
    for (guint i = 0; i < reader->postcodes->len; i++) {
        if (strcmp(g_ptr_array_index(reader->postcodes, i), postcode) == 0) {
            return;
        }
    }
    g_ptr_array_add(reader->postcodes, g_strdup(postcode));
}

/* The town or district at `at`: its postcode, or NULL. Borrowed. */
static const char *name_at(const struct reader *reader, unsigned at, unsigned *end)
{
    unsigned town_end = at, district_end = at;
    const char *town = lexicon_find(language_names(reader->language, "postnummer"), reader->words,
                                    at, reader->to, &town_end);
    const char *district = lexicon_find(language_names(reader->language, "bydel"), reader->words,
                                        at, reader->to, &district_end);
    bool longer = district_end >= town_end;
    *end = MAX(town_end, district_end);
    return longer && district != NULL ? district : town;
}

static bool denied(const struct reader *reader, unsigned at)
{
    for (unsigned back = 1; back <= LOOK_BACK && at - reader->from >= back; back++) {
        if (reader->words->list[at - back + 1].before > BREAK_NONE) {
            return false;
        }
        if (word_in(reader, "fag-nej", at - back)) {
            return true;
        }
    }
    return false;
}

static bool is_code(const struct word *word, const char *digits)
{
    return word->number && strlen(digits) == POSTCODE_DIGITS &&
           strspn(digits, "0123456789") == POSTCODE_DIGITS;
}

/* 1930 may be a year: with a town behind it or "postnummer" before it, it is a postcode. */
static bool may_be_year(const char *digits)
{
    gint64 number = g_ascii_strtoll(digits, NULL, 10);
    return number >= 1900 && number <= 2050;
}

static bool has_town(const struct reader *reader, unsigned at)
{
    unsigned end;
    if (at >= reader->to || reader->words->list[at].before > BREAK_COMMA) {
        return false;
    }
    return word_in(reader, "koebenhavn", at) || name_at(reader, at, &end) != NULL;
}

static bool is_number_beside(const struct reader *reader, unsigned at)
{
    const struct textwords *words = reader->words;
    bool before = at > reader->from && words->list[at].before == BREAK_NONE &&
                  words->list[at - 1].number && words->list[at - 1].length >= 2 &&
                  words->list[at - 1].length != 1;
    bool behind = at + 1 < reader->to && words->list[at + 1].before == BREAK_NONE &&
                  words->list[at + 1].number;
    return before || behind;
}

static void read_code(struct reader *reader, unsigned at)
{
    const struct word *word = &reader->words->list[at];
    if (!is_code(word, word->folded) ||
        !lexicon_has_value(language_names(reader->language, "postnummer"), word->folded)) {
        return;
    }
    bool town = has_town(reader, at + 1);
    bool named = at > reader->from && word_in(reader, "postnummer-ord", at - 1);
    bool line = word->before >= BREAK_LINE;
    bool other = (at > reader->from && !line && word_in(reader, "ikke-postnummer", at - 1)) ||
                 (follows(reader, at + 1) && word_in(reader, "ikke-postnummer-efter", at + 1));
    bool doubtful = may_be_year(word->folded) || is_number_beside(reader, at) || other;
    if ((town || named || !doubtful) && !denied(reader, at)) {
        add(reader, word->folded);
    }
}

/* "2100/2200" is one word. */
static void read_codes(struct reader *reader, unsigned at)
{
    const struct word *word = &reader->words->list[at];
    g_auto(GStrv) parts = g_strsplit(word->folded, "/", 4);
    for (size_t i = 0; parts[0] != NULL && parts[1] != NULL && parts[i] != NULL; i++) {
        if (is_code(word, parts[i]) && !may_be_year(parts[i]) &&
            lexicon_has_value(language_names(reader->language, "postnummer"), parts[i])) {
            add(reader, parts[i]);
        }
    }
    read_code(reader, at);
}

/* "Valby postkontor", "Vanløse Bibliotek" are names of something else. */
static bool names_other(const struct reader *reader, unsigned end)
{
    if (end >= reader->to || reader->words->list[end].before > BREAK_NONE) {
        return false;
    }
    return word_in(reader, "sted-andet", end) || word_in(reader, "arbejdssted", end);
}

/* Whether the sentence speaks of where one lives or wants to work; a line with little but the name
 * does. */
static bool is_wanted(const struct reader *reader, unsigned at, unsigned end)
{
    unsigned from = MAX(sentence_start(reader->words, at), reader->from);
    unsigned to = MIN(sentence_end(reader->words, end), reader->to);
    unsigned clause = MAX(clause_start(reader->language, reader->words, at), reader->from);
    if (clause_has(reader->language, "sted-fortid", reader->words, clause, at)) {
        return false;
    }
    unsigned clause_to = MIN(clause_end(reader->language, reader->words, end), reader->to);
    bool alone = to - from <= end - at + 3 || clause_to - clause <= end - at + 2;
    return alone || clause_has(reader->language, "sted-oenske", reader->words, from, to);
}

static bool is_written_as_name(const struct reader *reader, unsigned at)
{
    return reader->words->list[at].title ||
           (at > reader->from && word_in(reader, "sted-foran", at - 1));
}

/* "Madservice Amager": a name that ends in one of a district says whom it serves, but "Kulturhuset
 * Valby" where it lies. */
static bool ends_a_name(const struct reader *reader, unsigned at)
{
    if (at == reader->from) {
        return false;
    }
    const struct word *before = &reader->words->list[at - 1];
    size_t end = before->start + before->length;
    bool beside = reader->words->list[at].start == end + 1 && reader->words->text[end] == ' ';
    return beside && before->title && !before->number && before->length > 2 &&
           !word_in(reader, "sted-foran", at - 1) && !word_in(reader, "arbejdssted", at - 1) &&
           !word_in(reader, "sted-oenske", at - 1) && !word_in(reader, "koebenhavn", at - 1);
}

void places_find(const struct language *language, const struct textwords *words, unsigned from,
                 unsigned to, bool anywhere, GPtrArray *postcodes)
{
    struct reader reader = {.language = language,
                            .words = words,
                            .from = from,
                            .to = MIN(to, words->count),
                            .postcodes = postcodes};
    for (unsigned at = from; at < reader.to;) {
        unsigned end;
        if (words->list[at].number) {
            read_codes(&reader, at);
            at++;
            continue;
        }
        const char *postcode = name_at(&reader, at, &end);
        if (postcode == NULL) {
            at++;
            continue;
        }
        bool behind_code = at > from && words->list[at - 1].number &&
                           words->list[at].before <= BREAK_COMMA &&
                           strlen(words->list[at - 1].folded) == POSTCODE_DIGITS;
        bool meant = anywhere || (!names_other(&reader, end) && is_wanted(&reader, at, end));
        meant = meant && !ends_a_name(&reader, at);
        if (!behind_code && meant && is_written_as_name(&reader, at) && !denied(&reader, at)) {
            add(&reader, postcode);
        }
        at = end;
    }
}
