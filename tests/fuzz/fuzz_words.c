/* Any octets where encoded words and parameters stand (RFC 2047, 2231): subject, name, file. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* One header each: a line feed would begin another. */
    g_autofree char *value = g_strndup((const char *)data, size);
    g_strdelimit(value, "\r\n", ' ');
    g_autofree char *raw =
        g_strdup_printf("From: %s <a@post.example>\nSubject: %s\nMIME-Version: 1.0\n"
                        "Content-Type: application/pdf; name=\"%s\"\n"
                        "Content-Disposition: attachment; filename%s\n\nx\n",
                        value, value, value, value);
    fuzz_understand(raw, strlen(raw), "none");
    return 0;
}
