/* Telephone numbers and other long numbers of a person. Where phone_find must not be wrong, this
 * must not miss: what may be a number goes, unless it is a date, hours, years, money or postcodes.
 */
#include <string.h>

#include "understand/lexicon.h"
#include "understand/redact_spans.h"

enum {
    DIGITS = 8,  /* of a Danish number */
    MOST = 24,   /* digits of anything that is one number */
    GROUPS = 12, /* of digits, as they stand there */
    GAP = 3,     /* characters between two groups */
    CUE = 3      /* words before a number that say what it is */
};

struct row {
    size_t from, to;
    char digits[MOST + 1];
    unsigned count;
    unsigned group[GROUPS], groups; /* digits of each */
    bool foreign;                   /* with + or 00 */
    bool colon, dots, dashes, blanks, slashes;
};

static bool is_gap(const char *at, size_t *length)
{
    static const char *const marks[] = {" ",
                                        "\t",
                                        "-",
                                        ".",
                                        "/",
                                        "(",
                                        ")",
                                        "_",
                                        "·",
                                        "\xE2\x80\x90",
                                        "\xE2\x80\x91",
                                        "\xE2\x80\x92",
                                        "\xE2\x80\x93",
                                        "\xE2\x80\x94",
                                        "\xE2\x88\x92"};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (g_str_has_prefix(at, marks[i])) {
            *length = strlen(marks[i]);
            return true;
        }
    }
    return false;
}

static void note_gap(struct row *row, char mark)
{
    row->dots = row->dots || mark == '.';
    row->slashes = row->slashes || mark == '/';
    row->blanks = row->blanks || mark == ' ' || mark == '\t';
    row->dashes = row->dashes || mark == '-' || (mark & 0x80) != 0;
}

/* Octets up to the next digit of the same number, 0: it ends here. `wrapped`: over one line end. */
static size_t gap_length(const char *at, struct row *row, bool wrapped)
{
    size_t length = 0, mark = 0;
    struct row seen = *row;
    for (int i = 0; i < GAP && !g_ascii_isdigit(at[length]); i++) {
        if (is_gap(at + length, &mark)) {
            note_gap(&seen, at[length]);
        } else if (wrapped && at[length] == '\n') {
            mark = 1;
        } else {
            return 0;
        }
        length += mark;
    }
    if (!g_ascii_isdigit(at[length])) {
        return 0;
    }
    *row = seen;
    return length;
}

static struct row read_row(const char *text, size_t from, bool wrapped)
{
    struct row row = {.from = from};
    const char *at = text + from;
    while (*at == '(' || *at == '+') {
        row.foreign = row.foreign || *at == '+';
        at++;
    }
    while (g_ascii_isdigit(*at) && row.count < MOST && row.groups < GROUPS) {
        unsigned size = 0;
        while (g_ascii_isdigit(at[size]) && row.count < MOST) {
            row.digits[row.count++] = at[size++];
        }
        row.group[row.groups++] = size;
        at += size;
        row.to = (size_t)(at - text);
        at += gap_length(at, &row, wrapped);
    }
    row.colon = text[row.to] == ':';
    row.foreign = row.foreign || (strncmp(row.digits, "00", 2) == 0 && row.count >= DIGITS + 2);
    return row;
}

static unsigned number_at(const struct row *row, unsigned from, unsigned length)
{
    unsigned number = 0;
    for (unsigned i = from; i < from + length && i < row->count; i++) {
        number = number * 10 + (unsigned)(row->digits[i] - '0');
    }
    return number;
}

static bool is_year(unsigned number)
{
    return number >= 1940 && number <= 2039;
}

static bool shaped(const struct row *row, const unsigned *groups, unsigned count)
{
    return row->groups == count && memcmp(row->group, groups, count * sizeof *groups) == 0;
}

static bool is_day(unsigned day, unsigned month)
{
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

/* 24.12.2013, 2013-12-24, 2010 2015, 20.00-22.30: how days, years and hours are written. */
static bool is_time(const struct row *row)
{
    static const unsigned day[] = {2, 2, 4}, iso[] = {4, 2, 2}, years[] = {4, 4},
                          hours[] = {2, 2, 2, 2};
    if (shaped(row, day, 3)) {
        return is_day(number_at(row, 0, 2), number_at(row, 2, 2)) && is_year(number_at(row, 4, 4));
    }
    if (shaped(row, iso, 3)) {
        return is_year(number_at(row, 0, 4)) && is_day(number_at(row, 6, 2), number_at(row, 4, 2));
    }
    if (shaped(row, years, 2)) {
        return is_year(number_at(row, 0, 4)) && is_year(number_at(row, 4, 4));
    }
    bool mixed = row->dots && (row->dashes || row->blanks);
    return shaped(row, hours, 4) && mixed && number_at(row, 0, 2) <= 24 &&
           number_at(row, 2, 2) < 60 && number_at(row, 4, 2) <= 24 && number_at(row, 6, 2) < 60;
}

/* The groups in which Danes write eight digits. */
static bool is_danish(const struct row *row)
{
    static const unsigned shapes[][4] = {{8},       {2, 2, 2, 2}, {4, 4}, {2, 3, 3}, {3, 2, 3},
                                         {3, 3, 2}, {2, 6},       {6, 2}, {4, 2, 2}, {2, 2, 4},
                                         {2, 4, 2}, {3, 5},       {5, 3}};
    if (row->count != DIGITS || row->digits[0] == '0' || row->slashes) {
        return row->count == DIGITS && row->slashes && row->group[0] == 2 && row->groups == 4;
    }
    bool two_marks = row->blanks && row->dashes;
    for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
        unsigned groups = 0;
        while (groups < 4 && shapes[i][groups] > 0) {
            groups++;
        }
        if (shaped(row, shapes[i], groups)) {
            return !two_marks || groups == 4;
        }
    }
    return false;
}

/* 2100 2200 2300, 2019 2020 2021: a row of postcodes or years. */
static bool all_fours(const struct row *row)
{
    for (unsigned i = 0; i < row->groups; i++) {
        if (row->group[i] != 4) {
            return false;
        }
    }
    return row->count < 16;
}

static bool may_be_number(const struct row *row)
{
    if (row->foreign) {
        return row->count >= DIGITS;
    }
    bool national = row->digits[0] == '0' && row->count >= 9;
    bool long_one = row->count >= 10 && !all_fours(row) && !row->colon;
    return is_danish(row) || ((national || long_one) && !(row->dots && row->dashes));
}

/* "[phone]" stands for a number that was masked: it says nothing of the next one. */
static bool is_mark(const struct redact_search *search, unsigned at)
{
    size_t start = search->words->list[at].start;
    return start > 0 && g_str_has_prefix(search->text + start - 1, redact_mark(REDACT_PHONE));
}

/* Of the words before or behind the row, whether one of the list stands there. */
static bool has_cue(const struct redact_search *search, const struct row *row, const char *list,
                    bool behind)
{
    const struct textwords *words = search->words;
    unsigned low = 0, high = words->count; /* the first word at or behind the row */
    while (low < high) {
        unsigned middle = (low + high) / 2;
        bool before = words->list[middle].start < (behind ? row->to : row->from);
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    if (behind) {
        return low < words->count && words->list[low].start <= row->to + 2 &&
               redact_word_in(search, list, low);
    }
    for (unsigned i = 1; i <= CUE && i <= low; i++) {
        if (redact_word_in(search, list, low - i) && !is_mark(search, low - i)) {
            return true;
        }
        if (words->list[low - i].before >= BREAK_PARAGRAPH) {
            break;
        }
    }
    return false;
}

static bool is_private(const struct redact_search *search, const struct row *row)
{
    bool cue = has_cue(search, row, "telefon-ord", false);
    if (cue && row->count >= 6 && row->count <= 15) {
        return true; /* with a digit too few it is still most of one */
    }
    if (!may_be_number(row) || is_time(row)) {
        return false;
    }
    return row->foreign || (!has_cue(search, row, "penge-ord", true) &&
                            !has_cue(search, row, "postnummer-ord", false));
}

/* 20 11 / 22 33 over a line end, in pairs only. */
static bool is_wrapped(const char *text, const struct row *row)
{
    static const unsigned pairs[] = {2, 2, 2, 2};
    return row->count == DIGITS && shaped(row, pairs, 4) && row->digits[0] >= '2' &&
           memchr(text + row->from, '\n', row->to - row->from) != NULL && !row->dots &&
           !row->dashes && !row->slashes;
}

static void read_figures(struct redact_search *search)
{
    const char *text = search->text;
    for (size_t at = 0; text[at] != '\0';) {
        bool sign = (text[at] == '+' || text[at] == '(') &&
                    (g_ascii_isdigit(text[at + 1]) || text[at + 1] == '+');
        if (!g_ascii_isdigit(text[at]) && !sign) {
            at++;
            continue;
        }
        struct row row = read_row(text, at, false), wrapped = read_row(text, at, true);
        if (is_private(search, &row)) {
            redact_add(search, row.from, row.to, REDACT_PHONE);
        } else if (is_wrapped(text, &wrapped)) {
            redact_add(search, wrapped.from, wrapped.to, REDACT_PHONE);
            row.to = wrapped.to;
        }
        at = MAX(row.to, at + 1);
    }
}

/* "tyve elleve toogtyve treogtredive": at least eight digits in a row of numbers. */
static void read_words(struct redact_search *search)
{
    const struct textwords *words = search->words;
    const struct lexicon *numbers = language_names(search->language, "cifre");
    for (unsigned at = 0; at < words->count;) {
        unsigned end = at, digits = 0;
        bool spelled = false;
        while (end < words->count && (end == at || words->list[end].before < BREAK_SENTENCE)) {
            const char *value = lexicon_word(numbers, words->list[end].folded);
            if (value == NULL && !(words->list[end].number && words->list[end].length <= 2)) {
                break;
            }
            digits += (unsigned)(value != NULL ? strlen(value) : words->list[end].length);
            spelled = spelled || value != NULL;
            end++;
        }
        if (spelled && digits >= DIGITS) {
            redact_add(search, words->list[at].start,
                       words->list[end - 1].start + words->list[end - 1].length, REDACT_PHONE);
        }
        at = MAX(end, at + 1);
    }
}

void redact_numbers(struct redact_search *search)
{
    read_figures(search);
    read_words(search);
}
