#include "base/text.h"

#include <string.h>

/* UAX #15, stream-safe text: no honest text has more marks in a row, and ordering them takes time
 * with the square of their number. */
#define TEXT_MARKS 30

/* Words longer than this are not compared letter by letter. */
#define TEXT_DISTANCE_LIMIT 400

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] >= 0x80 || text[i] == '\0') {
            return false;
        }
    }
    return true;
}

static char *without_mark_floods(const char *valid)
{
    GString *out = g_string_sized_new(strlen(valid));
    unsigned marks = 0;
    for (const char *c = valid; *c != '\0'; c = text_next(c)) {
        marks = g_unichar_combining_class(g_utf8_get_char(c)) != 0 ? marks + 1 : 0;
        if (marks <= TEXT_MARKS) {
            g_string_append_len(out, c, text_next(c) - c);
        }
    }
    return g_string_free(out, FALSE);
}

/* How many octets at the beginning are ASCII and not NUL, in steps of eight. */
static size_t ascii_length(const char *text, size_t length)
{
    const guint64 ones = 0x0101010101010101u, tops = ones << 7;
    size_t at = 0;
    for (guint64 eight; at + sizeof eight <= length; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        if (((eight | (eight - ones)) & tops) != 0) { /* a top bit, or borrowed for a zero */
            break;
        }
    }
    return at;
}

/* NFC: the combining marks begin at U+0300. */
bool text_is_plain(const char *text, size_t length)
{
    const unsigned char *octets = (const unsigned char *)text;
    for (size_t i = 0; i < length; i++) {
        i += ascii_length(text + i, length - i);
        if (i == length) {
            break;
        }
        if (octets[i] >= 0x80) {
            bool letter = octets[i] >= 0xC2 && octets[i] <= 0xCB && i + 1 < length &&
                          (octets[i + 1] & 0xC0) == 0x80;
            if (!letter) {
                return false;
            }
            i++;
        } else if (octets[i] == 0) {
            return false;
        }
    }
    return true;
}

char *text_clean(const char *text, gssize length)
{
    g_assert(text != NULL);
    size_t size = length < 0 ? strlen(text) : (size_t)length;
    if (text_is_plain(text, size)) {
        char *copy = g_malloc(size + 1);
        memcpy(copy, text, size);
        copy[size] = '\0';
        return copy;
    }
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)size);
    g_autofree char *safe = without_mark_floods(valid);
    return g_utf8_normalize(safe, -1, G_NORMALIZE_NFC);
}

/* Invisible characters that turn the direction of what follows, and byte order marks: they have no
 * place in a name and serve to disguise one. */
static bool is_disguise(gunichar c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0xFEFF;
}

static bool is_blank(gunichar c)
{
    return g_unichar_isspace(c) || c == 0x0B || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Whether it is one line as it stands. */
static bool is_one_line(const char *text, size_t limit)
{
    size_t length = 0;
    for (const char *c = text; *c != '\0'; c++, length++) {
        bool edge = c == text || c[-1] == ' ' || c[1] == '\0';
        if (*c < ' ' || *c > '~' || (*c == ' ' && edge)) {
            return false;
        }
    }
    return length <= limit;
}

char *text_one_line(const char *text, size_t limit)
{
    if (is_one_line(text, limit)) {
        return g_strdup(text);
    }
    g_autofree char *clean = text_clean(text, -1);
    g_autoptr(GString) out = g_string_new(NULL);
    size_t count = 0;
    bool blank = false;
    for (const char *c = clean; *c != '\0' && count < limit; c = text_next(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (is_blank(letter)) {
            blank = true;
            continue;
        }
        if (g_unichar_iscntrl(letter) || is_disguise(letter)) {
            continue;
        }
        if (blank && count > 0) {
            g_string_append_c(out, ' ');
            count++;
            if (count == limit) {
                break;
            }
        }
        blank = false;
        g_string_append_unichar(out, letter);
        count++;
    }
    if (out->len > 0 && out->str[out->len - 1] == ' ') {
        g_string_truncate(out, out->len - 1);
    }
    return g_strdup(out->str);
}

/* Letters that stand for others when comparing; the rest loses its marks by decomposition. */
static const char *fold_special(gunichar lower)
{
    switch (lower) {
    case 0xE5: /* å */
        return "aa";
    case 0xE6: /* æ */
    case 0xE4: /* ä */
        return "ae";
    case 0xF8:  /* ø */
    case 0xF6:  /* ö */
    case 0x153: /* oe ligature */
        return "oe";
    case 0xDF: /* ß */
        return "ss";
    case 0xF0:  /* ð */
    case 0x111: /* đ */
        return "d";
    case 0xFE: /* þ */
        return "th";
    case 0x142: /* ł */
        return "l";
    case 0x131: /* dotless i */
        return "i";
    default:
        return NULL;
    }
}

/* The letter below its marks, but never below one that fold_special knows. */
static gunichar without_marks(gunichar lower)
{
    gunichar first, second;
    while (fold_special(lower) == NULL && g_unichar_decompose(lower, &first, &second) &&
           (second == 0 || g_unichar_combining_class(second) != 0)) {
        lower = g_unichar_tolower(first);
    }
    return lower;
}

/* Whether it has nothing but ASCII and À to ÿ, none of which NFKC changes. */
static bool is_western(const char *text, size_t length)
{
    const unsigned char *octets = (const unsigned char *)text;
    for (size_t i = 0; i < length; i++) {
        if (octets[i] >= 0x80) {
            bool letter = octets[i] == 0xC3 && i + 1 < length && (octets[i + 1] & 0xC0) == 0x80;
            if (!letter) {
                return false;
            }
            i++;
        }
    }
    return true;
}

/* Of text in NFKC. */
static void append_folded(GString *out, const char *text, size_t length)
{
    for (const char *c = text; c < text + length; c = text_next(c)) {
        if ((unsigned char)*c < 0x80) {
            g_string_append_c(out, g_ascii_tolower(*c));
            continue;
        }
        gunichar letter = without_marks(g_unichar_tolower(g_utf8_get_char(c)));
        const char *special = fold_special(letter);
        if (special != NULL) {
            g_string_append(out, special);
        } else if (g_unichar_combining_class(letter) == 0) {
            g_string_append_unichar(out, letter);
        }
    }
}

void text_fold_append(GString *out, const char *text, size_t length)
{
    g_assert(out != NULL && text != NULL);
    if (is_western(text, length)) {
        append_folded(out, text, length);
        return;
    }
    g_autofree char *clean = text_clean(text, (gssize)length);
    g_autofree char *compatible = g_utf8_normalize(clean, -1, G_NORMALIZE_NFKC);
    append_folded(out, compatible, strlen(compatible));
}

char *text_fold(const char *text)
{
    g_assert(text != NULL);
    size_t length = strlen(text);
    GString *out = g_string_sized_new(length + 8);
    text_fold_append(out, text, length);
    return g_string_free(out, FALSE);
}

bool text_has_control(const char *text)
{
    g_assert(text != NULL);
    while (*text != '\0') {
        gunichar c = g_utf8_get_char_validated(text, -1);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            text++;
            continue;
        }
        if (g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029) {
            return true;
        }
        text = text_next(text);
    }
    return false;
}

/* Optimal string alignment: like Levenshtein, and two neighbours that changed places count one. */
static unsigned distance_of(const gunichar *a, size_t la, const gunichar *b, size_t lb)
{
    g_autofree unsigned *rows = g_new0(unsigned, 3 * (lb + 1));
    unsigned *before = rows, *last = rows + lb + 1, *now = rows + 2 * (lb + 1);
    for (size_t j = 0; j <= lb; j++) {
        last[j] = (unsigned)j;
    }
    for (size_t i = 1; i <= la; i++) {
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= lb; j++) {
            unsigned best = MIN(last[j] + 1, now[j - 1] + 1);
            best = MIN(best, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                best = MIN(best, before[j - 2] + 1);
            }
            now[j] = best;
        }
        unsigned *oldest = before;
        before = last;
        last = now;
        now = oldest;
    }
    return last[lb];
}

unsigned text_distance(const char *a, const char *b)
{
    g_autofree char *clean_a = text_clean(a, -1);
    g_autofree char *clean_b = text_clean(b, -1);
    glong la = 0, lb = 0;
    g_autofree gunichar *letters_a = g_utf8_to_ucs4_fast(clean_a, -1, &la);
    g_autofree gunichar *letters_b = g_utf8_to_ucs4_fast(clean_b, -1, &lb);
    if (la > TEXT_DISTANCE_LIMIT || lb > TEXT_DISTANCE_LIMIT) {
        return strcmp(clean_a, clean_b) == 0 ? 0 : (unsigned)MAX(la, lb);
    }
    return distance_of(letters_a, (size_t)la, letters_b, (size_t)lb);
}

/* What differs in the middle is one letter, or two that changed places. */
static bool is_ascii_slip(const char *a, size_t la, const char *b, size_t lb)
{
    size_t head = 0, tail = 0;
    while (head < MIN(la, lb) && a[head] == b[head]) {
        head++;
    }
    while (tail < MIN(la, lb) - head && a[la - 1 - tail] == b[lb - 1 - tail]) {
        tail++;
    }
    size_t left = la - head - tail, right = lb - head - tail;
    if (left == 2 && right == 2) {
        return a[head] == b[head + 1] && a[head + 1] == b[head];
    }
    return left <= 1 && right <= 1 && left + right > 0;
}

bool text_is_slip(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b);
    if (is_ascii(a, la) && is_ascii(b, lb)) {
        return is_ascii_slip(a, la, b, lb);
    }
    return text_distance(a, b) == 1;
}

const char *text_nearest(const char *word, const char *const *candidates)
{
    g_autofree char *folded = text_fold(word);
    const char *nearest = NULL;
    unsigned best = G_MAXUINT;
    for (size_t i = 0; candidates[i] != NULL; i++) {
        g_autofree char *candidate = text_fold(candidates[i]);
        unsigned distance = text_distance(folded, candidate);
        glong length = MAX(g_utf8_strlen(folded, -1), g_utf8_strlen(candidate, -1));
        if (distance < best && 3 * (glong)distance <= length) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
