#include "understand/cpr.h"

#include <glib.h>
#include <string.h>

#define CPR_DIGITS 10
#define CUE_DISTANCE 30

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

static bool after_cue(const char *text, const char *number)
{
    const char *start = number - text > CUE_DISTANCE ? number - CUE_DISTANCE : text;
    g_autofree char *before = g_ascii_strdown(start, number - start);
    return strstr(before, "cpr") != NULL || strstr(before, "personnr") != NULL ||
           strstr(before, "personnummer") != NULL;
}

/* The octets of what may stand between the date and the rest: a hyphen, a dash, a blank, a dot, a
 * line break; 0 for none. */
static size_t divider(const char *at)
{
    if (strchr("- .\n", *at) != NULL && *at != '\0') {
        return 1;
    }
    if (strncmp(at, "\xE2\x80\x93", 3) == 0 || strncmp(at, "\xE2\x80\x91", 3) == 0 ||
        strncmp(at, "\xE2\x80\x90", 3) == 0) {
        return 3;
    }
    return strncmp(at, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

/* Octets of the number that begins here, 0 when there is none. */
static size_t cpr_length(const char *text, const char *number)
{
    int digits[CPR_DIGITS];
    const char *at = number;
    bool hyphen = false;
    for (int i = 0; i < CPR_DIGITS; i++) {
        if (i == 6 && !g_ascii_isdigit(*at)) {
            size_t length = divider(at);
            if (at[length] == ' ' && length > 0) {
                length++;
            }
            hyphen = *at == '-' || (unsigned char)*at == 0xE2;
            at += length;
        }
        if (!g_ascii_isdigit(*at)) {
            return 0;
        }
        digits[i] = *at++ - '0';
    }
    if (g_ascii_isdigit(*at) || !is_date(digits)) {
        return 0;
    }
    bool new_year = digits[0] == 0 && digits[1] == 1 && digits[2] == 0 && digits[3] == 1;
    bool certain = hyphen || has_control_digit(digits) || new_year || after_cue(text, number);
    return certain ? (size_t)(at - number) : 0;
}

/* The next number at or behind `at`, or NULL. */
static const char *next_cpr(const char *text, const char *at, size_t *length)
{
    for (; *at != '\0'; at++) {
        bool starts =
            g_ascii_isdigit(*at) && (at == text || (!g_ascii_isdigit(at[-1]) && at[-1] != '+' &&
                                                    at[-1] != '.' && at[-1] != '/'));
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
    return text != NULL && next_cpr(text, text, &length) != NULL;
}

char *cpr_mask(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *at = text;
    size_t length = 0;
    for (const char *found = next_cpr(text, at, &length); found != NULL;
         found = next_cpr(text, at, &length)) {
        g_string_append_len(out, at, found - at);
        g_string_append_len(out, found, 6);
        g_string_append(out, "-xxxx");
        at = found + length;
    }
    g_string_append(out, at);
    return g_string_free(out, FALSE);
}
