#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mail/picture.h"

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
#define OCTETS(text) (text), sizeof(text) - 1

static void test_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *name, *octets;
        size_t length;
        const char *type; /* NULL: no picture */
        unsigned width, height;
    } rows[] = {
        {"PNG", OCTETS(PNG "\0\0\1\x40\0\0\0\xf0"), "image/png", 320, 240},
        {"PNG without width", OCTETS(PNG "\0\0\0\0\0\0\0\xf0"), NULL, 0, 0},
        {"cut PNG", OCTETS(PNG "\0\0\1\x40\0\0\0"), NULL, 0, 0},
        {"PNG without its header", OCTETS("\x89PNG\r\n\x1a\n\0\0\0\x0dIDAT\0\0\1\x40\0\0\0\xf0"),
         NULL, 0, 0},
        {"PNG that passed through a text mode",
         OCTETS("\x89PNG\n\x1a\n\0\0\0\x0dIHDR\0\0\1\x40\0\0\0\xf0\0"), NULL, 0, 0},
        {"JPEG", OCTETS("\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x08\x08\0\xf0\1\x40\3"), "image/jpeg",
         320, 240},
        {"progressive JPEG behind a table and fill octets",
         OCTETS("\xff\xd8\xff\xc4\0\4ab\xff\xff\xff\xc2\0\x08\x08\0\xf0\1\x40\3"), "image/jpeg",
         320, 240},
        {"JPEG without a frame", OCTETS("\xff\xd8\xff\xe0\0\4ab\xff\xda\0\x08\x08\0\xf0\1\x40\3"),
         NULL, 0, 0},
        {"JPEG whose segment is longer than the file",
         OCTETS("\xff\xd8\xff\xe0\xff\xff\x61\x62\xff\xc0\0\x08\x08\0\xf0\1\x40\3"), NULL, 0, 0},
        {"JPEG with an empty segment", OCTETS("\xff\xd8\xff\xe0\0\0\xff\xc0\0\x08\x08\0\xf0\1\x40"),
         NULL, 0, 0},
        {"cut JPEG", OCTETS("\xff\xd8\xff\xc0\0\x08\x08\0\xf0\1"), NULL, 0, 0},
        {"GIF", OCTETS("GIF89a\1\0\1\0\0\0\0"), NULL, 0, 0},
        {"SVG", OCTETS("<svg xmlns='http://www.w3.org/2000/svg'/>"), NULL, 0, 0},
        {"one octet", OCTETS("\xff"), NULL, 0, 0},
        {"nothing", OCTETS(""), NULL, 0, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        /* on the heap, so that a step too far is seen */
        g_autoptr(GBytes) octets = g_bytes_new(rows[i].octets, rows[i].length);
        SCOPED(picture) struct picture *picture = picture_new(octets);
        if ((picture == NULL) != (rows[i].type == NULL)) {
            fail_msg("%s", rows[i].name);
        }
        if (picture != NULL) {
            assert_string_equal(picture->type, rows[i].type);
            assert_int_equal(picture->width, rows[i].width);
            assert_int_equal(picture->height, rows[i].height);
        }
    }
}

static void test_files(void **state)
{
    (void)state;
    static const struct {
        const char *path, *type;
        unsigned width, height;
    } rows[] = {{"tests/data/pictures/hus.png", "image/png", 64, 48},
                {"tests/data/pictures/mark.jpg", "image/jpeg", 48, 32}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *data;
        gsize length;
        assert_true(g_file_get_contents(rows[i].path, &data, &length, NULL));
        g_autoptr(GBytes) octets = g_bytes_new_take(data, length);
        SCOPED(picture) struct picture *picture = picture_new(octets);
        assert_non_null(picture);
        assert_string_equal(picture->type, rows[i].type);
        assert_int_equal(picture->width, rows[i].width);
        assert_int_equal(picture->height, rows[i].height);
        assert_true(g_bytes_equal(picture->octets, octets));
    }
}

/* Broken pieces of real pictures: no step beyond their end. */
static void test_cut_files(void **state)
{
    (void)state;
    static const char *const paths[] = {"tests/data/pictures/hus.png",
                                        "tests/data/pictures/mark.jpg"};
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    for (int i = 0; i < 4000; i++) {
        g_autofree char *data = NULL;
        gsize length;
        assert_true(g_file_get_contents(paths[i % 2], &data, &length, NULL));
        for (int j = g_rand_int_range(random, 0, 4); j > 0; j--) {
            data[g_rand_int_range(random, 2, (int)length)] = (char)g_rand_int_range(random, 0, 256);
        }
        gsize size = (gsize)g_rand_int_range(random, 0, (int)length + 1);
        g_autoptr(GBytes) octets = g_bytes_new(data, size);
        SCOPED(picture) struct picture *picture = picture_new(octets);
        assert_true(picture == NULL || (picture->width > 0 && picture->height > 0));
    }
}

static void test_in_page(void **state)
{
    (void)state;
    g_autoptr(GBytes) octets = g_bytes_new_static(OCTETS(PNG "\0\0\0\1\0\0\0\1"));
    g_autoptr(GPtrArray) pictures = pictures_new();
    struct picture *picture = picture_new(octets);
    picture->id = g_strdup("a@b");
    g_ptr_array_add(pictures, picture);
    g_autofree char *page =
        pictures_in_page("<img src=\"cid:a@b\"><img src=\"cid:a@bc\"><p>cid:a@b", pictures);
    assert_string_equal(page, "<img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB\">"
                              "<img src=\"cid:a@bc\"><p>cid:a@b");
    g_autofree char *same = pictures_in_page("<img src=\"cid:a@b\">", NULL);
    assert_string_equal(same, "<img src=\"cid:a@b\">");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_cut_files),
        cmocka_unit_test(test_in_page),
    };
    return cmocka_run_group_tests_name("mail/picture", tests, NULL, NULL);
}
