#include "mail/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* What windows-1252 has at 0x80 to 0x9F; 0 where it has nothing. */
static const gunichar windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static const char *const latin_labels[] = {"",
                                           "us-ascii",
                                           "ascii",
                                           "iso-8859-1",
                                           "iso8859-1",
                                           "latin1",
                                           "latin-1",
                                           "windows-1252",
                                           "cp1252",
                                           "cp-1252",
                                           "x-unknown",
                                           "unknown-8bit",
                                           "ansi_x3.4-1968",
                                           "8bit",
                                           "default",
                                           "x-user-defined",
                                           NULL};

/* Charsets whose octets can be valid UTF-8 by accident, because they are 7-bit or wide. */
static const char *const shifted_starts[] = {
    "iso-2022",          "utf-7", "hz", "utf-16", "utf16", "utf-32", "utf32", "ucs-",
    "unicode-1-1-utf-7", NULL};

static const char *const preloaded[] = {"UTF-8",        "UTF-7",        "UTF-16",
                                        "UTF-16LE",     "UTF-16BE",     "UTF-32",
                                        "UTF-32LE",     "UTF-32BE",     "ISO-8859-1",
                                        "ISO-8859-2",   "ISO-8859-3",   "ISO-8859-4",
                                        "ISO-8859-5",   "ISO-8859-6",   "ISO-8859-7",
                                        "ISO-8859-8",   "ISO-8859-9",   "ISO-8859-10",
                                        "ISO-8859-11",  "ISO-8859-13",  "ISO-8859-14",
                                        "ISO-8859-15",  "ISO-8859-16",  "WINDOWS-1250",
                                        "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1253",
                                        "WINDOWS-1254", "WINDOWS-1255", "WINDOWS-1256",
                                        "WINDOWS-1257", "WINDOWS-1258", "CP437",
                                        "CP850",        "CP852",        "CP865",
                                        "KOI8-R",       "KOI8-U",       "MACINTOSH",
                                        "TIS-620",      "ISO-2022-JP",  "ISO-2022-KR",
                                        "EUC-JP",       "SHIFT_JIS",    "CP932",
                                        "GB2312",       "GBK",          "GB18030",
                                        "BIG5",         "BIG5-HKSCS",   "EUC-KR",
                                        "CP949",        "EUC-TW",       "US-ASCII",
                                        "JOHAB",        "CP874",        NULL};

static void append_latin(GString *out, const char *octets, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char octet = (unsigned char)octets[i];
        if (octet >= 0x80 && octet <= 0x9F) {
            gunichar known = windows_1252[octet - 0x80];
            g_string_append_unichar(out, known == 0 ? 0xFFFD : known);
        } else if (octet != 0) {
            g_string_append_unichar(out, octet);
        }
    }
}

static void append_iconv(GString *out, iconv_t converter, const char *octets, size_t length)
{
    char *in = (char *)(uintptr_t)octets; /* iconv's prototype lacks const */
    size_t left = length;
    while (left > 0) {
        char buffer[4096];
        char *to = buffer;
        size_t room = sizeof buffer;
        size_t rc = iconv(converter, &in, &left, &to, &room);
        int failure = errno;
        g_string_append_len(out, buffer, to - buffer);
        if (rc != (size_t)-1 || failure == E2BIG) {
            continue;
        }
        g_string_append(out, "\xEF\xBF\xBD");
        if (failure == EINVAL) {
            break; /* cut in the middle of the last character */
        }
        in++;
        left--;
    }
    char buffer[64];
    char *to = buffer;
    size_t room = sizeof buffer;
    if (iconv(converter, NULL, NULL, &to, &room) != (size_t)-1) {
        g_string_append_len(out, buffer, to - buffer);
    }
}

/* UTF-16 and UTF-32 have a NUL in every letter of ours: text without any that is valid UTF-8 is
 * what it says it is not. */
static bool is_wide_in_vain(const char *label, const char *octets, size_t length)
{
    bool wide = g_str_has_prefix(label, "utf-16") || g_str_has_prefix(label, "utf16") ||
                g_str_has_prefix(label, "utf-32") || g_str_has_prefix(label, "utf32") ||
                g_str_has_prefix(label, "ucs-");
    return wide && memchr(octets, '\0', length) == NULL &&
           g_utf8_validate(octets, (gssize)length, NULL);
}

static bool is_shifted(const char *label)
{
    for (size_t i = 0; shifted_starts[i] != NULL; i++) {
        if (g_str_has_prefix(label, shifted_starts[i])) {
            return true;
        }
    }
    return false;
}

bool charset_is_utf8(const char *octets, size_t length)
{
    if (text_is_plain(octets, length)) {
        return true;
    }
    for (size_t at = 0; at < length;) {
        const char *end = NULL;
        if (g_utf8_validate(octets + at, (gssize)(length - at), &end)) {
            return true;
        }
        at = (size_t)(end - octets);
        if (octets[at] != '\0') {
            return false;
        }
        at++; /* a NUL is no reason to doubt the rest */
    }
    return true;
}

/* Letters of iso-8859-1 called something that iconv knows under another name. */
static const char *known_name(const char *label)
{
    static const char *const names[][2] = {{"ks-c-5601-1987", "CP949"},
                                           {"ks-c-5601", "CP949"},
                                           {"gb2312", "GB18030"},
                                           {"x-gbk", "GB18030"},
                                           {"x-sjis", "CP932"},
                                           {"shift-jis", "CP932"},
                                           {"windows-874", "CP874"},
                                           {"iso-8859-11", "CP874"},
                                           {"x-mac-roman", "MACINTOSH"},
                                           {"iso-8859-8-i", "ISO-8859-8"},
                                           {"unicode-1-1-utf-7", "UTF-7"},
                                           {"cp-850", "CP850"},
                                           {"x-euc-jp", "EUC-JP"},
                                           {"euc-kr", "CP949"}};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(label, names[i][0]) == 0) {
            return names[i][1];
        }
    }
    return label;
}

static bool is_preloaded(const char *name)
{
    for (size_t i = 0; preloaded[i] != NULL; i++) {
        if (g_ascii_strcasecmp(preloaded[i], name) == 0) {
            return true;
        }
    }
    return g_ascii_strncasecmp(name, "cp", 2) == 0 || g_ascii_strncasecmp(name, "iso", 3) == 0 ||
           g_ascii_strncasecmp(name, "win", 3) == 0 || g_ascii_strncasecmp(name, "utf", 3) == 0 ||
           g_ascii_strncasecmp(name, "euc", 3) == 0 || g_ascii_strncasecmp(name, "koi", 3) == 0;
}

/* Cut or damaged UTF-8: letters of several octets are valid by the dozen for each broken octet. */
static bool is_nearly_utf8(const char *octets, size_t length)
{
    size_t letters = 0, broken = 0;
    for (size_t at = 0; at < length;) {
        if ((unsigned char)octets[at] < 0x80) {
            at++;
            continue;
        }
        gunichar c = g_utf8_get_char_validated(octets + at, (gssize)MIN(length - at, (size_t)4));
        bool valid = c != (gunichar)-1 && c != (gunichar)-2;
        at += valid ? (size_t)g_utf8_skip[(unsigned char)octets[at]] : 1;
        letters += valid;
        broken += !valid;
    }
    return letters >= 8 * broken;
}

/* ESC $ B and the like, in text that is no more than ASCII otherwise. */
static bool is_iso_2022(const char *octets, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++) {
        if (octets[i] == 0x1B && octets[i + 1] == '$' && strchr("@AB(", octets[i + 2]) != NULL) {
            return octets[i + 2] != '\0';
        }
    }
    return false;
}

static char *without_nul(const char *octets, size_t length)
{
    if (memchr(octets, '\0', length) == NULL) {
        return text_clean(octets, (gssize)length);
    }
    g_autoptr(GString) kept = g_string_sized_new(length);
    for (size_t i = 0; i < length; i++) {
        if (octets[i] != '\0') {
            g_string_append_c(kept, octets[i]);
        }
    }
    return text_clean(kept->str, (gssize)kept->len);
}

/* The label in lower case with dashes: koi8_r is written as often as koi8-r. */
static char *plain_label(const char *label)
{
    char *name = g_ascii_strdown(label == NULL ? "" : label, -1);
    return g_strdelimit(g_strstrip(name), "_", '-');
}

char *charset_to_utf8(const char *octets, size_t length, const char *label)
{
    g_autofree char *written = plain_label(label);
    bool latin = g_strv_contains(latin_labels, written);
    const char *name = latin && is_iso_2022(octets, length) ? "iso-2022-jp" : written;
    bool utf8 = g_str_has_prefix(name, "utf-8") || g_str_has_prefix(name, "utf8");
    if ((!is_shifted(name) || is_wide_in_vain(name, octets, length)) &&
        (charset_is_utf8(octets, length) || (utf8 && is_nearly_utf8(octets, length)))) {
        return without_nul(octets, length);
    }
    g_autoptr(GString) out = g_string_sized_new(length + length / 4 + 16);
    const char *iconv_name = known_name(name);
    iconv_t converter = (iconv_t)-1;
    if (!g_strv_contains(latin_labels, name) && !utf8 && is_preloaded(iconv_name)) {
        converter = iconv_open("UTF-8", iconv_name);
    }
    if (converter == (iconv_t)-1) {
        append_latin(out, octets, length);
    } else {
        append_iconv(out, converter, octets, length);
        iconv_close(converter);
    }
    g_autofree char *clean = without_nul(out->str, out->len);
    return charset_fold_c1(clean);
}

char *charset_fold_c1(const char *text)
{
    if (strchr(text, '\xC2') == NULL) {
        return g_strdup(text);
    }
    GString *out = g_string_sized_new(strlen(text));
    for (const char *c = text; *c != '\0'; c++) {
        unsigned char second = (unsigned char)c[1];
        if (*c == '\xC2' && second >= 0x80 && second <= 0x9F) {
            gunichar known = windows_1252[second - 0x80];
            g_string_append_unichar(out, known == 0 ? 0xFFFD : known);
            c++;
        } else {
            g_string_append_c(out, *c);
        }
    }
    return g_string_free(out, FALSE);
}

void charset_preload(void)
{
    for (size_t i = 0; preloaded[i] != NULL; i++) {
        iconv_t to = iconv_open("UTF-8", preloaded[i]);
        if (to != (iconv_t)-1) {
            char in[] = "a", out[16];
            char *from = in, *into = out;
            size_t left = 1, room = sizeof out;
            (void)iconv(to, &from, &left, &into, &room);
        } /* never closed: see the header */
    }
}
