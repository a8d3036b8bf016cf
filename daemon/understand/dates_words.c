#include "understand/dates_inner.h"

#include <string.h>

#include "understand/tables.h"

#define WEEK 7

static bool word_in(const struct dates_reader *reader, const char *list, unsigned at)
{
    return at < reader->to && language_has_word(reader->language, list, reader->words, at);
}

static void set_days(struct dates_point *point, unsigned end, int first, int last)
{
    *point = (struct dates_point){.end = end, .first = first, .last = last};
}

static int this_monday(const struct dates_reader *reader)
{
    return reader->today - days_weekday(reader->today) + 1;
}

/* Monday of the next such week that is not over, or of the year that is said. */
static int monday_of(const struct dates_reader *reader, int week, int year)
{
    if (year != 0) {
        return days_of_week(year, week);
    }
    int today_year, month, day;
    days_to_civil(reader->today, &today_year, &month, &day);
    for (year = today_year; year <= today_year + 2; year++) {
        int monday = days_of_week(year, week);
        if (monday != 0 && monday + WEEK > reader->today) {
            return monday;
        }
    }
    return 0;
}

/* Monday of the latest such week that is not after `monday`. */
static int monday_before(int monday, int week)
{
    int year, month, day;
    days_to_civil(monday + 3, &year, &month, &day); /* Thursday has the year of the week */
    int found = days_of_week(year, week);
    return found != 0 && found <= monday ? found : days_of_week(year - 1, week);
}

/* "34", "34-36" behind "uge". */
static bool week_numbers(const char *word, int *first, int *last)
{
    const char *dash = strchr(word, '-');
    g_autofree char *left = dash == NULL ? g_strdup(word) : g_strndup(word, (size_t)(dash - word));
    gint64 from = 0, to = 0;
    if (!g_ascii_string_to_signed(left, 10, 1, 53, &from, NULL) ||
        (dash != NULL && !g_ascii_string_to_signed(dash + 1, 10, 1, 53, &to, NULL))) {
        return false;
    }
    *first = (int)from;
    *last = dash == NULL ? (int)from : (int)to;
    return true;
}

/* "uge 34", "uge34", "uge nr. 34", "uge 28 til 30", "uge 28, 29 og 30". */
static bool read_week(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    const struct textwords *words = reader->words;
    int first, last, next, next_last;
    unsigned end = at + 1;
    const char *folded = words->list[at].folded;
    size_t letters = strcspn(folded, "0123456789");
    g_autofree char *name = g_strndup(folded, letters);
    if (!language_has(reader->language, "uge", name)) {
        return false;
    }
    if (folded[letters] == '\0') {
        end += word_in(reader, "nummer", end);
        if (end >= reader->to || words->list[end].before > BREAK_NONE ||
            !week_numbers(words->list[end].folded, &first, &last)) {
            return false;
        }
        end++;
    } else if (!week_numbers(folded + letters, &first, &last)) {
        return false;
    }
    while (end < reader->to && words->list[end].before <= BREAK_COMMA) {
        unsigned number = end + word_in(reader, "og-til", end);
        number += word_in(reader, "uge", number);
        bool joined =
            number > end || dates_dash_before(words, end) || words->list[end].before == BREAK_COMMA;
        if (!joined || number >= reader->to ||
            !week_numbers(words->list[number].folded, &next, &next_last) || next <= last) {
            break;
        }
        last = next_last;
        end = number + 1;
    }
    int year = dates_read_year(reader, &end);
    int monday = monday_of(reader, last, year);
    int first_monday = first == last || monday == 0 ? monday : monday_before(monday, first);
    if (first_monday == 0) {
        return false;
    }
    *point = (struct dates_point){
        .end = end, .first = first_monday, .last = monday + WEEK - 1, .precision = DATES_WEEK};
    return true;
}

/* Days of `count` units from today on. */
static int after_units(const struct dates_reader *reader, int count, const char *unit)
{
    if (strcmp(unit, "dag") == 0) {
        return reader->today + count;
    }
    if (strcmp(unit, "uge") == 0) {
        return reader->today + count * WEEK;
    }
    if (strcmp(unit, "måned") == 0) {
        return days_add_months(reader->today, count);
    }
    return days_add_months(reader->today, count * 12);
}

/* "om to uger", "om 14 dage"; "i to uger" and "de næste to uger" last from today. */
static bool read_distance(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    unsigned end;
    const char *kind =
        lexicon_find(dates_names(reader, "fra-nu"), reader->words, at, reader->to, &end);
    unsigned unit_at;
    int count = kind == NULL ? 0 : dates_read_count(reader, end, &unit_at);
    const char *unit = count == 0 ? NULL
                                  : lexicon_find(dates_names(reader, "tidsenhed"), reader->words,
                                                 unit_at, reader->to, &end);
    if (unit == NULL || (strcmp(unit, "år") == 0 && count > 5)) {
        return false;
    }
    int day = after_units(reader, count, unit);
    bool lasting = strcmp(kind, "varer") == 0;
    set_days(point, end, lasting ? reader->today : day, day);
    point->lasting = lasting;
    return true;
}

/* "i morgen", "next week", "næste måned", "om et halvt år". */
static bool read_period(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    static const struct {
        const char *name;
        int days, months;
    } single[] = {{"idag", 0, 0},   {"imorgen", 1, 0}, {"overmorgen", 2, 0},
                  {"halvår", 0, 6}, {"kvartal", 0, 3}, {"halvanden måned", 45, 0}};
    unsigned end;
    const char *name =
        lexicon_find(dates_names(reader, "tidspunkt"), reader->words, at, reader->to, &end);
    if (name == NULL) {
        return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(single); i++) {
        if (strcmp(name, single[i].name) == 0) {
            int day = days_add_months(reader->today, single[i].months) + single[i].days;
            set_days(point, end, day, day);
            return true;
        }
    }
    int year, month, day, monday = this_monday(reader);
    days_to_civil(reader->today, &year, &month, &day);
    if (strcmp(name, "næste uge") == 0 || strcmp(name, "denne uge") == 0) {
        monday += *name == 'n' ? WEEK : 0;
        set_days(point, end, monday, monday + WEEK - 1);
        point->precision = DATES_WEEK;
        return true;
    }
    int next = days_from_civil(year + month / 12, month % 12 + 1, 1);
    bool this_month = strcmp(name, "denne måned") == 0;
    if (this_month || strcmp(name, "næste måned") == 0) {
        set_days(point, end, this_month ? days_from_civil(year, month, 1) : next,
                 days_add_months(next, this_month ? 0 : 1) - 1);
        point->precision = DATES_MONTH;
        return true;
    }
    return false;
}

/* A day of a feast: "påskedag-3", "24/12"; 0 for none. */
static int feast_day(const char *written, int year)
{
    static const char easter[] = "påskedag";
    if (g_str_has_prefix(written, easter)) {
        return days_easter_sunday(year) + (int)g_ascii_strtoll(written + strlen(easter), NULL, 10);
    }
    char *end;
    int day = (int)g_ascii_strtoll(written, &end, 10);
    return *end != '/' ? 0 : days_from_civil(year, (int)g_ascii_strtoll(end + 1, NULL, 10), day);
}

static bool read_feast(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    unsigned end;
    const char *days =
        lexicon_find(dates_names(reader, "helligdag"), reader->words, at, reader->to, &end);
    if (days == NULL) {
        return false;
    }
    g_auto(GStrv) parts = g_strsplit(days, " ", 2);
    int year, month, day;
    days_to_civil(reader->today, &year, &month, &day);
    int said = dates_read_year(reader, &end);
    for (int i = said != 0 ? said : year - 1; i <= (said != 0 ? said : year + 1); i++) {
        int first = feast_day(parts[0], i);
        int last = parts[1] == NULL ? first : feast_day(parts[1], i);
        if (last != 0 && last < first) {
            last = feast_day(parts[1], i + 1);
        }
        if (first != 0 && last != 0 && (said != 0 || last >= reader->today)) {
            set_days(point, end, first, last);
            point->precision = DATES_FEAST;
            point->bare = true;
            return true;
        }
    }
    return false;
}

bool dates_read_words(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    return at < reader->to && (read_week(reader, at, point) || read_distance(reader, at, point) ||
                               read_period(reader, at, point) || read_feast(reader, at, point));
}

bool dates_read_weekday(const struct dates_reader *reader, unsigned at, struct dates_point *point)
{
    const struct textwords *words = reader->words;
    unsigned end = at, week;
    const char *which = lexicon_find(dates_names(reader, "naeste"), words, at, reader->to, &end);
    int day = lexicon_number(dates_names(reader, "dag"), words, end, reader->to, &end);
    if (day == 0) {
        return false;
    }
    int monday = this_monday(reader);
    int soon = reader->today + 1 + (day - days_weekday(reader->today) + 13) % WEEK;
    struct dates_point within;
    unsigned i_word = end + word_in(reader, "i", end);
    week = i_word;
    if (i_word < reader->to && words->list[end].before <= BREAK_COMMA &&
        (read_week(reader, week, &within) || read_period(reader, week, &within) ||
         read_period(reader, end, &within)) &&
        within.precision == DATES_WEEK) {
        set_days(point, within.end, within.first + day - 1, within.first + day - 1);
        return true;
    }
    bool next = which != NULL && strcmp(which, "næste") == 0;
    int found = next ? MAX(monday + WEEK + day - 1, reader->today + 1) : soon;
    set_days(point, end, found, found);
    point->bare = which == NULL;
    return true;
}
