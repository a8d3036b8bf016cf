#include "understand/cpr.h"

#include <glib.h>
#include <string.h>

#define CPR_DIGITS 10
#define CUE_DISTANCE 30   /* characters before the number */
#define OTHER_DISTANCE 14 /* the same, for words that say that it is another number */

static bool is_date(const int *digits)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int day = digits[0] * 10 + digits[1];
    int month = digits[2] * 10 + digits[3];
    if (day > 60) {
        day -= 60; /* substitute numbers */
    }
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

static bool has_control_digit(const int *digits)
{
    static const int weights[CPR_DIGITS] = {4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int sum = 0;
    for (int i = 0; i < CPR_DIGITS; i++) {
        sum += digits[i] * weights[i];
    }
    return sum % 11 == 0;
}

/* Whether one of the words stands in the characters before the number. */
static bool stands_before(const char *text, const char *number, int distance,
                          const char *const *words)
{
    const char *start = number;
    for (int i = 0; i < distance && start > text; i++) {
        start = g_utf8_prev_char(start);
    }
    g_autofree char *before = g_ascii_strdown(start, number - start);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strstr(before, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* What may stand between two digits of a number. */
enum divider {
    DIVIDER_NONE,
    DIVIDER_BLANK, /* blanks, also a line break and the marks of a quotation behind it */
    DIVIDER_DASH,  /* with or without blanks around it */
    DIVIDER_DOT,   /* or a slash, or the low line of file names */
    DIVIDER_OTHER
};

/* The octets of one of the marks with which `at` begins, or 0. */
static size_t mark_length(const char *at, const char *const *marks)
{
    for (size_t i = 0; marks[i] != NULL; i++) {
        if (g_str_has_prefix(at, marks[i])) {
            return strlen(marks[i]);
        }
    }
    return 0;
}

static size_t blank_length(const char *at)
{
    static const char *const blanks[] = {" ", "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89",
                                         NULL};
    static const char *const breaks[] = {"\n", "\r", "> ", ">", NULL};
    size_t length = 0, next = 0, limit = 8;
    bool broken = false;
    do {
        next = mark_length(at + length, blanks);
        if (next == 0 && (broken || at[length] == '\n' || at[length] == '\r')) {
            next = mark_length(at + length, breaks);
            broken = broken || next > 0;
        }
        length += next;
    } while (next > 0 && length < limit);
    return length;
}

/* Reads what stands between two digits, and moves on to the next digit. */
static enum divider divider_read(const char **at)
{
    static const char *const dashes[] = {"-",
                                         "\xE2\x80\x90",
                                         "\xE2\x80\x91",
                                         "\xE2\x80\x92",
                                         "\xE2\x80\x93",
                                         "\xE2\x80\x94",
                                         "\xE2\x88\x92",
                                         "\xC2\xAD",
                                         NULL};
    static const char *const dots[] = {".", "/", "_", NULL};
    size_t before = blank_length(*at);
    const char *mark = *at + before;
    size_t dash = mark_length(mark, dashes), dot = mark_length(mark, dots);
    size_t after = dash + dot > 0 ? blank_length(mark + dash + dot) : 0;
    *at = mark + dash + dot + after;
    if (dash + dot + before == 0) {
        return DIVIDER_NONE;
    }
    return dash > 0                         ? DIVIDER_DASH
           : dot > 0 && before + after <= 1 ? DIVIDER_DOT
           : dot > 0                        ? DIVIDER_OTHER
                                            : DIVIDER_BLANK;
}

/* A row of ten digits as it stands there. */
struct number {
    int digits[CPR_DIGITS];
    enum divider day, month, date, middle; /* behind two, four, six, eight digits */
    const char *end;
};

static bool number_read(const char *at, struct number *number)
{
    *number = (struct number){0};
    enum divider *const dividers[CPR_DIGITS] = {
        [2] = &number->day, [4] = &number->month, [6] = &number->date, [8] = &number->middle};
    for (int i = 0; i < CPR_DIGITS; i++) {
        if (dividers[i] != NULL) {
            *dividers[i] = divider_read(&at);
        }
        if (!g_ascii_isdigit(*at)) {
            return false;
        }
        number->digits[i] = *at++ - '0';
    }
    number->end = at;
    bool apart = number->day != DIVIDER_NONE;
    return number->day == number->month && number->day != DIVIDER_OTHER &&
           number->date != DIVIDER_OTHER && !(apart && number->date == DIVIDER_NONE) &&
           (number->middle == DIVIDER_NONE || number->middle == DIVIDER_BLANK);
}

/* Digits, or a mark with digits on its other side, on either end: an account, an IBAN, a GLN, a
 * time. */
static bool part_of_more(const char *text, const char *start, const char *end)
{
    bool before =
        start > text &&
        (g_ascii_isdigit(start[-1]) || start[-1] == '+' ||
         (start - text > 1 && strchr(".-", start[-1]) != NULL && g_ascii_isdigit(start[-2])));
    bool after = g_ascii_isdigit(*end) ||
                 (*end != '\0' && strchr(".-:", *end) != NULL && g_ascii_isdigit(end[1]));
    return before || after;
}

/* Letters beside it, another number a blank before it: a code, an account (four and ten digits). */
static bool has_company(const char *text, const char *start, const char *end)
{
    bool before =
        start > text &&
        (g_ascii_isalpha(start[-1]) ||
         (start - text > 1 && strchr(" -", start[-1]) != NULL && g_ascii_isdigit(start[-2])));
    return before || g_ascii_isalpha(*end);
}

static bool is_year(const int *digits)
{
    return (digits[0] == 1 && digits[1] == 9) || (digits[0] == 2 && digits[1] == 0);
}

/* Whether a number whose date is valid is a CPR number for certain. */
static bool is_certain(const char *text, const char *start, const struct number *number)
{
    static const char *const cues[] = {"cpr",       "personnr",  "personnummer",
                                       "person nr", "person-nr", NULL};
    static const char *const others[] = {"konto", "reg", "tlf",   "telefon", "mobil", "cvr",
                                         "ean",   "gln", "ordre", "faktura", "kunde", NULL};
    if (stands_before(text, start, CUE_DISTANCE, cues)) {
        return true;
    }
    bool apart = number->day != DIVIDER_NONE, dash = number->date == DIVIDER_DASH;
    if (number->middle != DIVIDER_NONE) {
        return false;
    }
    if (dash && !(apart && is_year(number->digits + 6))) {
        return true; /* a period "01.01.95-2003" is none */
    }
    if (has_company(text, start, number->end) ||
        stands_before(text, start, OTHER_DISTANCE, others)) {
        return false;
    }
    /* Numbers without a valid control digit were all given for 1 January. */
    bool new_year = number->digits[0] == 0 && number->digits[1] == 1 && number->digits[2] == 0 &&
                    number->digits[3] == 1;
    return has_control_digit(number->digits) || (new_year && !apart);
}

/* Octets of the number that begins here, 0 when there is none. */
static size_t cpr_length(const char *text, const char *start)
{
    struct number number;
    if (!number_read(start, &number) || !is_date(number.digits) ||
        part_of_more(text, start, number.end) || !is_certain(text, start, &number)) {
        return 0;
    }
    return (size_t)(number.end - start);
}

const char *cpr_next(const char *text, const char *at, size_t *length)
{
    for (; *at != '\0'; at++) {
        bool starts = g_ascii_isdigit(*at) && (at == text || !g_ascii_isdigit(at[-1]));
        *length = starts ? cpr_length(text, at) : 0;
        if (*length > 0) {
            return at;
        }
    }
    return NULL;
}

bool cpr_found(const char *text)
{
    size_t length = 0;
    return text != NULL && cpr_next(text, text, &length) != NULL;
}

/* The six digits of the date, without what stands between them. */
static void append_date(GString *out, const char *number)
{
    for (int digits = 0; digits < 6; number++) {
        if (g_ascii_isdigit(*number)) {
            g_string_append_c(out, *number);
            digits++;
        }
    }
}

char *cpr_mask(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *at = text;
    size_t length = 0;
    for (const char *found = cpr_next(text, at, &length); found != NULL;
         found = cpr_next(text, at, &length)) {
        g_string_append_len(out, at, found - at);
        append_date(out, found);
        g_string_append(out, "-xxxx");
        at = found + length;
    }
    g_string_append(out, at);
    return g_string_free(out, FALSE);
}
