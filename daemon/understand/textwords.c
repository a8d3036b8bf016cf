#include "understand/textwords.h"

#include <string.h>

#include "base/text.h"

/* A line this long was broken by the mail client, not by the sender. */
#define WRAPPED_LINE 55
#define WORD_LIMIT 100
#define YEAR_LENGTH 4
#define USUAL_LETTERS 5u /* of a word */
#define USUAL_TEXT 4000u

static const char *const abbreviations[] = {
    "kl",  "nr",   "ca",  "bl",   "evt",  "f.eks", "fx",  "dvs",   "mv",    "tlf", "d",
    "st",  "hr",   "fr",  "mob",  "jan",  "feb",   "mar", "apr",   "jun",   "jul", "aug",
    "sep", "sept", "okt", "nov",  "dec",  "m.v",   "man", "tir",   "ons",   "tor", "fre",
    "lor", "son",  "mm",  "pga",  "vedr", "bl.a",  "pr",  "t.o.m", "f.o.m", "mdr", "tors",
    "el",  "inkl", "max", "maks", "kbh",  "kbhvn", "min", "tidl",  "fhv",   "kat", NULL};

struct reader {
    const char *text, *at;
    GArray *list;
    GString *folds; /* each with its NUL */
    gsize last;     /* the place of the last of them */
    enum words_break before;
    bool quoted;
    unsigned sentence; /* index of its first word */
    size_t line_length;
};

static gunichar char_at(const char *at)
{
    return (unsigned char)*at < 0x80 ? (gunichar)*at : g_utf8_get_char(at);
}

static bool is_letter(gunichar c)
{
    if (c < 0x80) {
        return g_ascii_isalnum((char)c);
    }
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static void raise_break(struct reader *reader, enum words_break found)
{
    reader->before = MAX(reader->before, found);
}

static void end_sentence(struct reader *reader, bool asked)
{
    for (unsigned i = reader->sentence; asked && i < reader->list->len; i++) {
        g_array_index(reader->list, struct word, i).asked = true;
    }
    reader->sentence = reader->list->len;
    raise_break(reader, BREAK_SENTENCE);
}

static bool after_abbreviation(const struct reader *reader)
{
    if (reader->list->len == 0) {
        return false;
    }
    const struct word *last = &g_array_index(reader->list, struct word, reader->list->len - 1);
    const char *folded = reader->folds->str + reader->last;
    if (last->length == YEAR_LENGTH && strspn(folded, "0123456789") == YEAR_LENGTH) {
        return false; /* 1. april 2013. Then a new sentence. */
    }
    return last->number || g_strv_contains(abbreviations, folded);
}

/* Whether a number and a full stop are followed by a word with a capital. */
static bool before_capital(const struct reader *reader)
{
    const char *next = reader->at + 1;
    const struct word *last = &g_array_index(reader->list, struct word, reader->list->len - 1);
    return last->number && *next == ' ' && g_unichar_isupper(g_utf8_get_char(next + 1));
}

static void end_line(struct reader *reader)
{
    bool blank = reader->at[1] == '\n' || (reader->at[1] == ' ' && reader->at[2] == '\n');
    if (blank) {
        reader->sentence = reader->list->len;
        raise_break(reader, BREAK_PARAGRAPH);
    } else if (reader->line_length < WRAPPED_LINE) {
        raise_break(reader, BREAK_LINE);
    }
    reader->line_length = 0;
}

static bool is_quotation_mark(gunichar c)
{
    return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0xBB || c == 0xAB;
}

static void read_mark(struct reader *reader, gunichar c)
{
    switch (c) {
    case '\n':
        end_line(reader);
        break;
    case '?':
    case '!':
    case ';':
    case ':':
    case 0x2026:
        end_sentence(reader, c == '?');
        break;
    case '.':
        if (!after_abbreviation(reader)) {
            end_sentence(reader, false);
        } else if (before_capital(reader)) {
            raise_break(reader, BREAK_COMMA); /* "Fra 1/4. Timer: 30", or "1. Maj" */
        }
        break;
    case ',':
    case '(':
    case ')':
    case '-':
    case 0x2013:
    case 0x2014:
        raise_break(reader, BREAK_COMMA);
        break;
    default:
        if (is_quotation_mark(c)) {
            reader->quoted = !reader->quoted;
        }
    }
}

/* Whether the mark at `at`, which stands between letters, belongs to the word. */
static bool joins(const char *start, const char *at)
{
    gunichar c = char_at(at);
    gunichar next = char_at(text_next(at));
    if (!is_letter(next)) {
        return false;
    }
    gunichar last = char_at(g_utf8_prev_char(at));
    bool digits = g_unichar_isdigit(last) && g_unichar_isdigit(next);
    switch (c) {
    case '.':
        return digits || (g_unichar_islower(next) && g_unichar_isalpha(last));
    case ':':
    case '/':
        return digits;
    case '-':
        /* e-mail is one word, afmeld-mig are two */
        return digits || (text_next(start) == at && g_unichar_isalpha(next));
    case '\'':
    case 0x2019:
        return g_unichar_isalpha(last) && g_unichar_isalpha(next);
    default:
        return false;
    }
}

/* The end of an address that begins here, or NULL. */
static const char *address_end(const char *start)
{
    const char *at = start, *sign = NULL;
    while (g_ascii_isalnum(*at) || (unsigned char)*at >= 0x80 ||
           (*at != '\0' && strchr("._%+-@=", *at) != NULL)) {
        if (*at == '@') {
            sign = sign == NULL ? at : sign;
        }
        at++;
    }
    while (at > start && strchr(".-=_", at[-1]) != NULL) {
        at--;
    }
    return sign != NULL && sign > start && sign + 1 < at ? at : NULL;
}

static const char *word_end(const char *start)
{
    const char *at = start;
    while (is_letter(char_at(at)) || (at > start && *at != '\0' && joins(start, at))) {
        at = text_next(at);
    }
    return at;
}

/* Appends what the word is compared by, and a NUL. What is cut in the middle of a letter is made
 * valid there. */
static void fold_word(GString *folds, const char *start, size_t length)
{
    gsize before = folds->len;
    text_fold_append(folds, start, MIN(length, (size_t)WORD_LIMIT * 4));
    char *to = folds->str + before;
    for (const char *from = to; *from != '\0'; from++) {
        if (*from != '-' || g_ascii_isdigit(from[1])) {
            *to++ = *from;
        }
    }
    g_string_set_size(folds, (gsize)(to - folds->str) + 1);
    folds->str[folds->len - 1] = '\0';
}

static bool all_capitals(const char *start, const char *end)
{
    unsigned capitals = 0;
    for (const char *c = start; c < end; c = text_next(c)) {
        gunichar letter = char_at(c);
        if (letter < 0x80 ? g_ascii_islower((char)letter) : g_unichar_islower(letter)) {
            return false;
        }
        capitals += g_unichar_isupper(letter) ? 1 : 0;
    }
    return capitals > 1;
}

static void read_word(struct reader *reader)
{
    const char *start = reader->at;
    const char *end = address_end(start);
    struct word word = {.address = end != NULL,
                        .number = g_ascii_isdigit(*start),
                        .quoted = reader->quoted,
                        .title = g_unichar_isupper(char_at(start)),
                        .start = (size_t)(start - reader->text)};
    end = end == NULL ? word_end(start) : end;
    word.length = (size_t)(end - start);
    word.before = reader->list->len == 0 ? BREAK_PARAGRAPH : reader->before;
    word.capitals = all_capitals(start, end);
    reader->last = reader->folds->len;
    fold_word(reader->folds, start, word.length);
    word.start_mark = word_mark(reader->folds->str + reader->last);
    g_array_append_val(reader->list, word);
    reader->before = BREAK_NONE;
    reader->line_length += word.length;
    reader->at = end;
}

/* Now that the folded words no longer move. */
static void point_to_folds(struct textwords *words)
{
    char *at = words->folds;
    for (unsigned i = 0; i < words->count; i++) {
        words->list[i].folded = at;
        at += strlen(at) + 1;
    }
}

struct textwords *textwords_read(const char *text, unsigned limit)
{
    struct reader reader = {.text = text, .at = text};
    unsigned length = (unsigned)strnlen(text, MIN(USUAL_TEXT, limit * USUAL_LETTERS));
    reader.list = g_array_sized_new(FALSE, FALSE, sizeof(struct word), length / USUAL_LETTERS + 1);
    reader.folds = g_string_sized_new(length + length / USUAL_LETTERS);
    while (*reader.at != '\0' && reader.list->len < limit) {
        gunichar c = char_at(reader.at);
        if (is_letter(c) && !g_unichar_ismark(c)) {
            read_word(&reader);
            continue;
        }
        reader.line_length++;
        read_mark(&reader, c);
        reader.at = text_next(reader.at);
    }
    struct textwords *words = g_new0(struct textwords, 1);
    words->text = text;
    words->count = reader.list->len;
    words->list = (struct word *)(gpointer)g_array_free(reader.list, FALSE);
    words->folds = g_string_free(reader.folds, FALSE);
    point_to_folds(words);
    return words;
}

void textwords_free(struct textwords *words)
{
    if (words == NULL) {
        return;
    }
    g_free(words->list);
    g_free(words->folds);
    g_free(words->possible);
    g_free(words->lists);
    g_free(words);
}

char *textwords_between(const struct textwords *words, unsigned from, unsigned to)
{
    if (from >= to || to > words->count) {
        return g_strdup("");
    }
    const struct word *last = &words->list[to - 1];
    size_t start = words->list[from].start;
    g_autofree char *piece = g_strndup(words->text + start, last->start + last->length - start);
    return text_one_line(piece, 200);
}
