#include "mail/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *name, *octets;
    size_t length;
    const char *label, *text;
};

#define OCTETS(literal) literal, sizeof(literal) - 1

static const struct row rows[] = {
    {"ASCII without label", OCTETS("hej"), NULL, "hej"},
    {"empty", OCTETS(""), "utf-8", ""},
    {"UTF-8 called UTF-8", OCTETS("bl\xc3\xa5"), "UTF-8", "blå"},
    {"UTF-8 called iso-8859-1", OCTETS("bl\xc3\xa5"), "iso-8859-1", "blå"},
    {"UTF-8 without label", OCTETS("bl\xc3\xa5"), NULL, "blå"},
    {"Latin-1", OCTETS("bl\xe5"), "iso-8859-1", "blå"},
    {"Latin-1 called UTF-8", OCTETS("bl\xe5"), "utf-8", "blå"},
    {"Latin-1 called us-ascii", OCTETS("bl\xe5"), "us-ascii", "blå"},
    {"Latin-1 without label", OCTETS("bl\xe5"), NULL, "blå"},
    {"unknown label", OCTETS("bl\xe5"), "x-nobody-knows", "blå"},
    {"a label that is a path", OCTETS("bl\xe5"), "../../etc/passwd", "blå"},
    {"dash of windows-1252 called Latin-1", OCTETS("a \x96 b"), "iso-8859-1", "a – b"},
    {"euro of windows-1252", OCTETS("\x80"), "windows-1252", "€"},
    {"hole of windows-1252", OCTETS("a\x81"), "windows-1252", "a\xef\xbf\xbd"},
    {"euro of iso-8859-15", OCTETS("\xa4\xe5"), "iso-8859-15", "€å"},
    {"ibm850", OCTETS("\x86"), "cp850", "å"},
    {"Macintosh", OCTETS("\x8c"), "macintosh", "å"},
    {"Cyrillic", OCTETS("\xf0\xf2"), "koi8-r", "ПР"},
    {"ISO-2022-JP is no ASCII", OCTETS("\x1b$B$3\x1b(B"), "iso-2022-jp", "こ"},
    {"Shift_JIS", OCTETS("\x82\xb1"), "shift_jis", "こ"},
    {"Korean by its old name", OCTETS("\xb0\xa1"), "ks_c_5601-1987", "가"},
    {"GB2312", OCTETS("\xc4\xe3"), "gb2312", "你"},
    {"Big5", OCTETS("\xa7\x41"), "big5", "你"},
    {"UTF-7", OCTETS("bl+AOU-"), "utf-7", "blå"},
    {"UTF-16 with mark", OCTETS("\xff\xfe\xe5\0"), "utf-16", "å"},
    {"UTF-8 called UTF-16", OCTETS("bl\xc3\xa5"), "utf-16", "blå"},
    {"ASCII called UTF-32", OCTETS("hej!"), "utf-32", "hej!"},
    {"UTF-16 without mark", OCTETS("\xe5\0h\0"), "utf-16le", "åh"},
    {"decomposed letter", OCTETS("a\xcc\x8a"), "utf-8", "å"},
    {"NUL ends nothing", OCTETS("a\0b"), "utf-8", "ab"},
    {"NUL in Latin-1", OCTETS("a\0\xe5"), "iso-8859-1", "aå"},
    {"UTF-16 called UTF-8", OCTETS("h\0e\0j\0"), "utf-8", "hej"},
    {"koi8_r", OCTETS("\xf0\xf2"), "koi8_r", "ПР"},
    {"windows-874", OCTETS("\xa1"), "windows-874", "ก"},
    {"ISO-2022-JP without label", OCTETS("\x1b$B$3\x1b(B"), NULL, "こ"},
    {"damaged UTF-8", OCTETS("blåbærgrøden øl på\xc3 måde i år å æ ø"), "utf-8",
     "blåbærgrøden øl på\xef\xbf\xbd måde i år å æ ø"},
    {"cut in a letter", OCTETS("\x82"), "shift_jis", "\xef\xbf\xbd"},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autofree char *text = charset_to_utf8(row->octets, row->length, row->label);
    assert_string_equal(text, row->text);
}

static void test_any_octets(void **state)
{
    (void)state;
    static const char *const labels[] = {NULL,     "utf-8",       "iso-8859-1",  "utf-16",
                                         "utf-7",  "iso-2022-jp", "gb18030",     "big5",
                                         "euc-kr", "shift_jis",   "windows-1251"};
    char octets[512];
    for (size_t i = 0; i < sizeof octets; i++) {
        octets[i] = (char)(i * 7 + i / 256);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
        g_autofree char *text = charset_to_utf8(octets, sizeof octets, labels[i]);
        assert_true(g_utf8_validate(text, -1, NULL));
    }
}

static void test_fold_c1(void **state)
{
    (void)state;
    g_autofree char *folded = charset_fold_c1("a \xc2\x96 b \xc3\xa5 \xc2\xa0");
    assert_string_equal(folded, "a – b å \xc2\xa0");
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {cmocka_unit_test(test_any_octets),
                                                       cmocka_unit_test(test_fold_c1)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("mail/charset", tests, NULL, NULL);
}
