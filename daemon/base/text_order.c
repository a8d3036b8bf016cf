/* text_compare: the Danish order of DS 377 as far as names and titles need it. GLib's own collation
 * depends on the locale of the machine, ours must not. */
#include "base/text.h"

#include <string.h>

/* Primary weights. Letters of other scripts keep their code point, which is above all of these. */
enum {
    WEIGHT_END = 0,
    WEIGHT_BLANK = 1,
    WEIGHT_SIGN = 0x100,
    WEIGHT_DIGIT = 0x200,
    WEIGHT_LETTER = 0x300,
    WEIGHT_AE = WEIGHT_LETTER + 26,
    WEIGHT_OE,
    WEIGHT_AA,
    WEIGHT_OTHER = 0x1000
};

struct weights {
    const char *at;
    gunichar pending; /* the second weight of a letter that counts as two */
};

/* The letter below accents, but never below å, ä, ö, ü, which are letters of their own. */
static gunichar base_letter(gunichar lower)
{
    gunichar first, second;
    while (lower != 0xE5 && lower != 0xE4 && lower != 0xF6 && lower != 0xFC &&
           g_unichar_decompose(lower, &first, &second) &&
           (second == 0 || g_unichar_combining_class(second) != 0)) {
        lower = g_unichar_tolower(first);
    }
    return lower;
}

static gunichar letter(char plain)
{
    return (gunichar)(WEIGHT_LETTER + (plain - 'a'));
}

static gunichar weight_of(gunichar lower, gunichar *pending)
{
    switch (lower) {
    case 0xE6: /* æ */
    case 0xE4: /* ä */
        return WEIGHT_AE;
    case 0xF8:  /* ø */
    case 0xF6:  /* ö */
    case 0x153: /* oe ligature */
        return WEIGHT_OE;
    case 0xE5: /* å */
        return WEIGHT_AA;
    case 0xFC: /* ü */
        return letter('y');
    case 0xF0:  /* ð */
    case 0x111: /* đ */
        return letter('d');
    case 0x142: /* ł */
        return letter('l');
    case 0xDF: /* ß */
        *pending = letter('s');
        return letter('s');
    case 0xFE: /* þ */
        *pending = letter('h');
        return letter('t');
    default:
        break;
    }
    if (lower >= 'a' && lower <= 'z') {
        return letter((char)lower);
    }
    if (lower >= '0' && lower <= '9') {
        return WEIGHT_DIGIT + (lower - '0');
    }
    if (g_unichar_isspace(lower) || lower == '-') {
        return WEIGHT_BLANK;
    }
    return lower < 0x80 ? WEIGHT_SIGN + lower : WEIGHT_OTHER + lower;
}

static gunichar next_weight(struct weights *weights)
{
    if (weights->pending != 0) {
        gunichar pending = weights->pending;
        weights->pending = 0;
        return pending;
    }
    while (*weights->at != '\0') {
        gunichar lower = base_letter(g_unichar_tolower(g_utf8_get_char(weights->at)));
        weights->at = text_next(weights->at);
        if (lower == 'a' && (*weights->at == 'a' || *weights->at == 'A')) {
            weights->at++;
            return WEIGHT_AA;
        }
        if (g_unichar_combining_class(lower) == 0) {
            return weight_of(lower, &weights->pending);
        }
    }
    return WEIGHT_END;
}

static int compare_weights(const char *a, const char *b)
{
    struct weights left = {a, 0}, right = {b, 0};
    for (;;) {
        gunichar x = next_weight(&left), y = next_weight(&right);
        if (x != y) {
            return x < y ? -1 : 1;
        }
        if (x == WEIGHT_END) {
            return 0;
        }
    }
}

int text_compare(const char *a, const char *b)
{
    g_assert(a != NULL && b != NULL);
    g_autofree char *clean_a = text_clean(a, -1);
    g_autofree char *clean_b = text_clean(b, -1);
    int order = compare_weights(clean_a, clean_b);
    if (order != 0) {
        return order;
    }
    g_autofree char *lower_a = g_utf8_strdown(clean_a, -1);
    g_autofree char *lower_b = g_utf8_strdown(clean_b, -1);
    order = strcmp(lower_a, lower_b);
    /* Capitals stand before small letters in ASCII and in Latin-1. */
    return order != 0 ? order : strcmp(clean_a, clean_b);
}
