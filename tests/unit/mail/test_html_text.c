#include "mail/html_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* In the expected text: Q at the start of a line is the mark of a quotation, S of a signature,
 * I of a bare blockquote, O of a link of ours, a line "CUT" the beginning of an earlier mail. */
struct row {
    const char *name, *html, *text;
};

static const struct row rows[] = {
    {"plain words", "hej", "hej\n"},
    {"paragraphs", "<p>hej</p><p>der</p>", "hej\n\nder\n"},
    {"lines", "hej<br>der<div>du</div>", "hej\nder\ndu\n"},
    {"empty line by div and br", "<div>a</div><div><br></div><div>b</div>", "a\n\nb\n"},
    {"blanks collapse", "a  \n b&nbsp;&nbsp;c", "a b c\n"},
    {"entities", "bl&aring;b&#230;r &amp; &lt;x&gt;", "blåbær & <x>\n"},
    {"list", "<ul><li>et<li>to</ul>", "- et\n- to\n"},
    {"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n"},
    {"preformatted", "<pre>a\nb</pre>", "a\nb\n"},
    {"hidden things",
     "<head><title>t</title><style>p{}</style></head><script>x</script>"
     "<div style=\"display: none\">y</div>z",
     "z\n"},
    {"quotation", "a<blockquote type=\"cite\">b</blockquote>c", "a\n\nQb\n\nc\n"},
    {"quotation of Gmail",
     "a<div class=\"gmail_quote\"><div class=\"gmail_attr\">Den skrev</div>"
     "<blockquote class=\"gmail_quote\">b</blockquote>c</div>",
     "a\nQDen skrev\n\nQb\n\nc\n"},
    {"an indented paragraph is no quotation",
     "<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">a</blockquote>", "a\n"},
    {"Outlook's answered mail", "a<div id=\"divRplyFwdMsg\">Fra: b</div>", "a\nCUT\nFra: b\n"},
    {"Outlook's line in any language",
     "a<div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p><b>Von:</b> b</p></div>",
     "a\nCUT\n\nVon: b\n"},
    {"a line above own words", "a<div style=\"border:none;border-top:solid #E1E1E1 1.0pt\">b</div>",
     "a\nb\n"},
    {"a bare blockquote may be one", "a<blockquote><p>b</p></blockquote>c", "a\n\nIb\n\nc\n"},
    {"the same with a margin", "<blockquote style=\"margin-left: 40px\">b</blockquote>", "Ib\n"},
    {"a blockquote with a bar", "a<blockquote style=\"border-left: 1px solid #ccc\">b</blockquote>",
     "a\n\nQb\n"},
    {"invisible", "<p style=\"visibility: hidden\">y</p>z", "z\n"},
    {"without colour", "<p style=\"color:red; opacity:0\">y</p>z", "z\n"},
    {"without any opacity", "<p style=\"opacity:0.0\">y</p>z", "z\n"},
    {"half seen", "<p style=\"opacity:0.5\">y</p>z", "y\n\nz\n"},
    {"without size", "<span style=\"font-size: 0px; color: red\">y</span>z", "z\n"},
    {"without size, and nothing behind it", "<span style=\"font-size:0\">y</span>z", "z\n"},
    {"tiny and white", "<div style=\"font-size:1px;color:#FFFFFF\">y</div>z", "z\n"},
    {"tiny in the colour of the paper",
     "<div style=\"background:#eee;font-size:1px;color:#eee\">y</div>z", "z\n"},
    {"tiny", "<div style=\"font-size:1px;color:black\">y</div>z", "y\nz\n"},
    {"large and white on blue", "<div style=\"background:blue;color:white\">y</div>z", "y\nz\n"},
    {"small", "<div style=\"font-size:0.9em\">y</div>z", "y\nz\n"},
    {"without height", "<div style=\"max-height:0px; overflow: hidden\">y</div>z", "z\n"},
    {"without height, but it flows over", "<div style=\"max-height:0\">y</div>z", "y\nz\n"},
    {"signature", "a<div class=\"gmail_signature\">Hans</div>", "a\nSHans\n"},
    {"link to an address of our own mails",
     "a <a href=\"mailto:s+abcdefghijklmnopqrstuvwxyz@b.dk?subject=x\">Afmeld</a> b",
     "a\nOAfmeld\nb\n"},
    {"the same, as a web mail writes it",
     "<a href=\"https://w.dk/?to=s%2Babcdefghijklmnopqrstuvwxyz%40b.dk\">Afmeld</a>", "OAfmeld\n"},
    {"another link", "a <a href=\"mailto:s+abc@b.dk\">b</a> c", "a b c\n"},
    {"marks in the mail itself", "a&#1;b&#2;c\x01\x02", "abc\n"},
    {"broken HTML", "<p>a<b>b</p><div>c</span", "ab\n\nc\n"},
    {"nothing", "", ""},
    {"Latin-1 named in the head", "<meta charset=\"iso-8859-1\"><p>blå</p>", "blå\n"},
};

static char *readable(const char *marked)
{
    GString *out = g_string_new(NULL);
    for (const char *c = marked; *c != '\0'; c++) {
        if (*c == HTML_QUOTED) {
            /* a blank line inside or before a quotation is just blank */
            g_string_append(out, c[1] == '\n' ? "" : "Q");
        } else if (*c == HTML_INDENT) {
            g_string_append(out, c[1] == '\n' ? "" : "I");
        } else if (*c == HTML_SIGNATURE) {
            g_string_append(out, "S");
        } else if (*c == HTML_OURS) {
            g_string_append(out, "O");
        } else if (*c == HTML_CUT) {
            g_string_append(out, "CUT");
        } else {
            g_string_append_c(out, *c);
        }
    }
    return g_string_free(out, FALSE);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autofree char *marked = html_text(row->html);
    g_autofree char *text = readable(marked);
    assert_string_equal(text, row->text);
}

static void test_deep(void **state)
{
    (void)state;
    g_autoptr(GString) html = g_string_new(NULL);
    for (int i = 0; i < 200000; i++) {
        g_string_append(html, "<div>");
    }
    g_string_append(html, "x");
    g_autofree char *text = html_text(html->str);
    assert_non_null(text);
}

static void test_plain(void **state)
{
    (void)state;
    g_autofree char *plain = html_text_plain("a\n\x01"
                                             "b\n\x02\n\x03"
                                             "c\n");
    assert_string_equal(plain, "a\n> b\nc\n");
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {cmocka_unit_test(test_deep),
                                                       cmocka_unit_test(test_plain)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("mail/html_text", tests, NULL, NULL);
}
