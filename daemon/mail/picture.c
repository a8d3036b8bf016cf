#include "mail/picture.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* PNG (ISO 15948) 5.2, 11.2.1: the signature, then IHDR with width and height. */
#define PNG_HEAD 24u
static const uint8_t png_signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

/* JPEG (ITU T.81) B.1.1: markers that stand alone, and those of a frame. */
#define JPEG_START 0xD8u
#define JPEG_SCAN 0xDAu
#define JPEG_FRAME_HEAD 9u

static unsigned big_endian(const uint8_t *at, size_t octets)
{
    unsigned number = 0;
    for (size_t i = 0; i < octets; i++) {
        number = number << 8 | at[i];
    }
    return number;
}

static bool read_png(const uint8_t *data, size_t length, struct picture *picture)
{
    if (length < PNG_HEAD || memcmp(data, png_signature, sizeof png_signature) != 0 ||
        memcmp(data + 12, "IHDR", 4) != 0) {
        return false;
    }
    picture->type = "image/png";
    picture->width = big_endian(data + 16, 4);
    picture->height = big_endian(data + 20, 4);
    return true;
}

/* SOF0 to SOF15 begin a frame; DHT, JPG and DAC stand among their numbers. */
static bool is_frame(uint8_t marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* From segment to segment, until one says how large the picture is. */
static bool read_jpeg(const uint8_t *data, size_t length, struct picture *picture)
{
    if (length < 4 || data[0] != 0xFF || data[1] != JPEG_START) {
        return false;
    }
    size_t at = 2;
    while (at + 4 <= length && data[at] == 0xFF) {
        uint8_t marker = data[at + 1];
        if (marker == 0xFF) { /* a fill octet */
            at++;
            continue;
        }
        size_t size = big_endian(data + at + 2, 2);
        if (marker == JPEG_SCAN || size < 2 || size > length - at - 2) {
            return false;
        }
        if (is_frame(marker) && size + 2 >= JPEG_FRAME_HEAD) {
            picture->type = "image/jpeg";
            picture->height = big_endian(data + at + 5, 2);
            picture->width = big_endian(data + at + 7, 2);
            return true;
        }
        at += 2 + size;
    }
    return false;
}

struct picture *picture_new(GBytes *octets)
{
    SCOPED(picture) struct picture *picture = g_new0(struct picture, 1);
    gsize length;
    const uint8_t *data = g_bytes_get_data(octets, &length);
    picture->octets = g_bytes_ref(octets);
    bool known = read_png(data, length, picture) || read_jpeg(data, length, picture);
    if (!known || picture->width == 0 || picture->height == 0) {
        return NULL;
    }
    return g_steal_pointer(&picture);
}

void picture_free(struct picture *picture)
{
    if (picture != NULL) {
        g_free(picture->id);
        g_free(picture->name);
        g_bytes_unref(picture->octets);
        g_free(picture);
    }
}

static void release(void *picture)
{
    picture_free(picture);
}

GPtrArray *pictures_new(void)
{
    return g_ptr_array_new_with_free_func(release);
}

char *pictures_in_page(const char *html, const GPtrArray *pictures)
{
    GString *page = g_string_new(html);
    for (guint i = 0; pictures != NULL && i < pictures->len; i++) {
        const struct picture *picture = g_ptr_array_index(pictures, i);
        gsize length;
        const guchar *data = g_bytes_get_data(picture->octets, &length);
        g_autofree char *text = g_base64_encode(data, length);
        g_autofree char *from = g_strdup_printf("src=\"cid:%s\"", picture->id);
        g_autofree char *to = g_strdup_printf("src=\"data:%s;base64,%s\"", picture->type, text);
        g_string_replace(page, from, to, 0);
    }
    return g_string_free(page, FALSE);
}
