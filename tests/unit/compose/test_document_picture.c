/* Pictures in an issue: what is shown, and what is refused with its line and what to do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "compose/document.h"
#include "mail/picture.h"
#include "support/templates.h"

#define FRONT "---\nemne: Hej\n---\n"
#define PICTURES "tests/data/pictures"
#define HOUSE "hus.png.2c6642ffdaece6c5"

static const char styles[] = "img = border: 0\nimg-width = 500\n";

/* The shipped templates with billeder/ in them: pictures, one that is none, one that leads out. */
static struct bench folder_open(void)
{
    struct bench bench = bench_open();
    g_autofree char *pictures = g_build_filename(bench.directory, "billeder", NULL);
    copy_folder(PICTURES, pictures);
    put(&bench, "billeder/falsk.png", "GIF89a");
    g_autofree char *outside = g_build_filename(bench.directory, "billeder/ude.png", NULL);
    g_autofree char *target = g_canonicalize_filename(PICTURES "/hus.png", NULL);
    g_autofree char *inside = g_build_filename(bench.directory, "billeder/inde.png", NULL);
    assert_int_equal(symlink(target, outside), 0);
    assert_int_equal(symlink("hus.png", inside), 0);
    return bench;
}

/* A real PNG of this many octets: what stands behind its end is nobody's business. */
static void put_large(const struct bench *bench, const char *name, size_t length)
{
    g_autofree char *data = NULL;
    gsize real;
    assert_true(g_file_get_contents(PICTURES "/hus.png", &data, &real, NULL));
    g_autofree char *whole = g_malloc0(length);
    memcpy(whole, data, real);
    g_strlcpy(whole + real, name, length - real);
    g_autofree char *path = g_build_filename(bench->directory, name, NULL);
    assert_true(g_file_set_contents(path, whole, (gssize)length, NULL));
}

static struct document *read_body(const char *folder, const char *body, GError **error)
{
    SCOPED(words) struct words *look = words_parse("styles", styles, NULL);
    SCOPED(words)
    struct words *words = words_parse("words", "[da.pictures]\nalone = [Billede: {alt}]\n", NULL);
    g_autofree char *text = g_strconcat(FRONT, body, NULL);
    return document_read(words, look, folder, "x.md", text, error);
}

static void test_shown(void **state)
{
    (void)state;
    static const struct {
        const char *body, *html, *text;
    } rows[] = {
        {"![Et hus](billeder/hus.png \"32\")\n",
         "<p><img src=\"cid:" HOUSE "@{{domaene}}\" alt=\"Et hus\" width=\"32\" height=\"24\" "
         "style=\"border: 0\"></p>\n",
         "[Billede: Et hus]\n\n"},
        {"Se ![\"Os\" & < du](billeder/hus.png) her\n",
         "<p>Se <img src=\"cid:" HOUSE "@{{domaene}}\" alt=\"&quot;Os&quot; &amp; &lt; du\" "
         "width=\"64\" height=\"48\" style=\"border: 0\"> her</p>\n",
         "Se [Billede: \"Os\" & < du] her\n\n"},
        {"![Til {{navn}}, *kom*](billeder/hus.png \"500\")\n",
         "<p><img src=\"cid:" HOUSE "@{{domaene}}\" alt=\"Til {{navn}}, kom\" width=\"500\" "
         "height=\"375\" style=\"border: 0\"></p>\n",
         "[Billede: Til {{navn}}, kom]\n\n"},
        {"[![Hus](billeder/hus.png)](https://a.example)\n",
         "<p><a href=\"https://a.example\"><img src=\"cid:" HOUSE "@{{domaene}}\" alt=\"Hus\" "
         "width=\"64\" height=\"48\" style=\"border: 0\"></a></p>\n",
         "[Billede: Hus] <https://a.example>\n\n"},
        {"![Hus][1]\n\n[1]: billeder/hus.png \"1\"\n",
         "<p><img src=\"cid:" HOUSE "@{{domaene}}\" alt=\"Hus\" width=\"1\" height=\"1\" "
         "style=\"border: 0\"></p>\n",
         "[Billede: Hus]\n\n"},
    };
    struct bench bench = folder_open();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        SCOPED(document)
        struct document *document = read_body(bench.directory, rows[i].body, &error);
        assert_null(error);
        assert_string_equal(document->html, rows[i].html);
        assert_string_equal(document->text, rows[i].text);
        assert_int_equal(document->pictures->len, 1);
    }
    bench_close(&bench);
}

/* Where a picture may lie, and what it is called in the mail. */
static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *file, *url, *id;
    } rows[] = {
        {"billeder/hus.png", "billeder/hus.png", HOUSE},
        {"billeder/hus.png", "billeder/./hus.png", HOUSE},
        {"billeder/inde.png", "billeder/inde.png", HOUSE},
        {"billeder/mit hus.png", "<billeder/mit hus.png>", "mit-hus.png"},
        {"billeder/mit hus.png", "billeder/mit%20hus.png", "mit-hus.png"},
        {"billeder/100%.png", "billeder/100%.png", "100-.png"},
        {"billeder/\"æ>.png", "billeder/\"æ>.png", "----.png"},
        {"billeder/..a..png", "billeder/..a..png", "-.a.-png"},
        {"billeder/uden.", "billeder/uden.", "uden-"},
        {"øverst", "øverst", "--verst"},
    };
    struct bench bench = folder_open();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        bool shipped = g_str_has_prefix(rows[i].id, "hus");
        if (!shipped) {
            put_large(&bench, rows[i].file, 200);
        }
        g_autoptr(GError) error = NULL;
        g_autofree char *body = g_strdup_printf("![a](%s)\n", rows[i].url);
        SCOPED(document) struct document *document = read_body(bench.directory, body, &error);
        assert_null(error);
        const struct picture *picture = g_ptr_array_index(document->pictures, 0);
        assert_true(g_str_has_prefix(picture->id, rows[i].id));
        assert_int_equal(strlen(picture->id), shipped ? strlen(HOUSE) : strlen(rows[i].id) + 17);
        assert_null(strstr(picture->id, ".."));
    }
    bench_close(&bench);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *body, *message;
    } rows[] = {
        {"a\n\n![](billeder/hus.png)\n", "x.md:6: billedet mangler en tekst"},
        {"![ ](billeder/hus.png)\n", "x.md:4: billedet mangler en tekst"},
        {"![{{#navn}}](billeder/hus.png)\n\n{{/navn}}\n", "x.md:4: billedet mangler en tekst"},
        {"![a](https://b.example/c.png)\n", "x.md:4: billedet ligger på nettet"},
        {"![a](//b.example/c.png)\n", "x.md:4: billedet ligger på nettet"},
        {"![a](data:image/png;base64,AAAA)\n", "x.md:4: billedet \"data:image/png;base64,AAAA\" "},
        {"![a](cid:x)\n", "x.md:4: billedet \"cid:x\" ligger ikke"},
        {"![a](/etc/hus.png)\n", "x.md:4: billedet \"/etc/hus.png\" ligger ikke"},
        {"![a](../hus.png)\n", "x.md:4: billedet \"../hus.png\" ligger ikke"},
        {"![a](billeder/../billeder/hus.png)\n", "x.md:4: billedet \"billeder/../"},
        {"![a](%2e%2e/hus.png)\n", "x.md:4: billedet \"%2e%2e/hus.png\" ligger ikke"},
        {"![a](billeder\\\\hus.png)\n", "x.md:4: billedet \"billeder\\hus.png\" ligger ikke"},
        {"![a]()\n", "x.md:4: billedet \"\" ligger ikke"},
        {"![a](billeder/ude.png)\n", "x.md:4: billedet \"billeder/ude.png\" ligger ikke"},
        {"![a](billeder/bil.png)\n", "x.md:4: billedet \"billeder/bil.png\" findes ikke"},
        {"![a](billeder)\n", "x.md:4: billedet \"billeder\" findes ikke"},
        {"![a](billeder/falsk.png)\n", "x.md:4: \"billeder/falsk.png\" er hverken PNG eller JPEG"},
        {"![a](billeder/{{navn}}.png)\n", "x.md:4: et felt kan ikke stå i billedets navn"},
        {"![a](billeder/hus.png \"bred\")\n",
         "x.md:4: bredden \"bred\" er ikke et tal fra 1 til 500"},
        {"![a](billeder/hus.png \"320px\")\n", "x.md:4: bredden \"320px\""},
        {"![a](billeder/hus.png \"0\")\n", "x.md:4: bredden \"0\""},
        {"![a](billeder/hus.png \"-5\")\n", "x.md:4: bredden \"-5\""},
        {"![a](billeder/hus.png \"501\")\n", "x.md:4: bredden \"501\""},
        {"![a](billeder/hus.png \"{{navn}}\")\n", "x.md:4: bredden \"{{navn}}\""},
    };
    struct bench bench = folder_open();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(read_body(bench.directory, rows[i].body, &error));
        if (!g_str_has_prefix(error->message, rows[i].message)) {
            fail_msg("%s\n%s", rows[i].message, error->message);
        }
    }
    g_autoptr(GError) error = NULL;
    assert_null(read_body(NULL, "![a](billeder/hus.png)\n", &error));
    assert_true(g_str_has_prefix(error->message, "x.md:4: billeder kan kun stå i nyhedsbrevet"));
    bench_close(&bench);
}

static void test_sum(void **state)
{
    (void)state;
    struct bench bench = folder_open();
    put_large(&bench, "a.png", 60 * 1024);
    put_large(&bench, "b.png", 40 * 1024);
    put_large(&bench, "c.png", 40 * 1024 + 1);
    put_large(&bench, "d.png", 100 * 1024 + 1);
    static const struct {
        const char *body, *message;
        unsigned count;
    } rows[] = {
        {"![a](a.png)\n\n![b](b.png)\n", NULL, 2},
        {"![a](a.png)\n\n![a](a.png \"10\")\n\n![b](b.png)\n", NULL, 2},
        {"![a](a.png)\n\n![b](c.png)\n", "x.md:6: billederne fylder tilsammen 101 KB", 0},
        {"{{#soeger}}\n![a](a.png)\n{{/soeger}}\n{{^soeger}}\n![c](c.png)\n{{/soeger}}\n",
         "x.md:8: billederne fylder tilsammen 101 KB", 0},
        {"![a](d.png)\n", "x.md:4: billederne fylder tilsammen 101 KB", 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        SCOPED(document)
        struct document *document = read_body(bench.directory, rows[i].body, &error);
        assert_true((document == NULL) == (rows[i].message != NULL));
        if (document == NULL) {
            assert_true(g_str_has_prefix(error->message, rows[i].message));
        } else {
            assert_int_equal(document->pictures->len, rows[i].count);
        }
    }
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_sum),
    };
    return cmocka_run_group_tests_name("compose/document_picture", tests, NULL, NULL);
}
