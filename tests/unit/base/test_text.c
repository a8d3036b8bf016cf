#include "base/text.h"

#include <string.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#define NONE "\xef\xbf\xbd" /* U+FFFD */

static void test_clean(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        gssize length;
        const char *out;
    } rows[] = {
        {"", -1, ""},
        {"plain", -1, "plain"},
        {"plain", 3, "pla"},
        {"a\0b", 3, "a" NONE "b"},
        {"sm\xf8r", -1, "sm" NONE "r"},
        {"a\xcc\x8a", -1, "å"},
        {"Bla\xcc\x8a\xcc\x81", -1, "Blǻ"},
        {"\xed\xa0\x80", -1, NONE NONE NONE},
        {"\xc0\xaf", -1, NONE NONE},
        {"æøå", 4, "æø"},
        {"æøå", 3, "æ" NONE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *out = text_clean(rows[i].in, rows[i].length);
        assert_string_equal(out, rows[i].out);
    }
}

/* A flood of marks would be sorted in square time. */
static void test_clean_marks(void **state)
{
    (void)state;
    g_autoptr(GString) flood = g_string_new("a");
    for (int i = 0; i < 200000; i++) {
        g_string_append(flood, i % 2 == 0 ? "\xcc\x81" : "\xcc\xa3");
    }
    g_autofree char *out = text_clean(flood->str, -1);
    assert_true(g_utf8_strlen(out, -1) <= 31);
}

static void test_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        size_t limit;
        const char *out;
    } rows[] = {
        {"", 10, ""},
        {"   ", 10, ""},
        {"  Ole \t Sø\xc2\xa0ndergaard ", 60, "Ole Sø ndergaard"},
        {"Ole\r\nBcc: x@y", 60, "Ole Bcc: x@y"},
        {"a\xe2\x80\xa8"
         "b\xc2\x85"
         "c",
         60, "a b c"},
        {"a\x01\x7f\x1b[31mb", 60, "a[31mb"},
        {"a\xe2\x80\xae"
         "b\xef\xbb\xbf",
         60, "ab"},
        {"æøåæøå", 3, "æøå"},
        {"ab cd", 3, "ab"},
        {"ab cd", 4, "ab c"},
        {"abc", 0, ""},
        {"\xf8", 10, NONE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *out = text_one_line(rows[i].in, rows[i].limit);
        assert_string_equal(out, rows[i].out);
    }
}

static void test_fold(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", ""},
        {"Ole Hansen", "ole hansen"},
        {"ÆØÅ", "aeoeaa"},
        {"Aarhus", "aarhus"},
        {"Århus", "aarhus"},
        {"A\xcc\x8arhus", "aarhus"},
        {"Ǻ", "aa"},
        {"Ǿ", "oe"},
        {"René", "rene"},
        {"Jäger Köhler Müller", "jaeger koehler muller"},
        {"Straße", "strasse"},
        {"Đặng Łukasz Þór", "dang lukasz thor"},
        {"ﬁsk", "fisk"},
        {"q\xcc\x81", "q"},
        {"각", "각"},
        {"\xf8", NONE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *out = text_fold(rows[i].in);
        assert_string_equal(out, rows[i].out);
        g_autofree char *again = text_fold(out);
        assert_string_equal(again, out);
    }
}

/* Each word stands before the next. */
static void test_order(void **state)
{
    (void)state;
    static const char *const words[] = {
        "",         "Abel",   "Andersen", "andersen", "Andersén",  "Andersson", "Bo",
        "Da Silva", "Dahl",   "Madsen",   "Müller",   "Mynster",   "Møller",    "Rene",
        "René",     "Renée",  "Wad",      "Yde",      "Zachariae", "Æbeltoft",  "Ænder",
        "Ørsted",   "Östrup", "Aabenraa", "Åkirkeby", "Aalborg",   "Århus",     "ж"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        for (size_t j = 0; j < G_N_ELEMENTS(words); j++) {
            int order = text_compare(words[i], words[j]);
            int expected = i < j ? -1 : i > j;
            if ((order > 0) - (order < 0) != expected) {
                fail_msg("%s, %s: %d", words[i], words[j], order);
            }
        }
    }
}

static void test_distance(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned distance;
    } rows[] = {
        {"", "", 0},         {"", "abc", 3},   {"abc", "", 3},           {"abc", "abc", 0},
        {"abc", "acb", 1},   {"abc", "ab", 1}, {"abc", "axc", 1},        {"ca", "abc", 3},
        {"naem", "name", 1}, {"æøå", "æå", 1}, {"kitten", "sitting", 3},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_int_equal(text_distance(rows[i].a, rows[i].b), rows[i].distance);
        assert_int_equal(text_distance(rows[i].b, rows[i].a), rows[i].distance);
        assert_int_equal(text_is_slip(rows[i].a, rows[i].b), rows[i].distance == 1);
        assert_int_equal(text_is_slip(rows[i].b, rows[i].a), rows[i].distance == 1);
    }
    g_autofree char *endless = g_strnfill(1000000, 'x');
    assert_int_equal(text_distance(endless, "name"), 1000000);
    assert_int_equal(text_distance(endless, endless), 0);
}

static void test_nearest(void **state)
{
    (void)state;
    static const char *const candidates[] = {"name",  "domain",   "address",
                                             "phone", "timezone", NULL};
    static const char *const none[] = {NULL};
    static const struct {
        const char *word, *nearest;
    } rows[] = {
        {"naem", "name"},
        {"NAME", "name"},
        {"adress", "address"},
        {"time-zone", "timezone"},
        {"phoen", "phone"},
        {"xyz", NULL},
        {"", NULL},
        {"n", NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *nearest = text_nearest(rows[i].word, candidates);
        if (rows[i].nearest == NULL) {
            assert_null(nearest);
        } else {
            assert_non_null(nearest);
            assert_string_equal(nearest, rows[i].nearest);
        }
        assert_null(text_nearest(rows[i].word, none));
    }
}

static void test_has_control(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool has;
    } rows[] = {
        {"", false},     {"Ole Sørensen", false}, {"a\nb", true},      {"a\rb", true},
        {"a\tb", true},  {"\x7f", true},          {"a\xc2\x85", true}, {"\xe2\x80\xa8", true},
        {"\xf8", false}, {"\xf8\n", true},        {"\xc3", false},     {"\xc3\n", true},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_int_equal(text_has_control(rows[i].text), rows[i].has);
    }
}

/* Whatever comes in, valid and composed text comes out. */
static void test_random(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    for (int round = 0; round < 3000; round++) {
        char octets[41] = "";
        for (size_t i = 0; i + 1 < sizeof octets; i++) {
            octets[i] = (char)g_rand_int_range(random, round % 2 == 0 ? 0 : 0xC0, 256);
        }
        g_autofree char *clean = text_clean(octets, sizeof octets - 1);
        assert_true(g_utf8_validate(clean, -1, NULL));
        g_autofree char *folded = text_fold(octets);
        assert_true(g_utf8_validate(folded, -1, NULL));
        g_autofree char *line = text_one_line(octets, 20);
        assert_false(text_has_control(line));
        assert_true(g_utf8_strlen(line, -1) <= 20);
        assert_int_equal(text_compare(octets, octets), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),    cmocka_unit_test(test_clean_marks),
        cmocka_unit_test(test_one_line), cmocka_unit_test(test_fold),
        cmocka_unit_test(test_order),    cmocka_unit_test(test_distance),
        cmocka_unit_test(test_nearest),  cmocka_unit_test(test_has_control),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
