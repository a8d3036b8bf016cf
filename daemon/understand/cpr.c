#include "understand/cpr.h"

#include <glib.h>
#include <string.h>

#include "understand/cpr_read.h"

#define CUE_DISTANCE 30   /* characters before the number */
#define TAIL_DISTANCE 30  /* the same, for "de sidste fire" */
#define BIRTH_DISTANCE 90 /* and for what says that they belong to a birthday */
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

/* Digits, or a mark with digits on its other side, on either end: an account, an IBAN, a GLN, a
 * time. */
static bool part_of_more(const char *text, const char *start, const char *end)
{
    bool before =
        start > text &&
        (g_ascii_isdigit(start[-1]) || start[-1] == '+' ||
         (start - text > 1 && strchr(".-", start[-1]) != NULL && g_ascii_isdigit(start[-2])));
    bool after = cpr_digit_length(end) > 0 ||
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

/* "9 1 5 0 3 5 8 - 1 2 3 4": more such digits beside those of a number with blanks between them. */
static bool goes_on(const char *text, const char *start, const char *end)
{
    bool before = start - text > 1 && start[-1] == ' ' && g_ascii_isdigit(start[-2]);
    return before || (*end == ' ' && g_ascii_isdigit(end[1]));
}

static const char *const cues[] = {"cpr",       "personnr",  "personnummer",
                                   "person nr", "person-nr", NULL};

/* Whether a number whose date is valid is a CPR number for certain. */
static bool is_certain(const char *text, const char *start, const struct cpr_number *number)
{
    static const char *const others[] = {"konto", "reg", "tlf",    "telefon", "mobil",
                                         "cvr",   "ean", "gln",    "ordre",   "faktura",
                                         "kunde", "sag", "bestil", NULL};
    if (stands_before(text, start, CUE_DISTANCE, cues)) {
        return true;
    }
    bool apart = number->day != CPR_NONE, dash = number->date == CPR_DASH;
    bool other = stands_before(text, start, OTHER_DISTANCE, others);
    /* "01122013-0042" is what somebody numbers by its day. */
    if (number->last != CPR_NONE || number->century == 20 || (number->century > 0 && other)) {
        return false;
    }
    if (dash && !(apart && is_year(number->digits + 6))) {
        return true; /* a period "01.01.95-2003" is none */
    }
    if (number->spaced || number->century > 0 || other || has_company(text, start, number->end)) {
        return false;
    }
    /* Numbers without a valid control digit were all given for 1 January. */
    bool new_year = number->digits[0] == 0 && number->digits[1] == 1 && number->digits[2] == 0 &&
                    number->digits[3] == 1;
    return has_control_digit(number->digits) || (new_year && !apart);
}

/* The number that begins here and is one by itself. */
static bool is_certain_at(const char *text, const char *start, struct cpr_number *number)
{
    return cpr_read(start, number) && is_date(number->digits) &&
           !part_of_more(text, start, number->end) &&
           !(number->spaced && goes_on(text, start, number->end)) &&
           is_certain(text, start, number);
}

/* Behind "cpr" whatever has ten digits and a date counts. */
static bool is_announced(const char *text, const char *start, struct cpr_number *number)
{
    return cpr_read_loosely(start, number) && is_date(number->digits) &&
           cpr_digit_length(number->end) == 0 && stands_before(text, start, CUE_DISTANCE, cues);
}

/* "Født den 15.3.61, og de sidste fire er 1234" */
static bool is_tail(const char *text, const char *start, struct cpr_number *number)
{
    static const char *const tails[] = {"sidste fire", "fire sidste",   "sidste 4",
                                        "4 sidste",    "l\303\270benr", "l\303\270benummer",
                                        "loebenr",     "kontrolciffer", NULL};
    static const char *const births[] = {"cpr",        "personn", "f\303\270d",
                                         "f\303\230d", "foed",    NULL};
    return cpr_read_tail(start, number) && stands_before(text, start, TAIL_DISTANCE, tails) &&
           stands_before(text, start, BIRTH_DISTANCE, births);
}

/* The number that begins here; false when there is none. */
static bool cpr_at(const char *text, const char *start, struct cpr_number *number)
{
    return is_certain_at(text, start, number) || is_announced(text, start, number) ||
           is_tail(text, start, number);
}

/* The next number at or behind `at`, or NULL. */
static const char *find_next(const char *text, const char *at, struct cpr_number *number)
{
    const char *digit_end = NULL;
    while (*at != '\0') {
        size_t digit = cpr_digit_length(at);
        bool starts = digit > 0 && digit_end != at && (at == text || !g_ascii_isdigit(at[-1]));
        if (starts && cpr_at(text, at, number)) {
            return at;
        }
        at += MAX(digit, 1);
        digit_end = digit > 0 ? at : digit_end;
    }
    return NULL;
}

const char *cpr_next(const char *text, const char *at, size_t *length)
{
    struct cpr_number number;
    const char *found = find_next(text, at, &number);
    *length = found == NULL ? 0 : (size_t)(number.end - found);
    return found;
}

bool cpr_found(const char *text)
{
    size_t length = 0;
    return text != NULL && cpr_next(text, text, &length) != NULL;
}

char *cpr_mask(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *at = text;
    struct cpr_number number;
    for (const char *found = find_next(text, at, &number); found != NULL;
         found = find_next(text, at, &number)) {
        g_string_append_len(out, at, found - at);
        for (int i = 0; i < CPR_DIGITS - 4 && !number.tail; i++) {
            g_string_append_c(out, (char)('0' + number.digits[i]));
        }
        g_string_append(out, number.tail ? "xxxx" : "-xxxx");
        at = number.end;
    }
    g_string_append(out, at);
    return g_string_free(out, FALSE);
}
