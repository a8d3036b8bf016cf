#include "understand/occupation.h"

#include <string.h>

#include "base/file.h"
#include "understand/lexicon.h"
#include "understand/tables.h"

#define FILE_LIMIT (4u * 1024u * 1024u)
#define TYPO_LENGTH 8u
#define LOOK_BACK 3u
#define ENDING_LEAST 3u
#define ENDING_STEM 2u /* letters before an ending */

enum column { COLUMN_ID, COLUMN_ISCO, COLUMN_LABEL, COLUMN_OTHERS, COLUMNS };

/* Cuts the rest of a line or a list before `mark`; what follows it, or NULL. */
static char *cut(char *text, char mark)
{
    char *end = strchr(text, mark);
    if (end != NULL) {
        *end++ = '\0';
    }
    return end;
}

/* Takes the other labels of a row, and puts its id and its preferred one on a list. */
static void read_row(struct lexicon *labels, char *row, GPtrArray *preferred)
{
    char *columns[COLUMNS] = {row};
    for (unsigned i = 1; i < COLUMNS; i++) {
        columns[i] = cut(columns[i - 1], '\t');
        if (columns[i] == NULL) {
            return;
        }
    }
    cut(columns[COLUMN_OTHERS], '\t');
    for (char *other = columns[COLUMN_OTHERS]; other != NULL;) {
        char *next = cut(other, '|');
        lexicon_add(labels, columns[COLUMN_ID], other);
        other = next;
    }
    g_ptr_array_add(preferred, columns[COLUMN_ID]);
    g_ptr_array_add(preferred, columns[COLUMN_LABEL]);
}

struct lexicon *occupations_load(const char *directory)
{
    g_autofree char *path = g_build_filename(directory, "occupations.tsv", NULL);
    g_autofree char *text = file_read_text(path, FILE_LIMIT, NULL);
    if (text == NULL) {
        return NULL;
    }
    struct lexicon *labels = lexicon_new();
    g_autoptr(GPtrArray) preferred = g_ptr_array_new();
    for (char *row = text; row != NULL;) {
        char *next = cut(row, '\n');
        read_row(labels, row, preferred);
        row = next;
    }
    for (guint i = 0; i < preferred->len; i += 2) { /* last: a preferred label wins */
        lexicon_add(labels, g_ptr_array_index(preferred, i), g_ptr_array_index(preferred, i + 1));
    }
    return labels;
}

struct reader {
    const struct language *language;
    const struct textwords *words;
    unsigned to;
};

static bool in_list(const struct reader *reader, const char *list, const char *folded)
{
    return language_has(reader->language, list, folded);
}

static bool is_named(const struct reader *reader, const char *names, const char *folded)
{
    return lexicon_word(language_names(reader->language, names), folded) != NULL;
}

static const char *label(const struct reader *reader, const char *folded)
{
    const struct lexicon *labels = reader->language->occupations;
    return labels == NULL ? NULL : lexicon_word(labels, folded);
}

static bool ends_in(const char *folded, size_t length, const struct pattern_word *ending)
{
    return memcmp(folded + length - ending->length, ending->folded, ending->length) == 0;
}

/* The word in its basic form is a label: chaufførerne, pædagogen. Owned, or NULL. */
static char *basic_form(const struct reader *reader, const char *folded, const char **id)
{
    const struct pattern_words *endings = language_words(reader->language, "fag-boejning");
    const struct lexicon *spoken = language_names(reader->language, "fag");
    size_t length = strlen(folded);
    for (unsigned i = 0; i < endings->count; i++) {
        const struct pattern_word *ending = &endings->list[i];
        if (length < ending->length + 3 || !ends_in(folded, length, ending)) {
            continue;
        }
        g_autofree char *stem = g_strndup(folded, length - ending->length);
        *id = label(reader, stem);
        if (*id != NULL || lexicon_word(spoken, stem) != NULL) {
            return g_steal_pointer(&stem);
        }
    }
    return NULL;
}

/* Whether the first `length` octets of the word end like an occupation. */
static bool has_ending(const struct reader *reader, const char *folded, size_t length, bool whole)
{
    const struct lexicon *endings = language_names(reader->language, "fag-endelse");
    g_autofree char *bare = g_strndup(folded, length);
    for (size_t stem = 0; stem + ENDING_LEAST <= length; stem++) {
        if ((stem >= ENDING_STEM || (stem == 0 && whole)) &&
            lexicon_word(endings, bare + stem) != NULL) {
            return !is_named(reader, "fag-ikke", bare);
        }
    }
    return false;
}

static bool ends_like_one(const struct reader *reader, const char *folded)
{
    const struct pattern_words *inflections = language_words(reader->language, "fag-boejning");
    size_t length = strlen(folded);
    bool found = has_ending(reader, folded, length, true);
    for (unsigned i = 0; i < inflections->count && !found; i++) {
        const struct pattern_word *inflection = &inflections->list[i];
        found = length > inflection->length + 4 && ends_in(folded, length, inflection) &&
                has_ending(reader, folded, length - inflection->length, false);
    }
    return found;
}

static bool word_is(const struct reader *reader, const char *list, unsigned at)
{
    return in_list(reader, list, reader->words->list[at].folded);
}

/* "Vi søger også en kok": somebody else is sought, by those who have the job. */
static bool is_sought(const struct reader *reader, unsigned at)
{
    unsigned verb = at;
    while (verb > 0 && reader->words->list[verb].before == BREAK_NONE &&
           word_is(reader, "fag-imellem", verb - 1)) {
        verb--;
    }
    if (verb == at || verb == 0 || reader->words->list[verb].before != BREAK_NONE ||
        !word_is(reader, "fag-soeges", verb - 1)) {
        return false;
    }
    bool mine = verb > 1 && strcmp(reader->words->list[verb - 2].folded, "jeg") == 0;
    return !mine;
}

/* Whether something that names an occupation stands before it. */
static bool is_announced(const struct reader *reader, unsigned at)
{
    return is_sought(reader, at) || (at > 0 && reader->words->list[at].before <= BREAK_COMMA &&
                                     word_is(reader, "fag-foran", at - 1));
}

static bool stands_alone(const struct reader *reader, const struct occupation *found)
{
    const struct textwords *words = reader->words;
    unsigned line = found->from;
    if (line > 0 && words->list[line - 1].number && words->list[line].before <= BREAK_COMMA) {
        line--; /* "1985-1995 Smed" */
    }
    return words->list[line].before >= BREAK_LINE &&
           (found->to >= words->count || words->list[found->to].before >= BREAK_COMMA);
}

static bool is_anothers(const struct reader *reader, unsigned at)
{
    const struct textwords *words = reader->words;
    for (unsigned back = 1; back <= LOOK_BACK && back <= at; back++) {
        if (words->list[at - back + 1].before > BREAK_NONE) {
            return false;
        }
        const char *word = words->list[at - back].folded;
        if ((back == 1 && in_list(reader, "ejer", word)) || in_list(reader, "slaegt", word) ||
            in_list(reader, "fag-nej", word)) {
            return true;
        }
    }
    return false;
}

/* The longest label at `at`, and whether it is one of the weak words. */
static bool find_label(const struct reader *reader, unsigned at, struct occupation *found)
{
    const struct lexicon *labels = reader->language->occupations;
    unsigned end = at, spoken_end = at;
    const char *id =
        labels == NULL ? NULL : lexicon_find(labels, reader->words, at, reader->to, &end);
    const char *spoken = lexicon_find(language_names(reader->language, "fag"), reader->words, at,
                                      reader->to, &spoken_end);
    if (id == NULL && spoken == NULL) {
        return false;
    }
    bool from_labels = id != NULL && (spoken == NULL || end >= spoken_end);
    *found = (struct occupation){
        .from = at, .to = from_labels ? end : spoken_end, .id = from_labels ? id : NULL};
    return found->to > at + 1 || !is_named(reader, "fag-ikke", reader->words->list[at].folded);
}

static bool find_by_form(const struct reader *reader, unsigned at, struct occupation *found)
{
    const struct word *word = &reader->words->list[at];
    *found = (struct occupation){.from = at, .to = at + 1};
    if (word->number || word->address || word->length < 4 ||
        is_named(reader, "fag-ikke", word->folded)) {
        return false;
    }
    g_autofree char *basic = basic_form(reader, word->folded, &found->id);
    if (basic != NULL) {
        return !is_named(reader, "fag-ikke", basic) &&
               (!is_named(reader, "fag-svag", basic) || is_announced(reader, at));
    }
    if (ends_like_one(reader, word->folded)) {
        return true;
    }
    if (strlen(word->folded) < TYPO_LENGTH || !is_announced(reader, at) ||
        reader->language->occupations == NULL) {
        return false;
    }
    found->id = lexicon_nearest(reader->language->occupations, word->folded);
    return found->id != NULL;
}

bool occupation_at(const struct language *language, const struct textwords *words, unsigned at,
                   unsigned to, struct occupation *found)
{
    struct reader reader = {.language = language, .words = words, .to = MIN(to, words->count)};
    if (at >= reader.to || (!find_label(&reader, at, found) && !find_by_form(&reader, at, found))) {
        return false;
    }
    bool weak = found->to == at + 1 && is_named(&reader, "fag-svag", words->list[at].folded);
    return !is_anothers(&reader, at) &&
           (!weak || is_announced(&reader, at) || stands_alone(&reader, found));
}
