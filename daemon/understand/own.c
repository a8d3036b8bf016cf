#include "understand/own.h"

#include <string.h>

#include "understand/clause.h"

#define GREETING_NAMES 5u
#define SIGN_OFF_WORDS 8u
#define NAME_WORDS 4u

/* "Hej Hanne, hej alle": the greeting and the names that follow it. */
static unsigned skip_greeting(const struct language *language, const struct textwords *words)
{
    const struct pattern_words *names = language_words(language, "tiltale");
    unsigned end = language_longest(language, "hilsen", words, 0, false);
    for (unsigned i = 0; end > 0 && i < GREETING_NAMES && end < words->count; i++) {
        const struct word *word = &words->list[end];
        bool part = word->before == BREAK_NONE && !word->capitals &&
                    (word->title || textwords_in(words, end, names));
        if (!part) {
            break;
        }
        end++;
    }
    return end;
}

/* Where "Mvh Peter" begins, or the end. */
static unsigned find_sign_off(const struct language *language, const struct textwords *words,
                              unsigned from)
{
    for (unsigned i = words->count; i > from; i--) {
        unsigned at = i - 1;
        if (words->count - at > SIGN_OFF_WORDS) {
            break;
        }
        if (strcmp(words->list[at].folded, "ps") == 0) {
            break;
        }
        if (words->list[at].before >= BREAK_COMMA &&
            language_longest(language, "afslutning", words, at, false) > 0) {
            return at;
        }
    }
    return words->count;
}

static bool is_of_name(const struct textwords *names, const char *folded)
{
    for (unsigned i = 0; names != NULL && i < names->count; i++) {
        if (strcmp(names->list[i].folded, folded) == 0 ||
            (strlen(folded) > 2 && names->list[i].address &&
             strstr(names->list[i].folded, folded) != NULL)) {
            return true;
        }
    }
    return false;
}

/* Where the sender's bare name under the text begins, or `to`. Without his display name a last
 * paragraph of two to four capitalised words is a name. */
static unsigned find_name(const struct textwords *words, unsigned from, unsigned to,
                          const char *name)
{
    SCOPED(textwords) struct textwords *names = name == NULL ? NULL : textwords_read(name, 20);
    unsigned at = to;
    bool known = true, titled = true;
    while (at > from && to - at < NAME_WORDS) {
        const struct word *word = &words->list[at - 1];
        known = known && is_of_name(names, word->folded);
        titled = titled && word->title && !word->capitals && word->length > 1;
        at--;
        if (word->before >= BREAK_LINE) {
            break;
        }
    }
    if (at == from || at == to || words->list[at].before < BREAK_LINE) {
        return to;
    }
    bool paragraph = words->list[at].before == BREAK_PARAGRAPH && to - at >= 2;
    return known || (titled && paragraph) ? at : to;
}

/* The words that are not politeness; the break before one that is left out passes on. */
static struct textwords *without_neutral(const struct language *language, const struct own *own)
{
    const struct textwords *all = own->all;
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct word));
    enum words_break pending = BREAK_NONE;
    for (unsigned i = own->from; i < own->to;) {
        unsigned end = language_longest(language, "neutral", all, i, false);
        for (unsigned k = i; end > i && k < MIN(end, own->to); k++) {
            pending = MAX(pending, all->list[k].before);
        }
        if (end > i) {
            i = MIN(end, own->to);
            continue;
        }
        struct word word = all->list[i];
        word.before = MAX(word.before, pending);
        pending = BREAK_NONE;
        g_array_append_val(list, word);
        i++;
    }
    struct textwords *words = g_new0(struct textwords, 1);
    words->text = all->text;
    words->count = list->len;
    words->list = (struct word *)(gpointer)g_array_free(list, FALSE);
    return words;
}

struct own *own_read_bounds(const struct language *language, const char *text, const char *name,
                            unsigned limit)
{
    struct own *own = g_new0(struct own, 1);
    own->all = textwords_read(text, limit);
    language_mark(language, own->all);
    own->from = skip_greeting(language, own->all);
    own->to = find_sign_off(language, own->all, own->from);
    own->to = find_name(own->all, own->from, own->to, name);
    return own;
}

struct own *own_read(const struct language *language, const char *text, const char *name)
{
    struct own *own = own_read_bounds(language, text, name, OWN_WORD_LIMIT);
    own->matched = without_neutral(language, own);
    language_mark_part(language, own->matched, own->all);
    return own;
}

void own_free(struct own *own)
{
    if (own == NULL) {
        return;
    }
    textwords_free(own->all);
    textwords_free(own->matched);
    g_free(own);
}

unsigned own_thanks_end(const struct language *language, const struct own *own, unsigned at,
                        unsigned to)
{
    unsigned begun = language_longest(language, "tak-led", own->all, at, false);
    if (begun == 0 || begun > to) {
        return 0;
    }
    unsigned end = MIN(to, clause_end(language, own->all, at + 1));
    return clause_has(language, "tak-andet", own->all, at, end) ? 0 : MAX(begun, end);
}

bool own_polite_between(const struct language *language, const struct own *own, unsigned from,
                        unsigned to)
{
    for (unsigned at = from; at < to;) {
        unsigned end = language_longest(language, "hoeflig", own->all, at, false);
        end = MAX(end, language_longest(language, "ros", own->all, at, false));
        end = MAX(end, own_thanks_end(language, own, at, to));
        end = end == 0 ? language_longest(language, "neutral", own->all, at, false) : end;
        if (end == 0 || end > to) {
            return false;
        }
        at = end;
    }
    return from < to;
}

bool own_is_polite(const struct language *language, const struct own *own)
{
    return own->to == own->all->count || own->from < own->to
               ? own_polite_between(language, own, own->from, own->to)
               : false;
}
