#include "understand/cpr_read.h"

#include <glib.h>
#include <string.h>

#define BLANKS_LIMIT 8u
#define DASHES_LIMIT 3u
#define MARKS_LIMIT 4u /* between two digits of a number that is announced */

/* The octets of one of the marks with which `at` begins, or 0. */
static size_t mark_length(const char *at, const char *const *marks)
{
    for (size_t i = 0; marks[i] != NULL; i++) {
        if (*marks[i] == *at && g_str_has_prefix(at, marks[i])) { /* no call for most */
            return strlen(marks[i]);
        }
    }
    return 0;
}

/* U+FF10 and on are wide digits. */
static int digit_at(const char *at)
{
    if (g_ascii_isdigit(*at)) {
        return *at - '0';
    }
    bool wide = at[0] == '\xEF' && at[1] == '\xBC' && at[2] >= '\x90' && at[2] <= '\x99';
    return wide ? at[2] - '\x90' : -1;
}

size_t cpr_digit_length(const char *at)
{
    return g_ascii_isdigit(*at) ? 1 : digit_at(at) >= 0 ? 3 : 0;
}

/* What no reader sees: blanks without a width, joiners, byte order marks. */
static const char *skip_unseen(const char *at)
{
    static const char *const unseen[] = {
        "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E",
        "\xE2\x80\x8F", "\xE2\x81\xA0", "\xEF\xBB\xBF", NULL};
    for (size_t length = mark_length(at, unseen); length > 0; length = mark_length(at, unseen)) {
        at += length;
    }
    return at;
}

/* Moves over blanks; false when there are none. */
static bool skip_blanks(const char **at)
{
    static const char *const blanks[] = {
        " ", "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE3\x80\x80", NULL};
    static const char *const breaks[] = {"\n", "\r", "> ", ">", NULL};
    const char *start = skip_unseen(*at), *now = start;
    bool broken = false;
    while (now - start < BLANKS_LIMIT) {
        size_t next = mark_length(now, blanks);
        if (next == 0 && (broken || *now == '\n' || *now == '\r')) {
            next = mark_length(now, breaks);
            broken = broken || next > 0;
        }
        if (next == 0) {
            break;
        }
        now = skip_unseen(now + next);
    }
    *at = now;
    return now > start;
}

/* Moves over dashes, a soft one among them; how many there are. */
static unsigned skip_dashes(const char **at)
{
    static const char *const dashes[] = {"-",
                                         "\xE2\x80\x90",
                                         "\xE2\x80\x91",
                                         "\xE2\x80\x92",
                                         "\xE2\x80\x93",
                                         "\xE2\x80\x94",
                                         "\xE2\x88\x92",
                                         "\xEF\xBC\x8D",
                                         "\xEF\xB9\xA3",
                                         "\xC2\xAD",
                                         "&shy;",
                                         NULL};
    unsigned count = 0;
    for (size_t next = mark_length(*at, dashes); next > 0 && count < DASHES_LIMIT; count++) {
        *at = skip_unseen(*at + next);
        next = mark_length(*at, dashes);
    }
    return count;
}

/* Reads what stands between two digits, and moves on to the next one. */
static enum cpr_divider divider_read(const char **at)
{
    static const char *const dots[] = {".", "/", "_", NULL};
    bool before = skip_blanks(at);
    bool dash = skip_dashes(at) > 0;
    size_t dot = dash ? 0 : mark_length(*at, dots);
    *at += dot;
    bool after = (dash || dot > 0) && skip_blanks(at);
    if (dash) {
        return CPR_DASH;
    }
    if (dot > 0) {
        return before && after ? CPR_OTHER : CPR_DOT;
    }
    return before ? CPR_BLANK : CPR_NONE;
}

/* As many digits as stand there, up to twelve, and what stands behind each. */
struct row {
    int digits[CPR_DIGITS + 2];
    enum cpr_divider behind[CPR_DIGITS + 2];
    const char *ends[CPR_DIGITS + 2];
    size_t count;
};

static struct row row_read(const char *at)
{
    struct row row = {0};
    while (row.count < G_N_ELEMENTS(row.digits) && digit_at(at) >= 0) {
        row.digits[row.count] = digit_at(at);
        at += cpr_digit_length(at);
        row.ends[row.count] = at;
        row.behind[row.count] = divider_read(&at);
        row.count++;
    }
    return row;
}

static bool is_spaced(const struct row *row)
{
    for (size_t i = 0; i + 1 < CPR_DIGITS; i++) {
        if (row->behind[i] != CPR_BLANK && !(i == 5 && row->behind[i] == CPR_DASH)) {
            return false;
        }
    }
    return true;
}

/* Whether dividers stand at none but these places: behind two, four, `date` digits and two from the
 * end. */
static bool is_grouped(const struct row *row, size_t date)
{
    for (size_t i = 1; i < date + 4; i++) {
        bool place = i == 2 || i == 4 || i == date || i == date + 2;
        if (!place && row->behind[i - 1] != CPR_NONE) {
            return false;
        }
    }
    enum cpr_divider day = row->behind[1], month = row->behind[3], last = row->behind[date + 1];
    bool same = day == month || (date == 8 && day != CPR_NONE && month != CPR_NONE);
    return same && day != CPR_OTHER && month != CPR_OTHER && row->behind[date - 1] != CPR_OTHER &&
           !(day != CPR_NONE && row->behind[date - 1] == CPR_NONE) &&
           (last == CPR_NONE || last == CPR_BLANK);
}

/* Whether the date has a year of four digits, of somebody who may be alive. */
static int century_of(const struct row *row)
{
    int century = row->count == CPR_DIGITS + 2 ? row->digits[4] * 10 + row->digits[5] : 0;
    bool lives = century == 19 || (century == 20 && row->digits[6] <= 2);
    return lives && is_grouped(row, 8) && row->behind[7] != CPR_NONE ? century : 0;
}

bool cpr_read(const char *at, struct cpr_number *number)
{
    struct row row = row_read(at);
    *number = (struct cpr_number){0};
    if (row.count < CPR_DIGITS) {
        return false;
    }
    number->century = century_of(&row);
    size_t date = number->century > 0 ? 8 : 6;
    number->spaced = number->century == 0 && is_spaced(&row);
    if (number->century == 0 && !number->spaced && !is_grouped(&row, date)) {
        return false;
    }
    for (size_t i = 0; i < CPR_DIGITS; i++) {
        number->digits[i] = row.digits[i < 4 ? i : i + date - 6];
    }
    number->day = number->spaced ? CPR_NONE : row.behind[1];
    number->date = row.behind[date - 1];
    number->last = number->spaced ? CPR_NONE : row.behind[date + 1];
    number->end = row.ends[date + 3];
    return true;
}

/* "15O361", "15036l": what a finger or a scanner takes for a digit. */
static int likeness_at(const char *at)
{
    int digit = digit_at(at);
    if (digit >= 0 || *at == '\0') {
        return digit;
    }
    return strchr("oO", *at) != NULL ? 0 : strchr("lI", *at) != NULL ? 1 : -1;
}

/* Moves over marks of any kind; how many there are. */
static unsigned skip_marks(const char **at)
{
    unsigned count = 0;
    for (const char *before = NULL; before != *at && count <= MARKS_LIMIT;) {
        before = *at;
        count += skip_dashes(at) + (skip_blanks(at) ? 1 : 0);
        if (**at != '\0' && strchr(".,:;/()*~+=_<>\r\n", **at) != NULL) {
            (*at)++;
            count++;
        }
    }
    return count;
}

/* Up to twelve digits; `behind` says where marks stand. */
static struct row loose_row(const char *at)
{
    struct row row = {0};
    while (row.count < G_N_ELEMENTS(row.digits) && likeness_at(at) >= 0) {
        row.digits[row.count] = likeness_at(at);
        at += MAX(cpr_digit_length(at), 1);
        row.ends[row.count] = at;
        unsigned marks = skip_marks(&at);
        row.behind[row.count++] = marks > 0 ? CPR_OTHER : CPR_NONE;
        if (marks > MARKS_LIMIT) {
            break;
        }
    }
    return row;
}

/* Whether the last four stand together: "150355, 22 33 44 55" is a day and a telephone. */
static bool ends_together(const struct row *row, size_t count)
{
    bool apart = false;
    for (size_t i = count - 4; i + 1 < count; i++) {
        apart |= row->behind[i] != CPR_NONE;
    }
    return row->count == count || (!apart && row->behind[count - 1] != CPR_NONE);
}

/* Whether the two digits at `at` begin a year of four. */
static bool is_century(const struct row *row, size_t at)
{
    int century = row->digits[at] * 10 + row->digits[at + 1];
    return row->count == CPR_DIGITS + 2 && (century == 19 || century == 20);
}

bool cpr_read_loosely(const char *at, struct cpr_number *number)
{
    static const int plain[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    static const int year_last[] = {0, 1, 2, 3, 6, 7, 8, 9, 10, 11};
    static const int year_first[] = {6, 7, 4, 5, 2, 3, 8, 9, 10, 11};
    struct row row = digit_at(at) >= 0 ? loose_row(at) : (struct row){0};
    *number = (struct cpr_number){0};
    if (row.count < CPR_DIGITS) {
        return false;
    }
    const int *places = is_century(&row, 0) ? year_first : is_century(&row, 4) ? year_last : plain;
    size_t count = places == plain ? CPR_DIGITS : CPR_DIGITS + 2;
    for (size_t i = 0; i < CPR_DIGITS; i++) {
        number->digits[i] = row.digits[places[i]];
    }
    number->end = row.ends[count - 1];
    return ends_together(&row, count);
}

bool cpr_read_tail(const char *at, struct cpr_number *number)
{
    struct row row = row_read(at);
    *number = (struct cpr_number){.tail = true};
    if (row.count != 4 || row.behind[0] != CPR_NONE || row.behind[1] != CPR_NONE ||
        row.behind[2] != CPR_NONE) {
        return false;
    }
    int century = row.digits[0] * 10 + row.digits[1];
    number->end = row.ends[3];
    return century != 19 && century != 20;
}
