#include "mail/base64.h"

#include <stdint.h>
#include <string.h>

static int value_of(char c)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    const char *found = c == '\0' ? NULL : strchr(alphabet + 62, c);
    return found == NULL ? -1 : (int)(found - alphabet);
}

static void flush(GByteArray *out, uint32_t bits, unsigned count)
{
    uint32_t whole = bits << (6 * (4 - count));
    uint8_t octets[3] = {(uint8_t)(whole >> 16), (uint8_t)(whole >> 8), (uint8_t)whole};
    if (count > 1) {
        g_byte_array_append(out, octets, count - 1);
    }
}

GByteArray *base64_read(const char *text, size_t length)
{
    GByteArray *out = g_byte_array_sized_new((guint)(length / 4 * 3 + 3));
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value >= 0) {
            bits = (bits << 6) | (uint32_t)value;
            count++;
        }
        if (count == 4 || (text[i] == '=' && count > 0)) {
            flush(out, bits, count);
            bits = 0;
            count = 0;
        }
    }
    flush(out, bits, count == 0 ? 1 : count);
    return out;
}
