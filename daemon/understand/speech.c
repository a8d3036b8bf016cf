#include "understand/speech.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/lexicon.h"
#include "understand/tables.h"

#define LOOK_BACK 5u

struct reader {
    const struct language *language;
    const struct textwords *words;
    unsigned from, to;
};

static bool word_in(const struct reader *reader, const char *list, unsigned at)
{
    return at >= reader->from && at < reader->to &&
           language_has_word(reader->language, list, reader->words, at);
}

static bool denied(const struct reader *reader, unsigned at)
{
    for (unsigned back = 1; back <= LOOK_BACK && at - reader->from >= back; back++) {
        if (reader->words->list[at - back + 1].before > BREAK_COMMA ||
            word_in(reader, "sprog-skel", at - back)) {
            return false;
        }
        if (word_in(reader, "sprog-nej", at - back)) {
            return true;
        }
    }
    return false;
}

/* Whether the words before it are a heading: "Sprog", alone on a line or before a colon. */
static bool under_heading(const struct reader *reader, unsigned at)
{
    unsigned from = MAX(sentence_start(reader->words, at), reader->from);
    unsigned line = at;
    while (line > from && reader->words->list[line].before < BREAK_LINE) {
        line--;
    }
    for (unsigned i = line; i > reader->from && line - i < 12; i--) {
        if (word_in(reader, "sprog-overskrift", i - 1) &&
            (i - 1 == reader->from || reader->words->list[i - 1].before >= BREAK_LINE)) {
            return true;
        }
        if (reader->words->list[i].before == BREAK_PARAGRAPH && i != line) {
            return false;
        }
    }
    return false;
}

static bool is_language(const struct reader *reader, unsigned at)
{
    return at >= reader->from && at < reader->to &&
           lexicon_find(language_names(reader->language, "sprog"), reader->words, at, reader->to,
                        NULL) != NULL;
}

/* "dansk/engelsk", "tysk og engelsk": beside another one. */
static bool is_listed(const struct reader *reader, unsigned at, unsigned end)
{
    unsigned next = end + (word_in(reader, "og", end) ? 1 : 0);
    unsigned last = at - (at > reader->from && word_in(reader, "og", at - 1) ? 1 : 0);
    return (next < reader->to && reader->words->list[next].before <= BREAK_COMMA &&
            is_language(reader, next)) ||
           (last > reader->from && reader->words->list[at].before <= BREAK_COMMA &&
            is_language(reader, last - 1));
}

static bool counts(const struct reader *reader, unsigned at, unsigned end)
{
    bool other = end < reader->to && reader->words->list[end].before == BREAK_NONE &&
                 word_in(reader, "ikke-sprog", end);
    if (other || denied(reader, at)) {
        return false;
    }
    unsigned from = MAX(sentence_start(reader->words, at), reader->from);
    unsigned to = MIN(sentence_end(reader->words, end), reader->to);
    return is_listed(reader, at, end) ||
           clause_has(reader->language, "sprog-ord", reader->words, from, to) ||
           under_heading(reader, at);
}

static bool has(const GPtrArray *languages, const char *name)
{
    for (guint i = 0; i < languages->len; i++) {
        if (strcmp(g_ptr_array_index(languages, i), name) == 0) {
            return true;
        }
    }
    return false;
}

void speech_find(const struct language *language, const struct textwords *words, unsigned from,
                 unsigned to, GPtrArray *languages)
{
    struct reader reader = {
        .language = language, .words = words, .from = from, .to = MIN(to, words->count)};
    const struct lexicon *names = language_names(language, "sprog");
    for (unsigned at = from; at < reader.to;) {
        unsigned end = at + 1;
        const char *name = lexicon_find(names, words, at, reader.to, &end);
        if (name != NULL && counts(&reader, at, end) && !has(languages, name)) {
            g_ptr_array_add(languages, g_strdup(name));
        }
        at = name == NULL ? at + 1 : end;
    }
}
