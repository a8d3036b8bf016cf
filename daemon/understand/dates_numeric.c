#include "understand/dates_inner.h"

#include <string.h>

#include "understand/tables.h"

#define NUMBERS 3

/* Numbers with marks between: "14/2-2013". */
struct numbers {
    int value[NUMBERS], digits[NUMBERS];
    char mark[NUMBERS];
    int count;
};

static bool scan(const char *text, const char *end, struct numbers *numbers)
{
    *numbers = (struct numbers){0};
    while (text < end) {
        if (numbers->count == NUMBERS || !g_ascii_isdigit(*text)) {
            return false;
        }
        int i = numbers->count++;
        for (; text < end && g_ascii_isdigit(*text); text++) {
            if (++numbers->digits[i] > 4) {
                return false;
            }
            numbers->value[i] = numbers->value[i] * 10 + (*text - '0');
        }
        if (text < end) {
            numbers->mark[i] = *text++;
            if (text == end) {
                return false;
            }
        }
    }
    return numbers->count > 0;
}

static int full_year(int value, int digits)
{
    if (digits == 4) {
        return value >= 1900 && value <= 2200 ? value : 0;
    }
    return digits == 2 ? 2000 + value : 0;
}

static bool is_day(int day, int month)
{
    return days_from_civil(2012, month, day) != 0; /* a leap year */
}

/* One date in digits. A 14.2 is one only in `context`. */
static bool parse_date(const char *text, const char *end, bool context, struct dates_point *point)
{
    struct numbers n;
    if (!scan(text, end, &n) || n.count < 2) {
        return false;
    }
    if (n.count == 3 && n.digits[0] == 4) {
        *point = (struct dates_point){.year = n.value[0], .month = n.value[1], .day = n.value[2]};
        return n.mark[0] == '-' && days_from_civil(n.value[0], n.value[1], n.value[2]) != 0;
    }
    if (n.digits[0] > 2 || n.digits[1] > 2 || !is_day(n.value[0], n.value[1])) {
        return false;
    }
    *point = (struct dates_point){.day = n.value[0], .month = n.value[1]};
    if (n.count == 2) {
        return n.mark[0] == '/' || (n.mark[0] == '.' && context);
    }
    point->year = full_year(n.value[2], n.digits[2]);
    return point->year != 0 && strchr("./-", n.mark[0]) != NULL &&
           days_from_civil(point->year, point->month, point->day) != 0;
}

static bool parse_day(const char *text, const char *end, int *day)
{
    struct numbers n;
    *day = 0;
    if (!scan(text, end, &n) || n.count != 1 || n.digits[0] > 2 || n.value[0] < 1 ||
        n.value[0] > 31) {
        return false;
    }
    *day = n.value[0];
    return true;
}

/* "1/7-14/7", "1.7-14.7.2013" in one word. */
static bool parse_range(const char *text, struct dates_point *point)
{
    const char *end = text + strlen(text);
    for (const char *dash = strchr(text, '-'); dash != NULL; dash = strchr(dash + 1, '-')) {
        struct dates_point left, right;
        if (parse_date(text, dash, true, &left) && parse_date(dash + 1, end, true, &right)) {
            *point = left;
            point->second.day = right.day;
            point->second.month = right.month;
            point->second.year = right.year;
            return true;
        }
    }
    return false;
}

static bool dot_behind(const struct textwords *words, unsigned at)
{
    const struct word *word = &words->list[at];
    return words->text[word->start + word->length] == '.';
}

bool dates_dash_before(const struct textwords *words, unsigned at)
{
    if (at == 0 || at >= words->count) {
        return false;
    }
    const struct word *last = &words->list[at - 1];
    bool dash = false;
    for (size_t i = last->start + last->length; i < words->list[at].start; i++) {
        char c = words->text[i];
        bool part = c == '-' || (unsigned char)c >= 0x80;
        dash = dash || part;
        if (!part && c != ' ' && c != '.') {
            return false;
        }
    }
    return dash;
}

int dates_read_count(const struct dates_reader *reader, unsigned at, unsigned *end)
{
    if (at >= reader->to) {
        return 0;
    }
    const char *word = reader->words->list[at].folded;
    gint64 count = 0;
    *end = at + 1;
    if (g_ascii_string_to_signed(word, 10, 1, 1000, &count, NULL)) {
        return (int)count;
    }
    return lexicon_number(dates_names(reader, "tal"), reader->words, at, reader->to, end);
}

int dates_read_year(const struct dates_reader *reader, unsigned *at)
{
    const struct textwords *words = reader->words;
    if (*at >= reader->to || words->list[*at].before > BREAK_COMMA) {
        return 0;
    }
    const struct word *word = &words->list[*at];
    struct numbers n;
    if (word->number && scan(word->folded, word->folded + strlen(word->folded), &n) &&
        n.count == 1) {
        char before = word->start == 0 ? ' ' : words->text[word->start - 1];
        int year = n.digits[0] == 4 || before == '\'' ? full_year(n.value[0], n.digits[0]) : 0;
        *at += year != 0;
        return year;
    }
    int year, month, day;
    days_to_civil(reader->today, &year, &month, &day);
    unsigned end;
    const char *which = lexicon_find(dates_names(reader, "aar"), words, *at, reader->to, &end);
    if (which == NULL) {
        return 0;
    }
    *at = end;
    return strcmp(which, "næste") == 0 ? year + 1 : year;
}

/* The month at `at`; short names count beside a number only. */
static int month_at(const struct dates_reader *reader, unsigned at, bool number, unsigned *end)
{
    if (at >= reader->to) {
        return 0;
    }
    int month = lexicon_number(dates_names(reader, "maaned"), reader->words, at, reader->to, end);
    if (month == 0 && number) {
        month =
            lexicon_number(dates_names(reader, "maaned-kort"), reader->words, at, reader->to, end);
    }
    return month;
}

/* The day that a word says: 1, 1st, første; "1-14" is two. */
static int day_at(const struct dates_reader *reader, unsigned at, int *second, unsigned *end)
{
    const char *word = reader->words->list[at].folded;
    const char *stop = word + strspn(word, "0123456789");
    int day;
    *second = 0;
    *end = at + 1;
    if (stop == word) {
        return lexicon_number(dates_names(reader, "ordenstal"), reader->words, at, reader->to, end);
    }
    if (!parse_day(word, stop, &day)) {
        return 0;
    }
    static const char *const endings[] = {"", "st", "nd", "rd", "th", "te", "ste", "nde", NULL};
    if (*stop == '-') {
        return parse_day(stop + 1, word + strlen(word), second) ? day : 0;
    }
    return g_strv_contains(endings, stop) ? day : 0;
}

/* "1maj", "14feb2013" in one word, or "May 1st". */
static bool read_joined(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    const char *word = reader->words->list[at].folded;
    const char *stop = word + strspn(word, "0123456789");
    int day;
    unsigned end;
    if (stop > word && parse_day(word, stop, &day)) {
        g_autofree char *name = g_strdup(stop + strspn(stop, "."));
        const char *month = lexicon_word(dates_names(reader, "maaned"), name);
        month = month == NULL ? lexicon_word(dates_names(reader, "maaned-kort"), name) : month;
        *point = (struct dates_point){
            .end = at + 1,
            .day = day,
            .month = month == NULL ? 0 : (int)g_ascii_strtoll(month, NULL, 10)};
        return month != NULL && is_day(day, point->month);
    }
    int month = month_at(reader, at, false, &end), second;
    if (month == 0 || end >= reader->to || reader->words->list[end].before > BREAK_NONE ||
        !reader->words->list[end].number) {
        return false;
    }
    day = day_at(reader, end, &second, &end);
    *point = (struct dates_point){.end = end, .day = day, .month = month};
    return day != 0 && second == 0 && is_day(day, month);
}

/* "1. maj", "1-14. juli"; an English "1st of May". */
static bool read_day_and_month(const struct dates_reader *reader, unsigned at,
                               struct dates_point *point)
{
    unsigned end;
    int second, day = day_at(reader, at, &second, &end);
    if (day == 0) {
        return false;
    }
    if (end >= reader->to || reader->words->list[end].before > BREAK_COMMA) {
        return false;
    }
    bool english = strcmp(reader->words->list[end].folded, "of") == 0;
    int month = month_at(reader, english ? end + 1 : end, true, &end);
    if (month == 0 || !is_day(day, month) || (second != 0 && !is_day(second, month))) {
        return false;
    }
    *point = (struct dates_point){.end = end, .day = day, .month = month};
    if (second != 0) {
        point->second.day = second;
        point->second.month = month;
    }
    return true;
}

static bool is_amount(const struct dates_reader *reader, unsigned at)
{
    const struct textwords *words = reader->words;
    return at < reader->to && words->list[at].before == BREAK_NONE &&
           language_has_word(reader->language, "maal", words, at);
}

bool dates_read_numeric(const struct dates_reader *reader, unsigned at, bool context,
                        struct dates_point *point)
{
    if (at >= reader->to) {
        return false;
    }
    const char *word = reader->words->list[at].folded;
    if (read_day_and_month(reader, at, point) || read_joined(reader, at, point)) {
        unsigned end = point->end;
        int year = dates_read_year(reader, &end);
        point->end = end;
        point->year = year;
        point->second.year = point->second.day == 0 ? 0 : year;
        return year == 0 || days_from_civil(year, point->month, point->day) != 0;
    }
    if (!g_ascii_isdigit(*word)) {
        return false;
    }
    bool clock = at > 0 && language_has_word(reader->language, "klokken", reader->words, at - 1);
    context = !clock && (context || dot_behind(reader->words, at));
    bool read = parse_date(word, word + strlen(word), context, point) || parse_range(word, point);
    if (!read || (!context && strcmp(word, "24/7") == 0) ||
        (point->year == 0 && is_amount(reader, at + 1))) {
        return false;
    }
    point->end = at + 1;
    if (point->year == 0 && point->second.day == 0) {
        point->year = dates_read_year(reader, &point->end);
    }
    return true;
}

bool dates_read_day(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    unsigned end;
    int second, day = at < reader->to ? day_at(reader, at, &second, &end) : 0;
    if (day == 0 || second != 0) {
        return false;
    }
    *point = (struct dates_point){.end = end, .day = day};
    return true;
}

bool dates_read_month(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    unsigned end;
    int month = month_at(reader, at, false, &end);
    if (month == 0) {
        return false;
    }
    int year = dates_read_year(reader, &end);
    bool bare = year == 0;
    if (year == 0) {
        int this_month, day;
        days_to_civil(reader->today, &year, &this_month, &day);
        year += month < this_month;
    }
    *point = (struct dates_point){.end = end,
                                  .first = days_from_civil(year, month, 1),
                                  .last = days_last_of_month(year, month),
                                  .precision = DATES_MONTH,
                                  .bare = bare};
    return true;
}
