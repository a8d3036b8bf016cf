#include "understand/file_kind.h"

#include <glib.h>
#include <string.h>

#define PDF_REACH 1024u /* the header stands somewhere in these (ISO 32000-1, annex H) */
#define LOOKED_AT 4096u

struct magic {
    const char *octets;
    size_t length, at;
    enum file_kind kind;
};

static const struct magic magics[] = {
    {"{\\rtf", 5, 0, FILE_RTF},
    {"PK\x03\x04", 4, 0, FILE_OFFICE},
    {"\x78\x9f\x3e\x22", 4, 0, FILE_TNEF},
    {"\xff\xd8\xff", 3, 0, FILE_IMAGE},
    {"\x89PNG\r\n\x1a\n", 8, 0, FILE_IMAGE},
    {"GIF8", 4, 0, FILE_IMAGE},
    {"II*\0", 4, 0, FILE_IMAGE},
    {"MM\0*", 4, 0, FILE_IMAGE},
    {"BM", 2, 0, FILE_IMAGE},
    {"WEBP", 4, 8, FILE_IMAGE},
    {"ftyphei", 7, 4, FILE_IMAGE},
    {"ftypmif1", 8, 4, FILE_IMAGE},
    {"\xdb\xa5", 2, 0, FILE_WORD}, /* Word 2 */
};

/* The name of a stream in a compound file (MS-CFB), which is UTF-16. */
static bool has_stream(const void *octets, size_t length, const char *name)
{
    g_autoptr(GByteArray) wide = g_byte_array_new();
    for (const char *at = name; *at != '\0'; at++) {
        const guint8 unit[2] = {(guint8)*at, 0};
        g_byte_array_append(wide, unit, sizeof unit);
    }
    return memmem(octets, length, wide->data, wide->len) != NULL;
}

static enum file_kind compound_kind(const void *octets, size_t length)
{
    if (has_stream(octets, length, "EncryptedPackage")) {
        return FILE_ENCRYPTED;
    }
    return has_stream(octets, length, "WordDocument") ? FILE_WORD : FILE_OTHER;
}

static bool is_text(const unsigned char *octets, size_t length)
{
    for (size_t i = 0; i < MIN(length, LOOKED_AT); i++) {
        if (octets[i] < ' ' && strchr("\t\n\r\f", octets[i]) == NULL) {
            return false;
        }
        if (octets[i] == '\0') {
            return false;
        }
    }
    return length > 0;
}

enum file_kind file_kind(const void *octets, size_t length)
{
    static const char compound[] = {'\xd0', '\xcf', '\x11', '\xe0', '\xa1', '\xb1', '\x1a', '\xe1'};
    if (length >= sizeof compound && memcmp(octets, compound, sizeof compound) == 0) {
        return compound_kind(octets, length);
    }
    if (length > 0 && memmem(octets, MIN(length, PDF_REACH), "%PDF-", 5) != NULL) {
        return FILE_PDF;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(magics); i++) {
        const struct magic *magic = &magics[i];
        if (length >= magic->at + magic->length &&
            memcmp((const char *)octets + magic->at, magic->octets, magic->length) == 0) {
            return magic->kind;
        }
    }
    return is_text(octets, length) ? FILE_TEXT : FILE_OTHER;
}

bool file_kind_wants_program(enum file_kind kind)
{
    return kind == FILE_PDF || kind == FILE_WORD || kind == FILE_RTF;
}
