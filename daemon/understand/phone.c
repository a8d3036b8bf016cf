#include "understand/phone.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

enum { DANISH = 8, LEAST = 8, MOST = 15, GAP = 1 };

/* What may stand between the digits of one number. */
static bool is_gap(char c)
{
    return c == ' ' || c == '-' || c == '.' || c == '/';
}

/* A row of digits with single gaps. */
struct row {
    const char *from, *to;
    char digits[MOST + 2];
    unsigned count;
    bool foreign; /* with + or 00 */
    bool slashes, dots, dashes;
    unsigned group; /* digits before the first gap */
};

static void take_gap(struct row *row, char gap)
{
    row->group = row->group == 0 ? row->count : row->group;
    row->slashes = row->slashes || gap == '/';
    row->dots = row->dots || gap == '.';
    row->dashes = row->dashes || gap == '-';
}

static struct row read_row(const char *start)
{
    struct row row = {.from = start};
    const char *at = start + (*start == '+' ? 1 : 0);
    while (g_ascii_isdigit(*at) || (is_gap(*at) && g_ascii_isdigit(at[GAP]))) {
        if (is_gap(*at)) {
            take_gap(&row, *at);
        } else if (row.count <= MOST) {
            row.digits[row.count++] = *at;
        }
        at++;
    }
    row.to = at;
    row.foreign = *start == '+' || strncmp(row.digits, "00", 2) == 0;
    return row;
}

static bool is_danish(const struct row *row, const char **digits)
{
    const char *known = row->digits;
    if (row->foreign) {
        known += *row->from == '+' ? 0 : 2;
        if (strncmp(known, "45", 2) != 0) {
            return false;
        }
        known += 2;
    }
    *digits = known;
    /* 24-12-2013 and 24.12.2013 are days, 1234-5678 is a number of a case. */
    bool day = row->slashes || ((row->dots || row->dashes) && row->group != 2) ||
               ((row->dots || row->dashes) && row->count == DANISH && strlen(known) == DANISH &&
                row->to - row->from == DANISH + 2);
    return strlen(known) == DANISH && *known >= '2' && (row->foreign || !day);
}

/* Another character of a number, an account, an address stands at its side. */
static bool stands_alone(const char *text, const struct row *row)
{
    bool before = row->from > text && (g_ascii_isalnum(row->from[-1]) || row->from[-1] == '@' ||
                                       row->from[-1] == '_' || row->from[-1] == '=');
    bool after = g_ascii_isalpha(*row->to) || *row->to == '@' || *row->to == '_' || *row->to == '%';
    return !before && !after;
}

char *phone_find(const char *text)
{
    for (const char *at = text; *at != '\0';) {
        if (!g_ascii_isdigit(*at) && !(*at == '+' && g_ascii_isdigit(at[1]))) {
            at++;
            continue;
        }
        struct row row = read_row(at);
        const char *digits = NULL;
        if (stands_alone(text, &row)) {
            if (is_danish(&row, &digits)) {
                return g_strdup_printf("%.2s %.2s %.2s %.2s", digits, digits + 2, digits + 4,
                                       digits + 6);
            }
            if (row.foreign && row.count >= LEAST && row.count <= MOST) {
                return g_strndup(row.from, (gsize)(row.to - row.from));
            }
        }
        at = row.to;
    }
    return NULL;
}
