#include "compose/check_rules.h"

#include <string.h>

/* A date as staff write it: "tirsdag den 2. april 2013"; weekday and year may be missing. */
struct date {
    unsigned weekday; /* 1 Monday, 0: not written */
    int day, month, year;
    bool year_written;
    char *text;
    unsigned line, column;
};

/* "(januar|februar|...)" in the words of the document's language. The caller owns it. */
static char *alternatives(const struct check *check, const char *language, const char *group,
                          unsigned count)
{
    GString *text = g_string_new("(");
    for (unsigned i = 1; i <= count; i++) {
        g_autofree char *key = g_strdup_printf("%u", i);
        g_autofree char *word =
            g_regex_escape_string(templates_word(check->templates, language, group, key), -1);
        g_string_append_printf(text, "%s%s", i > 1 ? "|" : "", word);
    }
    g_string_append_c(text, ')');
    return g_string_free(text, FALSE);
}

/* The number of a word in a group, 0: none. */
static unsigned number_of(const struct check *check, const char *language, const char *group,
                          const char *word, unsigned count)
{
    g_autofree char *wanted = g_utf8_casefold(word, -1);
    for (unsigned i = 1; i <= count; i++) {
        g_autofree char *key = g_strdup_printf("%u", i);
        g_autofree char *folded =
            g_utf8_casefold(templates_word(check->templates, language, group, key), -1);
        if (strcmp(folded, wanted) == 0) {
            return i;
        }
    }
    return 0;
}

static GRegex *date_pattern(const struct check *check, const char *language)
{
    g_autofree char *weekdays = alternatives(check, language, "weekdays", 7);
    g_autofree char *months = alternatives(check, language, "months", 12);
    g_autofree char *pattern = g_strdup_printf(
        "(?:%s[ \\n]+(?:den[ \\n]+)?)?\\b([0-9]{1,2})\\.?[ \\n]+%s\\b(?:[ \\n]+([12][0-9]{3}))?",
        weekdays, months);
    GRegex *regex = g_regex_new(pattern, G_REGEX_CASELESS, 0, NULL);
    g_assert(regex != NULL);
    return regex;
}

static struct date date_read(const struct check *check, const struct check_document *document,
                             const GMatchInfo *match)
{
    g_autofree char *weekday = g_match_info_fetch(match, 1);
    g_autofree char *day = g_match_info_fetch(match, 2);
    g_autofree char *month = g_match_info_fetch(match, 3);
    g_autofree char *year = g_match_info_fetch(match, 4);
    struct date date = {.text = g_match_info_fetch(match, 0)};
    int start = 0;
    g_match_info_fetch_pos(match, 0, &start, NULL);
    check_place(document->body, document->body + start, document->body_line, &date.line,
                &date.column);
    date.weekday = number_of(check, document->language, "weekdays", weekday, 7);
    date.day = (int)g_ascii_strtoll(day, NULL, 10);
    date.month = (int)number_of(check, document->language, "months", month, 12);
    date.year_written = year != NULL && *year != '\0';
    if (date.year_written) {
        date.year = (int)g_ascii_strtoll(year, NULL, 10);
    } else if (document->sent != NULL) {
        date.year = g_date_time_get_year(document->sent);
    }
    g_strdelimit(date.text, "\n", ' ');
    return date;
}

static void check_date(struct check *check, const struct check_document *document,
                       const struct date *date)
{
    if (date->year == 0) {
        return; /* a letter: the year is not known */
    }
    g_autoptr(GDateTime) civil = g_date_time_new_utc(date->year, date->month, date->day, 12, 0, 0);
    if (civil == NULL) {
        check_report(check, true, date->line, date->column, "no-date", "date", date->text, NULL);
        return;
    }
    unsigned right = (unsigned)g_date_time_get_day_of_week(civil);
    if (date->weekday != 0 && date->weekday != right) {
        g_autofree char *right_key = g_strdup_printf("%u", right);
        g_autofree char *wrong_key = g_strdup_printf("%u", date->weekday);
        const char *language = document->language;
        g_autofree char *text = g_strdup_printf("%d.%d.%d", date->day, date->month, date->year);
        check_report(check, false, date->line, date->column, "weekday", "date", text, "right",
                     templates_word(check->templates, language, "weekdays", right_key), "wrong",
                     templates_word(check->templates, language, "weekdays", wrong_key), NULL);
    }
    if (document->sent != NULL) {
        g_autoptr(GDateTime) sent = g_date_time_new_utc(
            g_date_time_get_year(document->sent), g_date_time_get_month(document->sent),
            g_date_time_get_day_of_month(document->sent), 12, 0, 0);
        if (g_date_time_compare(civil, sent) < 0) {
            check_report(check, false, date->line, date->column, "past", "date", date->text, NULL);
        }
    }
}

void check_dates(struct check *check, const struct check_document *document)
{
    g_autoptr(GRegex) regex = date_pattern(check, document->language);
    g_autoptr(GMatchInfo) match = NULL;
    int first_year = 0;
    g_regex_match(regex, document->body, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
        struct date date = date_read(check, document, match);
        check_date(check, document, &date);
        if (date.year_written && first_year != 0 && date.year != first_year) {
            g_autofree char *years = g_strdup_printf("%d, %d", first_year, date.year);
            check_report(check, false, date.line, date.column, "years", "text", years, NULL);
        }
        first_year = date.year_written ? date.year : first_year;
        g_free(date.text);
    }
}
